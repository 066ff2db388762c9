/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean fr_tls_get (const char *host, guint port, const char *path, const char *pin,
                     guint limit_seconds, guint *status, char **body, GCancellable *cancellable,
                     GError **error);
gboolean fr_tcp_is_open (const char *host, guint port, guint limit_seconds,
                         GCancellable *cancellable);

G_END_DECLS
