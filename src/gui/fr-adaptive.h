/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_ADAPTIVE (fr_adaptive_get_type ())
G_DECLARE_FINAL_TYPE (FrAdaptive, fr_adaptive, FR, ADAPTIVE, GtkWidget)

gboolean fr_adaptive_get_narrow (FrAdaptive *self);
gboolean fr_adaptive_get_low (FrAdaptive *self);

G_END_DECLS
