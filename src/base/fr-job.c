/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-job.h"

/* Who draws, and must never wait: one thread of the program, or none. */
static GThread *kept_free;

/* What works beside the main thread, until it has ended. */
typedef struct
{
  GThreadFunc func;
  gpointer data;
  GCancellable *cancellable;
} Worker;

static GMutex mutex;
static GCond changed;
static GQueue workers = G_QUEUE_INIT;

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

static gpointer
run_worker (gpointer data)
{
  Worker *worker = data;

  worker->func (worker->data);

  g_mutex_lock (&mutex);
  g_queue_remove (&workers, worker);
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);
  g_clear_object (&worker->cancellable);
  g_free (worker);

  return NULL;
}

/**
 * fr_job_start_thread:
 * @name: for debuggers
 * @func: what is to be done
 * @data: for @func
 * @cancellable: (nullable): what ends @func early
 *
 * Starts a thread that nobody joins, but for which fr_job_finish() waits. Does not block.
 */
void
fr_job_start_thread (const char *name, GThreadFunc func, gpointer data, GCancellable *cancellable)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->func = func;
  worker->data = data;
  g_set_object (&worker->cancellable, cancellable);
  g_mutex_lock (&mutex);
  g_queue_push_tail (&workers, worker);
  g_mutex_unlock (&mutex);
  g_thread_unref (g_thread_new (name, run_worker, worker));
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
  fr_job_start_thread ("job", work, job, cancellable);
}

static void
pass_on (GCancellable *from, gpointer to)
{
  g_cancellable_cancel (to);
}

/**
 * fr_job_join:
 * @cancellable: of who waits for the job as well, from now on
 * @job: what ends the job that runs already
 *
 * Lets @cancellable end the job, too.
 */
void
fr_job_join (GCancellable *cancellable, GCancellable *job)
{
  g_return_if_fail (G_IS_CANCELLABLE (cancellable) && G_IS_CANCELLABLE (job));

  g_cancellable_connect (cancellable, G_CALLBACK (pass_on), g_object_ref (job), g_object_unref);
}

static GPtrArray *
list_cancellables (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&mutex);
  for (GList *link = workers.head; link != NULL; link = link->next)
    {
      const Worker *worker = link->data;

      if (worker->cancellable != NULL)
        g_ptr_array_add (list, g_object_ref (worker->cancellable));
    }
  g_mutex_unlock (&mutex);

  return list;
}

/**
 * fr_job_finish:
 * @seconds: how long to wait at most
 *
 * For the end of the program: cancels all that works beside the main thread, and waits for its end.
 * Libraries take themselves down when a process exits, and crash under whoever still uses them.
 *
 * Returns: whether nothing works any more; if not, the process has to end by _exit()
 */
gboolean
fr_job_finish (guint seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  g_autoptr (GPtrArray) cancellables = list_cancellables ();
  gboolean finished;

  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));

  g_mutex_lock (&mutex);
  while (!g_queue_is_empty (&workers) && g_cond_wait_until (&changed, &mutex, end))
    continue;
  finished = g_queue_is_empty (&workers);
  g_mutex_unlock (&mutex);

  return finished;
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
