/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-ssh-keys.h"
#include "fr-wait.h"

#define FIRST_CONTACT_SECONDS 600
#define RELOAD_SECONDS 60
#define REFUSAL_SECONDS 30
#define SSHD_FILE "/etc/ssh/sshd_config.d/00-fitting-room.conf"

/* With the key of the deployment: that it opens the door is the proof that it is installed. */
FrLook
fr_contact_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (GError) reason = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *key = fr_site_dup_key_path (task->site);

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (!g_file_test (key, G_FILE_TEST_EXISTS))
    return FR_LOOK_TODO;
  answer = fr_site_ask (task->site, task->node, "true", cancellable, &reason);
  if (answer != NULL)
    return FR_LOOK_DONE;
  if (g_error_matches (reason, FR_ERROR, FR_ERROR_UNREACHABLE) ||
      g_error_matches (reason, FR_ERROR, FR_ERROR_TIMEOUT) ||
      g_error_matches (reason, FR_ERROR, FR_ERROR_SSH) ||
      g_error_matches (reason, FR_ERROR, FR_ERROR_CREDENTIALS))
    return FR_LOOK_TODO;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FR_LOOK_FAILED;
}

/* With the password. A server that has just been started takes its time, and so does an sshd
 * that reads its files anew. */
static FrSsh *
knock (FrTask *task, guint limit_seconds, GCancellable *cancellable, GError **error)
{
  FrPauses pauses;

  fr_pauses_init (&pauses, 200, 10000, limit_seconds);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      FrSsh *ssh =
        fr_site_connect (task->site, task->node, task->site->password, cancellable, &reason);

      if (ssh != NULL)
        return ssh;
      if (!g_error_matches (reason, FR_ERROR, FR_ERROR_UNREACHABLE) &&
          !g_error_matches (reason, FR_ERROR, FR_ERROR_TIMEOUT) &&
          !g_error_matches (reason, FR_ERROR, FR_ERROR_SSH))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (!fr_pauses_wait (&pauses, reason->message, cancellable, error))
        return NULL;
    }
}

/* The password opens the door this one time. */
gboolean
fr_contact_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *path = fr_site_dup_key_path (task->site);
  g_autofree char *key = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *command = NULL;
  g_autoptr (FrSsh) ssh = NULL;

  /* One for all servers, which are met side by side: the first one makes it. */
  if (!fr_ssh_make_key (path, task->site->name, cancellable, error))
    return FALSE;
  key = fr_ssh_read_public_key (path, error);
  ssh = key != NULL ? knock (task, FIRST_CONTACT_SECONDS, cancellable, error) : NULL;
  if (ssh == NULL)
    return FALSE;

  quoted = g_shell_quote (g_strchomp (key));
  command = g_strdup_printf ("umask 077 && mkdir -p ~/.ssh && touch ~/.ssh/authorized_keys && "
                             "{ grep -qxF %s ~/.ssh/authorized_keys || "
                             "printf '%%s\\n' %s >> ~/.ssh/authorized_keys; }",
                             quoted, quoted);

  return fr_ssh_run (ssh, command, NULL, NULL, NULL, 60, NULL, cancellable, error);
}

/* By trying: what a file says is not what sshd does. */
FrLook
fr_passwords_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrSsh) ssh = NULL;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  ssh = knock (task, RELOAD_SECONDS, cancellable, &reason);
  if (ssh != NULL)
    return FR_LOOK_TODO;
  if (g_error_matches (reason, FR_ERROR, FR_ERROR_CREDENTIALS))
    return FR_LOOK_DONE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FR_LOOK_FAILED;
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

  return fr_site_put (task->site, task->node, SSHD_FILE,
                      "PasswordAuthentication no\nKbdInteractiveAuthentication no\n", 0644,
                      cancellable, error) &&
         fr_site_run (task->site, task->node, "sshd -t && systemctl reload ssh", cancellable,
                      error) &&
         wait_for_refusal (task, cancellable, error);
}

static char *
make_names_command (FrTask *task, const char *what)
{
  g_autofree char *private = fr_site_recall (task->site, &task->node->private_ipv4);
  g_autofree char *public = fr_site_recall (task->site, &task->node->public_ipv4);

  return g_strdup_printf ("for address in %s %s; do line=\"$address %s\"; "
                          "grep -qxF \"$line\" /etc/hosts || %s; done",
                          private, public, task->node->plan->name, what);
}

FrLook
fr_names_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *command = NULL;
  g_autofree char *ignored = NULL;
  FrLook look;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  command = make_names_command (task, "exit 1");
  look = fr_remote_look_unless (task, command, "", &ignored, cancellable, error);

  return look == FR_LOOK_TODO ? FR_LOOK_DONE : look == FR_LOOK_SKIP ? FR_LOOK_TODO
                                                                    : look;
}

gboolean
fr_names_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *command = make_names_command (task, "echo \"$line\" >> /etc/hosts");

  return fr_site_run (task->site, task->node, command, cancellable, error);
}
