/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-sdp.h"

#include <string.h>

/**
 * fr_local_sdp_find_payload:
 * @media: an m-line of an offer
 * @codec: its name and a slash
 *
 * Returns: the payload type that the offer gives to the codec, or -1
 */
int
fr_local_sdp_find_payload (const GstSDPMedia *media, const char *codec)
{
  for (guint i = 0; i < gst_sdp_media_attributes_len (media); i++)
    {
      const GstSDPAttribute *attribute = gst_sdp_media_get_attribute (media, i);
      g_auto (GStrv) words = NULL;

      if (g_strcmp0 (attribute->key, "rtpmap") != 0 || attribute->value == NULL)
        continue;
      words = g_strsplit (attribute->value, " ", 2);
      if (words[0] != NULL && words[1] != NULL &&
          g_ascii_strncasecmp (words[1], codec, strlen (codec)) == 0)
        return (int) g_ascii_strtoull (words[0], NULL, 10);
    }

  return -1;
}

/**
 * fr_local_sdp_read_mids:
 *
 * Returns: (transfer full): the names of the m-lines, empty for those that have none
 */
char **
fr_local_sdp_read_mids (const GstSDPMessage *message)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **mids;

  for (guint i = 0; i < gst_sdp_message_medias_len (message); i++)
    {
      const char *mid =
        gst_sdp_media_get_attribute_val (gst_sdp_message_get_media (message, i), "mid");

      g_strv_builder_add (builder, mid != NULL ? mid : "");
    }
  mids = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return mids;
}

static void
run_and_wait (GstElement *webrtc, const char *action, GstWebRTCSessionDescription *description)
{
  GstPromise *promise = gst_promise_new ();

  g_signal_emit_by_name (webrtc, action, description, promise);
  gst_promise_wait (promise);
  gst_promise_unref (promise);
}

/**
 * fr_local_sdp_answer:
 * @webrtc: a webrtcbin that runs
 * @offer: of the other side
 *
 * Gives @webrtc the offer, and its own answer. Blocks for some ten milliseconds.
 *
 * Returns: (transfer full) (nullable): the answer
 */
char *
fr_local_sdp_answer (GstElement *webrtc, GstWebRTCSessionDescription *offer)
{
  GstPromise *promise = gst_promise_new ();
  GstWebRTCSessionDescription *answer = NULL;
  const GstStructure *reply;
  char *text = NULL;

  run_and_wait (webrtc, "set-remote-description", offer);
  g_signal_emit_by_name (webrtc, "create-answer", NULL, promise);
  gst_promise_wait (promise);
  reply = gst_promise_get_reply (promise);
  if (reply != NULL &&
      gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &answer, NULL))
    {
      text = gst_sdp_message_as_text (answer->sdp);
      run_and_wait (webrtc, "set-local-description", answer);
      gst_webrtc_session_description_free (answer);
    }
  gst_promise_unref (promise);

  return text;
}
