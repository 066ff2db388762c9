/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-kurento.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-rpc-message.h"
#include "fr-rpc.h"

/**
 * FrKurento:
 *
 * The conversation about one mirror with a media server: it plays the script, hands over our
 * offer and our candidates as soon as there is somebody to take them, and lets go of everything
 * at the end. It lives on the main context that was the thread's default when it was made.
 */
struct _FrKurento
{
  GObject parent_instance;

  const FrMirrorWish *wish;
  FrRpc *rpc;
  char *ids[FR_MIRROR_OBJECTS];
  char *version;
  guint phase;
  guint pending; /* calls of this phase without an answer */
  guint round;   /* counts pipelines: an answer about an older one is not ours any more */
  guint making;  /* pipelines that were asked for, and whose names are not known yet    */
  char *offer;
  GPtrArray *candidates; /* that wait for the endpoint; parameters of addIceCandidate */
  gboolean offered;
  gboolean closing;
};

enum
{
  GREETED,
  OFFERED,
  ANSWER,
  CANDIDATE,
  RELEASED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrKurento, fr_kurento, G_TYPE_OBJECT)

/* Whose answer it is. */
typedef struct
{
  FrKurento *kurento;
  const FrMirrorCall *call; /* of the script, or NULL */
  guint round;
} Question;

static void play (FrKurento *self);

static void
fail (FrKurento *self, const GError *error)
{
  if (!self->closing)
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
call_server (FrKurento *self, const char *method, JsonObject *params, FrRpcAnswer answer,
             const FrMirrorCall *call)
{
  Question *question = g_new0 (Question, 1);

  question->kurento = self;
  question->call = call;
  question->round = self->round;
  fr_rpc_call (self->rpc, method, params, answer, question, g_free);
}

static void
invoke_endpoint (FrKurento *self, const char *operation, JsonObject *params, FrRpcAnswer answer)
{
  call_server (self, "invoke",
               fr_mirror_script_invoke (self->ids[FR_MIRROR_ENDPOINT], operation, params), answer,
               NULL);
}

static void
release_object (FrKurento *self, const char *id, FrRpcAnswer answer, gpointer data)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "object", id);
  fr_rpc_call (self->rpc, "release", params, answer, data, NULL);
}

static void
released_cb (JsonNode *value, const GError *error, gpointer data)
{
  g_signal_emit (data, signals[RELEASED], 0);
}

/* Stopped in between: what was made meanwhile is let go of as well. */
static void
take_late_pipeline (FrKurento *self, JsonNode *value)
{
  const char *id = fr_json_get_text (value);
  gboolean last = self->closing && self->making == 0;

  if (id != NULL)
    release_object (self, id, last ? released_cb : NULL, self);
  else if (last)
    g_signal_emit (self, signals[RELEASED], 0);
}

static void
played_cb (JsonNode *value, const GError *error, gpointer data)
{
  const Question *question = data;
  FrKurento *self = question->kurento;
  const FrMirrorCall *call = question->call;
  gboolean pipeline = fr_mirror_script_makes_pipeline (call);
  g_autoptr (GError) reason = NULL;

  if (pipeline)
    self->making--;
  if (question->round != self->round || self->closing)
    {
      if (pipeline)
        take_late_pipeline (self, error == NULL ? value : NULL);
      return;
    }
  if (error != NULL && !call->may_fail)
    fail (self, error);
  else if (error == NULL &&
           !fr_mirror_script_take (call, value, self->ids, &self->version, &reason))
    fail (self, reason);
  else if (--self->pending == 0)
    {
      self->phase++;
      play (self);
    }
}

static void
answer_cb (JsonNode *value, const GError *error, gpointer data)
{
  const Question *question = data;
  FrKurento *self = question->kurento;
  g_autoptr (GError) reason = NULL;

  if (question->round != self->round || self->closing)
    return;
  if (error != NULL)
    fail (self, error);
  else if (fr_json_get_text (value) != NULL)
    g_signal_emit (self, signals[ANSWER], 0, fr_json_get_text (value));
  else
    {
      reason = g_error_new_literal (FR_ERROR, FR_ERROR_PROTOCOL,
                                    _ ("The media server took the offer and gave no answer."));
      fail (self, reason);
    }
}

static void
done_cb (JsonNode *value, const GError *error, gpointer data)
{
  const Question *question = data;

  if (error != NULL && question->round == question->kurento->round)
    fail (question->kurento, error);
}

/* One that is refused is no loss: there are others, or the picture will not come. */
static void
candidate_taken_cb (JsonNode *value, const GError *error, gpointer data)
{
  if (error != NULL)
    g_debug ("candidate: %s", error->message);
}

/* Once the endpoint is ready and our side is described. Candidates may only be gathered after
 * the offer, which makes the server's connections; there is no need to wait for its answer. */
static void
maybe_offer (FrKurento *self)
{
  JsonObject *params;

  if (self->phase < FR_MIRROR_PHASES || self->offer == NULL || self->offered)
    return;

  self->offered = TRUE;
  params = json_object_new ();
  json_object_set_string_member (params, "offer", self->offer);
  invoke_endpoint (self, "processOffer", params, answer_cb);
  invoke_endpoint (self, "gatherCandidates", NULL, done_cb);
  for (guint i = 0; i < self->candidates->len; i++)
    invoke_endpoint (self, "addIceCandidate",
                     json_object_ref (g_ptr_array_index (self->candidates, i)),
                     candidate_taken_cb);
  g_ptr_array_set_size (self->candidates, 0);
  g_signal_emit (self, signals[OFFERED], 0);
}

/* Sends the calls of this phase together. */
static void
play (FrKurento *self)
{
  guint phase = self->phase;
  gboolean before7 = self->version != NULL && atoi (self->version) < 7;

  if (phase == FR_MIRROR_PHASES)
    {
      maybe_offer (self);
      return;
    }

  for (guint i = 0; i < fr_mirror_script_length; i++)
    self->pending += fr_mirror_script[i].phase == phase;
  for (guint i = 0; i < fr_mirror_script_length; i++)
    {
      const FrMirrorCall *call = &fr_mirror_script[i];

      if (call->phase != phase)
        continue;
      self->making += fr_mirror_script_makes_pipeline (call);
      call_server (self, call->method,
                   fr_mirror_script_build (call, self->wish, self->ids, before7), played_cb, call);
    }
}

static void
opened_cb (FrKurento *self)
{
  if (self->closing)
    return;

  g_signal_emit (self, signals[GREETED], 0);
  play (self);
}

static void
rpc_failed_cb (FrKurento *self, const GError *error)
{
  if (self->closing)
    g_signal_emit (self, signals[RELEASED], 0);
  else
    fail (self, error);
}

static void
event_cb (FrKurento *self, const char *object, const char *type, JsonObject *event)
{
  guint index;
  const char *text = fr_mirror_script_read_candidate (event, &index);
  g_autoptr (GError) error = NULL;

  if (self->closing)
    return;

  if (text != NULL && g_strcmp0 (object, self->ids[FR_MIRROR_ENDPOINT]) == 0)
    g_signal_emit (self, signals[CANDIDATE], 0, index, text);
  else if (g_str_equal (type, "Error"))
    {
      error = fr_mirror_script_read_error (event);
      fail (self, error);
    }
}

/**
 * fr_kurento_open:
 *
 * Connects and plays the script. Does not block.
 */
void
fr_kurento_open (FrKurento *self)
{
  g_return_if_fail (FR_IS_KURENTO (self) && self->rpc == NULL);

  self->rpc = fr_rpc_new (self->wish->uri, self->wish->pin);
  fr_rpc_set_limit (self->rpc, self->wish->limit_seconds);
  g_signal_connect_object (self->rpc, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rpc, "failed", G_CALLBACK (rpc_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rpc, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  fr_rpc_open (self->rpc);
}

/**
 * fr_kurento_offer:
 * @sdp: our session description; it waits until the server is ready for it
 */
void
fr_kurento_offer (FrKurento *self, const char *sdp)
{
  g_return_if_fail (FR_IS_KURENTO (self) && sdp != NULL);

  g_free (self->offer);
  self->offer = g_strdup (sdp);
  maybe_offer (self);
}

/**
 * fr_kurento_add_candidate:
 * @index: of the m-line
 * @text: an ICE candidate of ours; it waits for the offer
 */
void
fr_kurento_add_candidate (FrKurento *self, guint index, const char *text)
{
  JsonObject *params;

  g_return_if_fail (FR_IS_KURENTO (self) && text != NULL);

  params = fr_mirror_script_write_candidate (index, text);
  if (self->offered)
    invoke_endpoint (self, "addIceCandidate", params, candidate_taken_cb);
  else
    g_ptr_array_add (self->candidates, params);
}

static gboolean
let_go (FrKurento *self, FrRpcAnswer answer)
{
  gboolean held = self->rpc != NULL && self->ids[FR_MIRROR_PIPELINE] != NULL;

  if (held)
    release_object (self, self->ids[FR_MIRROR_PIPELINE], answer, self);
  for (guint i = FR_MIRROR_PIPELINE; i < FR_MIRROR_OBJECTS; i++)
    g_clear_pointer (&self->ids[i], g_free);

  return held;
}

/**
 * fr_kurento_renew:
 *
 * Lets go of the pipeline and makes another: an endpoint negotiates only once. A new offer and
 * new candidates are wanted.
 */
void
fr_kurento_renew (FrKurento *self)
{
  g_return_if_fail (FR_IS_KURENTO (self) && self->rpc != NULL);

  let_go (self, NULL);
  self->round++;
  self->offered = FALSE;
  self->pending = 0;
  g_clear_pointer (&self->offer, g_free);
  g_ptr_array_set_size (self->candidates, 0);
  self->phase = FR_MIRROR_MAKE_PIPELINE;
  play (self);
}

/**
 * fr_kurento_release:
 *
 * Ends the conversation: the server is asked to release the pipeline, also one that it is just
 * making. #FrKurento::released says when it has, or that there was nothing to release.
 */
void
fr_kurento_release (FrKurento *self)
{
  g_return_if_fail (FR_IS_KURENTO (self));

  self->closing = TRUE;
  if (!let_go (self, released_cb) && self->making == 0)
    g_signal_emit (self, signals[RELEASED], 0);
}

/**
 * fr_kurento_get_version:
 *
 * Returns: (transfer none) (nullable): "7.3.0"; %NULL before the server has said it
 */
const char *
fr_kurento_get_version (FrKurento *self)
{
  g_return_val_if_fail (FR_IS_KURENTO (self), NULL);

  return self->version;
}

static void
fr_kurento_dispose (GObject *object)
{
  FrKurento *self = FR_KURENTO (object);

  self->closing = TRUE;
  if (self->rpc != NULL)
    fr_rpc_close (self->rpc);
  g_clear_object (&self->rpc);

  G_OBJECT_CLASS (fr_kurento_parent_class)->dispose (object);
}

static void
fr_kurento_finalize (GObject *object)
{
  FrKurento *self = FR_KURENTO (object);

  for (guint i = 0; i < FR_MIRROR_OBJECTS; i++)
    g_free (self->ids[i]);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_free (self->version);
  g_free (self->offer);

  G_OBJECT_CLASS (fr_kurento_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second)
{
  return g_signal_new (name, FR_TYPE_KURENTO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n, first, second);
}

static void
fr_kurento_class_init (FrKurentoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_kurento_dispose;
  object_class->finalize = fr_kurento_finalize;

  /**
   * FrKurento::greeted:
   *
   * The server has taken the connection.
   */
  signals[GREETED] = add_signal ("greeted", 0, G_TYPE_NONE, G_TYPE_NONE);
  /**
   * FrKurento::offered:
   *
   * The server has our offer.
   */
  signals[OFFERED] = add_signal ("offered", 0, G_TYPE_NONE, G_TYPE_NONE);
  /**
   * FrKurento::answer:
   * @sdp: the server's session description
   */
  signals[ANSWER] = add_signal ("answer", 1, G_TYPE_STRING, G_TYPE_NONE);
  /**
   * FrKurento::candidate:
   * @index: of the m-line
   * @candidate: the text of an ICE candidate of the server; may come before the answer
   */
  signals[CANDIDATE] = add_signal ("candidate", 2, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * FrKurento::released:
   *
   * Nothing of ours is on the server any more.
   */
  signals[RELEASED] = add_signal ("released", 0, G_TYPE_NONE, G_TYPE_NONE);
  /**
   * FrKurento::failed:
   * @error: why there will be no mirror
   */
  signals[FAILED] = add_signal ("failed", 1, G_TYPE_ERROR, G_TYPE_NONE);
}

static void
fr_kurento_init (FrKurento *self)
{
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->ids[FR_MIRROR_MANAGER] = g_strdup ("manager_ServerManager");
}

/**
 * fr_kurento_new:
 * @wish: must outlive the conversation
 *
 * Returns: (transfer full): a conversation that has not begun
 */
FrKurento *
fr_kurento_new (const FrMirrorWish *wish)
{
  FrKurento *self;

  g_return_val_if_fail (wish != NULL && wish->uri != NULL, NULL);

  self = g_object_new (FR_TYPE_KURENTO, NULL);
  self->wish = wish;

  return self;
}
