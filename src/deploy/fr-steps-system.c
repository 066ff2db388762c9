/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-ssh-keys.h"
#include "fr-wait.h"

#define FIRST_CONTACT_SECONDS 600

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
  if (fr_site_is_away (reason) || g_error_matches (reason, FR_ERROR, FR_ERROR_CREDENTIALS))
    return FR_LOOK_TODO;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FR_LOOK_FAILED;
}

/**
 * fr_remote_knock:
 * @limit_seconds: in which a server that has just been started, or an sshd that reads its files
 *   anew, should answer
 *
 * Returns: (transfer full): a connection by the password, or %NULL with an error;
 *   %FR_ERROR_CREDENTIALS when it is refused
 */
FrSsh *
fr_remote_knock (FrTask *task, guint limit_seconds, GCancellable *cancellable, GError **error)
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
      if (!fr_site_is_away (reason))
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
  ssh = key != NULL ? fr_remote_knock (task, FIRST_CONTACT_SECONDS, cancellable, error) : NULL;
  if (ssh == NULL)
    return FALSE;

  quoted = g_shell_quote (g_strchomp (key));
  command = g_strdup_printf ("umask 077 && mkdir -p ~/.ssh && touch ~/.ssh/authorized_keys && "
                             "{ grep -qxF %s ~/.ssh/authorized_keys || "
                             "printf '%%s\\n' %s >> ~/.ssh/authorized_keys; }",
                             quoted, quoted);

  return fr_ssh_run (ssh, command, NULL, NULL, NULL, 60, NULL, cancellable, error);
}
