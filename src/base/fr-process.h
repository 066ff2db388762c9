/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean fr_process_run (const char *const *argv, const char *input, guint limit_seconds,
                         char **output, GCancellable *cancellable, GError **error);

G_END_DECLS
