/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *fr_key_file_find (void);
gpointer fr_key_file_check (gpointer data, GCancellable *cancellable, GError **error);
gpointer fr_key_file_read_public (gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
