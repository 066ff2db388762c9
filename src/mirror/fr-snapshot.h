/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean fr_snapshot_write (const char *path, const guint8 *const planes[3], const int strides[3],
                            int width, int height, GError **error);

G_END_DECLS
