/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-undo.h"

#define LIMIT_SECONDS 5400

/* How old the lists of packages are, in seconds; how many packages could be newer; whether the
 * server waits for a restart. Nothing is locked or changed. */
static const char ask[] =
  "newest=0; for f in /var/lib/apt/lists /var/lib/apt/lists/partial; do "
  "t=$(stat -c %Y $f 2>/dev/null || echo 0); [ $t -gt $newest ] && newest=$t; done; "
  "echo $(($(date +%s) - newest)) "
  "$(apt-get -s -o Debug::NoLocking=1 full-upgrade 2>/dev/null | grep -c ^Inst) "
  "$(test -e /run/reboot-required && echo restart || echo well)";

#define FRESH_SECONDS (24 * 3600)

FrLook
fr_update_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *answer = NULL;
  g_auto (GStrv) words = NULL;
  FrRemoteKind kind;
  gboolean asked;
  gboolean restart;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  kind = fr_remote_find_kind (task, cancellable, error);
  if (kind == FR_REMOTE_FAILED || !fr_remote_config_says (task, "package_upgrade", &asked, error) ||
      !fr_remote_config_says (task, "package_reboot_if_required", &restart, error))
    return FR_LOOK_FAILED;
  if (kind == FR_REMOTE_FIXED)
    *note = g_strdup (_ ("the server's system is read-only: it is that of this computer"));
  else if (kind == FR_REMOTE_FOREIGN)
    *note = g_strdup (_ ("not done: the server has no apt-get; update it by its own means"));
  else if (!asked)
    *note = g_strdup (_ ("the plan does not ask for it (package_upgrade: true)"));
  if (*note != NULL)
    return FR_LOOK_SKIP;

  answer = fr_site_ask (task->site, task->node, ask, cancellable, error);
  if (answer == NULL)
    return FR_LOOK_FAILED;
  words = g_strsplit (answer, " ", -1);
  if (g_strv_length (words) != 3)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
                   _ ("apt-get on %s does not say what is new (“%.60s”). Run “apt-get update” "
                      "there to see why."),
                   task->node->plan->name, answer);
      return FR_LOOK_FAILED;
    }
  if (atoi (words[0]) > FRESH_SECONDS || atoi (words[1]) > 0)
    return FR_LOOK_TODO;
  if (!g_str_equal (words[2], "restart"))
    return FR_LOOK_DONE;
  if (restart)
    return FR_LOOK_TODO;
  *note = g_strdup (_ ("some of it takes effect only after a restart of the server"));

  return FR_LOOK_DONE;
}

/* The plan says whether a server is restarted for it. */
gboolean
fr_update_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *state = NULL;
  gboolean restart;
  gboolean good;

  if (!fr_clock_bring_near (task, cancellable, error) ||
      !fr_undo_packages (task->site, task->node, cancellable, error) ||
      !fr_undo_note (task->site, task->node, _ ("the system was brought up to date"), cancellable,
                     error))
    return FALSE;
  good = fr_remote_run_script (task, "update", NULL, LIMIT_SECONDS, cancellable, error);
  if (!fr_undo_settle (task->site, task->node, cancellable, good ? error : NULL) || !good ||
      !fr_remote_config_says (task, "package_reboot_if_required", &restart, error))
    return FALSE;
  state = fr_site_ask (task->site, task->node,
                       "test -e /run/reboot-required && echo restart || echo well", cancellable,
                       error);
  if (state == NULL)
    return FALSE;
  if (!g_str_equal (state, "restart"))
    return TRUE;
  if (restart)
    return fr_remote_restart (task, cancellable, error);
  fr_remote_log (task, _ ("Some of it takes effect only after a restart of the server, and the "
                          "plan does not ask for one (package_reboot_if_required: true)"));

  return TRUE;
}
