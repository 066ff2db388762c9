/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <gio/gio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-json.h"
#include "fr-loopback.h"
#include "fr-paths.h"
#include "fr-process.h"
#include "fr-wait.h"

static void
test_error_words (void)
{
  g_autoptr (GError) ours = g_error_new_literal (FR_ERROR, FR_ERROR_CERTIFICATE, "x");
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpstr (fr_error_get_code (ours), ==, "certificate");
  g_assert_cmpint (fr_error_get_exit_status (ours), ==, 8);
  g_assert_cmpstr (fr_error_get_code (cancelled), ==, "cancelled");
  g_assert_cmpint (fr_error_get_exit_status (cancelled), ==, 130);
  g_assert_cmpint (fr_error_get_exit_status (other), ==, 1);
}

static void
assert_refused (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_json_parse (text, length, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PROTOCOL);
}

static void
test_json_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fr_json_parse ("{\"a\": \"[[[\\\"{\", \"b\": [1]}", -1, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = fr_json_render (node, FALSE);
  g_assert_cmpstr (text, ==, "{\"a\":\"[[[\\\"{\",\"b\":[1]}");
}

static void
test_json_hostile (void)
{
  const guint depths[] = { 65, 1000, 131071 };
  g_autofree char *deepest = g_strnfill (64, '[');
  g_autofree char *closing = g_strnfill (64, ']');
  g_autofree char *just = g_strconcat (deepest, closing, NULL);
  g_autofree char *huge = g_strnfill (8 * 1024 * 1024 + 1, ' ');
  g_autoptr (JsonNode) node = fr_json_parse (just, -1, NULL);

  g_assert_nonnull (node);

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *bomb = g_strnfill (depths[i], '[');

      assert_refused (bomb, -1);
    }

  assert_refused ("", -1);
  assert_refused ("{\"a\": ", -1);
  assert_refused ("<html></html>", -1);
  assert_refused ("{\"a\":\"x\0y\"}", 11);
  assert_refused ("\"\xff\xfe\"", -1);
  assert_refused (huge, -1);
}

static void
count_cb (gpointer data)
{
  guint *count = data;

  (*count)++;
}

static void
test_loopback (void)
{
  g_autoptr (FrLoopback) loopback = fr_loopback_new ("test");
  guint count = 0;

  for (guint i = 0; i < 1000; i++)
    fr_loopback_call (loopback, count_cb, &count);
  g_assert_cmpuint (count, ==, 1000);
}

static gboolean
count_idle_cb (gpointer data)
{
  count_cb (data);

  return G_SOURCE_CONTINUE;
}

typedef struct
{
  FrLoopback *loopback;
  guint count;
  guint seen;
} Ending;

static void
end_cb (gpointer data)
{
  Ending *ending = data;

  g_assert_true (g_main_context_get_thread_default () ==
                 fr_loopback_get_context (ending->loopback));
  ending->seen = ending->count;
}

static void
test_loopback_end (void)
{
  Ending ending = { fr_loopback_new ("test"), 0, 0 };
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, count_idle_cb, &ending.count, NULL);
  g_source_attach (source, fr_loopback_get_context (ending.loopback));
  fr_loopback_end (ending.loopback, end_cb, &ending);
  g_assert_cmpuint (ending.seen, ==, ending.count);
  g_assert_true (g_source_is_destroyed (source));
}

static void
test_write (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fr_paths_state ("deep", "er", "file", NULL);
  g_autofree char *below = g_build_filename (path, "impossible", "x", NULL);
  g_autofree char *text = NULL;
  GStatBuf buf;

  g_assert_true (g_str_has_prefix (path, g_getenv ("FITTINGS_HOME")));
  g_assert_true (fr_paths_write (path, "one", -1, &error));
  g_assert_no_error (error);
  g_assert_true (fr_paths_write (path, "two", -1, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "two");
  g_assert_cmpint (g_stat (path, &buf), ==, 0);
  g_assert_cmpint (buf.st_mode & 0777, ==, 0600);

  g_assert_false (fr_paths_write (below, "x", -1, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_STATE);
}

static void
test_pauses (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  FrPauses pauses;
  guint before = 0;

  fr_pauses_init (&pauses, 100, 1000, 3600);
  for (guint i = 0; i < 20; i++)
    {
      guint pause = fr_pauses_next (&pauses);

      g_assert_cmpuint (pause, <=, 1000);
      g_assert_cmpuint (pause * 10, >=, before * 9);
      before = pause;
    }
  g_assert_cmpuint (before, >=, 900);

  g_cancellable_cancel (cancellable);
  g_assert_false (fr_pauses_wait (&pauses, "x", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  fr_pauses_init (&pauses, 100, 1000, 0);
  g_assert_false (fr_pauses_wait (&pauses, "The door", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_true (g_str_has_prefix (error->message, "The door"));
}

static void
test_process (void)
{
  const char *const copy[] = { "cat", NULL };
  const char *const fail[] = { "sh", "-c", "echo why >&2; exit 3", NULL };
  const char *const absent[] = { "no-such-program-here", NULL };
  const char *const slow[] = { "sleep", "30", NULL };
  const char *const parent[] = { "sh", "-c", "sleep 20 & sleep 20", NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began;

  g_assert_true (fr_process_run (copy, "through", 10, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "through");

  g_assert_false (fr_process_run (fail, NULL, 10, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_REMOTE);
  g_assert_nonnull (strstr (error->message, "why"));
  g_clear_error (&error);

  g_assert_false (fr_process_run (absent, NULL, 10, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_MISSING);
  g_clear_error (&error);

  g_assert_false (fr_process_run (slow, NULL, 1, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_clear_error (&error);

  /* What it has started holds its pipes, and would be waited for. */
  began = g_get_monotonic_time ();
  g_assert_false (fr_process_run (parent, NULL, 1, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 15 * G_USEC_PER_SEC);
}

static guint
count_open_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);

  return NULL;
}

/* Nothing of a program that was cancelled stays: no pipe, no process. */
static void
test_process_cancel (void)
{
  const char *const slow[] = { "sleep", "30", NULL };
  guint before = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

      g_assert_false (fr_process_run (slow, "input", 10, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      if (i == 0)
        before = count_open_files ();
    }

  /* Some are closed by a thread of GIO, a moment later. */
  for (guint i = 0; i < 500 && count_open_files () > before; i++)
    g_usleep (10 * 1000);
  g_assert_cmpuint (count_open_files (), <=, before);
}

static gpointer
wait_elsewhere_job (gpointer data)
{
  fr_job_assert_may_block ("elsewhere");

  return NULL;
}

static void
test_job_kept_free (void)
{
  fr_job_assert_may_block ("anybody");
  fr_job_keep_free (g_thread_self ());
#ifdef FR_DEVELOPMENT
  g_test_expect_message ("fr-base", G_LOG_LEVEL_CRITICAL, "drawer() waits*");
#endif
  fr_job_assert_may_block ("drawer");
  g_test_assert_expected_messages ();
  g_thread_join (g_thread_new ("elsewhere", wait_elsewhere_job, NULL));
  fr_job_keep_free (NULL);
  fr_job_assert_may_block ("afterwards");
}

#define JOB_MS 200

static int taken_down;

/* As the libraries do it that crash under who still uses them. */
static void
take_down (void)
{
  g_atomic_int_set (&taken_down, TRUE);
}

static gpointer
use_late (gpointer data, GCancellable *cancellable, GError **error)
{
  g_usleep (JOB_MS * 1000);
  if (g_atomic_int_get (&taken_down))
    g_error ("used after it was taken down");

  return NULL;
}

/* Until it is told to end, as all that waits does. */
static gpointer
wait_for_cancel (gpointer data, GCancellable *cancellable, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_usleep (1000);

  return use_late (data, cancellable, error);
}

static gpointer
use_late_thread (gpointer data)
{
  return use_late (data, NULL, NULL);
}

static gpointer
never_end (gpointer data)
{
  g_usleep (60 * G_USEC_PER_SEC);

  return NULL;
}

/* A program does not end under what works for it; what never ends is told. */
static void
test_job_finish (void)
{
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  atexit (take_down);
  fr_job_run (owner, use_late, NULL, NULL, NULL, NULL, NULL);
  fr_job_run (owner, wait_for_cancel, NULL, NULL, NULL, NULL, cancellable);
  fr_job_start_thread ("late", use_late_thread, NULL, NULL);
  g_assert_true (fr_job_finish (60));
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_true (fr_job_finish (0));

  fr_job_start_thread ("endless", never_end, NULL, NULL);
  g_assert_false (fr_job_finish (1));
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("fittings-XXXXXX", NULL);
  const char *const sweep[] = { "rm", "-rf", home, NULL };
  int status;

  g_assert_nonnull (home);
  g_setenv ("FITTINGS_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/error/words", test_error_words);
  g_test_add_func ("/base/job/kept-free", test_job_kept_free);
  g_test_add_func ("/base/job/finish", test_job_finish);
  g_test_add_func ("/base/json/good", test_json_good);
  g_test_add_func ("/base/json/hostile", test_json_hostile);
  g_test_add_func ("/base/loopback", test_loopback);
  g_test_add_func ("/base/loopback/end", test_loopback_end);
  g_test_add_func ("/base/paths/write", test_write);
  g_test_add_func ("/base/wait/pauses", test_pauses);
  g_test_add_func ("/base/process", test_process);
  g_test_add_func ("/base/process/cancel", test_process_cancel);

  status = g_test_run ();
  fr_process_run (sweep, NULL, 10, NULL, NULL, NULL);

  return status;
}
