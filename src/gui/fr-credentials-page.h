/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_CREDENTIALS_PAGE (fr_credentials_page_get_type ())
G_DECLARE_FINAL_TYPE (FrCredentialsPage, fr_credentials_page, FR, CREDENTIALS_PAGE, FrPage)

G_END_DECLS
