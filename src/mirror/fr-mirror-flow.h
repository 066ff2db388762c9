/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/video/video.h>

#include "fr-mirror-session.h"

G_BEGIN_DECLS

/**
 * FrMirrorFlow:
 * @watch: told of each picture
 * @func: (nullable): for each that comes back
 * @data: for @func
 * @own_func: (nullable): for each that goes, before it is stamped
 * @own_data: for @own_func
 * @first_us: monotonic time of the first that came back; atomically, 0 before it
 * @last_us: likewise of the last
 *
 * The pictures of a session, on its streaming threads: those that go are stamped, those that
 * come back are compared and handed on. One of another size than @width and @height is left out.
 */
typedef struct
{
  FrWatch *watch;
  int width;
  int height;
  FrMirrorPicture func;
  gpointer data;
  FrMirrorPicture own_func;
  gpointer own_data;
  gint64 first_us;
  gint64 last_us;
} FrMirrorFlow;

void fr_mirror_flow_sent (GstVideoFrame *frame, gpointer flow);
void fr_mirror_flow_received (GstVideoFrame *frame, gpointer flow);
gint64 fr_mirror_flow_get_first (FrMirrorFlow *self);
gint64 fr_mirror_flow_get_last (FrMirrorFlow *self);

G_END_DECLS
