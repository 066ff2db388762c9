/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-session.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-kurento.h"
#include "fr-peer.h"
#include "fr-source.h"
#include "fr-webrtc.h"

#define TICK_MS 250
#define ASK_AFTER_US (1 * G_USEC_PER_SEC)   /* without a picture: ask for a keyframe */
#define RENEW_AFTER_US (3 * G_USEC_PER_SEC) /* without a picture: make a new peer    */
#define NO_PICTURE_US (15 * G_USEC_PER_SEC) /* from the offer on: give up            */
#define MOST_RENEWALS 3
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

  FrMirrorWish wish;
  char *strings[4]; /* that the wish points to */
  char *address;    /* numeric, of the server, when it is known */
  FrMirrorSessionState state;
  GError *error;
  FrKurento *kurento;
  FrPeer *peer;
  FrWatch *watch;
  FrMirrorPicture picture;
  gpointer picture_data;

  GSource *clock;
  gint64 started_us;
  gint64 offered_us;
  gint64 asked_us;
  gint64 last_frame_us; /* atomically */
  gint64 first_frame_us;
  gint64 closing_us;
  guint renewals;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrMirrorSession, fr_mirror_session, G_TYPE_OBJECT)

static void
set_state (FrMirrorSession *self, FrMirrorSessionState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fail (FrMirrorSession *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
  fr_mirror_session_close (self);
}

static void
greeted_cb (FrMirrorSession *self)
{
  set_state (self, FR_MIRROR_SESSION_PREPARING);
}

static void
offered_cb (FrMirrorSession *self)
{
  self->offered_us = g_get_monotonic_time ();
  set_state (self, FR_MIRROR_SESSION_NEGOTIATING);
}

static void
answer_cb (FrMirrorSession *self, const char *sdp)
{
  if (self->peer != NULL)
    fr_peer_take_answer (self->peer, sdp);
}

static void
their_candidate_cb (FrMirrorSession *self, guint index, const char *text)
{
  if (self->peer != NULL && fr_webrtc_is_useful (text))
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
  fr_kurento_offer (self->kurento, sdp);
}

static void
candidate_cb (FrMirrorSession *self, guint index, const char *text)
{
  fr_kurento_add_candidate (self->kurento, index, text);
}

static void
peer_failed_cb (FrMirrorSession *self, const GError *error)
{
  fail (self, error);
}

static void
peer_state_cb (FrMirrorSession *self, const char *state)
{
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (state, "failed"))
    return;

  error = g_error_new_literal (
    FR_ERROR, FR_ERROR_MIRROR,
    _ ("No path for the picture was found between here and the media server. Look whether "
       "its UDP ports are open and its external address is the right one."));
  fail (self, error);
}

static void
get_planes (GstVideoFrame *frame, guint8 *planes[3], int strides[3])
{
  for (guint i = 0; i < 3; i++)
    {
      planes[i] = GST_VIDEO_FRAME_PLANE_DATA (frame, i);
      strides[i] = GST_VIDEO_FRAME_PLANE_STRIDE (frame, i);
    }
}

static gboolean
has_size (FrMirrorSession *self, GstVideoFrame *frame)
{
  return GST_VIDEO_FRAME_WIDTH (frame) == (int) self->wish.width &&
         GST_VIDEO_FRAME_HEIGHT (frame) == (int) self->wish.height;
}

static void
sent_cb (GstVideoFrame *frame, gpointer data)
{
  FrMirrorSession *self = data;
  guint8 *planes[3];
  int strides[3];

  if (!has_size (self, frame))
    return;

  get_planes (frame, planes, strides);
  fr_watch_sent (self->watch, planes, strides);
}

static void
received_cb (GstVideoFrame *frame, gpointer data)
{
  FrMirrorSession *self = data;
  guint8 *planes[3];
  int strides[3];
  const guint8 *seen[3];

  if (!has_size (self, frame))
    return;

  get_planes (frame, planes, strides);
  for (guint i = 0; i < 3; i++)
    seen[i] = planes[i];
  fr_watch_received (self->watch, seen, strides);
  if (self->picture != NULL)
    self->picture (seen, strides, self->picture_data);
  __atomic_store_n (&self->last_frame_us, g_get_monotonic_time (), __ATOMIC_RELAXED);
}

static gboolean
start_peer (FrMirrorSession *self)
{
  g_autoptr (GError) error = NULL;
  GstElement *source =
    fr_source_new (self->wish.source, self->wish.width, self->wish.height, &error);

  if (source != NULL)
    {
      self->peer =
        fr_peer_new (source, self->wish.width, self->wish.height, self->wish.kbps, self->address);
      fr_peer_set_frame_funcs (self->peer, sent_cb, received_cb, self);
      g_signal_connect_object (self->peer, "offer", G_CALLBACK (offer_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "candidate", G_CALLBACK (candidate_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "state", G_CALLBACK (peer_state_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "failed", G_CALLBACK (peer_failed_cb), self,
                               G_CONNECT_SWAPPED);
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
  g_clear_object (&self->peer);
}

/* A stalled picture comes back with a new peer and new objects; the endpoint cannot negotiate
 * twice. */
static void
renew (FrMirrorSession *self)
{
  g_debug ("no picture for %d s: a new peer", (int) (RENEW_AFTER_US / G_USEC_PER_SEC));
  stop_peer (self);
  self->renewals++;
  self->offered_us = 0;
  set_state (self, FR_MIRROR_SESSION_PREPARING);
  fr_kurento_renew (self->kurento);
  start_peer (self);
}

static void
watch_picture (FrMirrorSession *self, gint64 now)
{
  gint64 last = __atomic_load_n (&self->last_frame_us, __ATOMIC_RELAXED);
  gint64 quiet;

  if (last < self->offered_us)
    {
      g_autoptr (GError) error = NULL;

      if (now - self->offered_us < NO_PICTURE_US)
        return;
      error = g_error_new_literal (
        FR_ERROR, FR_ERROR_MIRROR,
        _ ("The media server answers, but no picture comes back. Look whether its UDP ports "
           "are open and its external address is the right one."));
      fail (self, error);
      return;
    }

  if (self->first_frame_us == 0)
    self->first_frame_us = last;
  set_state (self, FR_MIRROR_SESSION_ON);

  quiet = now - last;
  if (quiet >= RENEW_AFTER_US && self->renewals < MOST_RENEWALS)
    renew (self);
  else if (quiet >= ASK_AFTER_US && now - self->asked_us >= ASK_AFTER_US)
    {
      self->asked_us = now;
      fr_peer_ask_keyframe (self->peer);
    }
}

static gboolean
tick_cb (gpointer data)
{
  FrMirrorSession *self = data;
  gint64 now = g_get_monotonic_time ();

  if (self->state == FR_MIRROR_SESSION_NEGOTIATING || self->state == FR_MIRROR_SESSION_ON)
    watch_picture (self, now);
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

  self->kurento = fr_kurento_new (&self->wish);
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
  set_state (self, FR_MIRROR_SESSION_CONNECTING);
  if (start_peer (self))
    fr_kurento_open (self->kurento);
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

  stop_peer (self);
  self->closing_us = g_get_monotonic_time ();
  set_state (self, FR_MIRROR_SESSION_CLOSING);
  if (self->kurento != NULL)
    fr_kurento_release (self->kurento);
  else
    set_state (self, FR_MIRROR_SESSION_CLOSED);
}

/**
 * fr_mirror_session_get_state:
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

  return self->watch;
}

/**
 * fr_mirror_session_get_first_frame_ms:
 *
 * Returns: milliseconds from the start to the first picture that came back; 0 without one
 */
guint
fr_mirror_session_get_first_frame_ms (FrMirrorSession *self)
{
  FrWatchTotals totals;

  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), 0);

  fr_watch_get_totals (self->watch, &totals);

  return totals.first_us > self->started_us ? (guint) ((totals.first_us - self->started_us) / 1000)
                                            : 0;
}

/**
 * fr_mirror_session_get_bytes:
 *
 * Returns: how many bytes of RTP have come from the present peer
 */
guint64
fr_mirror_session_get_bytes (FrMirrorSession *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_SESSION (self), 0);

  return self->peer != NULL ? fr_peer_get_bytes_received (self->peer) : 0;
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

  self->picture = func;
  self->picture_data = data;
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

  for (guint i = 0; i < G_N_ELEMENTS (self->strings); i++)
    g_free (self->strings[i]);
  g_clear_error (&self->error);
  g_free (self->address);
  fr_watch_free (self->watch);

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
}

/* All of loopback is one place, and our end of it is 127.0.0.1. */
static char *
find_address (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL)
    return NULL;

  return g_strdup (g_str_equal (host, "localhost") || g_str_has_prefix (host, "127.") ? "127.0.0.1"
                                                                                      : host);
}

/**
 * fr_mirror_session_new:
 * @wish: copied
 *
 * Returns: (transfer full): a session that has not started, or %NULL with %FR_ERROR_MISSING
 */
FrMirrorSession *
fr_mirror_session_new (const FrMirrorWish *wish, GError **error)
{
  g_autoptr (FrWatch) watch = NULL;
  FrMirrorSession *self;

  g_return_val_if_fail (
    wish != NULL && wish->uri != NULL && wish->hat != NULL && wish->source != NULL, NULL);

  if (!fr_webrtc_check_plugins (error))
    return NULL;
  watch = fr_watch_new ((int) wish->width, (int) wish->height, &wish->place, error);
  if (watch == NULL)
    return NULL;

  self = g_object_new (FR_TYPE_MIRROR_SESSION, NULL);
  self->watch = g_steal_pointer (&watch);
  self->wish = *wish;
  self->wish.uri = self->strings[0] = g_strdup (wish->uri);
  self->wish.pin = self->strings[1] = g_strdup (wish->pin);
  self->wish.hat = self->strings[2] = g_strdup (wish->hat);
  self->wish.source = self->strings[3] = g_strdup (wish->source);
  self->address = find_address (wish->uri);

  return self;
}
