/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GstElement *fr_source_new (const char *wish, guint width, guint height, GError **error);

G_END_DECLS
