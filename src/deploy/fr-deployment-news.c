/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-private.h"
#include "fr-draft.h"
#include "fr-endpoint.h"
#include "fr-job.h"

/* What a step in the list waits for is what all wait for. */
static void
look_for_waiting (FrDeployment *self)
{
  const char *waiting = NULL;

  for (guint i = 0; i < self->items->len && waiting == NULL; i++)
    waiting = fr_step_item_get_waiting (g_ptr_array_index (self->items, i));
  fr_deployment_set_waiting (self, waiting);
}

/**
 * fr_deployment_count:
 *
 * Some steps have changed.
 */
void
fr_deployment_count (FrDeployment *self)
{
  guint n_done = 0;
  guint running = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      FrStepItem *item = g_ptr_array_index (self->items, i);

      n_done += fr_step_item_is_over (item) ? 1 : 0;
      running += fr_step_item_get_state (item) == FR_STEP_RUNNING ? 1 : 0;
    }

  if (self->state == FR_DEPLOYMENT_PAUSING && running == 0)
    fr_deployment_set_state (self, FR_DEPLOYMENT_PAUSED);
  else if (self->state == FR_DEPLOYMENT_PAUSED && running > 0)
    fr_deployment_set_state (self, FR_DEPLOYMENT_PAUSING);
  fr_deployment_set_n_done (self, n_done);
}

/**
 * fr_deployment_tick:
 *
 * Time has passed.
 */
void
fr_deployment_tick (FrDeployment *self)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->items->len; i++)
    fr_step_item_tick (g_ptr_array_index (self->items, i), now);
  if (self->history != NULL)
    self->sure = fr_deployment_estimate (self->items, self->history, self->order->backwards,
                                         &self->least, &self->most);
  look_for_waiting (self);
  fr_deployment_set_elapsed (self, self->earlier_ms + (now - self->begun_us) / 1000);
}

/* The same steps as before keep what is known about them. */
static gboolean
is_same (FrDeployment *self, GPtrArray *steps)
{
  guint known = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      const FrSiteStep *step = g_ptr_array_index (steps, i);

      known += g_hash_table_contains (self->by_id, step->id) ? 1 : 0;
    }

  return known > 0 && known == self->items->len;
}

static void
take_steps (FrDeployment *self, const FrNews *news)
{
  guint before = self->items->len;

  self->here = fr_endpoint_is_here_named (news->text);
  self->own = g_strcmp0 (news->text, FR_DRAFT_OWN) == 0;
  if (!is_same (self, news->steps))
    {
      g_hash_table_remove_all (self->by_id);
      g_ptr_array_set_size (self->items, 0);
      for (guint i = 0; i < news->steps->len; i++)
        {
          const FrSiteStep *step = g_ptr_array_index (news->steps, i);
          FrStepItem *item;

          if (self->order->backwards && !step->can_undo)
            continue;
          item = fr_step_item_new (step);
          g_ptr_array_add (self->items, item);
          g_hash_table_insert (self->by_id, (gpointer) fr_step_item_get_id (item), item);
        }
      g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->items->len);
    }
  if (self->state == FR_DEPLOYMENT_PREPARING)
    fr_deployment_set_state (self, FR_DEPLOYMENT_RUNNING);
}

/* Stopped steps have not failed: they begin again. */
static void
take_step (FrDeployment *self, const FrNews *news)
{
  FrStepItem *item = g_hash_table_lookup (self->by_id, news->id);

  if (item == NULL)
    return;
  if (news->state == FR_STEP_RUNNING)
    fr_step_item_begin (item, news->time_us);
  else if (news->state == FR_STEP_FAILED && self->state == FR_DEPLOYMENT_STOPPING)
    fr_step_item_reset (item);
  else
    {
      fr_step_item_end (item, news->state, news->time_us, news->text);
      if (news->state == FR_STEP_FAILED && self->failed == NULL)
        self->failed = g_object_ref (item);
    }
  look_for_waiting (self);
  fr_deployment_count (self);
}

static void
take_doing (FrDeployment *self, const FrNews *news)
{
  FrStepItem *item = g_hash_table_lookup (self->by_id, news->id);

  if (item != NULL)
    fr_step_item_tell (item, news->text);
}

static void
take_wait (FrDeployment *self, const FrNews *news)
{
  FrStepItem *item = news->id != NULL ? g_hash_table_lookup (self->by_id, news->id) : NULL;

  if (item != NULL)
    fr_step_item_wait (item, news->text, news->time_us + news->wait_ms * (gint64) 1000);
  look_for_waiting (self);
}

static gpointer
save_history (gpointer data, GCancellable *cancellable, GError **error)
{
  fr_history_save (data, error);

  return NULL;
}

/* What was acted on in this run teaches the next one. */
static void
learn (FrDeployment *self, gboolean good)
{
  guint n_made = 0;
  guint n_other = 0; /* was there already, is left, or was undone */

  if (self->history == NULL)
    return;

  /* What was there already would make the whole look quick. */
  for (guint i = 0; i < self->items->len; i++)
    {
      FrStepItem *item = g_ptr_array_index (self->items, i);
      FrStepState state = fr_step_item_get_state (item);
      g_autofree char *undo = g_strconcat ("undo-", fr_step_item_get_kind (item), NULL);

      if (state == FR_STEP_DONE || state == FR_STEP_UNDONE)
        fr_history_add (self->history, state == FR_STEP_DONE ? fr_step_item_get_kind (item) : undo,
                        fr_step_item_get_elapsed_ms (item));
      n_made += state == FR_STEP_DONE;
      n_other += state != FR_STEP_DONE && state != FR_STEP_SKIPPED;
    }
  if (good && n_made > n_other)
    fr_history_add (self->history, FR_HISTORY_WHOLE, fr_deployment_get_elapsed_ms (self));
  fr_job_run (self, save_history, g_steal_pointer (&self->history),
              (GDestroyNotify) fr_history_free, NULL, NULL, NULL);
}

static void
take_end (FrDeployment *self, FrNews *news)
{
  FrDeploymentState state = FR_DEPLOYMENT_DONE;

  if (news->error != NULL)
    state = self->state == FR_DEPLOYMENT_STOPPING ? FR_DEPLOYMENT_STOPPED : FR_DEPLOYMENT_FAILED;
  fr_deployment_tick (self);
  fr_deployment_let_go (self);
  learn (self, state == FR_DEPLOYMENT_DONE);
  self->earlier_ms = self->elapsed_ms;
  self->ended = g_date_time_new_now_local ();
  self->error = g_steal_pointer (&news->error);
  self->left = g_steal_pointer (&news->left);
  self->kept = g_steal_pointer (&news->kept);
  fr_deployment_set_waiting (self, NULL);
  fr_deployment_set_state (self, state);
}

/**
 * fr_deployment_take_news:
 * @news: of a worker; its error and lists may be taken
 */
void
fr_deployment_take_news (FrDeployment *self, FrNews *news)
{
  switch (news->kind)
    {
    case FR_NEWS_STEPS:
      fr_history_free (self->history);
      self->history = g_steal_pointer (&news->history);
      take_steps (self, news);
      break;
    case FR_NEWS_STEP:
      take_step (self, news);
      break;
    case FR_NEWS_DOING:
      take_doing (self, news);
      break;
    case FR_NEWS_WAIT:
      take_wait (self, news);
      break;
    case FR_NEWS_LOG:
      g_signal_emit_by_name (self, "log", news->id, news->text);
      break;
    case FR_NEWS_END:
    default:
      take_end (self, news);
    }
}
