/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_SIZING_PAGE (fr_sizing_page_get_type ())
G_DECLARE_FINAL_TYPE (FrSizingPage, fr_sizing_page, FR, SIZING_PAGE, FrPage)

G_END_DECLS
