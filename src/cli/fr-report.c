/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-report.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fr-command.h"

#define TICK_MS 200
/* Of a terminal that does not tell its size. */
#define COLUMNS 80
#define ROWS 24
#define DIGITS "0123456789"

typedef struct
{
  const FrStep *step;
  gint64 since_us;
  char *doing; /* what it is at, or NULL */
} Running;

typedef struct
{
  char *id;
  char *note;
  FrStepState state;
  gint64 elapsed_us;
} Ended;

struct _FrReport
{
  GMutex mutex;
  gboolean quiet;
  gboolean live;
  GArray *running;  /* of Running */
  GPtrArray *ended; /* of Ended   */
  char *waiting;    /* what the cloud is waited for */
  guint lines;      /* that are shown live */
  GThread *ticker;
  gboolean stopped;
  GCond cond;
};

static const char *const words[] = {
  [FR_STEP_WAITING] = N_ ("waits"),
  [FR_STEP_RUNNING] = N_ ("runs"),
  [FR_STEP_KEPT] = N_ ("kept"),
  [FR_STEP_DONE] = N_ ("done"),
  [FR_STEP_SKIPPED] = N_ ("skipped"),
  [FR_STEP_FAILED] = N_ ("failed"),
  [FR_STEP_UNDONE] = N_ ("removed"),
};

static void
ended_free (gpointer data)
{
  Ended *ended = data;

  g_free (ended->id);
  g_free (ended->note);
  g_free (ended);
}

static void
running_clear (gpointer data)
{
  g_free (((Running *) data)->doing);
}

static void
clear_lines (FrReport *self)
{
  if (self->lines > 0)
    fprintf (stderr, "\033[%uA\033[J", self->lines);
  self->lines = 0;
}

/* A line that wraps, or scrolls away, could not be taken back. */
static void
measure (guint *columns, guint *rows)
{
  struct winsize size = { 0 };

  ioctl (STDERR_FILENO, TIOCGWINSZ, &size);
  *columns = (size.ws_col > 1 ? size.ws_col : COLUMNS) - 1;
  *rows = (size.ws_row > 1 ? size.ws_row : ROWS) - 1;
}

static void
draw_line (FrReport *self, char *line)
{
  g_autofree char *owned = line;
  g_autofree char *cut = NULL;
  guint columns, rows;

  measure (&columns, &rows);
  if (self->lines >= rows)
    return;
  cut = g_utf8_strlen (line, -1) > columns ? g_utf8_substring (line, 0, columns) : g_strdup (line);
  fprintf (stderr, "%s\n", cut);
  self->lines++;
}

static void
draw_lines (FrReport *self)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->running->len; i++)
    {
      const Running *running = &g_array_index (self->running, Running, i);

      draw_line (self, g_strdup_printf ("   …     %s: %s (%.0f s)", _ (running->step->title),
                                        running->step->object,
                                        (double) (now - running->since_us) / G_USEC_PER_SEC));
      if (running->doing != NULL)
        draw_line (self, g_strdup_printf ("         %s", running->doing));
    }
  if (self->waiting != NULL && self->running->len > 0)
    draw_line (self, g_strdup_printf ("         %s", self->waiting));
  fflush (stderr);
}

static gpointer
tick (gpointer data)
{
  FrReport *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopped)
    {
      clear_lines (self);
      draw_lines (self);
      g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + TICK_MS * 1000);
    }
  clear_lines (self);
  fflush (stderr);
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * fr_report_new:
 * @quiet: whether nothing is shown
 *
 * What is shown goes to standard error; standard output is for results.
 */
FrReport *
fr_report_new (gboolean quiet)
{
  FrReport *self = g_new0 (FrReport, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->quiet = quiet;
  self->live = !quiet && isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  self->running = g_array_new (FALSE, FALSE, sizeof (Running));
  g_array_set_clear_func (self->running, running_clear);
  self->ended = g_ptr_array_new_with_free_func (ended_free);
  if (self->live)
    self->ticker = g_thread_new ("report", tick, self);

  return self;
}

/**
 * fr_report_free:
 * @self: (nullable):
 */
void
fr_report_free (FrReport *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->ticker, g_thread_join);
  g_array_unref (self->running);
  g_ptr_array_unref (self->ended);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->waiting);
  g_free (self);
}

static void
forget_running (FrReport *self, const FrStep *step)
{
  for (guint i = self->running->len; i > 0; i--)
    if (g_array_index (self->running, Running, i - 1).step == step)
      g_array_remove_index (self->running, i - 1);
}

static void
print_ended (const FrStepNews *news)
{
  g_autofree char *note = news->note != NULL ? fr_command_clean (news->note, -1) : NULL;

  fprintf (stderr, "%-8s %s: %s", _ (words[news->state]), _ (news->step->title),
           news->step->object);
  if (note != NULL)
    fprintf (stderr, " (%s)", note);
  else if (news->elapsed_us >= G_USEC_PER_SEC / 10)
    fprintf (stderr, " (%.1f s)", (double) news->elapsed_us / G_USEC_PER_SEC);
  fprintf (stderr, "\n");
}

static void
keep (FrReport *self, const FrStepNews *news)
{
  Ended *ended = g_new0 (Ended, 1);

  ended->id = g_strdup (news->step->id);
  ended->note = g_strdup (news->note);
  ended->state = news->state;
  ended->elapsed_us = news->elapsed_us;
  g_ptr_array_add (self->ended, ended);
}

/**
 * fr_report_step:
 * @report: the #FrReport
 *
 * An #FrStepReport.
 */
void
fr_report_step (const FrStepNews *news, gpointer report)
{
  FrReport *self = report;
  Running running = { news->step, g_get_monotonic_time (), NULL };

  g_mutex_lock (&self->mutex);
  if (self->live)
    clear_lines (self);
  if (news->state == FR_STEP_RUNNING)
    g_array_append_val (self->running, running);
  else
    {
      forget_running (self, news->step);
      g_clear_pointer (&self->waiting, g_free);
      /* A step that has nothing to take back is no news. */
      if (news->state != FR_STEP_SKIPPED || news->note != NULL)
        {
          keep (self, news);
          if (!self->quiet)
            print_ended (news);
        }
    }
  if (self->live)
    draw_lines (self);
  g_mutex_unlock (&self->mutex);
}

static Running *
find_running (FrReport *self, const char *id)
{
  for (guint i = 0; i < self->running->len; i++)
    if (g_str_equal (g_array_index (self->running, Running, i).step->id, id))
      return &g_array_index (self->running, Running, i);

  return NULL;
}

/* Whether two texts differ in more than what is counted in them. */
static gboolean
is_other (const char *one, const char *two)
{
  if (one == NULL || two == NULL)
    return one != two;
  while (*one != '\0' && *two != '\0')
    {
      one += strspn (one, DIGITS);
      two += strspn (two, DIGITS);
      if (*one != *two)
        return TRUE;
      if (*one != '\0')
        {
          one++;
          two++;
        }
    }

  return *one != *two;
}

/**
 * fr_report_doing:
 * @report: the #FrReport
 *
 * An #FrSiteDoing: shown below the live line of the step; elsewhere as a line of its own, but not
 * for each package that is counted.
 */
void
fr_report_doing (const char *id, const char *doing, gpointer report)
{
  FrReport *self = report;
  g_autofree char *cleaned = doing != NULL ? fr_command_clean (doing, -1) : NULL;
  Running *running;

  g_mutex_lock (&self->mutex);
  running = find_running (self, id);
  if (running != NULL)
    {
      if (!self->quiet && !self->live && cleaned != NULL && is_other (running->doing, cleaned))
        fprintf (stderr, "%-8s %s: %s: %s\n", _ (words[FR_STEP_RUNNING]),
                 _ (running->step->title), running->step->object, cleaned);
      g_free (running->doing);
      running->doing = g_steal_pointer (&cleaned);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_report_wait:
 * @report: the #FrReport
 *
 * An #FrCloudBusyFunc.
 */
void
fr_report_wait (const char *what, guint wait_ms, gpointer report)
{
  FrReport *self = report;
  g_autofree char *cleaned = NULL;

  g_mutex_lock (&self->mutex);
  g_free (self->waiting);
  cleaned = fr_command_clean (what, -1);
  self->waiting = g_strdup_printf (_ ("%s Again in %.1f s."), cleaned, wait_ms / 1000.0);
  if (!self->quiet && !self->live)
    fprintf (stderr, "%-8s %s\n", _ (words[FR_STEP_WAITING]), self->waiting);
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_report_log:
 * @report: the #FrReport
 *
 * An #FrSiteLog.
 */
void
fr_report_log (const char *server, const char *text, gsize length, gpointer report)
{
  FrReport *self = report;
  g_autofree char *cleaned = fr_command_clean (text, (gssize) length);
  g_auto (GStrv) lines = g_strsplit (cleaned, "\n", -1);

  if (self->quiet)
    return;

  g_mutex_lock (&self->mutex);
  if (self->live)
    clear_lines (self);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      fprintf (stderr, "         %s: %s\n", server, lines[i]);
  if (self->live)
    draw_lines (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_report_to_json:
 *
 * Returns: (transfer full): an array of the steps that have ended
 */
JsonNode *
fr_report_to_json (FrReport *self)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->ended->len; i++)
    {
      const Ended *ended = g_ptr_array_index (self->ended, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "step", ended->id);
      json_object_set_string_member (object, "state", words[ended->state]);
      json_object_set_int_member (object, "elapsed_ms", ended->elapsed_us / 1000);
      if (ended->note != NULL)
        json_object_set_string_member (object, "note", ended->note);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);

  return node;
}

/**
 * fr_report_hold:
 *
 * Keeps the terminal free for somebody who asks a question there, until fr_report_release().
 */
void
fr_report_hold (FrReport *self)
{
  g_mutex_lock (&self->mutex);
  clear_lines (self);
  fflush (stderr);
}

/**
 * fr_report_release:
 */
void
fr_report_release (FrReport *self)
{
  g_mutex_unlock (&self->mutex);
}
