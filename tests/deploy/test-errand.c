/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "fr-errand.h"
#include "fr-error.h"
#include "fr-paths.h"
#include "fr-process.h"
#include "fr-wait.h"

/* This machine plays the server, in a folder of its own; its link can be cut. */
typedef struct
{
  char *folder;
  GString *log;
  GString *told; /* what is waited for, a line each */
  guint asked;
  guint cut_from; /* the link is cut from this question on, */
  guint cut_to;   /* and is there again from this one       */
  GCancellable *cancellable;
  guint cancel_at; /* this question cancels */
} World;

static char *
ask (gpointer data, const char *command, GCancellable *cancellable, GError **error)
{
  World *world = data;
  const char *argv[] = { "sh", "-c", command, NULL };
  char *output = NULL;

  world->asked++;
  if (world->asked == world->cancel_at)
    g_cancellable_cancel (world->cancellable);
  if (world->asked >= world->cut_from && world->asked < world->cut_to)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_UNREACHABLE, "the link is cut");
      return NULL;
    }

  return fr_process_run (argv, NULL, 30, &output, cancellable, error) ? output : NULL;
}

static gboolean
put (gpointer data, const char *path, const char *content, guint mode, GCancellable *cancellable,
     GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, content, -1, error));

  return g_chmod (path, mode) == 0;
}

static void
hear (gpointer data, const char *text, gsize length)
{
  World *world = data;

  g_string_append_len (world->log, text, (gssize) length);
}

static void
tell (gpointer data, const char *doing)
{
  World *world = data;

  g_string_append_printf (world->told, "%s\n", doing != NULL ? doing : "-");
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  world->folder = g_dir_make_tmp ("fittings-XXXXXX", NULL);
  g_assert_nonnull (world->folder);
  world->log = g_string_new (NULL);
  world->told = g_string_new (NULL);
  world->cancellable = g_cancellable_new ();

  return world;
}

static void
world_free (World *world)
{
  const char *const argv[] = { "rm", "-rf", world->folder, NULL };

  fr_process_run (argv, NULL, 10, NULL, NULL, NULL);
  g_string_free (world->log, TRUE);
  g_string_free (world->told, TRUE);
  g_object_unref (world->cancellable);
  g_free (world->folder);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static gboolean
run (World *world, const char *mark, const char *script, guint limit, int *status, GError **error)
{
  FrErrandServer server = { "web-01", world->folder, ask, put, hear, tell, world };
  FrErrand errand = { "work", mark, script, limit, 2, 100 };

  return fr_errand_run (&server, &errand, status, world->cancellable, error);
}

static char *
read_file (World *world, const char *name)
{
  g_autofree char *path = g_build_filename (world->folder, "work", name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
write_file (World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (world->folder, "work", name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_way (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (run (world, "a", "echo one; sleep 0.3; echo two >&2; exit 3", 30, &status,
                      &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 3);
  g_assert_cmpstr (world->log->str, ==, "one\ntwo\n");

  /* Its end has been heard of: the same goes anew. */
  g_string_truncate (world->log, 0);
  g_assert_true (run (world, "a", "echo \"again: $1\"", 30, &status, &error));
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (world->log->str, ==, "again: \n");
}

static void
test_link_cut (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  int status = -1;

  world->cut_from = 4;
  world->cut_to = 8;
  g_assert_true (run (world, "a", "for i in 1 2 3 4 5; do echo $i; sleep 0.2; done", 30, &status,
                      &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (world->log->str, "web-01 is lost"));
  g_assert_cmpstr (world->told->str, ==,
                   "the connection is lost; waiting for the server to come back\n-\n");
  g_assert_true (g_str_has_suffix (world->log->str, "5\n"));
  g_assert_cmpuint (world->asked, >=, 8);

  /* For good: told after the time that it may take. */
  world->cut_from = world->asked + 3;
  world->cut_to = G_MAXUINT;
  g_assert_false (run (world, "b", "sleep 5", 30, &status, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (error->message, "web-01"));
}

/* A process of ours that goes away leaves it at work; the next one takes it up. */
static void
test_taken_up (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *script =
    g_strdup_printf ("echo begun >> %s/count; sleep 1; echo done", world->folder);
  g_autofree char *path = g_build_filename (world->folder, "count", NULL);
  g_autofree char *count = NULL;
  int status = -1;

  world->cancel_at = 4;
  g_assert_false (run (world, "a", script, 30, &status, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_cancellable_reset (world->cancellable);
  g_assert_true (run (world, "a", script, 30, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_str_has_suffix (world->log->str, "done\n"));
  g_assert_true (g_file_get_contents (path, &count, NULL, NULL));
  g_assert_cmpstr (count, ==, "begun\n");
}

/* The word by which a boot is known is another one: the server was restarted. */
static void
test_restarted (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  static const char script[] = "if [ \"$1\" = again ]; then echo goes on; exit 0; fi; "
                               "echo before; sleep 30";
  g_autofree char *pid = NULL;
  int status = -1;

  world->cancel_at = 5;
  g_assert_false (run (world, "a", script, 30, &status, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  pid = read_file (world, "pid");
  g_assert_nonnull (pid);
  write_file (world, "boot", "another\n");

  g_cancellable_reset (world->cancellable);
  g_string_truncate (world->log, 0);
  g_assert_true (run (world, "a", script, 30, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (world->log->str, ==, "before\ngoes on\n");
  g_assert_cmpstr (world->told->str, ==, "the server was restarted; the work goes on there\n");
  kill (-(pid_t) g_ascii_strtoll (pid, NULL, 10), SIGKILL);
}

static void
test_ended (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  int status = -1;

  /* By somebody else. */
  g_assert_false (run (world, "a", "kill -9 $PPID; sleep 30", 30, &status, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_REMOTE);
  g_clear_error (&error);

  /* By us, as it takes too long. */
  g_assert_false (run (world, "b", "echo it hangs; sleep 60", 4, &status, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (world->log->str, "it hangs"));
}

/* Control codes and NULs pass as they come, bounded; the end is never lost. */
static void
test_noise (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (run (world, "a",
                      "printf 'a\\000b\\033[2J\\n'; head -c 100000000 /dev/zero | tr '\\000' x; "
                      "echo; echo the end",
                      300, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpuint (world->log->len, <, 16000000);
  g_assert_nonnull (strstr (world->log->str, "are left out"));
  g_assert_true (g_str_has_suffix (world->log->str, "the end\n"));
}

/* Where the system of the server has settings for apt that would not bear a link that is cut. */
static void
test_apt (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *apt = g_find_program_in_path ("apt-config");
  int status = -1;

  if (apt == NULL)
    {
      g_test_skip ("apt is not here");
      return;
    }
  g_assert_true (run (world, "a",
                      "apt-config dump Acquire::Retries; apt-config dump DPkg::Lock::Timeout; "
                      "apt-config dump Dir::State::lists",
                      30, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (world->log->str, "Acquire::Retries \"6\";"));
  g_assert_nonnull (strstr (world->log->str, "DPkg::Lock::Timeout \"600\";"));
  g_assert_nonnull (strstr (world->log->str, "lists/"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/errand/way", test_way);
  g_test_add_func ("/deploy/errand/link-cut", test_link_cut);
  g_test_add_func ("/deploy/errand/taken-up", test_taken_up);
  g_test_add_func ("/deploy/errand/restarted", test_restarted);
  g_test_add_func ("/deploy/errand/ended", test_ended);
  g_test_add_func ("/deploy/errand/noise", test_noise);
  g_test_add_func ("/deploy/errand/apt", test_apt);

  return g_test_run ();
}
