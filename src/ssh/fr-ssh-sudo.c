/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"

/* What sudo runs, so that sudoers cannot mean one command by another: a shell with a command. */
#define SHELL "/bin/sh -c "

/* sudo speaks English, so that its refusals can be told apart, and forgets that it has asked
 * before (-k), so that it asks each time or never. It asks without a prompt (-p) from the
 * standard input (-S), or not at all (-n). The home is root's (-H). */
#define SUDO_FREE "LC_ALL=C.UTF-8 sudo -k -n -H -- "
#define SUDO_PASSWORD "LC_ALL=C.UTF-8 sudo -k -S -p '' -H -- "

/* Reads lines up to the mark ($1), then becomes the command ($2). sudo may leave the password
 * unread when its rules have changed meanwhile: no command must ever find it in its input. */
#define SKIP                                                            \
  "while IFS= read -r line; do "                                        \
  "[ \"$line\" = \"$1\" ] && { unset line; exec /bin/sh -c \"$2\"; }; " \
  "done; exit 1"

static void
collect_cb (int stream, const char *text, gsize length, gpointer data)
{
  g_string_append_len (data, text, length);
}

/* Commands of the login shell, which need not be a POSIX one. */
static char *
make_command (const char *sudo, const char *script, const char *words)
{
  g_autofree char *quoted = g_shell_quote (script);
  g_autofree char *inner = g_strconcat (sudo, SHELL, quoted, words, NULL);
  g_autofree char *outer = g_shell_quote (inner);

  return g_strconcat ("exec /bin/sh -c ", outer, NULL);
}

/* Whether sudo runs a command; what it says instead goes to @said. */
static gboolean
try_sudo (FrSsh *self, const char *sudo, const char *input, GString *said, const FrSshTurn *turn,
          gboolean *works, GError **error)
{
  g_autofree char *command = make_command (sudo, "exit 0", "");
  int status = 0;

  g_string_truncate (said, 0);
  if (!fr_ssh_execute_plain (self, command, input, input != NULL ? strlen (input) : 0, collect_cb,
                             said, turn, &status, error))
    return FALSE;
  *works = status == 0;
  g_debug ("sudo at %s ends with %d: %s", self->peer, status, said->str);

  return TRUE;
}

static void
refuse (FrSsh *self, const char *user, const GString *said, GError **error)
{
  if (strstr (said->str, "not found") != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("“%s” is not root at %s, and there is no sudo. Sign in as root, or install "
                    "sudo there."),
                 user, self->peer);
  else if (strstr (said->str, "not in the sudoers") != NULL ||
           strstr (said->str, "may not run sudo") != NULL ||
           strstr (said->str, "not allowed") != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("“%s” may not become root at %s. Put the user into the group “sudo” there "
                    "(usermod -aG sudo %s), or sign in as root."),
                 user, self->peer, user);
  else if (strstr (said->str, "have a tty") != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("sudo at %s wants a terminal (“requiretty” in its rules). Remove that, or sign "
                    "in as root."),
                 self->peer);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS, _ ("sudo at %s does not work for “%s”: %s"),
                 self->peer, user, said->str);
}

/* Password in hand: it is tried once, since the input ends after it. */
static gboolean
try_password (FrSsh *self, const char *user, const char *password, GString *said,
              const FrSshTurn *turn, GError **error)
{
  char *line = g_strconcat (password, "\n", NULL);
  gboolean works = FALSE;
  gboolean ran = try_sudo (self, SUDO_PASSWORD, line, said, turn, &works, error);

  explicit_bzero (line, strlen (line));
  g_free (line);
  if (!ran)
    return FALSE;

  if (works)
    {
      g_autofree char *uuid = g_uuid_string_random ();

      self->root = FR_SSH_ROOT_PASSWORD;
      self->sudo_password = g_strdup (password);
      self->sudo_mark = g_strdup_printf ("-- %s", uuid);
      return TRUE;
    }

  g_strstrip (said->str);
  if (strstr (said->str, "no password was provided") != NULL ||
      strstr (said->str, "incorrect password") != NULL ||
      strstr (said->str, "Sorry, try again") != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("sudo at %s refused the password of “%s”. It was tried once. Check it and try "
                    "again."),
                 self->peer, user);
  else
    refuse (self, user, said, error);

  return FALSE;
}

/* Finds out, once for the connection, how commands become root's. */
gboolean
fr_ssh_sudo_find (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn, GError **error)
{
  const char *password =
    target->sudo_password != NULL ? target->sudo_password : target->password;
  g_autoptr (GString) said = g_string_new (NULL);
  gboolean works = FALSE;
  int status = 0;

  self->root = FR_SSH_ROOT_PLAIN;
  if (!fr_ssh_execute_plain (self, "id -u", NULL, 0, collect_cb, said, turn, &status, error))
    return FALSE;
  if (g_str_equal (g_strstrip (said->str), "0"))
    return TRUE;

  if (!try_sudo (self, SUDO_FREE, NULL, said, turn, &works, error))
    return FALSE;
  if (works)
    {
      self->root = FR_SSH_ROOT_FREE;
      return TRUE;
    }

  g_strstrip (said->str);
  if (strstr (said->str, "not found") != NULL)
    {
      refuse (self, target->user, said, error);
      return FALSE;
    }
  if (password != NULL)
    return try_password (self, target->user, password, said, turn, error);

  g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
               _ ("sudo at %s asks “%s” for a password, and none was given. Give the password of "
                  "“%s”, or sign in as root."),
               self->peer, target->user, target->user);

  return FALSE;
}

/* The command as sudo runs it. */
char *
fr_ssh_sudo_wrap (FrSsh *self, const char *command)
{
  g_autofree char *quoted = g_shell_quote (command);
  g_autofree char *words = NULL;

  if (self->root == FR_SSH_ROOT_FREE)
    return make_command (SUDO_FREE, command, "");

  words = g_strdup_printf (" skip '%s' %s", self->sudo_mark, quoted);

  return make_command (SUDO_PASSWORD, SKIP, words);
}

/* The input as sudo and the command behind it read it; its owner wipes it. */
char *
fr_ssh_sudo_dup_input (FrSsh *self, const char *input, gsize *length)
{
  gsize before = strlen (self->sudo_password) + 1 + strlen (self->sudo_mark) + 1;
  char *text = g_malloc (before + *length + 1);

  g_snprintf (text, before + 1, "%s\n%s\n", self->sudo_password, self->sudo_mark);
  if (*length > 0)
    memcpy (text + before, input, *length);
  *length += before;
  text[*length] = '\0';

  return text;
}
