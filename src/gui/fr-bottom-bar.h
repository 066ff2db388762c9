/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_BOTTOM_BAR (fr_bottom_bar_get_type ())
G_DECLARE_FINAL_TYPE (FrBottomBar, fr_bottom_bar, FR, BOTTOM_BAR, GtkWidget)

void fr_bottom_bar_set_page (FrBottomBar *self, FrPage *page);
GtkWidget *fr_bottom_bar_get_next (FrBottomBar *self);

G_END_DECLS
