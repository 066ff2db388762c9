/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_LOCATION_PAGE (fr_location_page_get_type ())
G_DECLARE_FINAL_TYPE (FrLocationPage, fr_location_page, FR, LOCATION_PAGE, FrPage)

G_END_DECLS
