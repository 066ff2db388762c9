/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fr-error.h"
#include "fr-journal.h"
#include "fr-process.h"
#include "fr-step.h"

/* The world of these tests is a file: it outlives a process that is killed. “+disk ” is added
 * when the disk comes into being, “-disk ” when it goes, each by one write. */
static char *world;
static const char *refuse;      /* the act on this thing fails           */
static const char *kill_at;     /* the process dies in the act on this   */
static gboolean kill_after;     /* after the act instead of before it    */
static const char *unsupported; /* the look at this thing says: not here */

static char *
path_of (const char *name)
{
  return g_build_filename (world, name, NULL);
}

static void
note (const char *what, const char *name)
{
  g_autofree char *path = path_of ("made");
  FILE *file = g_fopen (path, "a");

  g_assert_nonnull (file);
  fprintf (file, "%s%s ", what, name);
  fclose (file);
}

static char *
read_made (void)
{
  g_autofree char *path = path_of ("made");
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

static gboolean
exists (const char *name)
{
  g_autofree char *made = read_made ();
  g_autofree char *born = g_strdup_printf ("+%s ", name);
  g_autofree char *gone = g_strdup_printf ("-%s ", name);
  const char *last_born = g_strrstr (made, born);
  const char *last_gone = g_strrstr (made, gone);

  return last_born != NULL && (last_gone == NULL || last_born > last_gone);
}

static FrLook
look (gpointer data, char **why, GCancellable *cancellable, GError **error)
{
  if (g_strcmp0 (data, unsupported) == 0)
    {
      *why = g_strdup ("not on this computer");
      return FR_LOOK_SKIP;
    }

  return exists (data) ? FR_LOOK_DONE : FR_LOOK_TODO;
}

static gboolean
act (gpointer data, GCancellable *cancellable, GError **error)
{
  if (g_strcmp0 (data, refuse) == 0)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CLOUD, "No more room");
      return FALSE;
    }
  if (g_strcmp0 (data, kill_at) == 0 && !kill_after)
    raise (SIGKILL);
  note ("+", data);
  if (g_strcmp0 (data, kill_at) == 0)
    raise (SIGKILL);

  return TRUE;
}

static FrLook
undo (gpointer data, char **why, GCancellable *cancellable, GError **error)
{
  if (!exists (data))
    return FR_LOOK_SKIP;
  note ("-", data);

  return FR_LOOK_DONE;
}

static gboolean
act_in_vain (gpointer data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

#define STEP(name, before)                                            \
  {                                                                   \
    name, "Add " name, name, before, look, act, undo, (gpointer) name \
  }

static const FrStep steps[] = {
  STEP ("domain", NULL),
  STEP ("vlan", "domain"),
  STEP ("server", "vlan"),
  STEP ("disk", "server"),
  STEP ("rule", "server"),
};

static FrJournal *
open_journal (void)
{
  g_autofree char *path = path_of ("journal.sqlite");
  g_autoptr (GError) error = NULL;
  FrJournal *journal = fr_journal_open (path, &error);

  g_assert_no_error (error);

  return journal;
}

static void
set_up (void)
{
  world = g_dir_make_tmp ("fittings-XXXXXX", NULL);
  g_assert_nonnull (world);
  refuse = kill_at = unsupported = NULL;
  kill_after = FALSE;
}

static void
tear_down (void)
{
  const char *const argv[] = { "rm", "-rf", world, NULL };

  fr_process_run (argv, NULL, 10, NULL, NULL, NULL);
  g_clear_pointer (&world, g_free);
}

static guint
count_of (const char *text, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (text, word, -1);

  return g_strv_length (parts) - 1;
}

static void
test_order (void)
{
  g_autoptr (FrJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;
  g_autofree char *again = NULL;

  set_up ();
  journal = open_journal ();

  g_assert_true (fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  made = read_made ();
  g_assert_true (g_str_has_prefix (made, "+domain +vlan +server "));
  g_assert_cmpuint (count_of (made, "+"), ==, 5);
  g_assert_cmpuint (fr_journal_count (journal, "intent"), ==, 5);
  g_assert_cmpuint (fr_journal_count (journal, "done"), ==, 5);

  /* The second time only looks. */
  g_assert_true (fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
  again = read_made ();
  g_assert_cmpstr (again, ==, made);
  g_assert_cmpuint (fr_journal_count (journal, "intent"), ==, 5);
  g_assert_cmpuint (fr_journal_count (journal, "kept"), ==, 5);

  tear_down ();
}

static void
test_failure (void)
{
  g_autoptr (FrJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;
  g_autofree char *event = NULL;
  g_autofree char *all = NULL;

  set_up ();
  journal = open_journal ();

  refuse = "server";
  g_assert_false (fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CLOUD);
  g_assert_cmpstr (error->message, ==, "Add server: No more room");
  g_clear_error (&error);
  made = read_made ();
  g_assert_cmpstr (made, ==, "+domain +vlan ");
  event = fr_journal_dup_last_event (journal, "server");
  g_assert_cmpstr (event, ==, "failed");

  refuse = NULL;
  g_assert_true (fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
  all = read_made ();
  g_assert_true (g_str_has_prefix (all, "+domain +vlan +server "));
  g_assert_cmpuint (count_of (all, "+"), ==, 5);

  tear_down ();
}

static void
test_undo (void)
{
  g_autoptr (FrJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;

  set_up ();
  journal = open_journal ();

  g_assert_true (fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
  g_assert_true (fr_steps_undo (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  made = read_made ();
  g_assert_true (g_str_has_suffix (made, "-server -vlan -domain "));
  g_assert_cmpuint (count_of (made, "-"), ==, 5);

  /* What is not there is undone already. */
  g_assert_true (fr_steps_undo (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));

  tear_down ();
}

static void
skip_cb (const FrStepNews *news, gpointer data)
{
  if (news->state == FR_STEP_SKIPPED)
    {
      g_assert_cmpstr (news->note, ==, "not on this computer");
      g_assert_cmpstr (news->step->id, ==, "disk");
      *(guint *) data += 1;
    }
}

static void
test_skip_and_vain (void)
{
  static const FrStep vain[] = {
    { "ghost", "Add ghost", "ghost", NULL, look, act_in_vain, NULL, (gpointer) "ghost" },
  };
  static const FrStep circle[] = { STEP ("a", "b"), STEP ("b", "a") };
  g_autoptr (FrJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  guint skipped = 0;

  set_up ();
  journal = open_journal ();

  unsupported = "disk";
  g_assert_true (
    fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, skip_cb, &skipped, NULL, &error));
  g_assert_cmpuint (skipped, ==, 1);

  g_assert_false (fr_steps_apply (vain, 1, journal, NULL, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PROTOCOL);
  g_clear_error (&error);

  g_assert_false (fr_steps_apply (circle, 2, journal, NULL, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);

  tear_down ();
}

static void
test_cancelled (void)
{
  g_autoptr (FrJournal) journal = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;

  set_up ();
  journal = open_journal ();

  g_cancellable_cancel (cancellable);
  g_assert_false (
    fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  made = read_made ();
  g_assert_cmpstr (made, ==, "");

  tear_down ();
}

/* Runs ourselves as a child that is killed in the act on @name, before or after it. */
static void
run_killed (const char *name, gboolean after)
{
  const char *argv[] = { "/proc/self/exe", "--die", world, name, after ? "after" : "before", NULL };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  int status = 0;

  argv[0] = self;
  g_assert_true (
    g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

static void
test_killed_and_resumed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps) * 2; i++)
    {
      const char *name = steps[i / 2].id;
      g_autofree char *word = g_strdup_printf ("+%s ", name);
      g_autofree char *made = NULL;
      g_autofree char *event = NULL;
      g_autoptr (FrJournal) journal = NULL;
      g_autoptr (GError) error = NULL;

      set_up ();
      run_killed (name, i % 2 == 1);

      journal = open_journal ();
      event = fr_journal_dup_last_event (journal, name);
      g_assert_cmpstr (event, ==, "intent");

      g_assert_true (
        fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      made = read_made ();
      g_assert_cmpuint (count_of (made, "+"), ==, 5);
      g_assert_cmpuint (count_of (made, word), ==, 1);

      tear_down ();
    }
}

static int
die (char **argv)
{
  g_autoptr (FrJournal) journal = NULL;

  world = g_strdup (argv[2]);
  kill_at = argv[3];
  kill_after = g_str_equal (argv[4], "after");
  journal = open_journal ();
  fr_steps_apply (steps, G_N_ELEMENTS (steps), journal, NULL, NULL, NULL, NULL);

  return EXIT_SUCCESS;
}

static void
test_journal_facts (void)
{
  g_autoptr (FrJournal) journal = NULL;
  g_autofree char *value = NULL;
  g_autofree char *none = NULL;

  set_up ();
  journal = open_journal ();
  g_assert_true (fr_journal_set_fact (journal, "mirror-01", "public-ipv4", "127.70.1.16", NULL));
  g_assert_true (
    fr_journal_set_fact (journal, "mirror-01", "public-ipv4", "127.70.1.17'; --", NULL));
  g_clear_pointer (&journal, fr_journal_free);

  journal = open_journal ();
  value = fr_journal_dup_fact (journal, "mirror-01", "public-ipv4");
  none = fr_journal_dup_fact (journal, "mirror-02", "public-ipv4");
  g_assert_cmpstr (value, ==, "127.70.1.17'; --");
  g_assert_null (none);

  tear_down ();
}

static void
test_journal_foreign (void)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  set_up ();
  path = path_of ("journal.sqlite");
  g_assert_true (g_file_set_contents (path, "this is a letter, not a journal", -1, NULL));
  g_assert_null (fr_journal_open (path, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_STATE);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "this is a letter, not a journal");

  tear_down ();
}

int
main (int argc, char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "--die"))
    return die (argv);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/steps/order", test_order);
  g_test_add_func ("/deploy/steps/failure", test_failure);
  g_test_add_func ("/deploy/steps/undo", test_undo);
  g_test_add_func ("/deploy/steps/skip-and-vain", test_skip_and_vain);
  g_test_add_func ("/deploy/steps/cancelled", test_cancelled);
  g_test_add_func ("/deploy/steps/killed-and-resumed", test_killed_and_resumed);
  g_test_add_func ("/deploy/journal/facts", test_journal_facts);
  g_test_add_func ("/deploy/journal/foreign", test_journal_foreign);

  return g_test_run ();
}
