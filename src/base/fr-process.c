/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-process.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-job.h"

#define GRACE_MS 500 /* for the pipes of a program that was stopped */

/* One run, alive until its child has answered. */
typedef struct
{
  GSubprocess *child;
  GMainContext *context;
  char *output;
  char *errors;
  GError *error;
  gboolean answered;
  gboolean late;
  GError *cancelled;
  GPtrArray *sources;    /* of the context */
  GCancellable *leaving; /* the pipes of a program that has ended, and whose children have not */
} Run;

static void
communicate_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &run->output, &run->errors,
                                        &run->error);
  run->answered = TRUE;
}

static void
free_source (gpointer source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
add_source (Run *run, GSource *source, GSourceFunc func)
{
  g_source_set_callback (source, func, run, NULL);
  g_source_attach (source, run->context);
  g_ptr_array_add (run->sources, source);
}

static gboolean
give_up_cb (gpointer user_data)
{
  Run *run = user_data;

  g_cancellable_cancel (run->leaving);

  return G_SOURCE_REMOVE;
}

/* Its pipes end with it, unless it has children that go on. */
static void
stop (Run *run)
{
  g_subprocess_force_exit (run->child);
  add_source (run, g_timeout_source_new (GRACE_MS), give_up_cb);
}

static gboolean
late_cb (gpointer user_data)
{
  Run *run = user_data;

  run->late = TRUE;
  stop (run);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Run *run = user_data;

  g_cancellable_set_error_if_cancelled (cancellable, &run->cancelled);
  stop (run);

  return G_SOURCE_REMOVE;
}

static void
wait_for_answer (Run *run, const char *input, guint limit_seconds, GCancellable *cancellable)
{
  run->sources = g_ptr_array_new_with_free_func (free_source);
  run->leaving = g_cancellable_new ();
  add_source (run, g_timeout_source_new_seconds (limit_seconds), late_cb);
  if (cancellable != NULL)
    add_source (run, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (cancelled_cb));

  g_subprocess_communicate_utf8_async (run->child, input, run->leaving, communicate_cb, run);
  while (!run->answered)
    g_main_context_iteration (run->context, TRUE);

  g_ptr_array_unref (run->sources);
  g_object_unref (run->leaving);
}

static gboolean
judge (Run *run, const char *program, guint limit_seconds, char **output, GError **error)
{
  if (run->cancelled != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&run->cancelled));
      return FALSE;
    }

  if (run->late)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
                   _ ("“%s” did not end within %u seconds and was stopped."), program,
                   limit_seconds);
      return FALSE;
    }

  if (run->error != NULL)
    {
      g_subprocess_force_exit (run->child);
      g_propagate_error (error, g_steal_pointer (&run->error));
      return FALSE;
    }

  if (!g_subprocess_get_successful (run->child))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_REMOTE, _ ("“%s” failed: %s"), program,
                   g_strstrip (run->errors));
      return FALSE;
    }

  if (output != NULL)
    *output = g_steal_pointer (&run->output);

  return TRUE;
}

/**
 * fr_process_run:
 * @argv: the program and its arguments, ended by %NULL; never a secret among them
 * @input: (nullable): what it reads on its standard input; secrets go here
 * @limit_seconds: it is stopped after that time
 * @output: (out) (optional): its standard output
 * @cancellable: (nullable): stops it
 *
 * Runs a program of this machine and waits for its end.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING when it is not installed, %FR_ERROR_REMOTE with its
 *   own words when it failed, %FR_ERROR_TIMEOUT, or cancelled
 */
gboolean
fr_process_run (const char *const *argv, const char *input, guint limit_seconds, char **output,
                GCancellable *cancellable, GError **error)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE;
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (GError) reason = NULL;
  Run run = { 0 };
  gboolean good;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (argv != NULL && argv[0] != NULL, FALSE);

  /* A context of our own, so that nothing else of this thread runs meanwhile. */
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);

  run.context = context;
  run.child =
    g_subprocess_newv (argv, flags | (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0), &reason);
  if (run.child == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
                   _ ("The program “%s” cannot be started (%s). Install it and try again."),
                   argv[0], reason->message);
      g_main_context_pop_thread_default (context);
      return FALSE;
    }

  wait_for_answer (&run, input, limit_seconds, cancellable);
  good = judge (&run, argv[0], limit_seconds, output, error);

  g_main_context_pop_thread_default (context);
  g_clear_object (&run.child);
  g_clear_pointer (&run.output, g_free);
  g_clear_pointer (&run.errors, g_free);
  g_clear_error (&run.error);

  return good;
}
