/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-peer-parts.h"

#include <glib/gi18n-lib.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "fr-error.h"
#include "fr-webrtc.h"

/**
 * fr_peer_make_webrtc:
 *
 * Returns: (transfer floating): a webrtcbin as Kurento wants it: an m-line that is bundled must
 *   not be offered with port 0
 */
GstElement *
fr_peer_make_webrtc (void)
{
  GstElement *webrtc = gst_element_factory_make ("webrtcbin", NULL);

  g_object_set (webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_COMPAT, "latency",
                FR_WEBRTC_LATENCY, NULL);

  return webrtc;
}

/**
 * fr_peer_dup_state:
 * @webrtcbin: of a peer
 *
 * Returns: (transfer full): new, connecting, connected, disconnected, failed or closed
 */
char *
fr_peer_dup_state (GstElement *webrtcbin)
{
  GstWebRTCPeerConnectionState state;
  g_autoptr (GEnumClass) names = g_type_class_ref (GST_TYPE_WEBRTC_PEER_CONNECTION_STATE);

  g_object_get (webrtcbin, "connection-state", &state, NULL);

  return g_strdup (g_enum_get_value (names, (int) state)->value_nick);
}

/**
 * fr_peer_make_sender:
 * @kbps: the bitrate in kbit/s
 * @error: return location
 *
 * Returns: (transfer full): a bin from I420 pictures to RTP for webrtcbin
 */
GstElement *
fr_peer_make_sender (guint kbps, GError **error)
{
  g_autoptr (GstElement) encoder = NULL;
  GstElement *bin = gst_parse_bin_from_description (
    FR_WEBRTC_ENCODER " ! rtpvp8pay picture-id-mode=2 ! capsfilter "
                      "caps=application/x-rtp,media=video,encoding-name=VP8,payload=96",
    TRUE, error);

  if (bin == NULL)
    return NULL;

  encoder = gst_bin_get_by_name (GST_BIN (bin), "encoder");
  g_object_set (encoder, "target-bitrate", kbps * 1000, NULL);

  return gst_object_ref_sink (bin);
}

/**
 * fr_peer_force_keyframe:
 * @exit: where pictures leave the encoder
 *
 * Upstream, because the stream itself may be held back until the connection is there.
 */
void
fr_peer_force_keyframe (GstPad *exit)
{
  gst_pad_send_event (
    exit, gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE, 0));
}

/**
 * fr_peer_explain_start:
 * @bus: of a pipeline that did not start
 * @error: return location for %FR_ERROR_MIRROR
 *
 * Says why, as far as an element has left word.
 */
void
fr_peer_explain_start (GstBus *bus, GError **error)
{
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) reason = NULL;

  if (message != NULL)
    gst_message_parse_error (message, &reason, NULL);
  g_set_error (error, FR_ERROR, FR_ERROR_MIRROR,
               _ ("The source of the picture does not start: %s Look whether another program uses "
                  "the camera, or choose another source."),
               reason != NULL ? reason->message : _ ("it does not say why."));
}

/**
 * fr_peer_show_frame:
 * @buffer: a picture
 * @caps: (nullable): what it looks like
 * @flags: whether @func may write to it
 * @func: (nullable): that is shown the picture
 * @data: for @func
 */
void
fr_peer_show_frame (GstBuffer *buffer, GstCaps *caps, GstMapFlags flags, FrPeerFrame func,
                    gpointer data)
{
  GstVideoInfo info;
  GstVideoFrame frame;

  if (func == NULL || caps == NULL || !gst_video_info_from_caps (&info, caps) ||
      !gst_video_frame_map (&frame, &info, buffer, flags))
    return;

  func (&frame, data);
  gst_video_frame_unmap (&frame);
}

/**
 * fr_peer_read_answer:
 * @sdp: the answer of the other side
 * @error: return location
 *
 * Returns: (transfer full): the answer, or %NULL with %FR_ERROR_PROTOCOL, also when it rejects
 *   the picture (RFC 3264, section 6: by port 0)
 */
GstSDPMessage *
fr_peer_read_answer (const char *sdp, GError **error)
{
  GstSDPMessage *answer = NULL;
  const GstSDPMedia *media = NULL;

  if (gst_sdp_message_new_from_text (sdp, &answer) == GST_SDP_OK &&
      gst_sdp_message_medias_len (answer) == 1)
    media = gst_sdp_message_get_media (answer, 0);
  if (media != NULL && g_strcmp0 (gst_sdp_media_get_media (media), "video") == 0 &&
      gst_sdp_media_get_port (media) != 0)
    return answer;

  g_clear_pointer (&answer, gst_sdp_message_free);
  g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                       media == NULL
                         ? _ ("The media server's answer is no session description for one "
                              "picture.")
                         : _ ("The media server's answer rejects the picture: it was offered as "
                              "VP8. Look whether VP8 is switched off there."));

  return NULL;
}

/**
 * fr_peer_set_answer:
 * @webrtcbin: that made the offer
 * @answer: to it
 * @error: return location
 *
 * Blocks for some milliseconds, until webrtcbin has taken the answer.
 *
 * Returns: %FALSE with %FR_ERROR_PROTOCOL when it does not fit the offer
 */
gboolean
fr_peer_set_answer (GstElement *webrtcbin, const GstSDPMessage *answer, GError **error)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  g_autoptr (GError) reason = NULL;
  GstWebRTCSessionDescription *description;
  GstSDPMessage *copy = NULL;
  const GstStructure *reply;

  gst_sdp_message_copy (answer, &copy);
  description = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, copy);
  g_signal_emit_by_name (webrtcbin, "set-remote-description", description, promise);
  gst_promise_wait (promise);
  gst_webrtc_session_description_free (description);

  reply = gst_promise_get_reply (promise);
  if (reply == NULL || !gst_structure_get (reply, "error", G_TYPE_ERROR, &reason, NULL))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
               _ ("The media server's answer does not fit our offer: %s"), reason->message);

  return FALSE;
}
