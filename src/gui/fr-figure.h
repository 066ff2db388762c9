/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_FIGURE (fr_figure_get_type ())
G_DECLARE_FINAL_TYPE (FrFigure, fr_figure, FR, FIGURE, GtkWidget)

void fr_figure_push (FrFigure *self, double value, const char *text);
void fr_figure_clear (FrFigure *self);

G_END_DECLS
