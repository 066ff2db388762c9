/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-errand.h"
#include "fr-error.h"
#include "fr-tls-get.h"
#include "fr-undo.h"
#include "fr-wait.h"

#define SERVICE "kurento-media-server"
#define PACKAGE "kurento-media-server"
#define START_SECONDS 60
#define PORT_SECONDS 3
#define TRIES 20
#define PAUSE_MS 250

/* Ports that command the media server without asking who it is. */
static const guint closed_ports[] = { 8888, 9091 };

static gboolean
has_words (const char *answer, const char *key, const char *value)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", key, value);

  return strstr (answer, line) != NULL;
}

static char *
dup_value (const char *answer, const char *key)
{
  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);
  g_autofree char *prefix = g_strdup_printf ("%s ", key);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], prefix))
      return g_strdup (lines[i] + strlen (prefix));

  return NULL;
}

/* Lines of "service active", "enabled yes", "answers yes", "version …", "listens …". */
static char *
ask_state (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *script = fr_errand_read_script ("kurento");
  g_autofree char *quoted = g_shell_quote (script);
  g_autofree char *command = g_strdup_printf ("sh -c %s", quoted);
  g_autofree char *answer =
    fr_site_ask (task->site, task->node, command, cancellable, error);

  return answer != NULL ? g_strconcat (answer, "\n", NULL) : NULL;
}

static gboolean
is_opened_by_plan (const FrTask *task, guint port)
{
  const GPtrArray *ports = task->node->plan->ports;

  for (guint i = 0; i < ports->len; i++)
    {
      const FrPlanPort *open = g_ptr_array_index (ports, i);

      if (g_strcmp0 (open->protocol, "tcp") == 0 &&
          (open->begin == 0 || (open->begin <= port && port <= open->end)))
        return TRUE;
    }

  return FALSE;
}

/* From here, as anybody on the Internet would try it. */
static gboolean
check_closed (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *host = fr_site_recall (task->site, &task->node->public_ipv4);

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (closed_ports); i++)
    {
      if (is_opened_by_plan (task, closed_ports[i]) ||
          !fr_tcp_is_open (host, closed_ports[i], PORT_SECONDS, cancellable))
        continue;
      g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                   _ ("Port %u of %s can be reached from here: whoever finds it commands the media "
                      "server. Let it listen on 127.0.0.1 alone (\"address\" in "
                      "/etc/kurento/kurento.conf.json there), or close the port, then deploy "
                      "again."),
                   closed_ports[i], task->node->plan->name);
      return FALSE;
    }

  return TRUE;
}

/* One that has just been started does not answer yet. */
static gboolean
is_starting (const char *state)
{
  return has_words (state, "service", "active") && has_words (state, "answers", "no");
}

static gboolean
is_well (const char *state)
{
  return has_words (state, "service", "active") && !has_words (state, "enabled", "no") &&
         !has_words (state, "answers", "no");
}

FrLook
fr_kurento_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *state = NULL;
  g_autofree char *version = NULL;
  gboolean done;

  if (task->node->plan->cloud_config == NULL ||
      (!task->node->plan->internet && task->node->plan->login == NULL))
    {
      *note = g_strdup (_ ("the plan installs nothing on this server that can be reached"));
      return FR_LOOK_SKIP;
    }
  if (!fr_cloud_init_is_done (task, &done, error))
    return FR_LOOK_FAILED;
  if (!done)
    {
      *note = g_strdup (_ ("not done: the plan's cloud-config, which installs it, has not been "
                           "carried out"));
      return FR_LOOK_SKIP;
    }
  state = ask_state (task, cancellable, error);
  for (guint i = 0; i < TRIES && state != NULL && is_starting (state); i++)
    {
      g_free (state);
      state = fr_wait (PAUSE_MS, cancellable, error) ? ask_state (task, cancellable, error) : NULL;
    }
  if (state == NULL)
    return FR_LOOK_FAILED;
  if (has_words (state, "service", "missing") &&
      strstr (task->node->plan->cloud_config, PACKAGE) == NULL)
    {
      *note = g_strdup (_ ("the plan does not install it on this server"));
      return FR_LOOK_SKIP;
    }
  if (!is_well (state))
    return FR_LOOK_TODO;
  if (!check_closed (task, cancellable, error))
    return FR_LOOK_FAILED;

  version = dup_value (state, "version");
  if (version != NULL)
    *note = g_strdup (version);

  return FR_LOOK_DONE;
}

static gboolean
fail (FrTask *task, const char *state, GCancellable *cancellable, GError **error)
{
  const char *name = task->node->plan->name;
  g_autofree char *command =
    g_strdup ("journalctl -u " SERVICE " -n 20 --no-pager -o cat 2>/dev/null || true");

  /* Its last words are in the log. */
  fr_site_run (task->site, task->node, command, cancellable, NULL);
  if (has_words (state, "service", "missing"))
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("%s has no service %s: the commands of the plan did not install it. The log of "
                    "cloud-init, /var/log/cloud-init-output.log there, says why; then deploy "
                    "again."),
                 name, SERVICE);
  else if (!has_words (state, "service", "active"))
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("The service %s on %s does not stay up. “journalctl -u %s” there says why; its "
                    "settings are in /etc/kurento/kurento.conf.json."),
                 SERVICE, name, SERVICE);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("The service %s on %s runs and does not answer at the address and port in "
                    "/etc/kurento/kurento.conf.json. “journalctl -u %s” there says why."),
                 SERVICE, name, SERVICE);

  return FALSE;
}

gboolean
fr_kurento_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *state = ask_state (task, cancellable, error);
  g_autofree char *waiting =
    g_strdup_printf (_ ("The media server on %s does not answer yet."), task->node->plan->name);
  FrPauses pauses;

  if (state == NULL)
    return FALSE;
  if (has_words (state, "service", "missing"))
    return fail (task, state, cancellable, error);
  if (!fr_undo_unit (task->site, task->node, SERVICE, cancellable, error) ||
      !fr_site_run (task->site, task->node,
                    "systemctl enable " SERVICE " && systemctl restart " SERVICE, cancellable,
                    error))
    return FALSE;

  fr_pauses_init (&pauses, 200, 2000, START_SECONDS);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;

      g_free (state);
      state = ask_state (task, cancellable, error);
      if (state == NULL || is_well (state))
        return state != NULL;
      if (fr_pauses_wait (&pauses, waiting, cancellable, &reason))
        continue;
      if (g_error_matches (reason, FR_ERROR, FR_ERROR_TIMEOUT))
        return fail (task, state, cancellable, error);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
}
