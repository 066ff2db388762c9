/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean fr_ssh_make_key (const char *path, const char *comment, GCancellable *cancellable,
                          GError **error);
char *fr_ssh_read_public_key (const char *path, GError **error);
char *fr_ssh_dup_key_trouble (const char *path);

G_END_DECLS
