/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-job.h"

/* Who draws, and must never wait: one thread of the program, or none. */
static GThread *kept_free;

typedef struct
{
  GWeakRef owner;
  FrJobFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  FrJobDone done;
  GCancellable *cancellable;
  GMainContext *context;
  gpointer result;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->free_result != NULL && job->result != NULL)
    job->free_result (job->result);
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_weak_ref_clear (&job->owner);
  g_clear_object (&job->cancellable);
  g_clear_error (&job->error);
  g_main_context_unref (job->context);
  g_free (job);
}

static gboolean
done_cb (gpointer data)
{
  Job *job = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&job->owner);

  if (owner != NULL && job->done != NULL)
    job->done (owner, job->error == NULL ? job->result : NULL, job->error);

  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer data)
{
  Job *job = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  job->result = job->func (job->data, job->cancellable, &job->error);

  /* Attached, not invoked: the answer must not run on this thread. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, done_cb, job, job_free);
  g_source_attach (source, job->context);

  return NULL;
}

/**
 * fr_job_run:
 * @owner: (type GObject): for whom; held weakly
 * @func: what is to be done
 * @data: (transfer full): for @func
 * @free_data: (nullable): frees @data, on the main context
 * @free_result: (nullable): frees the result, after @done
 * @done: (nullable): told the outcome
 * @cancellable: (nullable): for @func
 *
 * Runs one blocking function on a worker and brings its answer to the main context that is the
 * thread's default. Does not block.
 */
void
fr_job_run (gpointer owner, FrJobFunc func, gpointer data, GDestroyNotify free_data,
            GDestroyNotify free_result, FrJobDone done, GCancellable *cancellable)
{
  Job *job;

  g_return_if_fail (G_IS_OBJECT (owner) && func != NULL);

  job = g_new0 (Job, 1);
  g_weak_ref_init (&job->owner, owner);
  job->func = func;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  job->done = done;
  g_set_object (&job->cancellable, cancellable);
  job->context = g_main_context_ref_thread_default ();
  g_thread_unref (g_thread_new ("job", work, job));
}

/**
 * fr_job_keep_free:
 * @thread: (nullable): that must not wait from now on; %NULL: any may
 *
 * A program with windows names its main thread here, so that fr_job_assert_may_block() finds
 * whatever would make it stand still.
 */
void
fr_job_keep_free (GThread *thread)
{
  g_atomic_pointer_set (&kept_free, thread);
}

/**
 * fr_job_assert_may_block:
 * @function: that is about to wait, or to compute for long: its name
 *
 * In development builds, tells of a bug where the thread has to stay free. Does nothing in others.
 */
void
fr_job_assert_may_block (const char *function)
{
#ifdef FR_DEVELOPMENT
  if (g_atomic_pointer_get (&kept_free) == (gpointer) g_thread_self ())
    g_critical ("%s() waits, and was called on the thread that draws", function);
#endif
}
