/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-errand.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-server-resources.h"
#include "fr-wait.h"

#define RESOURCES "/fitting-room/server/"
#define FIRST_PAUSE_MS 100
#define MOST_PAUSE_MS 10000

/* A server that goes down again and again is ill, or its plan restarts it each time. */
#define MOST_RESTARTS 5

/* A line that does not end is passed on in pieces of this size. */
#define MOST_LINE 8192

/* How an errand stands, as the first line of an answer says it. */
typedef enum
{
  STATE_NONE,    /* nothing was ever started        */
  STATE_RUNNING, /* it is at work                   */
  STATE_ENDED,   /* it has ended by itself          */
  STATE_CUT,     /* the server was restarted        */
  STATE_LOST,    /* somebody has ended it           */
} State;

static const char *const state_names[] = { "none", "running", "ended", "cut", "lost" };

typedef struct
{
  const FrErrandServer *server;
  const FrErrand *errand;
  char *folder;
  char *tool; /* the path of the script that starts and watches it */
  gint64 deadline_us;
  gint64 lost_us; /* since when the server is out of reach, or 0 */
  guint64 offset; /* of the log */
  GString *line;  /* its last one, not ended yet */
  char *mark;     /* of the errand that is there */
  State state;
  int status;
  gsize count;    /* bytes of the log that have just come */
  gboolean quiet; /* its log is not ours yet */
} Watch;

/**
 * fr_errand_read_script:
 * @name: of a file in src/deploy/server
 *
 * Returns: (transfer full): a script that belongs on a server
 */
char *
fr_errand_read_script (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  bytes = g_resource_lookup_data (fr_server_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  NULL);

  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                       : NULL;
}

static void
say (Watch *watch, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  if (watch->server->log != NULL)
    watch->server->log (watch->server->data, line, strlen (line));
}

static void
say_doing (Watch *watch, const char *doing)
{
  if (watch->server->tell != NULL)
    watch->server->tell (watch->server->data, doing);
}

/* Passes whole lines on, and keeps the rest. */
static void
pass_on (Watch *watch, gboolean all)
{
  GString *line = watch->line;
  const char *end = all ? line->str + line->len : memrchr (line->str, '\n', line->len);
  gsize length = end != NULL ? (gsize) (end - line->str) + (all ? 0 : 1) : 0;

  if (length == 0 && line->len > MOST_LINE)
    length = line->len;
  if (length == 0)
    return;
  if (watch->server->log != NULL)
    watch->server->log (watch->server->data, line->str, length);
  g_string_erase (line, 0, (gssize) length);
}

/* Takes an answer apart: "MARK STATE STATUS FROM COUNT", a piece of the log, and a full stop. */
static gboolean
read_answer (Watch *watch, const char *answer, GError **error)
{
  const char *end = strchr (answer, '\n');
  g_autofree char *head = end != NULL ? g_strndup (answer, (gsize) (end - answer)) : NULL;
  g_auto (GStrv) words = g_strsplit (head != NULL ? head : "", " ", 6);
  guint64 from;
  gsize length;
  guint state = 0;

  while (g_strv_length (words) == 5 && state < G_N_ELEMENTS (state_names) &&
         !g_str_equal (words[1], state_names[state]))
    state++;
  length = end != NULL ? strlen (end + 1) : 0;
  if (g_strv_length (words) != 5 || state == G_N_ELEMENTS (state_names) || length == 0)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
                   _ ("%s does not say how “%s” stands there (“%.60s”). Try again."),
                   watch->server->name, watch->errand->name, answer);
      return FALSE;
    }

  g_free (watch->mark);
  watch->mark = g_strdup (words[0]);
  watch->state = (State) state;
  watch->status = atoi (words[2]);
  from = g_ascii_strtoull (words[3], NULL, 10);
  watch->count = (gsize) g_ascii_strtoull (words[4], NULL, 10);
  if (watch->quiet)
    return TRUE;
  if (from > watch->offset)
    {
      g_autofree char *size = g_format_size (from - watch->offset);
      g_autofree char *gap =
        g_strdup_printf (_ ("… %s are left out; all of it is in %s/log on the server …"), size,
                         watch->folder);

      pass_on (watch, TRUE);
      say (watch, gap);
    }
  watch->offset = from + watch->count;
  g_string_append_len (watch->line, end + 1, (gssize) MIN (watch->count, length - 1));
  pass_on (watch, FALSE);

  return TRUE;
}

/* Whether a server that answers like this may be itself again in a moment. One that boots lets
 * nobody but root in at first. */
static gboolean
may_pass (Watch *watch, const GError *error)
{
  return g_error_matches (error, FR_ERROR, FR_ERROR_UNREACHABLE) ||
         g_error_matches (error, FR_ERROR, FR_ERROR_TIMEOUT) ||
         g_error_matches (error, FR_ERROR, FR_ERROR_SSH) ||
         (watch->lost_us != 0 && g_error_matches (error, FR_ERROR, FR_ERROR_CREDENTIALS));
}

/* Says once that the connection is gone, and gives up when that takes too long. */
static gboolean
bear_loss (Watch *watch, GError **reason, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (!may_pass (watch, *reason))
    {
      g_propagate_error (error, g_steal_pointer (reason));
      return FALSE;
    }
  if (watch->lost_us == 0)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("The connection to %s is lost. The work goes on there; waiting."),
                         watch->server->name);

      watch->lost_us = now;
      say (watch, text);
      say_doing (watch, _ ("the connection is lost; waiting for the server to come back"));
    }
  if (now - watch->lost_us < (gint64) watch->errand->lost_seconds * G_USEC_PER_SEC)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
               _ ("%s has not answered for %u seconds (%s). Look at its console; once it answers, "
                  "deploy again: the work goes on where it stands."),
               watch->server->name, watch->errand->lost_seconds, (*reason)->message);

  return FALSE;
}

static gboolean
look (Watch *watch, GCancellable *cancellable, GError **error)
{
  g_autofree char *command =
    g_strdup_printf ("sh %s poll %" G_GUINT64_FORMAT, watch->tool, watch->offset);
  g_autofree char *answer = watch->server->ask (watch->server->data, command, cancellable, error);

  if (answer == NULL)
    return FALSE;
  if (watch->lost_us != 0)
    say_doing (watch, NULL);
  watch->lost_us = 0;

  return read_answer (watch, answer, error);
}

static gboolean
tell (Watch *watch, const char *what, GCancellable *cancellable, GError **error)
{
  g_autofree char *command = g_strdup_printf ("sh %s %s", watch->tool, what);
  g_autofree char *ignored = watch->server->ask (watch->server->data, command, cancellable, error);

  return ignored != NULL;
}

static gboolean
put (Watch *watch, const char *name, const char *content, guint mode, GCancellable *cancellable,
     GError **error)
{
  g_autofree char *path = g_build_filename (watch->folder, name, NULL);

  return watch->server->put (watch->server->data, path, content, mode, cancellable, error);
}

static gboolean
start (Watch *watch, const char *mode, GCancellable *cancellable, GError **error)
{
  g_autofree char *what = g_strdup_printf ("start %s%s", watch->errand->mark, mode);

  return tell (watch, what, cancellable, error);
}

/* Ends what takes too long, so that it can be begun anew. */
static gboolean
give_up (Watch *watch, GCancellable *cancellable, GError **error)
{
  tell (watch, "stop", cancellable, NULL);
  g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
               _ ("“%s” on %s was not done within %u seconds and was ended. The last lines of "
                  "%s/log there say where it hangs; then deploy again."),
               watch->errand->name, watch->server->name, watch->errand->limit_seconds,
               watch->folder);

  return FALSE;
}

static gboolean
fail (Watch *watch, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
               watch->state == STATE_CUT
                 ? _ ("%s was restarted again and again during “%s”. Look into %s/log there for "
                      "what restarts it.")
                 : _ ("Somebody has ended the work on %s during “%s” (its log: %s/log there). "
                      "Deploy again: it is done anew."),
               watch->server->name, watch->errand->name, watch->folder);

  return FALSE;
}

/* Until the errand has ended and all of its log is here. */
static gboolean
follow (Watch *watch, GCancellable *cancellable, GError **error)
{
  guint pause_ms = FIRST_PAUSE_MS;
  guint restarts = 0;

  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      gint64 asked_us = g_get_monotonic_time ();
      gboolean seen = look (watch, cancellable, &reason);
      guint took_ms = (guint) ((g_get_monotonic_time () - asked_us) / 1000);

      if (seen && watch->count == 0 && watch->state == STATE_ENDED)
        return TRUE;
      if (seen && watch->state == STATE_CUT && restarts < MOST_RESTARTS)
        {
          restarts++;
          say_doing (watch, _ ("the server was restarted; the work goes on there"));
          seen = start (watch, " again", cancellable, &reason);
        }
      else if (seen && watch->count == 0 && watch->state != STATE_RUNNING)
        return fail (watch, error);
      if (!seen && !bear_loss (watch, &reason, error))
        return FALSE;
      if (g_get_monotonic_time () > watch->deadline_us)
        return give_up (watch, cancellable, error);

      pause_ms = seen && watch->count > 0 ? FIRST_PAUSE_MS
                                          : MIN (pause_ms * 2, watch->errand->pause_ms);
      /* One that is slow to answer is busy enough. */
      if (!fr_wait (seen ? MAX (pause_ms, MIN (took_ms * 2, MOST_PAUSE_MS)) : pause_ms, cancellable,
                    error))
        return FALSE;
    }
}

/* Takes up the errand where an earlier run of ours has left it, or starts it. One of another
 * kind, of a plan that has been changed since, may end first. */
static gboolean
begin (Watch *watch, GCancellable *cancellable, GError **error)
{
  gboolean ours;

  watch->quiet = TRUE;
  if (!look (watch, cancellable, error))
    return FALSE;
  watch->quiet = FALSE;

  ours = g_strcmp0 (watch->mark, watch->errand->mark) == 0;
  if (ours && watch->state != STATE_NONE && watch->state != STATE_LOST)
    return TRUE;
  if (!ours && watch->state == STATE_RUNNING)
    {
      g_autofree char *text = g_strdup_printf (
        _ ("Earlier work on %s has not ended yet; waiting for it."), watch->server->name);

      say (watch, text);
      say_doing (watch, _ ("waiting for the end of earlier work there"));
      if (!follow (watch, cancellable, error))
        return FALSE;
      watch->offset = 0;
    }

  return put (watch, "script", watch->errand->script, 0700, cancellable, error) &&
         start (watch, "", cancellable, error);
}

/**
 * fr_errand_run:
 * @status: (out): of the script
 * @cancellable: (nullable): stops watching; the errand goes on, and the next call with the same
 *   mark takes it up again
 *
 * Runs a script on a server and passes on what it prints. A lost connection, an SSH server that
 * is restarted and a server that is restarted are waited for. Blocks until the end.
 *
 * Returns: %FALSE with %FR_ERROR_TIMEOUT, %FR_ERROR_REMOTE when somebody has ended it, or what
 *   the connection failed with
 */
gboolean
fr_errand_run (const FrErrandServer *server, const FrErrand *errand, int *status,
               GCancellable *cancellable, GError **error)
{
  g_autofree char *tool = fr_errand_read_script ("errand");
  g_autofree char *apt = fr_errand_read_script ("apt.conf");
  g_autoptr (GString) line = g_string_new (NULL);
  Watch watch = { .server = server, .errand = errand, .line = line };
  gboolean good;

  g_return_val_if_fail (server != NULL && errand != NULL && status != NULL, FALSE);

  watch.deadline_us =
    g_get_monotonic_time () + (gint64) errand->limit_seconds * G_USEC_PER_SEC;
  watch.folder = g_build_filename (server->folder, errand->name, NULL);
  watch.tool = g_build_filename (watch.folder, "errand", NULL);
  good = put (&watch, "errand", tool, 0700, cancellable, error) &&
         put (&watch, "apt.conf", apt, 0600, cancellable, error) &&
         begin (&watch, cancellable, error) && follow (&watch, cancellable, error);
  pass_on (&watch, TRUE);
  if (good)
    {
      *status = watch.status;
      tell (&watch, "take", cancellable, NULL);
    }
  g_free (watch.mark);
  g_free (watch.folder);
  g_free (watch.tool);

  return good;
}
