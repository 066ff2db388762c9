/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_LOG_DOCK (fr_log_dock_get_type ())
G_DECLARE_FINAL_TYPE (FrLogDock, fr_log_dock, FR, LOG_DOCK, GtkBox)

void fr_log_dock_feed (FrLogDock *self, const char *server, const char *text);
gboolean fr_log_dock_get_open (FrLogDock *self);
char *fr_log_dock_dup_text (FrLogDock *self);

G_END_DECLS
