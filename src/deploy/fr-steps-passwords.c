/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "fr-error.h"
#include "fr-undo.h"
#include "fr-wait.h"

#define RELOAD_SECONDS 60
#define REFUSAL_SECONDS 30
#define SSHD_FILE "/etc/ssh/sshd_config.d/00-fitting-room.conf"

/* An sshd that reads its files anew is away for a moment. */
static char *
list_ways (const FrSshTarget *target, GCancellable *cancellable, GError **error)
{
  FrPauses pauses;

  fr_pauses_init (&pauses, 100, 2000, RELOAD_SECONDS);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      char *ways = fr_ssh_list_ways (target, cancellable, &reason);

      if (ways != NULL)
        return ways;
      if (!fr_site_is_away (reason))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (!fr_pauses_wait (&pauses, reason->message, cancellable, error))
        return NULL;
    }
}

/* Whether sshd offers to take a password from @user, be it the right one or not. */
static gboolean
ask_offer (FrTask *task, const char *user, gboolean *offers, GCancellable *cancellable,
           GError **error)
{
  const FrPlanLogin *login = task->node->plan->login;
  g_autofree char *host = fr_site_recall (task->site, &task->node->public_ipv4);
  FrSshTarget target = {
    .host = login != NULL ? login->host : host,
    .port = login != NULL ? login->port : task->site->ssh_port,
    .user = user,
  };
  g_autofree char *ways = list_ways (&target, cancellable, error);

  if (ways == NULL)
    return FALSE;
  *offers = *offers || strstr (ways, "password") != NULL ||
            strstr (ways, "keyboard-interactive") != NULL;

  return TRUE;
}

/* By trying: what a file says is not what sshd does. Where no password is known, by what sshd
 * offers; the same for root, when somebody else signs in. */
FrLook
fr_passwords_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const FrPlanLogin *login = task->node->plan->login;
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrSsh) ssh = NULL;
  gboolean offers = FALSE;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (task->site->password != NULL)
    ssh = fr_remote_knock (task, RELOAD_SECONDS, cancellable, &reason);
  if (ssh != NULL)
    return FR_LOOK_TODO;
  if (reason != NULL && !g_error_matches (reason, FR_ERROR, FR_ERROR_CREDENTIALS))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }
  if (!ask_offer (task, "root", &offers, cancellable, error) ||
      (login != NULL && !g_str_equal (login->user, "root") &&
       !ask_offer (task, login->user, &offers, cancellable, error)))
    return FR_LOOK_FAILED;

  return offers ? FR_LOOK_TODO : FR_LOOK_DONE;
}

/* sshd reads its files anew when it comes to it: until then it still takes passwords. */
static gboolean
wait_for_refusal (FrTask *task, GCancellable *cancellable, GError **error)
{
  FrPauses pauses;

  fr_pauses_init (&pauses, 100, 1000, REFUSAL_SECONDS);
  while (TRUE)
    {
      g_autofree char *ignored = NULL;
      FrLook look = fr_passwords_look (task, &ignored, cancellable, error);

      if (look != FR_LOOK_TODO)
        return look != FR_LOOK_FAILED;
      if (!fr_pauses_wait (&pauses, _ ("SSH still takes passwords."), cancellable, error))
        return FALSE;
    }
}

/* sshd keeps the first value that it reads, so ours comes first. */
gboolean
fr_passwords_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;

  return fr_undo_unit (task->site, task->node, "ssh", cancellable, error) &&
         fr_site_put (task->site, task->node, SSHD_FILE,
                      "PasswordAuthentication no\nKbdInteractiveAuthentication no\n", 0644,
                      cancellable, error) &&
         fr_site_run (task->site, task->node,
                      "sshd -t && { systemctl reload ssh || systemctl reload sshd; }", cancellable,
                      error) &&
         wait_for_refusal (task, cancellable, error);
}
