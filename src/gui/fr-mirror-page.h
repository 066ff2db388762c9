/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_MIRROR_PAGE (fr_mirror_page_get_type ())
G_DECLARE_FINAL_TYPE (FrMirrorPage, fr_mirror_page, FR, MIRROR_PAGE, FrPage)

G_END_DECLS
