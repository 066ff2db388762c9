/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-peer-private.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-local-sdp.h"
#include "fr-webrtc.h"

#define BITS_PER_SECOND 300000 /* what Kurento sends before it is told otherwise */

enum
{
  CANDIDATE,
  NEWS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrLocalPeer, fr_local_peer, G_TYPE_OBJECT)

static gboolean
add_chains (FrLocalPeer *self, const GstSDPMessage *message, GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < gst_sdp_message_medias_len (message); i++)
    {
      const GstSDPMedia *media = gst_sdp_message_get_media (message, i);
      guint kind = g_str_equal (gst_sdp_media_get_media (media), "video") ? 0 : 1;
      int payload = fr_local_sdp_find_payload (media, kind == 0 ? "VP8/" : "opus/");

      if (payload < 0 || self->chains[kind] != NULL)
        continue;
      self->chains[kind] = fr_local_chain_new (self->pipeline, self->webrtc, payload,
                                               kind == 0 ? self->filter : NULL, error);
      if (self->chains[kind] == NULL)
        return FALSE;
      any = TRUE;
    }

  fr_local_peer_set_bitrate (self, self->bits_per_second);
  fr_local_peer_set_audio (self, self->audio);
  if (!any)
    g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                         _ ("The offer has neither VP8 nor Opus."));

  return any;
}

static void
set_ports (FrLocalPeer *self)
{
  g_autoptr (GObject) ice = NULL;

  g_object_get (self->webrtc, "ice-agent", &ice, NULL);
  if (self->first_port > 0)
    g_object_set (ice, "min-rtp-port", self->first_port, "max-rtp-port", self->last_port, NULL);
}

static void
build (FrLocalPeer *self)
{
  self->pipeline = gst_pipeline_new (NULL);
  fr_webrtc_tune (self->pipeline);
  self->webrtc = gst_element_factory_make ("webrtcbin", NULL);
  g_object_set (self->webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_COMPAT, "latency",
                FR_WEBRTC_LATENCY, NULL);
  gst_bin_add (GST_BIN (self->pipeline), self->webrtc);
  fr_webrtc_tune_ice (self->webrtc, self->address);
  set_ports (self);
  fr_local_peer_listen (self);
}

/**
 * fr_local_peer_process_offer:
 * @offer: session description of the other side
 *
 * Blocks for some ten milliseconds.
 *
 * Returns: (transfer full): the answer, or %NULL with %FR_ERROR_PROTOCOL (no session
 *   description, or nothing in it that we speak)
 */
char *
fr_local_peer_process_offer (FrLocalPeer *self, const char *offer, GError **error)
{
  GstSDPMessage *message = NULL;
  GstWebRTCSessionDescription *description;

  g_return_val_if_fail (FR_IS_LOCAL_PEER (self) && self->pipeline == NULL, NULL);

  if (offer[0] == '\0' || gst_sdp_message_new_from_text (offer, &message) != GST_SDP_OK ||
      gst_sdp_message_medias_len (message) == 0)
    {
      g_clear_pointer (&message, gst_sdp_message_free);
      g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                           _ ("The offer is no session description."));
      return NULL;
    }

  self->mids = fr_local_sdp_read_mids (message);
  build (self);
  if (!add_chains (self, message, error))
    {
      gst_sdp_message_free (message);
      fr_local_peer_stop (self);
      return NULL;
    }

  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  description = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, message);
  self->answer = fr_local_sdp_answer (self->webrtc, description);
  gst_webrtc_session_description_free (description);
  self->offer = g_strdup (offer);
  if (self->answer == NULL)
    g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("The offer cannot be answered."));

  return g_strdup (self->answer);
}

/**
 * fr_local_peer_take_candidate:
 * @index: the m-line that it belongs to
 * @candidate: its text
 */
void
fr_local_peer_take_candidate (FrLocalPeer *self, guint index, const char *candidate)
{
  g_return_if_fail (FR_IS_LOCAL_PEER (self) && self->webrtc != NULL);

  g_signal_emit_by_name (self->webrtc, "add-ice-candidate", index, candidate);
}

/**
 * fr_local_peer_set_audio:
 * @audio: whether sound goes back
 */
void
fr_local_peer_set_audio (FrLocalPeer *self, gboolean audio)
{
  g_return_if_fail (FR_IS_LOCAL_PEER (self));

  self->audio = audio;
  if (self->chains[1] != NULL)
    fr_local_chain_set_open (self->chains[1], audio);
}

/**
 * fr_local_peer_get_filter:
 *
 * Returns: (transfer none): what puts the hat on its pictures
 */
FrHatFilter *
fr_local_peer_get_filter (FrLocalPeer *self)
{
  g_return_val_if_fail (FR_IS_LOCAL_PEER (self), NULL);

  return self->filter;
}

/**
 * fr_local_peer_set_bitrate:
 * @bits_per_second: of the picture that goes back
 */
void
fr_local_peer_set_bitrate (FrLocalPeer *self, guint bits_per_second)
{
  g_return_if_fail (FR_IS_LOCAL_PEER (self));

  self->bits_per_second = bits_per_second;
  if (self->chains[0] != NULL)
    fr_local_chain_set_bitrate (self->chains[0], bits_per_second);
}

/**
 * fr_local_peer_is_flowing:
 * @audio: whether it is about sound, not pictures
 * @way: coming or going
 *
 * Returns: whether media flow
 */
gboolean
fr_local_peer_is_flowing (FrLocalPeer *self, gboolean audio, FrLocalWay way)
{
  const guint kind = audio ? 1 : 0;

  g_return_val_if_fail (FR_IS_LOCAL_PEER (self), FALSE);

  return self->chains[kind] != NULL && fr_local_chain_is_flowing (self->chains[kind], way);
}

/**
 * fr_local_peer_dup_pair:
 *
 * Blocks for a moment.
 *
 * Returns: (transfer full) (nullable): the ICE candidates that are in use, ours and theirs
 */
char **
fr_local_peer_dup_pair (FrLocalPeer *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (FR_IS_LOCAL_PEER (self), NULL);

  text = self->webrtc != NULL ? fr_webrtc_dup_candidate_pair (self->webrtc) : NULL;

  return text != NULL ? g_strsplit (text, " - ", 2) : NULL;
}

/**
 * fr_local_peer_get_mid:
 * @index: of an m-line
 *
 * Returns: (transfer none): its name in the offer
 */
const char *
fr_local_peer_get_mid (FrLocalPeer *self, guint index)
{
  g_return_val_if_fail (FR_IS_LOCAL_PEER (self), NULL);

  return self->mids != NULL && index < g_strv_length (self->mids) ? self->mids[index] : "";
}

/**
 * fr_local_peer_get_offer:
 *
 * Returns: (transfer none) (nullable): the offer that was processed
 */
const char *
fr_local_peer_get_offer (FrLocalPeer *self)
{
  g_return_val_if_fail (FR_IS_LOCAL_PEER (self), NULL);

  return self->offer;
}

/**
 * fr_local_peer_get_answer:
 *
 * Returns: (transfer none) (nullable): our answer to it
 */
const char *
fr_local_peer_get_answer (FrLocalPeer *self)
{
  g_return_val_if_fail (FR_IS_LOCAL_PEER (self), NULL);

  return self->answer;
}

/**
 * fr_local_peer_stop:
 *
 * Ends the connection. Blocks until the streaming threads have ended.
 */
void
fr_local_peer_stop (FrLocalPeer *self)
{
  g_return_if_fail (FR_IS_LOCAL_PEER (self));

  fr_local_peer_ignore (self);
  if (self->pipeline != NULL)
    fr_webrtc_stop (self->pipeline);
  self->webrtc = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (self->chains); i++)
    g_clear_pointer (&self->chains[i], fr_local_chain_free);
  g_clear_object (&self->pipeline);
}

static void
fr_local_peer_dispose (GObject *object)
{
  fr_local_peer_stop (FR_LOCAL_PEER (object));

  G_OBJECT_CLASS (fr_local_peer_parent_class)->dispose (object);
}

static void
fr_local_peer_finalize (GObject *object)
{
  FrLocalPeer *self = FR_LOCAL_PEER (object);

  fr_hat_filter_free (self->filter);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->address);
  g_free (self->offer);
  g_free (self->answer);
  g_strfreev (self->mids);

  G_OBJECT_CLASS (fr_local_peer_parent_class)->finalize (object);
}

static void
fr_local_peer_class_init (FrLocalPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_local_peer_dispose;
  object_class->finalize = fr_local_peer_finalize;

  /**
   * FrLocalPeer::candidate:
   * @index: of the m-line
   * @candidate: its text
   */
  signals[CANDIDATE] = g_signal_new ("candidate", FR_TYPE_LOCAL_PEER, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * FrLocalPeer::news:
   * @what: `gathered`, `ice`, `connection`, `error`; `video-in` and the like about the flow
   * @text: (nullable): the new state in capitals, or the error
   */
  signals[NEWS] = g_signal_new ("news", FR_TYPE_LOCAL_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
fr_local_peer_init (FrLocalPeer *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->filter = fr_hat_filter_new ();
  fr_local_peer_hold (self);
  self->bits_per_second = BITS_PER_SECOND;
}

/**
 * fr_local_peer_new:
 * @address: (nullable): numeric address that media is expected at
 * @first_port: lowest UDP port for media, or 0 for any
 * @last_port: the highest
 *
 * Returns: (transfer full): a peer that waits for an offer
 */
FrLocalPeer *
fr_local_peer_new (const char *address, guint first_port, guint last_port)
{
  FrLocalPeer *self = g_object_new (FR_TYPE_LOCAL_PEER, NULL);

  self->address = g_strdup (address);
  self->first_port = first_port;
  self->last_port = last_port;

  return self;
}
