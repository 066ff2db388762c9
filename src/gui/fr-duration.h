/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *fr_duration_describe (guint least_ms, guint most_ms);
void fr_duration_learn (GtkLabel *label, const char *location, const char *const *others);

G_END_DECLS
