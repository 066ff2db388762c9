/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-session.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-kurento.h"
#include "fr-mirror-flow.h"
#include "fr-mirror-wish.h"
#include "fr-peer-source.h"
#include "fr-peer.h"
#include "fr-source.h"
#include "fr-stall.h"
#include "fr-webrtc.h"

#define TICK_MS 250
#define RELEASE_SECONDS 2

/**
 * FrMirrorSession:
 *
 * One look into a mirror, from the connection to the release: it carries offer, answer and
 * candidates between our peer and the media server, and watches the pictures. It lives on the main
 * context that was the thread's default when it was made.
 */
struct _FrMirrorSession
{
  GObject parent_instance;

  FrMirrorWish *wish;
  char *address;        /* of the server, when it is known  */
  GPtrArray *addresses; /* that it offers; ends with a NULL */
  FrMirrorSessionState state;
  GError *error;
  FrKurento *kurento;
  FrPeer *peer;
  FrMirrorFlow flow;
  GSource *clock;
  gint64 started_us;
  gint64 peer_us;     /* when the present peer was started */
  gboolean described; /* it has made an offer */
  gint64 closing_us;
  guint64 bytes; /* that earlier peers have received */
  FrStall stall;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrMirrorSession, fr_mirror_session, G_TYPE_OBJECT)

/* What is being closed stays so, whatever news are still on their way. */
static void
set_state (FrMirrorSession *self, FrMirrorSessionState state)
{
  if (self->state == state ||
      (self->state >= FR_MIRROR_SESSION_CLOSING && state < self->state))
    return;

  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fail (FrMirrorSession *self, const GError *error)
{
  if (self->error == NULL && self->state < FR_MIRROR_SESSION_CLOSING)
    self->error = g_error_copy (error);
  fr_mirror_session_close (self);
}

static void
fail_with (FrMirrorSession *self, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (FR_ERROR, FR_ERROR_MIRROR, sentence);

  fail (self, error);
}

static void
greeted_cb (FrMirrorSession *self)
{
  set_state (self, FR_MIRROR_SESSION_PREPARING);
}

static void
offered_cb (FrMirrorSession *self)
{
  fr_stall_begin (&self->stall, g_get_monotonic_time ());
  set_state (self, FR_MIRROR_SESSION_NEGOTIATING);
}

static void
answer_cb (FrMirrorSession *self, const char *sdp)
{
  if (self->peer != NULL)
    fr_peer_take_answer (self->peer, sdp);
}

/* The fifth word of a candidate is its address (RFC 8839, section 5.1). */
static void
keep_address (FrMirrorSession *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 6);

  if (g_strv_length (words) < 6 ||
      g_strv_contains ((const char *const *) self->addresses->pdata, words[4]))
    return;

  g_ptr_array_insert (self->addresses, (int) self->addresses->len - 1, g_strdup (words[4]));
}

static void
their_candidate_cb (FrMirrorSession *self, guint index, const char *text)
{
  if (self->peer == NULL || !fr_webrtc_is_useful (text))
    return;

  keep_address (self, text);
  fr_peer_take_candidate (self->peer, index, text);
}

static void
released_cb (FrMirrorSession *self)
{
  set_state (self, FR_MIRROR_SESSION_CLOSED);
}

static void
offer_cb (FrMirrorSession *self, const char *sdp)
{
  self->described = TRUE;
  fr_kurento_offer (self->kurento, sdp);
}

static void
candidate_cb (FrMirrorSession *self, guint index, const char *text)
{
  fr_kurento_add_candidate (self->kurento, index, text);
}

static void
peer_state_cb (FrMirrorSession *self, const char *state)
{
  if (g_str_equal (state, "failed"))
    fail_with (self,
               _ ("No path for the picture was found between here and the media server. Look "
                  "whether its UDP ports are open and its external address is the right one."));
}

static gboolean
start_peer (FrMirrorSession *self)
{
  g_autoptr (GError) error = NULL;
  GstElement *source =
    fr_source_new (self->wish->source, self->wish->width, self->wish->height, &error);

  if (source != NULL)
    {
      self->peer =
        fr_peer_new (source, self->wish->width, self->wish->height, self->wish->kbps,
                     self->address);
      fr_peer_set_frame_funcs (self->peer, fr_mirror_flow_sent, fr_mirror_flow_received,
                               &self->flow);
      g_signal_connect_object (self->peer, "offer", G_CALLBACK (offer_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "candidate", G_CALLBACK (candidate_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "state", G_CALLBACK (peer_state_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "failed", G_CALLBACK (fail), self,
                               G_CONNECT_SWAPPED);
      self->peer_us = g_get_monotonic_time ();
      self->described = FALSE;
      if (fr_peer_start (self->peer, &error))
        return TRUE;
    }

  fail (self, error);

  return FALSE;
}

static void
stop_peer (FrMirrorSession *self)
{
  if (self->peer == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->peer, self);
  fr_peer_stop (self->peer);
  self->bytes += fr_peer_get_bytes_received (self->peer);
  g_clear_object (&self->peer);
}

/* A stalled picture comes back with a new peer and new objects; the endpoint cannot negotiate
 * twice. */
static void
renew (FrMirrorSession *self)
{
  g_debug ("the picture has stopped: a new peer");
  stop_peer (self);
  set_state (self, FR_MIRROR_SESSION_PREPARING);
  if (self->state != FR_MIRROR_SESSION_PREPARING)
    return;

  fr_kurento_renew (self->kurento);
  start_peer (self);
}

/* A camera that goes may say nothing: no picture is sent, and so none comes back. */
static gboolean
is_source_silent (FrMirrorSession *self, gint64 now)
{
  gint64 last = self->peer != NULL ? fr_peer_get_last_sent (self->peer) : 0;

  return last > 0 && now - last >= FR_STALL_RENEW_US;
}

static void
watch_picture (FrMirrorSession *self, gint64 now)
{
  FrStallAdvice advice =
    fr_stall_look (&self->stall, fr_mirror_flow_get_last (&self->flow), now);

  if (advice >= FR_STALL_RENEW && is_source_silent (self, now))
    {
      g_autoptr (GError) error =
        g_error_new_literal (FR_ERROR, FR_ERROR_NOT_FOUND, fr_peer_source_get_end ());

      fail (self, error);
      return;
    }

  switch (advice)
    {
    case FR_STALL_FLOWS:
      set_state (self, FR_MIRROR_SESSION_ON);
      break;
    case FR_STALL_ASK:
      fr_peer_ask_keyframe (self->peer);
      break;
    case FR_STALL_RENEW:
      renew (self);
      break;
    case FR_STALL_NOTHING:
      fail_with (self,
                 _ ("The media server answers, but no picture comes back. Look whether its UDP "
                    "ports are open and its external address is the right one."));
      break;
    case FR_STALL_GIVE_UP:
      fail_with (self, _ ("The picture stops again and again. Look whether the network and the "
                          "media server's processor have room for it."));
      break;
    case FR_STALL_WAIT:
    default:
      break;
    }
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (FrMirrorSession) self = g_object_ref (data);
  gint64 now = g_get_monotonic_time ();

  if (self->state == FR_MIRROR_SESSION_NEGOTIATING || self->state == FR_MIRROR_SESSION_ON)
    watch_picture (self, now);
  else if (self->state < FR_MIRROR_SESSION_CLOSING && !self->described &&
           now - self->peer_us >= self->stall.first_us)
    fail_with (self, _ ("The source gives no picture. Look whether the camera is switched on and "
                        "free, or choose another source."));
  else if (self->state == FR_MIRROR_SESSION_CLOSING &&
           now - self->closing_us > RELEASE_SECONDS * G_USEC_PER_SEC)
    set_state (self, FR_MIRROR_SESSION_CLOSED);

  return G_SOURCE_CONTINUE;
}

/**
 * fr_mirror_session_start:
 *
 * Starts the source and connects, both at once. Does not block but for a camera.
 */
void
fr_mirror_session_start (FrMirrorSession *self)
{
  g_return_if_fail (FR_IS_MIRROR_SESSION (self) && self->state == FR_MIRROR_SESSION_NEW);

  self->started_us = g_get_monotonic_time ();
  self->clock = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->clock, tick_cb, self, NULL);
  g_source_attach (self->clock, g_main_context_get_thread_default ());

  self->kurento = fr_kurento_new (self->wish);
  g_signal_connect_object (self->kurento, "greeted", G_CALLBACK (greeted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "offered", G_CALLBACK (offered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "answer", G_CALLBACK (answer_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "candidate", G_CALLBACK (their_candidate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "released", G_CALLBACK (released_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "failed", G_CALLBACK (fail), self, G_CONNECT_SWAPPED);
  /* Whoever hears of it may close the session, or let go of it. */
  g_object_ref (self);
  set_state (self, FR_MIRROR_SESSION_CONNECTING);
  if (self->state == FR_MIRROR_SESSION_CONNECTING && start_peer (self))
    fr_kurento_open (self->kurento);
  g_object_unref (self);
}

/**
 * fr_mirror_session_close:
 *
 * Stops the pictures at once and asks the server to release the pipeline; the state becomes
 * %FR_MIRROR_SESSION_CLOSED when it has, or after two seconds. Blocks until the streaming
 * threads have ended.
 */
void
fr_mirror_session_close (FrMirrorSession *self)
{
  g_return_if_fail (FR_IS_MIRROR_SESSION (self));

  if (self->state >= FR_MIRROR_SESSION_CLOSING)
    return;

  g_object_ref (self);
  stop_peer (self);
  self->closing_us = g_get_monotonic_time ();
  set_state (self, FR_MIRROR_SESSION_CLOSING);
  if (self->kurento != NULL)
    fr_kurento_release (self->kurento);
  else
    set_state (self, FR_MIRROR_SESSION_CLOSED);
  g_object_unref (self);
}

/**
 * fr_mirror_session_get_state:
 *
 * Returns: how far it has got; #FrMirrorSession::changed follows it
 */
FrMirrorSessionState
fr_mirror_session_get_state (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), FR_MIRROR_SESSION_CLOSED);

  return self->state;
}

/**
 * fr_mirror_session_get_error:
 *
 * Returns: (transfer none) (nullable): why the session ended by itself
 */
const GError *
fr_mirror_session_get_error (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), NULL);

  return self->error;
}

/**
 * fr_mirror_session_get_server_version:
 *
 * Returns: (transfer none) (nullable): "7.3.0"; %NULL before the server has said it
 */
const char *
fr_mirror_session_get_server_version (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), NULL);

  return self->kurento != NULL ? fr_kurento_get_version (self->kurento) : NULL;
}

/**
 * fr_mirror_session_get_watch:
 *
 * Returns: (transfer none): what is known about the pictures
 */
FrWatch *
fr_mirror_session_get_watch (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), NULL);

  return self->flow.watch;
}

/**
 * fr_mirror_session_get_first_frame_ms:
 *
 * Returns: milliseconds from the start to the first picture that came back; 0 without one
 */
guint
fr_mirror_session_get_first_frame_ms (FrMirrorSession *self)
{
  gint64 first;

  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), 0);

  first = fr_mirror_flow_get_first (&self->flow);

  return first > 0 ? (guint) MAX (1, (first - self->started_us) / 1000) : 0;
}

/**
 * fr_mirror_session_get_bytes:
 *
 * Returns: how many bytes of RTP have come since the start
 */
guint64
fr_mirror_session_get_bytes (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), 0);

  return self->bytes + (self->peer != NULL ? fr_peer_get_bytes_received (self->peer) : 0);
}

/**
 * fr_mirror_session_dup_candidate_pair:
 *
 * Blocks for a moment.
 *
 * Returns: (transfer full) (nullable): the ICE candidates in use, our own first
 */
char *
fr_mirror_session_dup_candidate_pair (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), NULL);

  return self->peer != NULL ? fr_peer_dup_candidate_pair (self->peer) : NULL;
}

/**
 * fr_mirror_session_set_picture_func:
 * @func: (nullable): for each picture that comes back
 * @data: for @func; must live until the session is closed
 */
void
fr_mirror_session_set_picture_func (FrMirrorSession *self, FrMirrorPicture func, gpointer data)
{
  g_return_if_fail (FR_IS_MIRROR_SESSION (self) && self->state == FR_MIRROR_SESSION_NEW);

  self->flow.func = func;
  self->flow.data = data;
}

/**
 * fr_mirror_session_set_own_picture_func:
 * @func: (nullable): for each picture that goes; its time is taken from the way of the picture
 * @data: for @func; must live until the session is closed
 */
void
fr_mirror_session_set_own_picture_func (FrMirrorSession *self, FrMirrorPicture func, gpointer data)
{
  g_return_if_fail (FR_IS_MIRROR_SESSION (self) && self->state == FR_MIRROR_SESSION_NEW);

  self->flow.own_func = func;
  self->flow.own_data = data;
}

/**
 * fr_mirror_session_get_addresses:
 *
 * Returns: (transfer none): the addresses at which the server waits for the picture, as it says
 */
const char *const *
fr_mirror_session_get_addresses (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), NULL);

  return (const char *const *) self->addresses->pdata;
}

static void
fr_mirror_session_dispose (GObject *object)
{
  FrMirrorSession *self = FR_MIRROR_SESSION (object);

  stop_peer (self);
  if (self->clock != NULL)
    g_source_destroy (self->clock);
  g_clear_pointer (&self->clock, g_source_unref);
  g_clear_object (&self->kurento);

  G_OBJECT_CLASS (fr_mirror_session_parent_class)->dispose (object);
}

static void
fr_mirror_session_finalize (GObject *object)
{
  FrMirrorSession *self = FR_MIRROR_SESSION (object);

  fr_mirror_wish_free (self->wish);
  g_clear_error (&self->error);
  g_free (self->address);
  g_ptr_array_unref (self->addresses);
  fr_watch_free (self->flow.watch);

  G_OBJECT_CLASS (fr_mirror_session_parent_class)->finalize (object);
}

static void
fr_mirror_session_class_init (FrMirrorSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_mirror_session_dispose;
  object_class->finalize = fr_mirror_session_finalize;

  /**
   * FrMirrorSession::changed:
   *
   * The state is another.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_MIRROR_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
fr_mirror_session_init (FrMirrorSession *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->addresses, NULL);
}

/**
 * fr_mirror_session_new:
 * @wish: copied
 *
 * Returns: (transfer full): a session that has not started, or %NULL with %FR_ERROR_MISSING (a
 *   plugin, or the description of a face) or %FR_ERROR_USAGE (the size)
 */
FrMirrorSession *
fr_mirror_session_new (const FrMirrorWish *wish, GError **error)
{
  g_autoptr (FrWatch) watch = NULL;
  FrMirrorSession *self;

  g_return_val_if_fail (
    wish != NULL && wish->uri != NULL && wish->hat != NULL && wish->source != NULL, NULL);

  if (!fr_mirror_wish_check (wish, error) || !fr_webrtc_check_plugins (error))
    return NULL;
  watch = fr_watch_new ((int) wish->width, (int) wish->height, &wish->place, error);
  if (watch == NULL)
    return NULL;

  self = g_object_new (FR_TYPE_MIRROR_SESSION, NULL);
  self->flow.watch = g_steal_pointer (&watch);
  self->flow.width = (int) wish->width;
  self->flow.height = (int) wish->height;
  self->wish = fr_mirror_wish_copy (wish);
  self->address = fr_mirror_wish_find_address (wish);
  self->stall.first_us =
    wish->limit_seconds > 0 ? wish->limit_seconds * G_USEC_PER_SEC : FR_STALL_FIRST_US;

  return self;
}
