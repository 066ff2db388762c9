/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "fr-error.h"

#define BUFFER_SIZE 32768

/* How long a half-sent packet may take when its command is given up. */
#define ABANDON_MS 1000

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

/* The status of a command that was ended by a signal (RFC 4254, 6.10), as a shell gives it. */
static int
number_signal (const char *name)
{
  static const struct
  {
    const char *name;
    int number;
  } signals[] = {
    { "ABRT", SIGABRT },
    { "ALRM", SIGALRM },
    { "FPE", SIGFPE },
    { "HUP", SIGHUP },
    { "ILL", SIGILL },
    { "INT", SIGINT },
    { "KILL", SIGKILL },
    { "PIPE", SIGPIPE },
    { "QUIT", SIGQUIT },
    { "SEGV", SIGSEGV },
    { "TERM", SIGTERM },
    { "USR1", SIGUSR1 },
    { "USR2", SIGUSR2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    if (g_str_equal (signals[i].name, name))
      return STATUS_SIGNAL_BASE + signals[i].number;

  return STATUS_SIGNAL_BASE;
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
      *status = number_signal (name);
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

/* Runs a command as who signed in; the streams are told apart. */
gboolean
fr_ssh_execute_plain (FrSsh *self, const char *command, const char *input, gsize input_length,
                      FrSshSink sink, gpointer data, const FrSshTurn *turn, int *status,
                      GError **error)
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

/* The same, by sudo when the connection was opened so. */
gboolean
fr_ssh_execute (FrSsh *self, const char *command, const char *input, gsize input_length,
                FrSshSink sink, gpointer data, const FrSshTurn *turn, int *status, GError **error)
{
  g_autofree char *wrapped = NULL;
  char *told = NULL;
  gsize length = input_length;
  gboolean good;

  if (self->root == FR_SSH_ROOT_PLAIN)
    return fr_ssh_execute_plain (self, command, input, input_length, sink, data, turn, status,
                                 error);

  wrapped = fr_ssh_sudo_wrap (self, command);
  if (self->root == FR_SSH_ROOT_PASSWORD)
    told = fr_ssh_sudo_dup_input (self, input, &length);
  good = fr_ssh_execute_plain (self, wrapped, told != NULL ? told : input, length, sink, data, turn,
                               status, error);
  if (told != NULL)
    explicit_bzero (told, length);
  g_free (told);

  return good;
}
