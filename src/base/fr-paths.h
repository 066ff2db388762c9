/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fr_paths_data (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *fr_paths_state (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *fr_paths_cache (const char *first, ...) G_GNUC_NULL_TERMINATED;

gboolean fr_paths_ensure (const char *folder, GError **error);
gboolean fr_paths_write (const char *path, const char *text, gssize length, GError **error);

G_END_DECLS
