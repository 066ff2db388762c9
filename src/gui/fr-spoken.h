/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void fr_spoken_name_menu (GtkMenuButton *button, const char *words);

G_END_DECLS
