/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The longest time in which the main loop stood still, for each stage of a whole deployment on
 * this computer, of the mirror, and of plans that nobody writes. Prints one line a stage; the goal
 * is none above 100 ms. On a busy machine the main loop also waits for its turn: what it computed
 * itself meanwhile is told beside it. */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <time.h>
#include <unistd.h>

#include "fr-deployment-page.h"
#include "fr-here.h"
#include "fr-job.h"
#include "fr-settings.h"
#include "fr-window.h"

#define TICK_MS 5
#define GOAL_MS 100
#define PATIENCE_US (90 * G_USEC_PER_SEC)
#define MIB (1024 * 1024)

static gint64 last_us;
static gint64 last_own_us;
static gint64 longest_us;
static gint64 longest_own_us;
static guint n_above;

/* What this thread has computed so far. */
static gint64
get_own_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
tick_cb (gpointer data)
{
  gint64 now = g_get_monotonic_time ();
  gint64 own = get_own_us ();
  gint64 stood = last_us > 0 ? now - last_us - TICK_MS * 1000 : 0;

  if (last_us > 0)
    longest_own_us = MAX (longest_own_us, own - last_own_us);
  longest_us = MAX (longest_us, stood);
  n_above += stood > GOAL_MS * 1000;
  last_us = now;
  last_own_us = own;

  return G_SOURCE_CONTINUE;
}

static void
begin (void)
{
  last_us = g_get_monotonic_time ();
  last_own_us = get_own_us ();
  longest_us = longest_own_us = 0;
  n_above = 0;
}

static void
end (const char *stage)
{
  g_print ("%-20s stood still %6.1f ms (%u times above %d), computed %6.1f ms\n", stage,
           (double) longest_us / 1000, n_above, GOAL_MS, (double) longest_own_us / 1000);
}

static void
run_ms (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the wizard is at @step, pressing Next whenever it is on. */
static gboolean
walk_to (FrWizard *wizard, FrWizardStep step, gboolean press)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  while (fr_wizard_get_step (wizard) != step && g_get_monotonic_time () < until)
    {
      FrPage *page = fr_wizard_get_page (wizard, fr_wizard_get_step (wizard));

      g_main_context_iteration (NULL, TRUE);
      if (press && fr_page_get_complete (page))
        fr_page_apply (page);
    }

  return fr_wizard_get_step (wizard) == step;
}

static gboolean
deploy (FrWindow *window)
{
  FrWizard *wizard;

  begin ();
  fr_window_begin (window);
  wizard = fr_window_get_wizard (window);
  if (!walk_to (wizard, FR_STEP_REVIEW, TRUE))
    return FALSE;
  end ("questions");

  begin ();
  run_ms (1500);
  end ("review");

  begin ();
  if (!walk_to (wizard, FR_STEP_DEPLOYMENT, TRUE) ||
      !walk_to (wizard, FR_STEP_INFORMATION, FALSE))
    return FALSE;
  run_ms (500);
  end ("deployment");

  begin ();
  walk_to (wizard, FR_STEP_MIRROR, TRUE);
  run_ms (8000);
  end ("mirror");

  begin ();
  fr_window_go_home (window);
  run_ms (1000);
  end ("home");

  return TRUE;
}

static char *
make_long (void)
{
  GString *text = g_string_new ("---\nlocationId: EU6\n");

  for (guint i = 0; text->len < MIB; i++)
    g_string_append_printf (text, "key%u:\n  - \"a value that stands for many\" # %u\n", i, i);

  return g_string_free (text, FALSE);
}

static char *
make_wide (void)
{
  GString *text = g_string_new ("---\nlocationId: EU6\nwide: \"");

  while (text->len < MIB)
    g_string_append (text, "all on one line: ");
  g_string_append (text, "\"\n");

  return g_string_free (text, FALSE);
}

static void
open_plan (FrApplication *application, const char *stage, char *text)
{
  FrWindow *window = fr_window_new (application);
  g_autofree char *owned = text;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "bench-stalls.yaml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_set_contents (path, text, -1, NULL);
  gtk_window_present (GTK_WINDOW (window));
  run_ms (500);
  begin ();
  fr_window_open_plan (window, file);
  run_ms (6000);
  end (stage);
  g_unlink (path);
  gtk_window_destroy (GTK_WINDOW (window));
  run_ms (100);
}

static void
lend_media_server (void)
{
  g_autofree char *place = g_build_filename (FR_BUILDDIR, "tests", "local", NULL);
  g_autofree char *link = g_build_filename (place, "kurento-stand-in", NULL);

  g_mkdir_with_parents (place, 0755);
  if (symlink (FR_BUILDDIR "/src/local/kurento-stand-in", link) != 0)
    g_debug ("it is there already");
}

int
main (int argc, char *argv[])
{
  g_autoptr (FrApplication) application = NULL;
  FrWindow *window;
  gboolean good;

  lend_media_server ();
  application = fr_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 1;
  fr_job_keep_free (g_thread_self ());
  g_timeout_add (TICK_MS, tick_cb, NULL);
  begin ();
  g_application_activate (G_APPLICATION (application));
  window = FR_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  run_ms (1500);
  end ("start");
  good = deploy (window);
  if (!good)
    g_print ("The deployment did not come to its end.\n");
  open_plan (application, "a plan of 1 MB", make_long ());
  open_plan (application, "a line of 1 MB", make_wide ());
  gtk_window_destroy (GTK_WINDOW (window));
  run_ms (500);
  fr_job_keep_free (NULL);
  fr_here_stop ();

  return good ? 0 : 1;
}
