/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the mirror page costs: processor time of this program with two pictures on the screen
 * against the same look without any, taking turns within one run; how long the first picture
 * takes from Start; and the longest time in which the main loop did nothing. */
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "fr-mirror-page-private.h"
#include "fr-mirror.h"

#define MOST_ROUNDS 50
#define TICK_MS 5
#define SETTLE_MS 1500
#define PATIENCE_MS 20000

static char *stand_in = NULL;
static int rounds = 3;
static double seconds = 4;

static const GOptionEntry entries[] = {
  { "stand-in", 0, 0, G_OPTION_ARG_FILENAME, &stand_in, "The media server's program", "FILE" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "Looks of each kind (3)", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "How long each look is measured (4)", "N" },
  G_OPTION_ENTRY_NULL,
};

static gint64 last_tick_us;
static gint64 longest_us;

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static gboolean
tick_cb (gpointer data)
{
  gint64 now = g_get_monotonic_time ();

  if (last_tick_us > 0)
    longest_us = MAX (longest_us, now - last_tick_us);
  last_tick_us = now;

  return G_SOURCE_CONTINUE;
}

static void
run_ms (double ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) (ms * 1000);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
}

static double
measure_percent (void)
{
  double cpu = get_cpu_seconds ();
  gint64 began = g_get_monotonic_time ();

  run_ms (seconds * 1000);

  return (get_cpu_seconds () - cpu) * 100 * G_USEC_PER_SEC /
         (double) (g_get_monotonic_time () - began);
}

static gpointer
look (gpointer wish)
{
  g_autoptr (GError) error = NULL;
  FrMirrorVerdict *verdict =
    fr_mirror_try (wish, seconds + (double) SETTLE_MS / 1000 + 2, NULL, NULL, &error);

  if (verdict == NULL)
    g_printerr ("%s\n", error->message);
  fr_mirror_verdict_free (verdict);

  return NULL;
}

/* The pictures end where they were decoded. */
static double
measure_without (FrMirrorWish *wish)
{
  GThread *thread = g_thread_new ("look", look, wish);
  double percent;

  run_ms (SETTLE_MS);
  percent = measure_percent ();
  g_thread_join (thread);

  return percent;
}

static double
measure_with (FrMirrorPage *page, double *first_ms)
{
  gint64 began = g_get_monotonic_time ();
  gint64 end = began + PATIENCE_MS * 1000;
  double percent;

  fr_page_apply (FR_PAGE (page));
  while (fr_video_paintable_get_first (page->mirror) == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  *first_ms = (double) (fr_video_paintable_get_first (page->mirror) - began) / 1000;
  run_ms (SETTLE_MS);
  percent = measure_percent ();
  fr_page_apply (FR_PAGE (page));
  run_ms (300);

  return percent;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a;
  double two = *(const double *) b;

  return (one > two) - (one < two);
}

static double
find_median (double *values)
{
  qsort (values, (gsize) rounds, sizeof *values, compare);

  return values[rounds / 2];
}

static FrMirrorPage *
show_page (const char *uri, GtkWidget **window)
{
  FrMirrorPage *page = g_object_new (FR_TYPE_MIRROR_PAGE, NULL);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/fittingroom/FittingRoom/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  fr_mirror_page_set_address (page, uri, NULL);
  *window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (*window), 796, 700);
  adw_window_set_content (ADW_WINDOW (*window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (*window));
  run_ms (500);

  return page;
}

static void
compare_kinds (const char *uri)
{
  FrMirrorWish wish = { .uri = uri,
                        .hat = FR_MIRROR_HAT_URI,
                        .source = "face",
                        .width = 640,
                        .height = 480,
                        .kbps = 1500,
                        .place = fr_hat_place };
  double with[MOST_ROUNDS], without[MOST_ROUNDS], first[MOST_ROUNDS];
  GtkWidget *window;
  FrMirrorPage *page = show_page (uri, &window);
  double one, two;

  /* The first look warms up what the others find warm; it is left out. */
  fr_page_enter (FR_PAGE (page));
  run_ms (3000);
  fr_page_apply (FR_PAGE (page));
  run_ms (500);
  for (int i = 0; i < rounds; i++)
    {
      without[i] = measure_without (&wish);
      last_tick_us = 0;
      with[i] = measure_with (page, &first[i]);
    }

  one = find_median (without);
  two = find_median (with);
  g_print ("without pictures %.1f %%, with two pictures %.1f %% of one processor: ratio %.2f\n",
           one, two, two / one);
  g_print ("first picture %.0f ms after Start; longest pause of the main loop %.0f ms\n",
           find_median (first), (double) longest_us / 1000);
  fr_page_leave (FR_PAGE (page));
  gtk_window_destroy (GTK_WINDOW (window));
  run_ms (500);
}

static GSubprocess *
start_server (guint *port, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *line = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GSubprocess) server = NULL;

  /* Its line about the port shall not be translated. */
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  server = g_subprocess_launcher_spawn (launcher, error, stand_in, "--port", "0", NULL);
  if (server == NULL)
    return NULL;

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  if (line != NULL && sscanf (line, "listening on port %u", port) == 1)
    return g_steal_pointer (&server);

  g_subprocess_force_exit (server);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s does not say where it listens", stand_in);

  return NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autofree char *uri = NULL;
  guint port = 0;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || stand_in == NULL || rounds < 1 ||
      rounds > MOST_ROUNDS)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "bench-glass --stand-in FILE");
      return EXIT_FAILURE;
    }

  gst_init (NULL, NULL);
  adw_init ();
  server = start_server (&port, &error);
  if (server == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  uri = g_strdup_printf ("ws://127.0.0.1:%u/kurento", port);
  g_timeout_add (TICK_MS, tick_cb, NULL);
  compare_kinds (uri);
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);

  return EXIT_SUCCESS;
}
