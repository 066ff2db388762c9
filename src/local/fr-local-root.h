/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean fr_local_root_prepare (const char *root, const char *name, const char *address,
                                const char *password, gboolean with_mirror, GError **error);
guint fr_local_root_get_user (void);
guint fr_local_root_get_group (void);

G_END_DECLS
