/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void fr_focus_release (GtkWidget *widget);
gboolean fr_focus_move_on (GtkWidget *const *areas, guint n_areas);

G_END_DECLS
