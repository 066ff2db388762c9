/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-session.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "fr-error.h"
#include "fr-peer.h"
#include "fr-rpc.h"
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
 * One look into a mirror, from the connection to the release: it plays the script to the
 * media server, carries offer, answer and candidates between the two peers, watches the
 * pictures, and lets go of everything on the server at the end. It lives on the main context
 * that was the thread's default when it was made.
 */
struct _FrMirrorSession
{
  GObject parent_instance;

  FrMirrorWish wish;
  char *strings[4]; /* that the wish points to */
  char *address;    /* numeric, of the server, when it is known */
  FrMirrorSessionState state;
  GError *error;
  FrRpc *rpc;
  FrPeer *peer;
  FrWatch *watch;
  FrMirrorPicture picture;
  gpointer picture_data;

  char *ids[FR_MIRROR_OBJECTS];
  char *version;
  gboolean before7;
  guint phase;
  guint pending; /* calls of this phase without an answer */
  guint round;   /* counts peers: an answer for an older one is not ours any more */
  char *offer;
  GPtrArray *candidates; /* that wait for the endpoint; parameters of addIceCandidate */
  gboolean offered;

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

/* Whose answer it is. */
typedef struct
{
  FrMirrorSession *session;
  const FrMirrorCall *call; /* of the script, or NULL */
  guint round;
} Question;

static gboolean start_peer (FrMirrorSession *self);
static void play (FrMirrorSession *self);

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

static Question *
question_new (FrMirrorSession *self, const FrMirrorCall *call)
{
  Question *question = g_new0 (Question, 1);

  question->session = self;
  question->call = call;
  question->round = self->round;

  return question;
}

static void
call_server (FrMirrorSession *self, const char *method, JsonObject *params, FrRpcAnswer answer, const FrMirrorCall *call)
{
  fr_rpc_call (self->rpc, method, params, answer, question_new (self, call));
}

/* Kurento's modules for the mirror, and its generation. */
static gboolean
read_info (FrMirrorSession *self, JsonNode *value, GError **error)
{
  static const char *const needed[] = { "core", "elements", "filters" };
  JsonObject *info = value != NULL && JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  JsonArray *modules = NULL;
  const char *version;

  if (info == NULL || !json_object_has_member (info, "modules") || !json_object_has_member (info, "version") ||
      !JSON_NODE_HOLDS_ARRAY (json_object_get_member (info, "modules")))
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("The media server does not say what it is able to do."));
      return FALSE;
    }

  modules = json_object_get_array_member (info, "modules");
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < json_array_get_length (modules) && !found; j++)
        {
          JsonNode *module = json_array_get_element (modules, j);

          found = JSON_NODE_HOLDS_OBJECT (module) &&
                  g_strcmp0 (json_object_get_string_member_with_default (json_node_get_object (module), "name", NULL),
                             needed[i]) == 0;
        }
      if (!found)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_MIRROR,
                       _ ("The media server has no module “%s”, which the mirror needs. Install the complete "
                          "package kurento-media-server there."),
                       needed[i]);
          return FALSE;
        }
    }

  version = json_object_get_string_member_with_default (info, "version", "");
  g_free (self->version);
  self->version = g_strdup (version);
  self->before7 = atoi (version) < 7;

  return TRUE;
}

static void
answered_cb (JsonNode *value, const GError *error, gpointer data)
{
  g_autofree Question *question = data;
  FrMirrorSession *self = question->session;

  if (question->round == self->round && error != NULL && self->state != FR_MIRROR_SESSION_CLOSING)
    fail (self, error);
}

static void
play_answer_cb (JsonNode *value, const GError *error, gpointer data)
{
  g_autofree Question *question = data;
  FrMirrorSession *self = question->session;
  const FrMirrorCall *call = question->call;
  g_autoptr (GError) reason = NULL;

  if (question->round != self->round || self->state >= FR_MIRROR_SESSION_CLOSING)
    {
      /* Stopped in between: what was made meanwhile is let go of as well. */
      if (error == NULL && call->object == FR_MIRROR_PIPELINE && g_str_equal (call->method, "create") && value != NULL &&
          JSON_NODE_HOLDS_VALUE (value))
        {
          JsonObject *params = json_object_new ();

          json_object_set_string_member (params, "object", json_node_get_string (value));
          fr_rpc_call (self->rpc, "release", params, NULL, NULL);
        }
      return;
    }
  if (error != NULL && !call->may_fail)
    {
      fail (self, error);
      return;
    }
  if (g_str_equal (call->method, "create"))
    {
      if (value == NULL || !JSON_NODE_HOLDS_VALUE (value) || json_node_get_string (value) == NULL)
        {
          reason = g_error_new (FR_ERROR, FR_ERROR_PROTOCOL, _ ("The media server made a %s and does not say its name."),
                                call->what);
          fail (self, reason);
          return;
        }
      self->ids[call->object] = g_strdup (json_node_get_string (value));
    }
  if (g_strcmp0 (call->what, "getInfo") == 0 && !read_info (self, value, &reason))
    {
      fail (self, reason);
      return;
    }

  if (--self->pending == 0)
    {
      self->phase++;
      play (self);
    }
}

static void
send_candidate (FrMirrorSession *self, JsonObject *params)
{
  call_server (self, "invoke", fr_mirror_script_invoke (self->ids[FR_MIRROR_ENDPOINT], "addIceCandidate", params), answered_cb,
               NULL);
}

static void
answer_cb (JsonNode *value, const GError *error, gpointer data)
{
  g_autofree Question *question = data;
  FrMirrorSession *self = question->session;

  if (question->round != self->round || self->state >= FR_MIRROR_SESSION_CLOSING)
    return;
  if (error != NULL || value == NULL || !JSON_NODE_HOLDS_VALUE (value) || json_node_get_string (value) == NULL)
    {
      g_autoptr (GError) reason = g_error_new_literal (FR_ERROR, FR_ERROR_PROTOCOL, _ ("The media server took the offer "
                                                                                       "and gave no answer."));

      fail (self, error != NULL ? error : reason);
      return;
    }

  fr_peer_take_answer (self->peer, json_node_get_string (value));
}

/* Once the endpoint is ready and our side is described. */
static void
maybe_offer (FrMirrorSession *self)
{
  JsonObject *params;

  if (self->phase < FR_MIRROR_PHASES || self->offer == NULL || self->offered)
    return;

  self->offered = TRUE;
  self->offered_us = g_get_monotonic_time ();
  set_state (self, FR_MIRROR_SESSION_NEGOTIATING);
  params = json_object_new ();
  json_object_set_string_member (params, "offer", self->offer);
  call_server (self, "invoke", fr_mirror_script_invoke (self->ids[FR_MIRROR_ENDPOINT], "processOffer", params), answer_cb,
               NULL);
  call_server (self, "invoke", fr_mirror_script_invoke (self->ids[FR_MIRROR_ENDPOINT], "gatherCandidates", NULL),
               answered_cb, NULL);
  for (guint i = 0; i < self->candidates->len; i++)
    send_candidate (self, json_object_ref (g_ptr_array_index (self->candidates, i)));
  g_ptr_array_set_size (self->candidates, 0);
}

/* Sends the calls of this phase together. */
static void
play (FrMirrorSession *self)
{
  if (self->phase == FR_MIRROR_PHASES)
    {
      maybe_offer (self);
      return;
    }

  for (guint i = 0; i < fr_mirror_script_length; i++)
    self->pending += fr_mirror_script[i].phase == self->phase;
  for (guint i = 0, phase = self->phase; i < fr_mirror_script_length; i++)
    {
      const FrMirrorCall *call = &fr_mirror_script[i];

      if (call->phase == phase)
        call_server (self, call->method, fr_mirror_script_build (call, &self->wish, self->ids, self->before7),
                     play_answer_cb, call);
    }
}

static void
opened_cb (FrMirrorSession *self)
{
  set_state (self, FR_MIRROR_SESSION_PREPARING);
  self->phase = FR_MIRROR_GREET;
  play (self);
}

static void
rpc_failed_cb (FrMirrorSession *self, const GError *error)
{
  if (self->state == FR_MIRROR_SESSION_CLOSING)
    set_state (self, FR_MIRROR_SESSION_CLOSED);
  else
    fail (self, error);
}

static void
event_cb (FrMirrorSession *self, const char *object, const char *type, JsonObject *event)
{
  JsonNode *node;

  if (self->state >= FR_MIRROR_SESSION_CLOSING)
    return;

  node = json_object_get_member (event, "candidate");
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && g_strcmp0 (object, self->ids[FR_MIRROR_ENDPOINT]) == 0)
    {
      JsonObject *candidate = json_node_get_object (node);
      const char *text = json_object_get_string_member_with_default (candidate, "candidate", NULL);

      if (text != NULL && fr_webrtc_is_useful (text))
        fr_peer_take_candidate (self->peer,
                                (guint) json_object_get_int_member_with_default (candidate, "sdpMLineIndex", 0), text);
    }
  else if (g_str_equal (type, "Error"))
    {
      g_autoptr (GError) error =
        g_error_new (FR_ERROR, FR_ERROR_MIRROR, _ ("The media server reports an error: %s"),
                     json_object_get_string_member_with_default (event, "description", _ ("it does not say which.")));

      fail (self, error);
    }
}

static void
offer_cb (FrMirrorSession *self, const char *sdp)
{
  g_free (self->offer);
  self->offer = g_strdup (sdp);
  maybe_offer (self);
}

static void
candidate_cb (FrMirrorSession *self, guint index, const char *text)
{
  JsonObject *candidate = json_object_new ();
  JsonObject *params = json_object_new ();
  g_autofree char *mid = g_strdup_printf ("video%u", index);

  json_object_set_string_member (candidate, "candidate", text);
  json_object_set_string_member (candidate, "sdpMid", mid);
  json_object_set_int_member (candidate, "sdpMLineIndex", index);
  json_object_set_object_member (params, "candidate", candidate);
  if (self->offered)
    send_candidate (self, params);
  else
    g_ptr_array_add (self->candidates, params);
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

  error = g_error_new_literal (FR_ERROR, FR_ERROR_MIRROR,
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
  return GST_VIDEO_FRAME_WIDTH (frame) == (int) self->wish.width && GST_VIDEO_FRAME_HEIGHT (frame) == (int) self->wish.height;
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
  GstElement *source = fr_source_new (self->wish.source, self->wish.width, self->wish.height, &error);

  if (source != NULL)
    {
      self->peer = fr_peer_new (source, self->wish.width, self->wish.height, self->wish.kbps, self->address);
      fr_peer_set_frame_funcs (self->peer, sent_cb, received_cb, self);
      g_signal_connect_object (self->peer, "offer", G_CALLBACK (offer_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "candidate", G_CALLBACK (candidate_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "state", G_CALLBACK (peer_state_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "failed", G_CALLBACK (peer_failed_cb), self, G_CONNECT_SWAPPED);
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

static void
released_cb (JsonNode *value, const GError *error, gpointer data)
{
  FrMirrorSession *self = data;

  if (self->state == FR_MIRROR_SESSION_CLOSING)
    set_state (self, FR_MIRROR_SESSION_CLOSED);
}

static void
release (FrMirrorSession *self, FrRpcAnswer answer)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "object", self->ids[FR_MIRROR_PIPELINE]);
  fr_rpc_call (self->rpc, "release", params, answer, self);
  for (guint i = FR_MIRROR_PIPELINE; i < FR_MIRROR_OBJECTS; i++)
    g_clear_pointer (&self->ids[i], g_free);
}

/* A stalled picture comes back with a new peer and new objects; the endpoint cannot negotiate twice. */
static void
renew (FrMirrorSession *self)
{
  g_debug ("no picture for %d s: a new peer", (int) (RENEW_AFTER_US / G_USEC_PER_SEC));
  stop_peer (self);
  release (self, NULL);
  self->renewals++;
  self->round++;
  self->offered = FALSE;
  self->pending = 0;
  g_clear_pointer (&self->offer, g_free);
  g_ptr_array_set_size (self->candidates, 0);
  self->phase = FR_MIRROR_MAKE_PIPELINE;
  set_state (self, FR_MIRROR_SESSION_PREPARING);
  if (start_peer (self))
    play (self);
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
      error = g_error_new_literal (FR_ERROR, FR_ERROR_MIRROR,
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
  else if (self->state == FR_MIRROR_SESSION_CLOSING && now - self->closing_us > RELEASE_SECONDS * G_USEC_PER_SEC)
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

  self->rpc = fr_rpc_new (self->wish.uri, self->wish.pin);
  g_signal_connect_object (self->rpc, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rpc, "failed", G_CALLBACK (rpc_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rpc, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  set_state (self, FR_MIRROR_SESSION_CONNECTING);
  if (start_peer (self))
    fr_rpc_open (self->rpc);
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
  if (self->rpc != NULL && self->ids[FR_MIRROR_PIPELINE] != NULL)
    release (self, released_cb);
  else if (self->phase != FR_MIRROR_MAKE_PIPELINE || self->pending == 0)
    set_state (self, FR_MIRROR_SESSION_CLOSED);
}

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

  return self->version;
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

  return totals.first_us > self->started_us ? (guint) ((totals.first_us - self->started_us) / 1000) : 0;
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
  if (self->rpc != NULL)
    fr_rpc_close (self->rpc);
  g_clear_object (&self->rpc);

  G_OBJECT_CLASS (fr_mirror_session_parent_class)->dispose (object);
}

static void
fr_mirror_session_finalize (GObject *object)
{
  FrMirrorSession *self = FR_MIRROR_SESSION (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->strings); i++)
    g_free (self->strings[i]);
  for (guint i = 0; i < FR_MIRROR_OBJECTS; i++)
    g_free (self->ids[i]);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->address);
  g_free (self->version);
  g_free (self->offer);
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
  signals[CHANGED] =
    g_signal_new ("changed", FR_TYPE_MIRROR_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fr_mirror_session_init (FrMirrorSession *self)
{
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->ids[FR_MIRROR_MANAGER] = g_strdup ("manager_ServerManager");
}

/* All of loopback is one place, and our end of it is 127.0.0.1. */
static char *
find_address (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL)
    return NULL;

  return g_strdup (g_str_equal (host, "localhost") || g_str_has_prefix (host, "127.") ? "127.0.0.1" : host);
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

  g_return_val_if_fail (wish != NULL && wish->uri != NULL && wish->hat != NULL && wish->source != NULL, NULL);

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
