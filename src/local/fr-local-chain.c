/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-chain.h"

#include <glib/gi18n-lib.h>
#include <gst/app/app.h>

#include "fr-error.h"
#include "fr-webrtc.h"

/* Kurento calls a medium still when nothing has come for so long. */
#define STILL_US (2 * G_USEC_PER_SEC)

/* What has passed one way: counted on the streaming thread, looked at on the main context. */
typedef struct
{
  int count;
  int seen;
  gint64 seen_us;
  gboolean flowing;
} Flow;

struct _FrLocalChain
{
  GstElement *coming;
  GstElement *going;
  GstElement *source; /* the entry of what goes */
  GstElement *encoder;
  FrHatFilter *filter;
  int open;
  Flow flows[FR_LOCAL_WAYS];
};

static GstFlowReturn
pass_on_cb (GstAppSink *sink, gpointer data)
{
  FrLocalChain *self = data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstFlowReturn result;
  GstBuffer *buffer;

  if (sample == NULL)
    return GST_FLOW_OK;
  g_atomic_int_inc (&self->flows[FR_LOCAL_COMING].count);
  if (!g_atomic_int_get (&self->open))
    return GST_FLOW_OK;

  gst_app_src_set_caps (GST_APP_SRC (self->source), gst_sample_get_caps (sample));
  buffer = gst_buffer_ref (gst_sample_get_buffer (sample));
  if (self->filter != NULL)
    buffer = fr_hat_filter_process (self->filter, buffer, gst_sample_get_caps (sample));

  if (buffer == NULL)
    return GST_FLOW_OK;

  result = gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer);
  if (result == GST_FLOW_OK)
    g_atomic_int_inc (&self->flows[FR_LOCAL_GOING].count);

  return result;
}

static GstElement *
add_bin (GstElement *pipeline, const char *description, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GstElement *bin = gst_parse_bin_from_description (description, TRUE, &reason);

  if (bin != NULL)
    gst_bin_add (GST_BIN (pipeline), bin);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
                 _ ("The media server's pipeline cannot be built: %s"), reason->message);

  return bin;
}

static gboolean
link_to_peer (FrLocalChain *self, GstElement *webrtc, GstCaps *caps)
{
  GstPadTemplate *template =
    gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (webrtc), "sink_%u");
  g_autoptr (GstPad) to = gst_element_request_pad (webrtc, template, NULL, caps);
  g_autoptr (GstPad) from = gst_element_get_static_pad (self->going, "src");
  g_autoptr (GObject) transceiver = NULL;

  if (to == NULL || gst_pad_link (from, to) != GST_PAD_LINK_OK)
    return FALSE;

  g_object_get (to, "transceiver", &transceiver, NULL);
  g_object_set (transceiver, "codec-preferences", caps, NULL);

  return TRUE;
}

/**
 * fr_local_chain_new:
 * @pipeline: that gets the elements
 * @webrtc: in it
 * @payload: payload type of the medium, as offered
 * @filter: (nullable): for VP8 pictures; without one the chain passes Opus sound
 *
 * The two halves are not linked: webrtcbin would stand in front of itself, and a pipeline
 * cannot sort a circle. A picture that is not encoded in time is replaced by the next.
 *
 * Returns: (transfer full): the chain, or %NULL with an error
 */
FrLocalChain *
fr_local_chain_new (GstElement *pipeline, GstElement *webrtc, int payload, FrHatFilter *filter,
                    GError **error)
{
  GstAppSinkCallbacks callbacks = { .new_sample = pass_on_cb };
  g_autofree char *rtp = NULL;
  g_autofree char *going = NULL;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstElement) sink = NULL;
  FrLocalChain *self = g_new0 (FrLocalChain, 1);

  self->filter = filter;
  self->open = filter != NULL;
  rtp = g_strdup_printf ("application/x-rtp,media=%s,encoding-name=%s,clock-rate=%d,payload=%d",
                         filter != NULL ? "video" : "audio", filter != NULL ? "VP8" : "OPUS",
                         filter != NULL ? 90000 : 48000, payload);
  going = g_strdup_printf (
    "appsrc name=source is-live=true format=time max-buffers=1 leaky-type=downstream ! %s pt=%d ! "
    "capsfilter caps=%s",
    filter != NULL ? FR_WEBRTC_ENCODER " ! rtpvp8pay picture-id-mode=2" : "rtpopuspay", payload,
    rtp);
  self->coming =
    add_bin (pipeline,
             filter != NULL ? FR_WEBRTC_DEPAYLOADER
               " ! vp8dec ! appsink name=sink sync=false max-buffers=1 drop=true"
                            : "rtpopusdepay ! appsink name=sink sync=false max-buffers=8 drop=true",
             error);
  self->going = self->coming != NULL ? add_bin (pipeline, going, error) : NULL;
  if (self->going == NULL)
    {
      fr_local_chain_free (self);
      return NULL;
    }

  self->source = gst_bin_get_by_name (GST_BIN (self->going), "source");
  self->encoder = gst_bin_get_by_name (GST_BIN (self->going), "encoder");
  sink = gst_bin_get_by_name (GST_BIN (self->coming), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  caps = gst_caps_from_string (rtp);
  if (link_to_peer (self, webrtc, caps))
    return self;

  g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                       _ ("The offer does not fit the media server's pipeline."));
  fr_local_chain_free (self);

  return NULL;
}

/**
 * fr_local_chain_free:
 * @self: (nullable): whose pipeline has ended
 */
void
fr_local_chain_free (FrLocalChain *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->source);
  g_clear_object (&self->encoder);
  g_free (self);
}

/**
 * fr_local_chain_get_entry:
 *
 * Returns: (transfer full): the pad that the RTP that comes is linked to
 */
GstPad *
fr_local_chain_get_entry (FrLocalChain *self)
{
  return gst_element_get_static_pad (self->coming, "sink");
}

/**
 * fr_local_chain_set_bitrate:
 * @bits_per_second: of the pictures that go back
 */
void
fr_local_chain_set_bitrate (FrLocalChain *self, guint bits_per_second)
{
  if (self->encoder != NULL)
    g_object_set (self->encoder, "target-bitrate", bits_per_second, NULL);
}

/**
 * fr_local_chain_set_open:
 * @open: whether anything goes back
 */
void
fr_local_chain_set_open (FrLocalChain *self, gboolean open)
{
  g_atomic_int_set (&self->open, open);
}

/**
 * fr_local_chain_look:
 * @way: coming or going
 *
 * To be called several times a second.
 *
 * Returns: whether media have begun or ceased to flow since it was called before
 */
gboolean
fr_local_chain_look (FrLocalChain *self, FrLocalWay way)
{
  Flow *flow = &self->flows[way];
  int count = g_atomic_int_get (&flow->count);
  gint64 now = g_get_monotonic_time ();
  gboolean was = flow->flowing;

  if (count != flow->seen)
    {
      flow->seen = count;
      flow->seen_us = now;
      flow->flowing = TRUE;
    }
  else if (now - flow->seen_us > STILL_US)
    flow->flowing = FALSE;

  return flow->flowing != was;
}

/**
 * fr_local_chain_is_flowing:
 * @way: coming or going
 *
 * Returns: whether media flowed at the last look
 */
gboolean
fr_local_chain_is_flowing (FrLocalChain *self, FrLocalWay way)
{
  return self->flows[way].flowing;
}
