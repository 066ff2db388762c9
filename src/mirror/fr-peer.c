/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-peer.h"

#include <glib/gi18n-lib.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "fr-error.h"
#include "fr-fingerprint.h"
#include "fr-peer-parts.h"
#include "fr-peer-receiver.h"
#include "fr-peer-source.h"
#include "fr-webrtc.h"

/**
 * FrPeer:
 *
 * Our end of the peer connection: sends the pictures of a source, hands out those that come
 * back. It offers; the other side answers. Its signals are emitted on the main context that
 * was the thread's default when it was made; webrtcbin's own threads only leave news there.
 */
struct _FrPeer
{
  GObject parent_instance;

  GMainContext *context;
  GstElement *pipeline;
  GstElement *webrtc; /* owned by the pipeline */
  GstPad *exit;       /* of the encoder        */
  char *address;
  guint kbps;
  FrPeerSource source;
  FrPeerReceiver receiver;
  GQueue early; /* candidates that came before the answer */
  gboolean answered;
  GstSDPMessage *answer;
  GSource *bus_source;
};

enum
{
  OFFER,
  CANDIDATE,
  STATE,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrPeer, fr_peer, G_TYPE_OBJECT)

static void
tell_offer (gpointer object, guint index, const char *text)
{
  g_signal_emit (object, signals[OFFER], 0, text);
}

static void
tell_candidate (gpointer object, guint index, const char *text)
{
  g_signal_emit (object, signals[CANDIDATE], 0, index, text);
}

/* @code is that of the error. */
static void
tell_failed (gpointer object, guint code, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (FR_ERROR, (int) code, text);

  g_signal_emit (object, signals[FAILED], 0, error);
}

/* Before a picture of theirs is looked at. */
static void
verify (gpointer object, guint index, const char *text)
{
  FrPeer *self = object;
  g_autofree char *pem = NULL;
  FrFingerprint result;

  if (self->webrtc == NULL || self->answer == NULL || fr_peer_receiver_is_open (&self->receiver))
    return;

  pem = fr_fingerprint_dup_certificate (self->webrtc);
  result = fr_fingerprint_compare (self->answer, pem);
  if (result == FR_FINGERPRINT_SAME)
    fr_peer_receiver_open (&self->receiver);
  else if (result == FR_FINGERPRINT_OTHER)
    tell_failed (self, FR_ERROR_CERTIFICATE,
                 _ ("Who sends the picture is not who the media server announced: the "
                    "certificates differ. Somebody may be in between."));
}

static void
tell_state (gpointer object, guint index, const char *text)
{
  if (g_str_equal (text, "connected"))
    verify (object, 0, NULL);
  g_signal_emit (object, signals[STATE], 0, text);
}

static void
tell (FrPeer *self, FrWebrtcNews func, guint index, char *text)
{
  fr_webrtc_tell (self->context, self, func, index, text);
}

static void
end (gpointer owner)
{
  tell (owner, tell_failed, FR_ERROR_NOT_FOUND, g_strdup (fr_peer_source_get_end ()));
}

/* A picture has come; so there must be a certificate by now. */
static void
knock (gpointer owner)
{
  tell (owner, verify, 0, NULL);
}

static void
pad_added_cb (GstElement *webrtc, GstPad *pad, gpointer data)
{
  FrPeer *self = data;
  g_autoptr (GError) error = NULL;

  if (GST_PAD_DIRECTION (pad) == GST_PAD_SRC &&
      !fr_peer_receiver_link (&self->receiver, GST_BIN (self->pipeline), pad, &error))
    tell (self, tell_failed, FR_ERROR_MISSING, g_strdup (error->message));
}

static void
offer_made_cb (GstPromise *promise, gpointer data)
{
  FrPeer *self = data;
  const GstStructure *reply = gst_promise_get_reply (promise);
  GstWebRTCSessionDescription *offer = NULL;
  GstPromise *local = gst_promise_new ();

  if (reply != NULL &&
      gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL))
    {
      g_signal_emit_by_name (self->webrtc, "set-local-description", offer, local);
      gst_promise_interrupt (local);
      tell (self, tell_offer, 0, gst_sdp_message_as_text (offer->sdp));
      gst_webrtc_session_description_free (offer);
    }
  else
    tell (self, tell_failed, FR_ERROR_MIRROR,
          g_strdup (_ ("GStreamer could not describe our side of the connection.")));

  gst_promise_unref (local);
  gst_promise_unref (promise);
}

static void
negotiate_cb (GstElement *webrtc, gpointer data)
{
  /* Waiting for the promise here would wait for this very thread. */
  g_signal_emit_by_name (webrtc, "create-offer", NULL,
                         gst_promise_new_with_change_func (offer_made_cb, data, NULL));
}

static void
candidate_cb (GstElement *webrtc, guint index, char *candidate, gpointer data)
{
  if (fr_webrtc_is_useful (candidate))
    tell (data, tell_candidate, index, g_strdup (candidate));
}

static void
state_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  tell (data, tell_state, 0, fr_peer_dup_state (webrtc));
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  FrPeer *self = data;
  guint code;
  char *words = fr_peer_source_explain (&self->source, message, &code);

  if (words != NULL)
    tell (self, tell_failed, code, words);

  return G_SOURCE_CONTINUE;
}

static gboolean
build (FrPeer *self, GError **error)
{
  g_autoptr (GstElement) chain = fr_peer_make_sender (self->kbps, error);
  g_autoptr (GstPad) pad = NULL;

  if (chain == NULL)
    return FALSE;

  self->pipeline = gst_pipeline_new (NULL);
  fr_webrtc_tune (self->pipeline);
  self->webrtc = fr_peer_make_webrtc ();
  gst_bin_add_many (GST_BIN (self->pipeline), self->source.element, chain, self->webrtc, NULL);
  if (!gst_element_link_many (self->source.element, chain, self->webrtc, NULL))
    return FALSE;

  self->exit = gst_element_get_static_pad (chain, "src");
  pad = gst_element_get_static_pad (chain, "sink");
  fr_peer_source_watch (&self->source, pad);

  return TRUE;
}

/**
 * fr_peer_set_frame_funcs:
 * @sent: (nullable): for each picture before it is encoded
 * @received: (nullable): for each picture that came back
 * @data: for both; must live until fr_peer_stop() has returned
 */
void
fr_peer_set_frame_funcs (FrPeer *self, FrPeerFrame sent, FrPeerFrame received, gpointer data)
{
  g_return_if_fail (FR_IS_PEER (self) && self->pipeline == NULL);

  self->source.func = sent;
  self->source.data = data;
  self->receiver.func = received;
  self->receiver.data = data;
}

/**
 * fr_peer_start:
 *
 * Starts the source and makes an offer, which #FrPeer::offer brings. Blocks while a camera opens.
 *
 * Returns: %FALSE with %FR_ERROR_MIRROR when the source does not start
 */
gboolean
fr_peer_start (FrPeer *self, GError **error)
{
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (FR_IS_PEER (self) && self->pipeline == NULL, FALSE);

  if (!build (self, &reason))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_MIRROR,
                   _ ("The pipeline of the mirror cannot be built: %s"),
                   reason != NULL ? reason->message : _ ("the source does not fit."));
      return FALSE;
    }

  fr_webrtc_tune_ice (self->webrtc, self->address);
  g_signal_connect (self->webrtc, "on-negotiation-needed", G_CALLBACK (negotiate_cb), self);
  g_signal_connect (self->webrtc, "on-ice-candidate", G_CALLBACK (candidate_cb), self);
  g_signal_connect (self->webrtc, "pad-added", G_CALLBACK (pad_added_cb), self);
  g_signal_connect (self->webrtc, "notify::connection-state", G_CALLBACK (state_cb), self);

  bus = gst_element_get_bus (self->pipeline);
  self->bus_source = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_source, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_source, self->context);

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    {
      fr_peer_explain_start (bus, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * fr_peer_stop:
 *
 * Ends the connection. Blocks until the streaming threads have ended; no frame comes after.
 */
void
fr_peer_stop (FrPeer *self)
{
  g_return_if_fail (FR_IS_PEER (self));

  if (self->bus_source != NULL)
    g_source_destroy (self->bus_source);
  g_clear_pointer (&self->bus_source, g_source_unref);
  if (self->pipeline != NULL)
    fr_webrtc_stop (self->pipeline);
  self->webrtc = NULL;
  g_clear_object (&self->exit);
  fr_peer_receiver_stop (&self->receiver);
  g_clear_object (&self->pipeline);
}

/**
 * fr_peer_take_answer:
 * @sdp: the answer of the other side
 *
 * Blocks for some milliseconds. #FrPeer::failed follows when it does not fit the offer.
 */
void
fr_peer_take_answer (FrPeer *self, const char *sdp)
{
  g_autoptr (GError) error = NULL;
  char *early;

  g_return_if_fail (FR_IS_PEER (self) && self->webrtc != NULL && self->answer == NULL);

  self->answer = fr_peer_read_answer (sdp, &error);
  if (self->answer == NULL || !fr_peer_set_answer (self->webrtc, self->answer, &error))
    {
      tell (self, tell_failed, FR_ERROR_PROTOCOL, g_strdup (error->message));
      return;
    }

  self->answered = TRUE;
  while ((early = g_queue_pop_head (&self->early)) != NULL)
    {
      fr_peer_take_candidate (self, 0, early);
      g_free (early);
    }
}

/**
 * fr_peer_take_candidate:
 * @index: the m-line that it belongs to; others than the one there is are left out
 * @candidate: its text
 *
 * Those that come before the answer are kept until then.
 */
void
fr_peer_take_candidate (FrPeer *self, guint index, const char *candidate)
{
  g_return_if_fail (FR_IS_PEER (self) && candidate != NULL);

  if (index > 0)
    return;

  if (self->answered)
    g_signal_emit_by_name (self->webrtc, "add-ice-candidate", index, candidate);
  else
    g_queue_push_tail (&self->early, g_strdup (candidate));
}

/**
 * fr_peer_ask_keyframe:
 *
 * Asks the other side for a whole picture, and sends one.
 */
void
fr_peer_ask_keyframe (FrPeer *self)
{
  g_return_if_fail (FR_IS_PEER (self));

  fr_peer_receiver_ask_keyframe (&self->receiver);
  if (self->exit != NULL)
    fr_peer_force_keyframe (self->exit);
}

/**
 * fr_peer_get_bytes_received:
 *
 * Returns: how many bytes of RTP have come; may be asked from any thread
 */
guint64
fr_peer_get_bytes_received (FrPeer *self)
{
  g_return_val_if_fail (FR_IS_PEER (self), 0);

  return fr_peer_receiver_get_bytes (&self->receiver);
}

/**
 * fr_peer_get_last_sent:
 *
 * Returns: monotonic time of the source's last picture, in microseconds; 0 before the first
 */
gint64
fr_peer_get_last_sent (FrPeer *self)
{
  g_return_val_if_fail (FR_IS_PEER (self), 0);

  return fr_peer_source_get_last (&self->source);
}

/**
 * fr_peer_dup_candidate_pair:
 *
 * Blocks for a moment.
 *
 * Returns: (transfer full) (nullable): the ICE candidates that are in use, our own first
 */
char *
fr_peer_dup_candidate_pair (FrPeer *self)
{
  g_return_val_if_fail (FR_IS_PEER (self), NULL);

  return self->webrtc != NULL ? fr_webrtc_dup_candidate_pair (self->webrtc) : NULL;
}

static void
fr_peer_dispose (GObject *object)
{
  FrPeer *self = FR_PEER (object);

  fr_peer_stop (self);
  g_clear_object (&self->source.element);

  G_OBJECT_CLASS (fr_peer_parent_class)->dispose (object);
}

static void
fr_peer_finalize (GObject *object)
{
  FrPeer *self = FR_PEER (object);

  g_queue_clear_full (&self->early, g_free);
  g_clear_pointer (&self->answer, gst_sdp_message_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->address);

  G_OBJECT_CLASS (fr_peer_parent_class)->finalize (object);
}

static void
fr_peer_class_init (FrPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_peer_dispose;
  object_class->finalize = fr_peer_finalize;

  /**
   * FrPeer::offer:
   * @sdp: to be sent to the other side
   */
  signals[OFFER] = g_signal_new ("offer", FR_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * FrPeer::candidate:
   * @index: of the m-line
   * @candidate: its text, to be sent to the other side
   */
  signals[CANDIDATE] = g_signal_new ("candidate", FR_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * FrPeer::state:
   * @state: new, connecting, connected, disconnected, failed or closed
   */
  signals[STATE] = g_signal_new ("state", FR_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * FrPeer::failed:
   * @error: why no picture flows
   */
  signals[FAILED] = g_signal_new ("failed", FR_TYPE_PEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
fr_peer_init (FrPeer *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_queue_init (&self->early);
}

/**
 * fr_peer_new:
 * @source: (transfer floating): gives I420 pictures of one fixed size
 * @width: of them, and of what comes back, in pixels
 * @height: likewise
 * @kbps: the bitrate to send with, in kbit/s
 * @address: (nullable): numeric address of the media server, when it is known
 *
 * Returns: (transfer full): a peer that has not started
 */
FrPeer *
fr_peer_new (GstElement *source, guint width, guint height, guint kbps, const char *address)
{
  FrPeer *self;

  g_return_val_if_fail (GST_IS_ELEMENT (source), NULL);

  self = g_object_new (FR_TYPE_PEER, NULL);
  self->source.element = g_object_ref_sink (source);
  self->source.ended = end;
  self->source.owner = self;
  self->receiver.width = width;
  self->receiver.height = height;
  self->receiver.knock = knock;
  self->receiver.owner = self;
  self->kbps = kbps;
  self->address = g_strdup (address);

  return self;
}
