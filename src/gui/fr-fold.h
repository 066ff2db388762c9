/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_FOLD (fr_fold_get_type ())
G_DECLARE_FINAL_TYPE (FrFold, fr_fold, FR, FOLD, GtkWidget)

gboolean fr_fold_get_folded (FrFold *self);
void fr_fold_set_show_end (FrFold *self, gboolean show_end);

G_END_DECLS
