/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"

/* What fr_ssh_capture() lets a command take: it is for short questions. */
#define CAPTURE_SECONDS 60

/* How much of what a failed command wrote goes into a message. */
#define MESSAGE_LENGTH 600

/* The end of what was written, as valid text on one or few lines. */
static char *
shorten (GString *text)
{
  gsize start = text->len > MESSAGE_LENGTH ? text->len - MESSAGE_LENGTH : 0;
  char *valid = g_utf8_make_valid (text->str + start, text->len - start);

  return g_strstrip (valid);
}

static void
fail_remote (FrSsh *self, const char *command, int status, GString *text, GError **error)
{
  g_autofree char *said = shorten (text);

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE, _ ("“%s” ended with status %d at %s: %s"), command,
               status, self->peer, *said != '\0' ? said : _ ("it said nothing"));
}

/* Where the output of a command goes. */
typedef struct
{
  FrSshOutput output;
  gpointer data;
  GString *out;
  GString *errors;
} Listener;

static void
listen_cb (int stream, const char *text, gsize length, gpointer data)
{
  Listener *listener = data;
  GString *kept = stream == 1 ? listener->out : listener->errors;

  if (listener->output != NULL)
    listener->output (text, length, listener->data);
  if (kept != NULL)
    g_string_append_len (kept, text, length);

  /* Only fr_ssh_capture() wants all of it; else the end is enough, for a message. */
  if (kept != NULL && listener->output != NULL && kept->len > 16 * MESSAGE_LENGTH)
    g_string_erase (kept, 0, kept->len - MESSAGE_LENGTH);
}

/**
 * fr_ssh_run:
 * @command: for the login shell of the user
 * @input: (nullable): what it reads on its standard input; secrets go here, never into @command
 * @output: (nullable): called as the command writes, for both of its streams, on this thread
 * @data: for @output
 * @limit_seconds: it is given up after that time; 0: it may take any time
 * @status: (out) (optional): its exit status, 128 and more when a signal ended it
 * @cancellable: (nullable): gives it up at once
 *
 * Runs a command and waits for its end. A command that is given up loses its input and output,
 * and ends at its next attempt to write; the connection can be used again.
 *
 * Returns: %FALSE with %FR_ERROR_TIMEOUT, %FR_ERROR_UNREACHABLE (connection lost), %FR_ERROR_SSH,
 *   cancelled; and, when @status is %NULL and it is not 0, with %FR_ERROR_REMOTE
 */
gboolean
fr_ssh_run (FrSsh *self, const char *command, const char *input, FrSshOutput output, gpointer data,
            guint limit_seconds, int *status, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Listener listener = { .output = output, .data = data, .out = text, .errors = text };
  g_autofree char *what = NULL;
  FrSshTurn turn;
  int result = 0;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && command != NULL, FALSE);

  what = g_strdup_printf (_ ("Running “%s”"), command);
  fr_ssh_turn_init (&turn, what, limit_seconds, cancellable);

  if (!fr_ssh_execute (self, command, input, input != NULL ? strlen (input) : 0, listen_cb,
                       &listener, &turn, &result, error))
    return FALSE;

  if (status != NULL)
    *status = result;
  else if (result != 0)
    fail_remote (self, command, result, text, error);

  return status != NULL || result == 0;
}

/**
 * fr_ssh_capture:
 * @command: for the login shell of the user; it is given a minute
 *
 * Returns: (transfer full): what it wrote to its standard output; %NULL with %FR_ERROR_REMOTE
 *   and its words when it ended with another status than 0, or as fr_ssh_run()
 */
char *
fr_ssh_capture (FrSsh *self, const char *command, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) errors = g_string_new (NULL);
  Listener listener = { .out = text, .errors = errors };
  g_autofree char *what = NULL;
  FrSshTurn turn;
  int status = 0;

  g_return_val_if_fail (self != NULL && command != NULL, NULL);

  what = g_strdup_printf (_ ("Running “%s”"), command);
  fr_ssh_turn_init (&turn, what, CAPTURE_SECONDS, cancellable);

  if (!fr_ssh_execute (self, command, NULL, 0, listen_cb, &listener, &turn, &status, error))
    return NULL;

  if (status != 0)
    {
      fail_remote (self, command, status, errors->len > 0 ? errors : text, error);
      return NULL;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * fr_ssh_ask_address:
 *
 * Asks the server at which of its own addresses it was reached. Behind an address translation
 * that is another one than fr_ssh_dup_address() tells. Blocks.
 *
 * Returns: (transfer full): the address; empty when it does not say; %NULL as fr_ssh_capture()
 */
char *
fr_ssh_ask_address (FrSsh *self, GCancellable *cancellable, GError **error)
{
  /* sshd tells in the environment of who signed in; sudo would take it away. */
  g_autoptr (GString) text = g_string_new (NULL);
  Listener listener = { .out = text };
  g_auto (GStrv) words = NULL;
  FrSshTurn turn;
  int status = 0;

  g_return_val_if_fail (self != NULL, NULL);

  fr_ssh_turn_init (&turn, _ ("Asking for the address"), CAPTURE_SECONDS, cancellable);
  if (!fr_ssh_execute_plain (self, "exec /bin/sh -c 'echo \"$SSH_CONNECTION\"'", NULL, 0, listen_cb,
                             &listener, &turn, &status, error))
    return NULL;

  /* From address and port, to address and port. */
  words = g_strsplit (text->str, " ", -1);

  return g_strdup (g_strv_length (words) == 4 ? words[2] : "");
}
