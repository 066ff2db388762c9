/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-codec.h"

#include <gst/app/app.h>
#include <gst/video/video.h>
#include <string.h>

#include "fr-webrtc.h"

struct _TestCodec
{
  GstElement *pipeline;
  GstElement *source;
  GstElement *sink;
  gsize bytes;
  guint pictures;
};

TestCodec *
test_codec_new (int width, int height, guint kbps, int shrink)
{
  TestCodec *self = g_new0 (TestCodec, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *description = g_strdup_printf (
    "appsrc name=source format=time "
    "caps=video/x-raw,format=I420,width=%d,height=%d,framerate=30/1 ! videoscale ! "
    "video/x-raw,width=%d,height=%d ! " FR_WEBRTC_ENCODER
    " target-bitrate=%u ! vp8dec ! videoscale ! video/x-raw,width=%d,height=%d ! "
    "appsink name=sink sync=false",
    width, height, width / shrink, height / shrink, kbps * 1000, width, height);

  self->pipeline = gst_parse_launch (description, &error);
  g_assert_no_error (error);
  self->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  self->sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  self->bytes = (gsize) width * height * 3 / 2;
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return self;
}

void
test_codec_free (TestCodec *self)
{
  if (self == NULL)
    return;

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->source);
  gst_object_unref (self->sink);
  gst_object_unref (self->pipeline);
  g_free (self);
}

static void
copy_plane (GstVideoFrame *frame, guint plane, guint8 **to)
{
  const guint8 *from = GST_VIDEO_FRAME_PLANE_DATA (frame, plane);
  int width = GST_VIDEO_FRAME_COMP_WIDTH (frame, plane);

  for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (frame, plane); y++, *to += width)
    memcpy (*to, from + y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane), (gsize) width);
}

/* Replaces the picture by what VP8 makes of it. */
void
test_codec_pass (TestCodec *self, guint8 *i420)
{
  GstBuffer *buffer = gst_buffer_new_memdup (i420, self->bytes);
  g_autoptr (GstSample) sample = NULL;
  GstVideoInfo info;
  GstVideoFrame frame;

  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (self->pictures++, GST_SECOND, 30);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 30;
  g_assert_cmpint (gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer), ==, GST_FLOW_OK);
  sample = gst_app_sink_try_pull_sample (GST_APP_SINK (self->sink), 10 * GST_SECOND);
  g_assert_nonnull (sample);

  g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  g_assert_true (
    gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ));
  for (guint plane = 0; plane < 3; plane++)
    copy_plane (&frame, plane, &i420);
  gst_video_frame_unmap (&frame);
}
