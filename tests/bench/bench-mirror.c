/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a mirror costs: processor time of client and server, delay, first picture. Looks without
 * and with a hat take turns, and what counts are the ratios within one run: the machine and what
 * else it does change all figures, but both kinds of looks alike. */
#include <gio/gio.h>
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fr-mirror.h"
#include "fr-webrtc.h"

#define MOST_ROUNDS 100

typedef struct
{
  double client_percent; /* of one processor */
  double server_percent;
  double p50_ms;
  double p95_ms;
  double first_ms;
  double fps;
  double hat_percent;
} Figures;

static char *stand_in = NULL;
static char *size = NULL;
static int rounds = 3;
static double seconds = 4;
static int sessions = 1;

static const GOptionEntry entries[] = {
  { "stand-in", 0, 0, G_OPTION_ARG_FILENAME, &stand_in, "The media server's program", "FILE" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "Looks of each kind (3)", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "How long each look takes (4)", "N" },
  { "sessions", 0, 0, G_OPTION_ARG_INT, &sessions, "How many at once (1)", "N" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "Size of the picture (640x480)", "WxH" },
  G_OPTION_ENTRY_NULL,
};

static double
get_client_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

/* utime and stime are the 14th and 15th field of stat; the name, the 2nd, may hold spaces. */
static double
get_server_seconds (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || strrchr (text, ')') == NULL)
    return 0;

  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  if (g_strv_length (fields) < 13)
    return 0;

  return (double) (g_ascii_strtoull (fields[11], NULL, 10) +
                   g_ascii_strtoull (fields[12], NULL, 10)) /
         (double) sysconf (_SC_CLK_TCK);
}

typedef struct
{
  FrMirrorWish wish;
  FrMirrorVerdict *verdict;
  GError *error;
} Look;

static gpointer
look (gpointer data)
{
  Look *self = data;

  self->verdict = fr_mirror_try (&self->wish, seconds, NULL, NULL, &self->error);

  return NULL;
}

/* All sessions together; their figures are means, the processor time is that of each. */
static gboolean
measure (const FrMirrorWish *wish, const char *pid, Figures *figures)
{
  g_autofree Look *looks = g_new0 (Look, sessions);
  g_autofree GThread **threads = g_new0 (GThread *, sessions);
  gint64 began = g_get_monotonic_time ();
  double client = get_client_seconds ();
  double server = get_server_seconds (pid);
  double wall;
  gboolean good = TRUE;

  memset (figures, 0, sizeof *figures);
  for (int i = 0; i < sessions; i++)
    {
      looks[i].wish = *wish;
      threads[i] = g_thread_new ("look", look, &looks[i]);
    }
  for (int i = 0; i < sessions; i++)
    g_thread_join (threads[i]);
  wall = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;

  figures->client_percent = (get_client_seconds () - client) / wall * 100 / sessions;
  figures->server_percent = (get_server_seconds (pid) - server) / wall * 100 / sessions;
  for (int i = 0; i < sessions; i++)
    {
      const FrMirrorVerdict *verdict = looks[i].verdict;

      if (verdict == NULL)
        {
          g_printerr ("%s\n", looks[i].error->message);
          g_clear_error (&looks[i].error);
          good = FALSE;
          continue;
        }
      figures->p50_ms += verdict->totals.delay_p50_ms / sessions;
      figures->p95_ms += verdict->totals.delay_p95_ms / sessions;
      figures->first_ms += (double) verdict->first_frame_ms / sessions;
      figures->fps += verdict->totals.frames / verdict->seconds / sessions;
      if (verdict->totals.judged > 0)
        figures->hat_percent +=
          verdict->totals.seen * 100.0 / verdict->totals.judged / sessions;
      fr_mirror_verdict_free (looks[i].verdict);
    }

  return good;
}

static void
print_figures (const char *name, const Figures *figures)
{
  g_print ("%-12s client %5.1f %%  server %5.1f %%  p50 %5.1f ms  p95 %5.1f ms  first %4.0f ms  "
           "%4.1f fps  hat %5.1f %%\n",
           name, figures->client_percent, figures->server_percent, figures->p50_ms,
           figures->p95_ms, figures->first_ms, figures->fps, figures->hat_percent);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a;
  double two = *(const double *) b;

  return (one > two) - (one < two);
}

/* Of each figure by itself: one slow round moves none of them. */
static Figures
find_medians (const Figures *all, int n)
{
  Figures medians;
  double values[MOST_ROUNDS];

  for (gsize field = 0; field < sizeof (Figures) / sizeof (double); field++)
    {
      for (int i = 0; i < n; i++)
        values[i] = ((const double *) &all[i])[field];
      qsort (values, (gsize) n, sizeof *values, compare);
      ((double *) &medians)[field] = values[n / 2];
    }

  return medians;
}

static GSubprocess *
start_server (guint *port, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *line = NULL;
  GDataInputStream *output;
  GSubprocess *server;

  /* Its line about the port shall not be translated. */
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  server = g_subprocess_launcher_spawn (launcher, error, stand_in, "--port", "0", NULL);
  if (server == NULL)
    return NULL;

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_object_unref (output);
  if (line != NULL && sscanf (line, "listening on port %u", port) == 1)
    return server;

  g_subprocess_force_exit (server);
  g_object_unref (server);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s does not say where it listens", stand_in);

  return NULL;
}

static gboolean
compare_kinds (FrMirrorWish *wish, const char *pid)
{
  Figures echo[MOST_ROUNDS], hat[MOST_ROUNDS], cold;
  Figures one, two;
  gint64 began = g_get_monotonic_time ();

  fr_webrtc_warm ();
  g_print ("warming up took %.0f ms\n", (double) (g_get_monotonic_time () - began) / 1000);
  if (!measure (wish, pid, &cold))
    return FALSE;
  print_figures ("cold", &cold);

  for (int i = 0; i < rounds; i++)
    {
      wish->hat = "/nowhere/hat.png";
      if (!measure (wish, pid, &echo[i]))
        return FALSE;
      wish->hat = FR_MIRROR_HAT_URI;
      if (!measure (wish, pid, &hat[i]))
        return FALSE;
    }
  one = find_medians (echo, rounds);
  two = find_medians (hat, rounds);
  print_figures ("echo", &one);
  print_figures ("hat", &two);
  g_print ("hat : echo   client %.2f  server %.2f  p50 %.2f  p95 %.2f;  first picture warm : cold "
           "%.2f\n",
           two.client_percent / one.client_percent, two.server_percent / one.server_percent,
           two.p50_ms / one.p50_ms, two.p95_ms / one.p95_ms, two.first_ms / cold.first_ms);

  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autofree char *uri = NULL;
  FrMirrorWish wish = { .hat = FR_MIRROR_HAT_URI, .source = "face", .width = 640, .height = 480 };
  guint port = 0;
  gboolean good;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || stand_in == NULL || rounds < 1 ||
      rounds > MOST_ROUNDS || sessions < 1 ||
      (size != NULL && sscanf (size, "%ux%u", &wish.width, &wish.height) != 2))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "bench-mirror --stand-in FILE");
      return EXIT_FAILURE;
    }

  gst_init (NULL, NULL);
  server = start_server (&port, &error);
  if (server == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  uri = g_strdup_printf ("ws://127.0.0.1:%u/kurento", port);
  wish.uri = uri;
  wish.kbps = 1500;
  wish.place = fr_hat_place;
  good = compare_kinds (&wish, g_subprocess_get_identifier (server));
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);

  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
