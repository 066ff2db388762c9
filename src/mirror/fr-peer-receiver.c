/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-peer-receiver.h"

#include <gst/app/gstappsink.h>

#include "fr-peer-parts.h"
#include "fr-webrtc.h"

static GstFlowReturn
received_cb (GstAppSink *sink, gpointer data)
{
  FrPeerReceiver *self = data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_OK;

  if (fr_peer_receiver_is_open (self))
    fr_peer_show_frame (gst_sample_get_buffer (sample), gst_sample_get_caps (sample), GST_MAP_READ,
                        self->func, self->data);
  else
    self->knock (self->owner);

  return GST_FLOW_OK;
}

static GstPadProbeReturn
count_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  FrPeerReceiver *self = data;
  gsize size = info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST
                 ? gst_buffer_list_calculate_size (gst_pad_probe_info_get_buffer_list (info))
                 : gst_buffer_get_size (gst_pad_probe_info_get_buffer (info));

  __atomic_add_fetch (&self->bytes, size, __ATOMIC_RELAXED);

  return GST_PAD_PROBE_OK;
}

/* Kurento's encoder may make the picture smaller on the way; here it has one size. */
static GstElement *
make_bin (FrPeerReceiver *self, GError **error)
{
  g_autofree char *description =
    g_strdup_printf (FR_WEBRTC_DEPAYLOADER " ! vp8dec ! videoscale ! videoconvert ! "
                                           "video/x-raw,format=I420,width=%u,height=%u ! "
                                           "appsink name=frames sync=false max-buffers=1 drop=true",
                     self->width, self->height);
  GstElement *bin = gst_parse_bin_from_description (description, TRUE, error);

  return bin != NULL ? gst_object_ref_sink (bin) : NULL;
}

/**
 * fr_peer_receiver_link:
 * @self: that lives longer than the streaming threads
 * @pipeline: that the elements are added to
 * @pad: of webrtcbin, that gives RTP
 * @error: return location
 *
 * One picture is offered, so a second @pad is left alone. To be called on a streaming thread.
 *
 * Returns: %FALSE with an error of GStreamer when an element is missing
 */
gboolean
fr_peer_receiver_link (FrPeerReceiver *self, GstBin *pipeline, GstPad *pad, GError **error)
{
  GstAppSinkCallbacks callbacks = { .new_sample = received_cb };
  g_autoptr (GstElement) bin = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) entry = NULL;

  if (g_atomic_pointer_get (&self->frames) != NULL)
    return TRUE;

  bin = make_bin (self, error);
  if (bin == NULL)
    return FALSE;

  sink = gst_bin_get_by_name (GST_BIN (bin), "frames");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_bin_add (pipeline, bin);
  g_atomic_pointer_set (&self->frames, sink);
  gst_element_sync_state_with_parent (bin);
  entry = gst_element_get_static_pad (bin, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, count_cb,
                     self, NULL);
  gst_pad_link (pad, entry);

  return TRUE;
}

/**
 * fr_peer_receiver_open:
 *
 * Pictures are handed out from now on. May be called from any thread.
 */
void
fr_peer_receiver_open (FrPeerReceiver *self)
{
  g_atomic_int_set (&self->open, TRUE);
}

/**
 * fr_peer_receiver_is_open:
 *
 * Returns: whether pictures are handed out
 */
gboolean
fr_peer_receiver_is_open (FrPeerReceiver *self)
{
  return g_atomic_int_get (&self->open);
}

/**
 * fr_peer_receiver_ask_keyframe:
 *
 * Asks the other side for a whole picture. To be called on the thread that stops the pipeline.
 */
void
fr_peer_receiver_ask_keyframe (FrPeerReceiver *self)
{
  GstElement *frames = g_atomic_pointer_get (&self->frames);

  if (frames != NULL)
    fr_webrtc_ask_keyframe (frames);
}

/**
 * fr_peer_receiver_get_bytes:
 *
 * Returns: how many bytes of RTP have come; may be asked from any thread
 */
guint64
fr_peer_receiver_get_bytes (FrPeerReceiver *self)
{
  return __atomic_load_n (&self->bytes, __ATOMIC_RELAXED);
}

/**
 * fr_peer_receiver_stop:
 *
 * To be called when the pipeline has stopped and before it is freed.
 */
void
fr_peer_receiver_stop (FrPeerReceiver *self)
{
  g_atomic_pointer_set (&self->frames, NULL);
}
