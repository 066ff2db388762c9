/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"

#define BUFFER_SIZE 32768

/* What fr_ssh_capture() lets a command take: it is for short questions. */
#define CAPTURE_SECONDS 60

/* How much of what a failed command wrote goes into a message. */
#define MESSAGE_LENGTH 600

/* How long a half-sent packet may take when its command is given up. */
#define ABANDON_MS 1000

/* A shell that could not start its command says so by these. */
#define STATUS_SIGNAL_BASE 128

/* One command on its channel. */
typedef struct
{
  FrSsh *ssh;
  LIBSSH2_CHANNEL *channel;
  const FrSshTurn *turn;
  const char *input;
  gsize left; /* of the input */
  gboolean input_ended;
  FrSshSink sink;
  gpointer data;
} Run;

/* The library has said EAGAIN in the middle of sending a packet: until that is through, the
 * same call has to be made again, and no other. */
static gboolean
is_sending (FrSsh *self)
{
  return (libssh2_session_block_directions (self->session) & LIBSSH2_SESSION_BLOCK_OUTBOUND) != 0;
}

static gboolean
open_channel (Run *run, const char *command, GError **error)
{
  FrSsh *self = run->ssh;
  int result;

  while ((run->channel = libssh2_channel_open_session (self->session)) == NULL)
    {
      if (libssh2_session_last_errno (self->session) != LIBSSH2_ERROR_EAGAIN)
        {
          fr_ssh_fail (self, run->turn->what, error);
          return FALSE;
        }
      if (!fr_ssh_wait (self, run->turn, error))
        {
          self->lost = TRUE; /* the answer to an open channel would come later, and be nobody's */
          return FALSE;
        }
    }

  while ((result = libssh2_channel_exec (run->channel, command)) == LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (self, run->turn, error))
      return FALSE;

  if (result != 0)
    {
      fr_ssh_fail (self, run->turn->what, error);
      return FALSE;
    }

  return TRUE;
}

/* Writes what the server takes now, and the end of the input after the last byte. A command
 * that does not read its input, or ends before, is no error. Sets progress. */
static gboolean
write_some (Run *run, gboolean *progress, GError **error)
{
  while (!run->input_ended)
    {
      gssize n = run->left > 0
                   ? libssh2_channel_write (run->channel, run->input, MIN (run->left, BUFFER_SIZE))
                   : libssh2_channel_send_eof (run->channel);

      if (n == LIBSSH2_ERROR_EAGAIN)
        {
          if (!is_sending (run->ssh))
            return TRUE;
          if (!fr_ssh_wait (run->ssh, run->turn, error))
            {
              run->ssh->lost = TRUE;
              return FALSE;
            }
          continue;
        }

      if (n < 0 && (n == LIBSSH2_ERROR_CHANNEL_CLOSED || n == LIBSSH2_ERROR_CHANNEL_EOF_SENT ||
                    libssh2_channel_eof (run->channel) == 1))
        {
          run->input_ended = TRUE;
          return TRUE;
        }

      if (n < 0)
        {
          fr_ssh_fail (run->ssh, run->turn->what, error);
          return FALSE;
        }

      *progress = TRUE;
      if (run->left == 0)
        run->input_ended = TRUE;
      run->input += n;
      run->left -= MIN (run->left, (gsize) n);
    }

  return TRUE;
}

/* Reads what has come on one of the two streams. */
static gboolean
read_some (Run *run, int stream, char *buffer, gboolean *progress, GError **error)
{
  gssize n;

  do
    {
      n = libssh2_channel_read_ex (run->channel, stream == 1 ? 0 : SSH_EXTENDED_DATA_STDERR, buffer,
                                   BUFFER_SIZE);
      if (n > 0)
        {
          *progress = TRUE;
          if (run->sink != NULL)
            run->sink (stream, buffer, n, run->data);

          /* A command that writes without end must still hear of deadline and cancellation. */
          if (g_get_monotonic_time () > run->turn->deadline_us ||
              g_cancellable_is_cancelled (run->turn->cancellable))
            return fr_ssh_wait (run->ssh, run->turn, error);
        }
      else if (n == LIBSSH2_ERROR_EAGAIN && is_sending (run->ssh))
        {
          if (!fr_ssh_wait (run->ssh, run->turn, error))
            {
              run->ssh->lost = TRUE;
              return FALSE;
            }
          n = 1;
        }
    }
  while (n > 0);

  if (n < 0 && n != LIBSSH2_ERROR_EAGAIN)
    {
      fr_ssh_fail (run->ssh, run->turn->what, error);
      return FALSE;
    }

  return TRUE;
}

/* Moves bytes in both directions until the command has closed its output. */
static gboolean
converse (Run *run, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);

  for (;;)
    {
      gboolean progress = FALSE;

      if (!write_some (run, &progress, error) || !read_some (run, 1, buffer, &progress, error) ||
          !read_some (run, 2, buffer, &progress, error))
        return FALSE;

      if (libssh2_channel_eof (run->channel) == 1)
        return TRUE;

      if (!progress && !fr_ssh_wait (run->ssh, run->turn, error))
        return FALSE;
    }
}

static gboolean
read_status (Run *run, int *status, GError **error)
{
  char *name = NULL;
  int result;

  while ((result = libssh2_channel_close (run->channel)) == LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (run->ssh, run->turn, error))
      return FALSE;

  while (result == 0 &&
         (result = libssh2_channel_wait_closed (run->channel)) == LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (run->ssh, run->turn, error))
      return FALSE;

  if (result != 0)
    {
      fr_ssh_fail (run->ssh, run->turn->what, error);
      return FALSE;
    }

  *status = libssh2_channel_get_exit_status (run->channel);
  libssh2_channel_get_exit_signal (run->channel, &name, NULL, NULL, NULL, NULL, NULL);
  if (name != NULL)
    {
      g_debug ("The command was ended by signal %s", name);
      *status = STATUS_SIGNAL_BASE + (g_str_equal (name, "KILL") ? 9 : 15);
      libssh2_free (run->ssh->session, name);
    }

  return TRUE;
}

/* Frees a channel as far as that goes without waiting for the server, which may keep one open
 * until its command has ended. A packet that is half sent has to be sent to its end, though: if
 * that takes long, the connection is of no more use. */
static gboolean
free_channel (FrSsh *self, LIBSSH2_CHANNEL *channel)
{
  FrSshTurn turn = { .what = "", .deadline_us = g_get_monotonic_time () + ABANDON_MS * 1000 };
  int result;

  if (self->lost)
    return TRUE; /* goes with the session */

  while ((result = libssh2_channel_free (channel)) == LIBSSH2_ERROR_EAGAIN && is_sending (self))
    if (!fr_ssh_wait (self, &turn, NULL))
      break;

  if (result != LIBSSH2_ERROR_EAGAIN)
    return TRUE;

  self->lost = is_sending (self);
  return FALSE;
}

/* The channels of earlier commands that were given up: some may be closed by now. */
static void
free_abandoned (FrSsh *self)
{
  for (guint i = self->abandoned->len; i > 0; i--)
    if (free_channel (self, g_ptr_array_index (self->abandoned, i - 1)))
      g_ptr_array_remove_index (self->abandoned, i - 1);
}

/* Runs a command; the streams are told apart. */
gboolean
fr_ssh_execute (FrSsh *self, const char *command, const char *input, gsize input_length,
                FrSshSink sink, gpointer data, const FrSshTurn *turn, int *status, GError **error)
{
  Run run = {
    .ssh = self, .turn = turn, .input = input, .left = input_length, .sink = sink, .data = data
  };
  gboolean good;

  if (self->lost)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH,
                   _ ("%s is not possible: the connection to %s was given up. Open it again."),
                   turn->what, self->peer);
      return FALSE;
    }

  if (g_cancellable_set_error_if_cancelled (turn->cancellable, error))
    return FALSE;

  free_abandoned (self);
  good = open_channel (&run, command, error) && converse (&run, error) &&
         read_status (&run, status, error);
  if (run.channel != NULL && !free_channel (self, run.channel))
    g_ptr_array_add (self->abandoned, run.channel);

  return good;
}

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
