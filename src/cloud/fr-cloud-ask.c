/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-private.h"
#include "fr-wait.h"

#define FEW_TRIES 5
#define SLICE_US (100 * 1000) /* how late a cancellation may be seen in the queue */

/* Section 10.3: two changes begun at the same moment may fail for no other reason. */
static gboolean
take_turn (FrCloud *self, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&self->mutex);
  while (self->posting && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + SLICE_US);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_mutex_unlock (&self->mutex);
      return FALSE;
    }

  self->posting = TRUE;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
end_turn (FrCloud *self)
{
  g_mutex_lock (&self->mutex);
  self->posting = FALSE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static JsonNode *
ask_once (FrCloud *self, const char *path, const FrCloudPost *post, FrCloudRetry *retry,
          GCancellable *cancellable, GError **error)
{
  JsonNode *node;

  *retry = FR_CLOUD_RETRY_NEVER;
  if (post == NULL)
    {
      node = fr_cloud_wire_send (self->wire, "GET", path, NULL, NULL, NULL, retry, cancellable,
                                 error);
    }
  else
    {
      if (!take_turn (self, cancellable, error))
        return NULL;
      node = fr_cloud_wire_send (self->wire, "POST", path, post->body, post->fine, post->slow,
                                 retry, cancellable, error);
      end_turn (self);
    }

  g_mutex_lock (&self->mutex);
  self->answered |= node != NULL;
  g_mutex_unlock (&self->mutex);

  return node;
}

/* Says what it was about, unless it is about the whole cloud. */
static void
name_thing (GError **reason, const char *what)
{
  if (g_error_matches (*reason, FR_ERROR, FR_ERROR_UNREACHABLE) ||
      g_error_matches (*reason, FR_ERROR, FR_ERROR_CERTIFICATE) ||
      g_error_matches (*reason, FR_ERROR, FR_ERROR_CREDENTIALS) ||
      (*reason)->domain != FR_ERROR)
    return;

  g_prefix_error (reason, "%s: ", what);
}

/* Waits for the next try, or gives up with the reason of the last one. */
static gboolean
come_back (FrCloud *self, FrPauses *pauses, guint *few, FrCloudRetry retry, GError **reason,
           GCancellable *cancellable, GError **error)
{
  FrCloudBusyFunc func;
  gpointer data;
  gboolean again;
  guint pause;

  g_mutex_lock (&self->mutex);
  func = self->busy_func;
  data = self->busy_data;
  again = retry == FR_CLOUD_RETRY_BUSY || retry == FR_CLOUD_RETRY_LATER ||
          (retry == FR_CLOUD_RETRY_FEW && ++*few < FEW_TRIES) ||
          (retry == FR_CLOUD_RETRY_KNOWN && self->answered && ++*few < FEW_TRIES);
  g_mutex_unlock (&self->mutex);

  if (!again)
    {
      g_propagate_error (error, g_steal_pointer (reason));
      return FALSE;
    }

  pause = fr_pauses_next (pauses);
  if (g_get_monotonic_time () + (gint64) pause * 1000 > pauses->deadline_us)
    {
      g_prefix_error (reason, _ ("Still so after %u tries: "), pauses->tries);
      g_propagate_error (error, g_steal_pointer (reason));
      return FALSE;
    }

  if (func != NULL)
    func ((*reason)->message, pause, data);

  return fr_wait (pause, cancellable, error);
}

/* Whether it is there although the answer was lost, or nobody can say. */
static gboolean
is_settled (FrCloud *self, const FrCloudPost *post, char **found, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GError) trouble = NULL;

  *found = post->find (self, post, cancellable, &trouble);
  if (trouble != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return TRUE;
    }

  return *found != NULL;
}

/**
 * fr_cloud_ask:
 * @path: from the root, with its query
 * @what: the thing, for messages
 * @post: (nullable): %NULL for a GET
 * @deadline_us: on the monotonic clock; patience ends there at the latest
 * @found: (out) (optional): what @post->find found
 *
 * One question, and all that repeats it. After a lost answer the work may be done, or begun:
 * from then on there is a look before each repetition, and before a refusal is believed.
 *
 * Returns: (transfer full): the reply; %NULL with an error, or with @found
 */
JsonNode *
fr_cloud_ask (FrCloud *self, const char *path, const char *what, const FrCloudPost *post,
              gint64 deadline_us, char **found, GCancellable *cancellable, GError **error)
{
  gboolean can_look = post != NULL && post->find != NULL;
  gboolean unsure = FALSE;
  FrPauses pauses;
  guint few = 0;

  g_mutex_lock (&self->mutex);
  fr_pauses_init (&pauses, self->first_pause_ms, self->first_pause_ms * 3, self->patience_seconds);
  g_mutex_unlock (&self->mutex);
  pauses.deadline_us = MIN (pauses.deadline_us, deadline_us);

  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      FrCloudRetry retry;
      JsonNode *node = ask_once (self, path, post, &retry, cancellable, &reason);

      if (node != NULL)
        return node;

      name_thing (&reason, what);
      if (retry != FR_CLOUD_RETRY_NEVER &&
          !come_back (self, &pauses, &few, retry, &reason, cancellable, error))
        return NULL;

      unsure |= retry != FR_CLOUD_RETRY_NEVER && retry != FR_CLOUD_RETRY_BUSY;
      if (unsure && can_look && is_settled (self, post, found, cancellable, error))
        return NULL;

      if (retry == FR_CLOUD_RETRY_NEVER)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
}
