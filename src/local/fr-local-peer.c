/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-peer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-local-chain.h"
#include "fr-local-sdp.h"
#include "fr-webrtc.h"

#define BITS_PER_SECOND 300000 /* what Kurento sends before it is told otherwise */
#define LOOK_MS 100            /* how often we look whether media flow */

/**
 * FrLocalPeer:
 *
 * The media server's end of one peer connection: it answers an offer, decodes the pictures
 * that come, puts a hat on the face, and sends them back. Its signals are emitted on the main
 * context that was the thread's default when it was made.
 */
struct _FrLocalPeer
{
  GObject parent_instance;

  GMainContext *context;
  GstElement *pipeline;
  GstElement *webrtc;
  FrLocalChain *chains[2]; /* one per m-line that we take: video, audio */
  char *address;
  guint first_port;
  guint last_port;
  char *offer;
  char *answer;
  char **mids; /* names of the offer's m-lines */
  gboolean gathering;
  GPtrArray *held; /* candidates that were found before we were asked for them; Held */

  FrHatFilter *filter;
  gboolean audio; /* whether sound goes back */
  guint bits_per_second;
  GSource *bus_source;
  GSource *look_source;
};

enum
{
  CANDIDATE,
  NEWS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrLocalPeer, fr_local_peer, G_TYPE_OBJECT)

/* A candidate that nobody has asked for yet. */
typedef struct
{
  guint index;
  char *text;
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_free (held->text);
  g_free (held);
}

static void
tell_candidate (gpointer object, guint index, const char *text)
{
  FrLocalPeer *self = object;
  Held *held;

  if (self->gathering)
    {
      g_signal_emit (self, signals[CANDIDATE], 0, index, text);
      return;
    }

  held = g_new0 (Held, 1);
  held->index = index;
  held->text = g_strdup (text);
  g_ptr_array_add (self->held, held);
}

static void
tell_gathered (gpointer object, guint index, const char *text)
{
  g_signal_emit (object, signals[NEWS], 0, "gathered", NULL);
}

static void
tell_ice (gpointer object, guint index, const char *text)
{
  g_signal_emit (object, signals[NEWS], 0, "ice", text);
}

static void
tell_connection (gpointer object, guint index, const char *text)
{
  g_signal_emit (object, signals[NEWS], 0, "connection", text);
}

static void
tell_error (gpointer object, guint index, const char *text)
{
  g_signal_emit (object, signals[NEWS], 0, "error", text);
}

static void
tell (FrLocalPeer *self, FrWebrtcNews func, guint index, char *text)
{
  fr_webrtc_tell (self->context, self, func, index, text);
}

static void
tell_enum (FrLocalPeer *self, FrWebrtcNews func, GType type, int value)
{
  g_autoptr (GEnumClass) names = g_type_class_ref (type);

  tell (self, func, 0, g_ascii_strup (g_enum_get_value (names, value)->value_nick, -1));
}

static void
pad_added_cb (GstElement *webrtc, GstPad *pad, gpointer data)
{
  FrLocalPeer *self = data;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) entry = NULL;
  const char *media;
  guint kind;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;

  caps = gst_pad_get_current_caps (pad);
  if (caps == NULL)
    caps = gst_pad_query_caps (pad, NULL);
  media = gst_structure_get_string (gst_caps_get_structure (caps, 0), "media");
  kind = g_strcmp0 (media, "video") == 0 ? 0 : 1;
  if (self->chains[kind] != NULL)
    entry = fr_local_chain_get_entry (self->chains[kind]);
  if (entry != NULL)
    gst_pad_link (pad, entry);
}

static void
candidate_cb (GstElement *webrtc, guint index, char *candidate, gpointer data)
{
  if (fr_webrtc_is_useful (candidate))
    tell (data, tell_candidate, index, g_strdup (candidate));
}

static void
ice_gathering_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  GstWebRTCICEGatheringState state;

  g_object_get (webrtc, "ice-gathering-state", &state, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
    tell (data, tell_gathered, 0, NULL);
}

static void
ice_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  GstWebRTCICEConnectionState state;

  g_object_get (webrtc, "ice-connection-state", &state, NULL);
  tell_enum (data, tell_ice, GST_TYPE_WEBRTC_ICE_CONNECTION_STATE, (int) state);
}

static void
connection_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (webrtc, "connection-state", &state, NULL);
  tell_enum (data, tell_connection, GST_TYPE_WEBRTC_PEER_CONNECTION_STATE, (int) state);
}

static gboolean
look_cb (gpointer data)
{
  static const char *const names[][FR_LOCAL_WAYS] = {
    { "video-in", "video-out" },
    { "audio-in", "audio-out" },
  };
  g_autoptr (FrLocalPeer) self = g_object_ref (data);

  for (guint i = 0; i < G_N_ELEMENTS (self->chains); i++)
    for (guint way = 0; way < FR_LOCAL_WAYS && self->chains[i] != NULL; way++)
      if (fr_local_chain_look (self->chains[i], way))
        g_signal_emit (self, signals[NEWS], 0, names[i][way],
                       fr_local_chain_is_flowing (self->chains[i], way) ? "FLOWING"
                                                                        : "NOT_FLOWING");

  return G_SOURCE_CONTINUE;
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;

  gst_message_parse_error (message, &error, NULL);
  tell (data, tell_error, 0, g_strdup (error->message));

  return G_SOURCE_CONTINUE;
}

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
  g_autoptr (GstBus) bus = NULL;

  self->pipeline = gst_pipeline_new (NULL);
  fr_webrtc_tune (self->pipeline);
  self->webrtc = gst_element_factory_make ("webrtcbin", NULL);
  g_object_set (self->webrtc, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_COMPAT, "latency",
                FR_WEBRTC_LATENCY, NULL);
  gst_bin_add (GST_BIN (self->pipeline), self->webrtc);
  fr_webrtc_tune_ice (self->webrtc, self->address);
  set_ports (self);
  g_signal_connect (self->webrtc, "on-ice-candidate", G_CALLBACK (candidate_cb), self);
  g_signal_connect (self->webrtc, "notify::ice-gathering-state", G_CALLBACK (ice_gathering_cb),
                    self);
  g_signal_connect (self->webrtc, "notify::ice-connection-state", G_CALLBACK (ice_cb), self);
  g_signal_connect (self->webrtc, "notify::connection-state", G_CALLBACK (connection_cb), self);
  g_signal_connect (self->webrtc, "pad-added", G_CALLBACK (pad_added_cb), self);

  bus = gst_element_get_bus (self->pipeline);
  self->bus_source = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_source, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_source, self->context);
  self->look_source = g_timeout_source_new (LOOK_MS);
  g_source_set_callback (self->look_source, look_cb, self, NULL);
  g_source_attach (self->look_source, self->context);
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
 * fr_local_peer_gather:
 *
 * Tells the candidates that were found, and from now on each at once.
 */
void
fr_local_peer_gather (FrLocalPeer *self)
{
  g_return_if_fail (FR_IS_LOCAL_PEER (self));

  self->gathering = TRUE;
  for (guint i = 0; i < self->held->len; i++)
    {
      Held *held = g_ptr_array_index (self->held, i);

      g_signal_emit (self, signals[CANDIDATE], 0, held->index, held->text);
    }
  g_ptr_array_set_size (self->held, 0);
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

  if (self->bus_source != NULL)
    g_source_destroy (self->bus_source);
  g_clear_pointer (&self->bus_source, g_source_unref);
  if (self->look_source != NULL)
    g_source_destroy (self->look_source);
  g_clear_pointer (&self->look_source, g_source_unref);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
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
  self->held = g_ptr_array_new_with_free_func (held_free);
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
