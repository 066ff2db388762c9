/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_MIRROR_PAGE (fr_mirror_page_get_type ())
G_DECLARE_FINAL_TYPE (FrMirrorPage, fr_mirror_page, FR, MIRROR_PAGE, FrPage)

void fr_mirror_page_set_address (FrMirrorPage *self, const char *address, const char *pin);

G_END_DECLS
