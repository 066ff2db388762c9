/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_HEADS (fr_heads_get_type ())
G_DECLARE_FINAL_TYPE (FrHeads, fr_heads, FR, HEADS, GtkWidget)

void fr_heads_set_count (FrHeads *self, guint count);
guint fr_heads_get_count (FrHeads *self);

G_END_DECLS
