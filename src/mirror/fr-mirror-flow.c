/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-mirror-flow.h"

static void
get_planes (GstVideoFrame *frame, guint8 *planes[3], int strides[3])
{
  for (guint i = 0; i < 3; i++)
    {
      planes[i] = GST_VIDEO_FRAME_PLANE_DATA (frame, i);
      strides[i] = GST_VIDEO_FRAME_PLANE_STRIDE (frame, i);
    }
}

static gboolean
has_size (FrMirrorFlow *self, GstVideoFrame *frame)
{
  return GST_VIDEO_FRAME_WIDTH (frame) == self->width &&
         GST_VIDEO_FRAME_HEIGHT (frame) == self->height;
}

/**
 * fr_mirror_flow_sent:
 * @frame: about to be encoded; it is written to
 * @flow: a #FrMirrorFlow
 *
 * For fr_peer_set_frame_funcs().
 */
void
fr_mirror_flow_sent (GstVideoFrame *frame, gpointer flow)
{
  FrMirrorFlow *self = flow;
  guint8 *planes[3];
  int strides[3];

  if (!has_size (self, frame))
    return;

  get_planes (frame, planes, strides);
  if (self->own_func != NULL)
    {
      const guint8 *const seen[3] = { planes[0], planes[1], planes[2] };

      self->own_func (seen, strides, self->own_data);
    }
  fr_watch_sent (self->watch, planes, strides);
}

/**
 * fr_mirror_flow_received:
 * @frame: that came back
 * @flow: a #FrMirrorFlow
 *
 * For fr_peer_set_frame_funcs().
 */
void
fr_mirror_flow_received (GstVideoFrame *frame, gpointer flow)
{
  FrMirrorFlow *self = flow;
  gint64 now = g_get_monotonic_time ();
  guint8 *planes[3];
  int strides[3];
  const guint8 *seen[3];

  if (!has_size (self, frame))
    return;

  get_planes (frame, planes, strides);
  for (guint i = 0; i < 3; i++)
    seen[i] = planes[i];
  fr_watch_received (self->watch, seen, strides);
  if (self->func != NULL)
    self->func (seen, strides, self->data);

  if (fr_mirror_flow_get_first (self) == 0)
    __atomic_store_n (&self->first_us, now, __ATOMIC_RELAXED);
  __atomic_store_n (&self->last_us, now, __ATOMIC_RELAXED);
}

/**
 * fr_mirror_flow_get_first:
 *
 * Returns: monotonic time of the first picture that came back, in microseconds; 0 before it. May
 *   be asked from any thread
 */
gint64
fr_mirror_flow_get_first (FrMirrorFlow *self)
{
  return __atomic_load_n (&self->first_us, __ATOMIC_RELAXED);
}

/**
 * fr_mirror_flow_get_last:
 *
 * Returns: monotonic time of the last picture that came back, in microseconds; 0 before the
 *   first. May be asked from any thread
 */
gint64
fr_mirror_flow_get_last (FrMirrorFlow *self)
{
  return __atomic_load_n (&self->last_us, __ATOMIC_RELAXED);
}
