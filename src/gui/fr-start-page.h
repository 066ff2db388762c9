/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_START_PAGE (fr_start_page_get_type ())
G_DECLARE_FINAL_TYPE (FrStartPage, fr_start_page, FR, START_PAGE, AdwBin)

void fr_start_page_refresh (FrStartPage *self);
void fr_start_page_set_unfinished (FrStartPage *self, const char *name, const char *step);
void fr_start_page_focus (FrStartPage *self);

G_END_DECLS
