/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-session-private.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-webrtc.h"

#define TICK_MS 250
#define RELEASE_SECONDS 2

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrMirrorSession, fr_mirror_session, G_TYPE_OBJECT)

/* What is being closed stays so, whatever news are still on their way. */
void
fr_mirror_session_set_state (FrMirrorSession *self, FrMirrorSessionState state)
{
  if (self->state == state ||
      (self->state >= FR_MIRROR_SESSION_CLOSING && state < self->state))
    return;

  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
fr_mirror_session_fail (FrMirrorSession *self, const GError *error)
{
  if (self->error == NULL && self->state < FR_MIRROR_SESSION_CLOSING)
    self->error = g_error_copy (error);
  fr_mirror_session_close (self);
}

void
fr_mirror_session_fail_with (FrMirrorSession *self, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (FR_ERROR, FR_ERROR_MIRROR, sentence);

  fr_mirror_session_fail (self, error);
}

static void
greeted_cb (FrMirrorSession *self)
{
  fr_mirror_session_set_state (self, FR_MIRROR_SESSION_PREPARING);
}

static void
offered_cb (FrMirrorSession *self)
{
  fr_stall_begin (&self->stall, g_get_monotonic_time ());
  fr_mirror_session_set_state (self, FR_MIRROR_SESSION_NEGOTIATING);
}

static void
released_cb (FrMirrorSession *self)
{
  fr_mirror_session_set_state (self, FR_MIRROR_SESSION_CLOSED);
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (FrMirrorSession) self = g_object_ref (data);
  gint64 now = g_get_monotonic_time ();

  if (self->state == FR_MIRROR_SESSION_NEGOTIATING || self->state == FR_MIRROR_SESSION_ON)
    fr_mirror_session_watch_picture (self, now);
  else if (self->state < FR_MIRROR_SESSION_CLOSING && !self->described &&
           now - self->peer_us >= self->stall.first_us)
    fr_mirror_session_fail_with (
      self, _ ("The source gives no picture. Look whether the camera is switched on and free, or "
               "choose another source."));
  else if (self->state == FR_MIRROR_SESSION_CLOSING &&
           now - self->closing_us > RELEASE_SECONDS * G_USEC_PER_SEC)
    fr_mirror_session_set_state (self, FR_MIRROR_SESSION_CLOSED);

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
  g_signal_connect_object (self->kurento, "answer", G_CALLBACK (fr_mirror_session_take_answer),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "candidate",
                           G_CALLBACK (fr_mirror_session_take_candidate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "released", G_CALLBACK (released_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->kurento, "failed", G_CALLBACK (fr_mirror_session_fail), self,
                           G_CONNECT_SWAPPED);
  /* Whoever hears of it may close the session, or let go of it. */
  g_object_ref (self);
  fr_mirror_session_set_state (self, FR_MIRROR_SESSION_CONNECTING);
  if (self->state == FR_MIRROR_SESSION_CONNECTING && fr_mirror_session_start_peer (self))
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
  fr_mirror_session_stop_peer (self);
  self->closing_us = g_get_monotonic_time ();
  fr_mirror_session_set_state (self, FR_MIRROR_SESSION_CLOSING);
  if (self->kurento != NULL)
    fr_kurento_release (self->kurento);
  else
    fr_mirror_session_set_state (self, FR_MIRROR_SESSION_CLOSED);
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

  fr_mirror_session_stop_peer (self);
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
