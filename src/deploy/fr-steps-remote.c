/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cause.h"
#include "fr-errand.h"
#include "fr-error.h"
#include "fr-progress.h"
#include "fr-wait.h"

#define LOST_SECONDS 900
#define PAUSE_MS 2000
#define RESTART_SECONDS 900

/* So much of the end of a log is kept for the reason why something failed. */
#define MOST_LAST 65536

/* The log of an errand on its way to that of the site. */
typedef struct
{
  FrTask *task;
  GString *last;
  FrProgress *progress;
} Ear;

/**
 * fr_remote_is_out_of_reach:
 * @note: (out): says so
 *
 * Returns: whether the Internet does not reach the server of @task, and so we do not either
 */
gboolean
fr_remote_is_out_of_reach (const FrTask *task, char **note)
{
  if (task->node->plan->internet || task->node->plan->login != NULL)
    return FALSE;

  *note = g_strdup (_ ("the server has no public address, so it cannot be signed in to"));

  return TRUE;
}

/**
 * fr_remote_look_unless:
 * @command: of the server; when it says no, the step is skipped
 * @otherwise: the note for that
 *
 * Returns: %FR_LOOK_TODO when the command has succeeded
 */
FrLook
fr_remote_look_unless (FrTask *task, const char *command, const char *otherwise, char **note,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *answer = fr_site_ask (task->site, task->node, command, cancellable, &reason);

  if (answer != NULL)
    return FR_LOOK_TODO;
  if (!g_error_matches (reason, FR_ERROR, FR_ERROR_REMOTE))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }
  *note = g_strdup (otherwise);

  return FR_LOOK_SKIP;
}

/**
 * fr_remote_find_kind:
 *
 * Returns: what can be done on the server of @task
 */
FrRemoteKind
fr_remote_find_kind (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *answer =
    fr_site_ask (task->site, task->node,
                 "if ! test -w /usr/bin; then echo fixed; "
                 "elif ! command -v apt-get >/dev/null; then echo foreign; "
                 "elif command -v cloud-init >/dev/null; then echo full; else echo bare; fi",
                 cancellable, error);

  if (answer == NULL)
    return FR_REMOTE_FAILED;

  return g_str_equal (answer, "full")      ? FR_REMOTE_FULL
         : g_str_equal (answer, "bare")    ? FR_REMOTE_BARE
         : g_str_equal (answer, "foreign") ? FR_REMOTE_FOREIGN
                                           : FR_REMOTE_FIXED;
}

/**
 * fr_remote_log:
 * @text: one line, for the log of the server of @task
 */
void
fr_remote_log (FrTask *task, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  if (task->site->log != NULL)
    task->site->log (task->node->plan->name, line, strlen (line), task->site->report_data);
}

static char *
ask_cb (gpointer data, const char *command, GCancellable *cancellable, GError **error)
{
  const Ear *ear = data;

  return fr_site_ask (ear->task->site, ear->task->node, command, cancellable, error);
}

static gboolean
put_cb (gpointer data, const char *path, const char *content, guint mode, GCancellable *cancellable,
        GError **error)
{
  const Ear *ear = data;

  return fr_site_put (ear->task->site, ear->task->node, path, content, mode, cancellable, error);
}

static void
log_cb (gpointer data, const char *text, gsize length)
{
  Ear *ear = data;
  FrSite *site = ear->task->site;

  g_string_append_len (ear->last, text, (gssize) length);
  if (ear->last->len > MOST_LAST)
    g_string_erase (ear->last, 0, (gssize) (ear->last->len - MOST_LAST));
  if (site->log != NULL)
    site->log (ear->task->node->plan->name, text, length, site->report_data);
  if (fr_progress_hear (ear->progress, text, length))
    fr_site_tell (site, ear->task->node, fr_progress_get_words (ear->progress));
}

static void
tell_cb (gpointer data, const char *doing)
{
  const Ear *ear = data;

  fr_site_tell (ear->task->site, ear->task->node,
                doing != NULL ? doing : fr_progress_get_words (ear->progress));
}

/**
 * fr_remote_run:
 * @name: of the errand, one word
 * @mark: by which it is known again
 * @script: for sh, as root
 * @limit_seconds: for all of it
 * @last_lines: (out) (optional): the end of what it has printed
 *
 * Runs a script that goes on when the connection ends, and passes what it prints to the log.
 *
 * Returns: %FALSE with an error; %FR_ERROR_REMOTE and why when its status is not 0
 */
gboolean
fr_remote_run (FrTask *task, const char *name, const char *mark, const char *script,
               guint limit_seconds, char **last_lines, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) last = g_string_new (NULL);
  g_autoptr (FrProgress) progress = fr_progress_new ();
  Ear ear = { task, last, progress };
  FrErrandServer server = {
    .name = task->node->plan->name,
    .folder = FR_REMOTE_FOLDER,
    .ask = ask_cb,
    .put = put_cb,
    .log = log_cb,
    .tell = tell_cb,
    .data = &ear,
  };
  FrErrand errand = { name, mark, script, limit_seconds, LOST_SECONDS, PAUSE_MS };
  gboolean good;
  int status = 0;

  good = fr_errand_run (&server, &errand, &status, cancellable, error);
  fr_site_tell (task->site, task->node, NULL);
  if (!good)
    return FALSE;

  if (status != 0)
    {
      g_autofree char *cause = fr_cause_find (last->str);
      const char *cure = fr_cause_find_cure (cause);

      if (cure == NULL)
        cure = fr_cause_find_cure (last->str);
      g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                   _ ("%s says “%s”. %s Then deploy again. (Status %d; its log is %s/%s/log "
                      "there.)"),
                   task->node->plan->name, cause, cure != NULL ? cure : _ ("Mend that there."),
                   status, FR_REMOTE_FOLDER, name);
      return FALSE;
    }
  if (last_lines != NULL)
    *last_lines = g_strdup (last->str);

  return TRUE;
}

/**
 * fr_remote_run_script:
 * @name: of a file in src/deploy/server, and of the errand
 * @settings: (nullable): lines of NAME='value' for it
 *
 * The same with a script that we bring.
 *
 * Returns: %FALSE with an error, as fr_remote_run()
 */
gboolean
fr_remote_run_script (FrTask *task, const char *name, const char *settings, guint limit_seconds,
                      GCancellable *cancellable, GError **error)
{
  g_autofree char *text = fr_errand_read_script (name);
  g_autofree char *script = g_strconcat (settings != NULL ? settings : "", text, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, script, -1);

  return fr_remote_run (task, name, sum, script, limit_seconds, NULL, cancellable, error);
}

/**
 * fr_remote_restart:
 *
 * Restarts the server of @task, and waits until it answers again.
 *
 * Returns: %FALSE with %FR_ERROR_TIMEOUT when it does not come back
 */
gboolean
fr_remote_restart (FrTask *task, GCancellable *cancellable, GError **error)
{
  static const char ask_boot[] = "cat /proc/sys/kernel/random/boot_id";
  g_autofree char *before = fr_site_ask (task->site, task->node, ask_boot, cancellable, error);
  g_autofree char *waiting = NULL;
  FrPauses pauses;

  if (before == NULL)
    return FALSE;
  waiting = g_strdup_printf (_ ("%s is restarted for its update; waiting until it answers."),
                             task->node->plan->name);
  fr_remote_log (task, waiting);
  if (!fr_site_run_once (task->site, task->node,
                         "(sleep 1; systemctl reboot) </dev/null >/dev/null 2>&1 &", cancellable,
                         error))
    return FALSE;

  fr_pauses_init (&pauses, 1000, 5000, RESTART_SECONDS);
  while (TRUE)
    {
      g_autofree char *now = NULL;

      if (!fr_pauses_wait (&pauses, waiting, cancellable, error))
        return FALSE;
      now = fr_site_ask (task->site, task->node, ask_boot, cancellable, NULL);
      if (now != NULL && !g_str_equal (now, before))
        return TRUE;
    }
}

/**
 * fr_remote_read_config:
 * @text: (out): the cloud-config of the server, its tokens filled in
 *
 * Returns: (transfer full) (element-type FrYaml): its documents, or %NULL with an error
 */
GPtrArray *
fr_remote_read_config (FrTask *task, char **text, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s: cloud-config", task->node->plan->name);

  *text = fr_site_expand_yaml (task->site, task->node, task->node->plan->cloud_config, error);

  return *text != NULL ? fr_yaml_parse (*text, -1, name, NULL, error) : NULL;
}

/**
 * fr_remote_config_says:
 * @key: of the cloud-config, at its top
 * @says: (out): whether it is true there
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_remote_config_says (FrTask *task, const char *key, gboolean *says, GError **error)
{
  g_autoptr (GPtrArray) documents = NULL;
  g_autofree char *text = NULL;
  const FrYaml *value = NULL;

  *says = FALSE;
  if (task->node->plan->cloud_config == NULL)
    return TRUE;
  documents = fr_remote_read_config (task, &text, error);
  if (documents == NULL)
    return FALSE;

  if (documents->len > 0)
    value = fr_yaml_get (g_ptr_array_index (documents, 0), key);
  *says = value != NULL && value->text != NULL &&
          (g_ascii_strcasecmp (value->text, "true") == 0 ||
           g_ascii_strcasecmp (value->text, "yes") == 0 ||
           g_ascii_strcasecmp (value->text, "on") == 0 || g_str_equal (value->text, "1"));

  return TRUE;
}

/**
 * fr_remote_get_port:
 * @name: of a parameter of the plan
 * @fallback: when it has none, or no port
 *
 * Returns: a port
 */
guint
fr_remote_get_port (FrSite *site, const char *name, guint fallback)
{
  const char *value = fr_plan_get_parameter (site->plan, name);
  guint64 port = value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;

  return port > 0 && port < 65536 ? (guint) port : fallback;
}
