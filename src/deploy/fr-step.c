/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"

#define MOST_THREADS 8

typedef struct _Walk Walk;

/* One step of the graph on its way. */
typedef struct
{
  Walk *walk;
  const FrStep *step;
  FrStepState state;   /* the walking thread's */
  FrStepState outcome; /* the worker's, until it comes back through the queue */
  gint64 started_us;
  char *note;
  GError *error;
} Item;

/* One walk over the graph, forwards or backwards. States belong to the walking thread, which
 * looks at all of them; a worker writes the outcome, note and error of its own item, which
 * are read once it has come back through the queue. */
struct _Walk
{
  Item *items;
  guint n_items;
  FrJournal *journal;
  FrStepReport report;
  gpointer report_data;
  GCancellable *cancellable;
  GAsyncQueue *answers;
  gboolean backwards;
};

static gboolean
is_over (FrStepState state)
{
  return state != FR_STEP_WAITING && state != FR_STEP_RUNNING;
}

static void
tell (Walk *walk, const Item *item)
{
  FrStepNews news = { .step = item->step, .state = item->state, .note = item->note };

  if (item->started_us > 0)
    news.elapsed_us = g_get_monotonic_time () - item->started_us;
  if (walk->report != NULL)
    walk->report (&news, walk->report_data);
}

static gboolean
names (const char *needs, const char *id)
{
  g_auto (GStrv) words = g_strsplit (needs != NULL ? needs : "", " ", -1);

  return g_strv_contains ((const char *const *) words, id);
}

/* Whether everything that comes before @item on this walk is over. */
static gboolean
is_ready (Walk *walk, const Item *item)
{
  for (guint i = 0; i < walk->n_items; i++)
    {
      const Item *other = &walk->items[i];
      gboolean before = walk->backwards ? names (other->step->needs, item->step->id)
                                        : names (item->step->needs, other->step->id);

      if (before && (!is_over (other->state) || other->state == FR_STEP_FAILED))
        return FALSE;
    }

  return TRUE;
}

/* Look, act, look again: the intent is on the disk before the act, the outcome after it. */
static gboolean
apply_item (Item *item, GError **error)
{
  Walk *walk = item->walk;
  const FrStep *step = item->step;
  g_autofree char *ignored = NULL;
  FrLook look = step->look (step->data, &item->note, walk->cancellable, error);

  if (look == FR_LOOK_FAILED)
    return FALSE;

  if (look != FR_LOOK_TODO)
    {
      item->outcome = look == FR_LOOK_DONE ? FR_STEP_KEPT : FR_STEP_SKIPPED;
      return fr_journal_write (walk->journal, step->id, look == FR_LOOK_DONE ? "kept" : "skipped",
                               item->note, error);
    }

  if (!fr_journal_write (walk->journal, step->id, "intent", NULL, error))
    return FALSE;
  if (!step->apply (step->data, walk->cancellable, error))
    return FALSE;

  look = step->look (step->data, &ignored, walk->cancellable, error);
  if (look == FR_LOOK_FAILED)
    return FALSE;
  if (look != FR_LOOK_DONE)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
                   _ ("it was done without an error, and still cannot be seen. Try again."));
      return FALSE;
    }

  item->outcome = FR_STEP_DONE;
  return fr_journal_write (walk->journal, step->id, "done", NULL, error);
}

static gboolean
undo_item (Item *item, GError **error)
{
  Walk *walk = item->walk;
  const FrStep *step = item->step;
  FrLook look;

  item->outcome = FR_STEP_SKIPPED;
  if (step->undo == NULL)
    return TRUE;

  if (!fr_journal_write (walk->journal, step->id, "intent", "undo", error))
    return FALSE;
  look = step->undo (step->data, &item->note, walk->cancellable, error);
  if (look == FR_LOOK_FAILED)
    return FALSE;

  if (look == FR_LOOK_DONE)
    item->outcome = FR_STEP_UNDONE;
  return fr_journal_write (walk->journal, step->id, look == FR_LOOK_DONE ? "undone" : "skipped",
                           item->note, error);
}

static void
work (gpointer data, gpointer user_data)
{
  Item *item = data;
  Walk *walk = item->walk;
  gboolean good =
    walk->backwards ? undo_item (item, &item->error) : apply_item (item, &item->error);

  if (!good)
    {
      item->outcome = FR_STEP_FAILED;
      fr_journal_write (walk->journal, item->step->id, "failed", item->error->message, NULL);
      g_prefix_error (&item->error, "%s: ", _ (item->step->title));
    }

  g_async_queue_push (walk->answers, item);
}

static guint
start_ready (Walk *walk, GThreadPool *pool)
{
  guint started = 0;

  for (guint n = 0; n < walk->n_items; n++)
    {
      Item *item = &walk->items[walk->backwards ? walk->n_items - 1 - n : n];

      if (item->state != FR_STEP_WAITING || !is_ready (walk, item))
        continue;

      item->state = FR_STEP_RUNNING;
      item->started_us = g_get_monotonic_time ();
      tell (walk, item);
      g_thread_pool_push (pool, item, NULL);
      started++;
    }

  return started;
}

/* Nothing runs any more: was everything reached? */
static gboolean
check_end (Walk *walk, GError **error)
{
  for (guint i = 0; i < walk->n_items; i++)
    {
      if (is_over (walk->items[i].state))
        continue;

      if (!g_cancellable_set_error_if_cancelled (walk->cancellable, error))
        g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                     _ ("“%s” waits for something that never comes."), walk->items[i].step->id);
      return FALSE;
    }

  return TRUE;
}

static gboolean
walk_all (Walk *walk, GError **error)
{
  GThreadPool *pool = g_thread_pool_new (work, NULL, MOST_THREADS, FALSE, NULL);
  gboolean good = TRUE;
  guint running = 0;

  do
    {
      Item *item;

      /* After a failure nothing new begins; what runs may end. */
      if (good && !g_cancellable_is_cancelled (walk->cancellable))
        running += start_ready (walk, pool);
      if (running == 0)
        break;

      item = g_async_queue_pop (walk->answers);
      running--;
      item->state = item->outcome;
      tell (walk, item);
      if (item->error != NULL && good)
        {
          good = FALSE;
          g_propagate_error (error, g_steal_pointer (&item->error));
        }
    }
  while (TRUE);

  g_thread_pool_free (pool, FALSE, TRUE);

  return good && check_end (walk, error);
}

static gboolean
run_walk (const FrStep *steps, guint n_steps, gboolean backwards, FrJournal *journal,
          FrStepReport report, gpointer report_data, GCancellable *cancellable, GError **error)
{
  g_autofree Item *items = g_new0 (Item, n_steps);
  g_autoptr (GAsyncQueue) answers = g_async_queue_new ();
  Walk walk = { items, n_steps, journal, report, report_data, cancellable, answers, backwards };
  gboolean good;

  for (guint i = 0; i < n_steps; i++)
    {
      items[i].walk = &walk;
      items[i].step = &steps[i];
    }

  good = walk_all (&walk, error);

  for (guint i = 0; i < n_steps; i++)
    {
      g_clear_pointer (&items[i].note, g_free);
      g_clear_error (&items[i].error);
    }

  return good;
}

/**
 * fr_steps_apply:
 * @steps: (array length=n_steps): the graph
 * @n_steps: how many
 * @journal: where intents and outcomes are written
 * @report: (nullable): told when a step begins and ends, on the calling thread
 * @report_data: for @report
 * @cancellable: (nullable): lets nothing new begin; running steps obey it as they can
 *
 * Makes everything true, independent steps side by side. What is true already costs a look.
 * After a failure nothing new begins. Run again, it goes on from there. Blocks until the end.
 *
 * Returns: %FALSE with the error of the first step that failed, its title before it
 */
gboolean
fr_steps_apply (const FrStep *steps, guint n_steps, FrJournal *journal, FrStepReport report,
                gpointer report_data, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (steps != NULL && journal != NULL, FALSE);

  return run_walk (steps, n_steps, FALSE, journal, report, report_data, cancellable, error);
}

/**
 * fr_steps_undo:
 * @steps: (array length=n_steps): the graph
 * @n_steps: how many
 * @journal: where intents and outcomes are written
 * @report: (nullable): told when a step begins and ends, on the calling thread
 * @report_data: for @report
 * @cancellable: (nullable): as in fr_steps_apply()
 *
 * Walks backwards: a step is undone when nothing that needs it is left. An undo finds by
 * itself what there is to undo; undoing what is not there is a success. Blocks until the end.
 *
 * Returns: %FALSE with the error of the first step that failed, its title before it
 */
gboolean
fr_steps_undo (const FrStep *steps, guint n_steps, FrJournal *journal, FrStepReport report,
               gpointer report_data, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (steps != NULL && journal != NULL, FALSE);

  return run_walk (steps, n_steps, TRUE, journal, report, report_data, cancellable, error);
}
