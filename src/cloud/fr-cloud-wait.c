/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-wait.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-answer.h"
#include "fr-cloud-private.h"

#define SLICE_US (100 * 1000) /* how late a cancellation may be seen            */
#define MOST_UNBORN 12        /* looks; a fresh id may be unknown: section 10.2 */

static const char *const resources[FR_CLOUD_N_KINDS] = {
  [FR_CLOUD_DOMAIN] = "network/networkDomain",
  [FR_CLOUD_VLAN] = "network/vlan",
  [FR_CLOUD_SERVER] = "server/server",
};

typedef enum
{
  GOAL_READY,
  GOAL_GONE,
  GOAL_STARTED,
  GOAL_STOPPED,
} Goal;

/* One who waits. */
typedef struct
{
  FrCloudKind kind;
  const char *id;
  Goal goal;
  guint limit_seconds;
  gint64 period_us;
  gint64 deadline_us;
  guint seen; /* looks up to this one do not count */
  gboolean looked;
  guint unborn; /* looks in which it was not there */
} Waiter;

typedef enum
{
  VERDICT_WAIT,
  VERDICT_DONE,
  VERDICT_ABSENT,
  VERDICT_FAILED,
} Verdict;

static const char *
get_title (FrCloudKind kind)
{
  switch (kind)
    {
    case FR_CLOUD_DOMAIN:
      return _ ("Network domain");
    case FR_CLOUD_VLAN:
      return _ ("Network");
    case FR_CLOUD_SERVER:
      return _ ("Server");
    default:
      g_assert_not_reached ();
    }
}

static char *
make_title (const Waiter *waiter, const FrCloudState *state)
{
  g_autofree char *name = fr_cloud_answer_clean (state != NULL ? state->name : waiter->id);

  return g_strdup_printf (_ ("%s “%s”"), get_title (waiter->kind), name);
}

/* The words of the cloud about it, "PENDING_ADD, DEPLOY_SERVER". */
static char *
describe_state (const FrCloudState *state)
{
  g_autofree char *words = NULL;

  if (state == NULL)
    return g_strdup (_ ("not in the list"));

  words = g_strjoin (", ", state->state, state->action, NULL);
  return fr_cloud_answer_clean (words);
}

static gboolean
time_out (const Waiter *waiter, const FrCloudState *state, GError **error)
{
  g_autofree char *title = make_title (waiter, state);
  g_autofree char *words = describe_state (state);

  g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
               _ ("%s: not finished after %u s (%s). Try again later; what is done is kept."),
               title, waiter->limit_seconds, words);
  return FALSE;
}

/* Waits for a look that is newer than the one judged last. Who comes first when it is due
 * makes it; the others share what it saw. Called and left with the mutex held. */
static gboolean
share_look (FrCloud *self, Waiter *waiter, GCancellable *cancellable, GError **error)
{
  FrCloudPoll *poll = &self->polls[waiter->kind];

  while (poll->seen <= waiter->seen)
    {
      gint64 now = g_get_monotonic_time ();
      gint64 until = now + SLICE_US;
      gint64 due_us = waiter->looked ? poll->seen_us + waiter->period_us : now;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (waiter->looked && now > waiter->deadline_us)
        return time_out (waiter, g_hash_table_lookup (poll->states, waiter->id), error);

      if (poll->looking)
        g_cond_wait_until (&poll->cond, &poll->mutex, until);
      else if (now < due_us)
        g_cond_wait_until (&poll->cond, &poll->mutex, MIN (until, due_us));
      else if (!fr_cloud_poll_look (self, poll, resources[waiter->kind], waiter->deadline_us,
                                    cancellable, error))
        return FALSE;
    }

  waiter->looked = TRUE;
  waiter->seen = poll->seen;
  return TRUE;
}

static Verdict
fail (const Waiter *waiter, const FrCloudState *state, GError **error)
{
  g_autofree char *title = make_title (waiter, state);
  g_autofree char *words = describe_state (state);
  g_autofree char *why = fr_cloud_answer_clean (state->failure != NULL ? state->failure
                                                                       : _ ("no reason given"));

  g_set_error (error, FR_ERROR, FR_ERROR_CLOUD,
               _ ("%s: the cloud gave up (%s): %s. Dispose of it and try again, or ask the support "
                  "of the cloud."),
               title, words, why);
  return VERDICT_FAILED;
}

/* Section 10.1. With the mutex held. */
static Verdict
judge (const Waiter *waiter, const FrCloudState *state, GError **error)
{
  gboolean rests, support;

  if (state == NULL || g_str_equal (state->state, "DELETED"))
    return VERDICT_ABSENT;

  rests = g_str_equal (state->state, "NORMAL");
  support = g_str_equal (state->state, "REQUIRES_SUPPORT");

  switch (waiter->goal)
    {
    case GOAL_GONE:
      if (support || g_str_equal (state->state, "FAILED_DELETE"))
        return fail (waiter, state, error);
      return VERDICT_WAIT;

    case GOAL_READY:
    case GOAL_STARTED:
    case GOAL_STOPPED:
      if (support || g_str_has_prefix (state->state, "FAILED_"))
        return fail (waiter, state, error);
      if (!rests)
        return VERDICT_WAIT;
      /* A shutdown ends twice: the request first, the power later. Section 11.3. */
      if (waiter->goal != GOAL_READY && state->started != (waiter->goal == GOAL_STARTED))
        return VERDICT_WAIT;
      return VERDICT_DONE;

    default:
      g_assert_not_reached ();
    }
}

/* It is not in the list. That is what a deletion waits for, but a list may be wrong: only the
 * thing itself is asked last. */
static Verdict
judge_absent (FrCloud *self, Waiter *waiter, GCancellable *cancellable, GError **error)
{
  g_autofree char *title = make_title (waiter, NULL);
  g_autofree char *id = g_uri_escape_string (waiter->id, NULL, FALSE);
  g_autofree char *call = g_strconcat (resources[waiter->kind], "/", id, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) reason = NULL;

  if (waiter->goal == GOAL_GONE)
    {
      node = fr_cloud_get (self, call, title, cancellable, &reason);
      if (node != NULL)
        return VERDICT_WAIT;
      if (g_error_matches (reason, FR_ERROR, FR_ERROR_NOT_FOUND))
        return VERDICT_DONE;

      g_propagate_error (error, g_steal_pointer (&reason));
      return VERDICT_FAILED;
    }

  if (++waiter->unborn < MOST_UNBORN)
    return VERDICT_WAIT;

  g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
               _ ("%s does not exist in the cloud. Somebody may have deleted it; deploy again."),
               title);
  return VERDICT_FAILED;
}

static gboolean
wait_for (FrCloud *self, Waiter *waiter, GCancellable *cancellable, GError **error)
{
  FrCloudPoll *poll = &self->polls[waiter->kind];
  Verdict verdict = VERDICT_WAIT;

  g_mutex_lock (&self->mutex);
  waiter->period_us = (gint64) self->poll_ms * 1000;
  g_mutex_unlock (&self->mutex);

  waiter->seen = fr_cloud_poll_want (poll, waiter->id, 1);
  waiter->deadline_us = g_get_monotonic_time () +
                        (gint64) waiter->limit_seconds * G_USEC_PER_SEC;

  while (verdict == VERDICT_WAIT)
    {
      g_mutex_lock (&poll->mutex);
      if (share_look (self, waiter, cancellable, error))
        verdict = judge (waiter, g_hash_table_lookup (poll->states, waiter->id), error);
      else
        verdict = VERDICT_FAILED;
      g_mutex_unlock (&poll->mutex);

      if (verdict == VERDICT_ABSENT)
        verdict = judge_absent (self, waiter, cancellable, error);
    }

  fr_cloud_poll_want (poll, waiter->id, -1);
  return verdict == VERDICT_DONE;
}

/**
 * fr_cloud_wait_ready:
 * @kind: of the thing
 * @id: of the thing
 * @limit_seconds: how long to wait at most
 *
 * Blocks until the thing is at rest: built, or changed. Any number of threads may wait; all
 * who wait for things of one kind share one look at the cloud. Section 10.2.
 *
 * Returns: %FALSE with %FR_ERROR_CLOUD when the operation failed, %FR_ERROR_NOT_FOUND when the
 *   thing does not appear, %FR_ERROR_TIMEOUT after @limit_seconds, or cancelled
 */
gboolean
fr_cloud_wait_ready (FrCloud *self, FrCloudKind kind, const char *id, guint limit_seconds,
                     GCancellable *cancellable, GError **error)
{
  Waiter waiter = { .kind = kind, .id = id, .goal = GOAL_READY, .limit_seconds = limit_seconds };

  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return wait_for (self, &waiter, cancellable, error);
}

/**
 * fr_cloud_wait_gone:
 * @kind: of the thing
 * @id: of the thing
 * @limit_seconds: how long to wait at most
 *
 * Blocks until the thing does not exist any more. Otherwise as fr_cloud_wait_ready().
 *
 * Returns: %FALSE with %FR_ERROR_CLOUD when the deletion failed, %FR_ERROR_TIMEOUT after
 *   @limit_seconds, or cancelled
 */
gboolean
fr_cloud_wait_gone (FrCloud *self, FrCloudKind kind, const char *id, guint limit_seconds,
                    GCancellable *cancellable, GError **error)
{
  Waiter waiter = { .kind = kind, .id = id, .goal = GOAL_GONE, .limit_seconds = limit_seconds };

  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return wait_for (self, &waiter, cancellable, error);
}

/**
 * fr_cloud_wait_power:
 * @server_id: of a server
 * @started: %TRUE to wait until its power is on, %FALSE until it is off
 * @limit_seconds: how long to wait at most
 *
 * Blocks until the server is at rest with the power as asked, after a start, a shutdown or a
 * power-off. Otherwise as fr_cloud_wait_ready().
 *
 * Returns: %FALSE as fr_cloud_wait_ready()
 */
gboolean
fr_cloud_wait_power (FrCloud *self, const char *server_id, gboolean started, guint limit_seconds,
                     GCancellable *cancellable, GError **error)
{
  Waiter waiter = { .kind = FR_CLOUD_SERVER,
                    .id = server_id,
                    .goal = started ? GOAL_STARTED : GOAL_STOPPED,
                    .limit_seconds = limit_seconds };

  g_return_val_if_fail (FR_IS_CLOUD (self) && server_id != NULL, FALSE);

  return wait_for (self, &waiter, cancellable, error);
}
