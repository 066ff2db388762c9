/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-init.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cause.h"
#include "fr-cloud-init-verdict.h"
#include "fr-errand.h"
#include "fr-error.h"
#include "fr-undo.h"

#define FOLDER FR_REMOTE_FOLDER "/cloud-init"
#define LIMIT_SECONDS 5400
#define INSTALL_SECONDS 1200
#define MOST_TOLD 3

/* As the system says it. */
#define FULL "No space left on device"

static char *
make_user_data (const char *text)
{
  return g_strconcat (g_str_has_prefix (text, "#cloud-config") ? "" : "#cloud-config\n", text,
                      NULL);
}

/* By hand only what is known can be done, and all or nothing of it is. */
static gboolean
is_fixed (FrRemoteKind kind)
{
  return kind == FR_REMOTE_FIXED || kind == FR_REMOTE_FOREIGN;
}

/**
 * fr_cloud_init_is_done:
 * @done: (out): whether the plan's cloud-config of today has been carried out on the server
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_cloud_init_is_done (FrTask *task, gboolean *done, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *known = NULL;
  g_autoptr (GPtrArray) documents = NULL;

  *done = FALSE;
  if (task->node->plan->cloud_config == NULL)
    return TRUE;
  documents = fr_remote_read_config (task, &text, error);
  if (documents == NULL)
    return FALSE;

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  known = fr_journal_dup_fact (task->site->journal, task->node->plan->name, "cloud-config");
  *done = g_strcmp0 (sum, known) == 0;

  return TRUE;
}

FrLook
fr_cloud_init_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *text = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *there = NULL;
  g_autofree char *warnings = NULL;
  g_autofree char *sum = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  FrRemoteKind kind;
  gboolean done;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (task->node->plan->cloud_config == NULL)
    {
      *note = g_strdup (_ ("the plan has no cloud-config for this server"));
      return FR_LOOK_SKIP;
    }
  documents = fr_remote_read_config (task, &text, error);
  kind = documents != NULL ? fr_remote_find_kind (task, cancellable, error) : FR_REMOTE_FAILED;
  if (kind == FR_REMOTE_FAILED || !fr_cloud_init_is_done (task, &done, error))
    return FR_LOOK_FAILED;

  unknown = documents->len > 0 ? fr_cloud_init_list_unknown (g_ptr_array_index (documents, 0))
                               : NULL;
  if (is_fixed (kind) && unknown != NULL)
    {
      *note = g_strdup_printf (_ ("not done: cloud-init cannot be installed there, and without it "
                                  "these parts of the plan's cloud-config cannot be carried out: "
                                  "%s"),
                               unknown);
      return FR_LOOK_SKIP;
    }
  if (!done)
    return FR_LOOK_TODO;

  /* A server that was set up anew knows nothing of it. */
  there = fr_site_ask (task->site, task->node, "cat " FOLDER "/done 2>/dev/null || true",
                       cancellable, error);
  if (there == NULL)
    return FR_LOOK_FAILED;
  sum = fr_journal_dup_fact (task->site->journal, task->node->plan->name, "cloud-config");
  warnings =
    fr_journal_dup_fact (task->site->journal, task->node->plan->name, "cloud-init-warnings");
  if (warnings != NULL && *warnings != '\0')
    *note = g_strdup_printf (_ ("cloud-init warns: %s"), warnings);

  return g_strcmp0 (there, sum) == 0 ? FR_LOOK_DONE : FR_LOOK_TODO;
}

/* Whether a run for this very cloud-config goes on there, or has ended while nobody looked. */
static gboolean
is_under_way (FrTask *task, const char *sum, gboolean *under_way, GCancellable *cancellable,
              GError **error)
{
  g_autofree char *answer =
    fr_site_ask (task->site, task->node,
                 "if test -f " FOLDER "/errand; then sh " FOLDER "/errand poll 0 | head -n 1; fi",
                 cancellable, error);
  g_auto (GStrv) words = answer != NULL ? g_strsplit (answer, " ", 3) : NULL;

  if (words == NULL)
    return FALSE;
  *under_way = g_strv_length (words) == 3 && g_str_equal (words[0], sum) &&
               (g_str_equal (words[1], "running") || g_str_equal (words[1], "ended") ||
                g_str_equal (words[1], "cut"));

  return TRUE;
}

static char *
join (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len && i < MOST_TOLD; i++)
    g_string_append_printf (text, "%s%.300s", i > 0 ? "; " : "",
                            (const char *) g_ptr_array_index (lines, i));

  return g_string_free (text, FALSE);
}

/* The cause first, then what helps, then where more can be read. */
static void
fail (const char *name, const char *reason, gboolean packages, const char *errors, GError **error)
{
  const char *cure = reason != NULL ? fr_cause_find_cure (reason) : NULL;

  if (cure == NULL)
    cure = fr_cause_find_cure (errors);
  if (cure == NULL)
    cure = _ ("Mend that in the plan or there, then deploy again.");

  if (reason == NULL || *reason == '\0')
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("cloud-init on %s could not do all that the plan asks for: %s. %s The "
                    "whole output is in /var/log/cloud-init-output.log there. Deploying again "
                    "does all of it again."),
                 name, errors, cure);
  else if (packages)
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("%s cannot get the packages of the plan: “%s”. %s The whole output is in "
                    "/var/log/cloud-init-output.log there. Deploying again goes on with them."),
                 name, reason, cure);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("A command of the plan has failed on %s: “%s”. %s The whole output is in "
                    "/var/log/cloud-init-output.log there. Deploying again runs all commands "
                    "again."),
                 name, reason, cure);
}

static gboolean
judge (FrTask *task, const char *sum, const char *last, GCancellable *cancellable, GError **error)
{
  const char *name = task->node->plan->name;
  g_autofree char *text = fr_site_ask (task->site, task->node, "cat " FOLDER "/verdict",
                                       cancellable, error);
  g_autoptr (FrCloudInitVerdict) verdict =
    text != NULL ? fr_cloud_init_verdict_read (text) : NULL;
  g_autofree char *errors = NULL;
  g_autofree char *warnings = NULL;
  gboolean packages = FALSE;
  g_autofree char *reason = fr_cloud_init_find_reason (last, &packages);
  g_autofree char *part = g_strdup_printf ("-%.12s-", sum);

  if (verdict == NULL)
    return FALSE;
  /* Without room cloud-init ends anywhere, and notes nothing. */
  errors = reason == NULL && strstr (last, FULL) != NULL ? g_strdup (FULL)
                                                         : join (verdict->errors);
  warnings = join (verdict->warnings);
  if (verdict->errors->len > 0)
    {
      fail (name, reason, packages, errors, error);
      return FALSE;
    }
  if (verdict->instance == NULL || strstr (verdict->instance, part) == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                   _ ("cloud-init on %s has not looked at what it was given (it is “%s” there). "
                      "Look into /var/log/cloud-init.log there for the place that it looks at."),
                   name, verdict->instance != NULL ? verdict->instance : "");
      return FALSE;
    }
  if (verdict->warnings->len > 0)
    {
      g_autofree char *line = g_strdup_printf (_ ("cloud-init warns: %s"), warnings);

      fr_remote_log (task, line);
    }

  return fr_journal_set_fact (task->site->journal, name, "cloud-init-warnings", warnings, error);
}

static gboolean
install (FrTask *task, GCancellable *cancellable, GError **error)
{
  fr_remote_log (task, _ ("cloud-init is not there; it is installed"));

  return fr_remote_run_script (task, "install", "packages='cloud-init'\n", INSTALL_SECONDS,
                               cancellable, error);
}

static gboolean
carry_out (FrTask *task, const FrYaml *config, const char *text, const char *sum,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *user_data = make_user_data (text);
  g_autofree char *script = fr_errand_read_script ("cloud-init");
  g_autofree char *last = NULL;
  gboolean under_way = FALSE;

  if (!is_under_way (task, sum, &under_way, cancellable, error))
    return FALSE;
  if (!under_way && (!fr_cloud_init_check (task, user_data, cancellable, error) ||
                     !fr_cloud_init_deliver (task, config, user_data, sum, cancellable, error)))
    return FALSE;

  return fr_remote_run (task, "cloud-init", sum, script, LIMIT_SECONDS, &last, cancellable,
                        error) &&
         judge (task, sum, last, cancellable, error) &&
         fr_cloud_init_settle_host_key (task, config, cancellable, error);
}

/* A server that somebody has already is known by its keys, and not to us alone. */
static gboolean
keeps_host_keys (FrTask *task, const FrYaml *config, GError **error)
{
  if (task->node->plan->login == NULL || fr_yaml_get (config, "ssh_keys") == NULL)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("The plan brings host keys (ssh_keys) for %s, which is there already and has its "
                  "own. Take “ssh_keys” out of its cloud-config, then deploy again."),
               task->node->plan->name);

  return FALSE;
}

/* What commands of the plan change on somebody's own server is found by comparing. */
static gboolean
begin_changes (FrTask *task, GCancellable *cancellable, GError **error)
{
  /* Services whose settings it may change: they are to read the old ones again one day. */
  static const char *const units[] = { "ssh", "nginx", "kurento-media-server" };
  g_autofree char *script = fr_errand_read_script ("changes");
  gboolean updates = FALSE;

  if (!fr_remote_config_says (task, "package_upgrade", &updates, error) ||
      (updates && !fr_undo_note (task->site, task->node, _ ("the system was brought up to date"),
                                 cancellable, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (!fr_undo_unit (task->site, task->node, units[i], cancellable, error))
      return FALSE;

  return !task->site->own ||
         (fr_site_put (task->site, task->node, FR_REMOTE_FOLDER "/changes/changes", script, 0700,
                       cancellable, error) &&
          fr_undo_file (task->site, task->node, "/var/lib/cloud", cancellable, error) &&
          fr_undo_packages (task->site, task->node, cancellable, error));
}

gboolean
fr_cloud_init_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autoptr (GPtrArray) documents = fr_remote_read_config (task, &text, error);
  FrRemoteKind kind =
    documents != NULL ? fr_remote_find_kind (task, cancellable, error) : FR_REMOTE_FAILED;
  const FrYaml *config;

  if (kind == FR_REMOTE_FAILED)
    return FALSE;
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  config = documents->len > 0 ? g_ptr_array_index (documents, 0) : NULL;
  if (!keeps_host_keys (task, config, error))
    return FALSE;
  if (config != NULL && is_fixed (kind) &&
      !fr_cloud_init_by_hand (task, config, cancellable, error))
    return FALSE;
  if (!is_fixed (kind))
    {
      gboolean good = fr_clock_bring_near (task, cancellable, error) &&
                      begin_changes (task, cancellable, error) &&
                      (kind == FR_REMOTE_FULL || install (task, cancellable, error)) &&
                      carry_out (task, config, text, sum, cancellable, error);

      if (!fr_undo_settle (task->site, task->node, cancellable, good ? error : NULL) || !good)
        return FALSE;
    }

  return fr_site_put (task->site, task->node, FOLDER "/done", sum, 0600, cancellable, error) &&
         fr_journal_set_fact (task->site->journal, task->node->plan->name, "cloud-config", sum,
                              error);
}
