/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"

/* A server that has just booted may take its time to greet, the network is not to be trusted. */
#define OPEN_SECONDS 30

/* Saying good-bye must not hold up who closes. */
#define CLOSE_MS 300

/* libssh2_init() is not safe to call from two threads at once. */
static gboolean
start_library (void)
{
  static gsize started = 0;
  static int result = 0;

  if (g_once_init_enter (&started))
    {
      result = libssh2_init (0);
      g_once_init_leave (&started, 1);
    }

  return result == 0;
}

void
fr_ssh_turn_init (FrSshTurn *turn, const char *what, guint limit_seconds, GCancellable *cancellable)
{
  turn->what = what;
  turn->limit_seconds = limit_seconds;
  turn->deadline_us = limit_seconds == 0
                        ? G_MAXINT64
                        : g_get_monotonic_time () + (gint64) limit_seconds * G_USEC_PER_SEC;
  turn->cancellable = cancellable;
}

/* Waits until the library, which has just answered EAGAIN, can go on. */
gboolean
fr_ssh_wait (FrSsh *self, const FrSshTurn *turn, GError **error)
{
  int directions = libssh2_session_block_directions (self->session);
  gint64 left = turn->deadline_us == G_MAXINT64 ? -1 : turn->deadline_us - g_get_monotonic_time ();
  g_autoptr (GError) reason = NULL;
  GIOCondition condition = 0;

  if (directions & LIBSSH2_SESSION_BLOCK_OUTBOUND)
    condition |= G_IO_OUT;
  if ((directions & LIBSSH2_SESSION_BLOCK_INBOUND) || condition == 0)
    condition |= G_IO_IN;

  if ((left > 0 || left == -1) &&
      g_socket_condition_timed_wait (self->socket, condition, left, turn->cancellable, &reason))
    return TRUE;

  if (reason == NULL || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
                   _ ("%s was not done within %u seconds and was given up."), turn->what,
                   turn->limit_seconds);
      return FALSE;
    }

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Makes a GError of what the library says went wrong. */
void
fr_ssh_fail (FrSsh *self, const char *what, GError **error)
{
  char *text = NULL;

  switch (libssh2_session_last_error (self->session, &text, NULL, FALSE))
    {
    case LIBSSH2_ERROR_SOCKET_NONE:
    case LIBSSH2_ERROR_SOCKET_SEND:
    case LIBSSH2_ERROR_SOCKET_RECV:
    case LIBSSH2_ERROR_SOCKET_DISCONNECT:
    case LIBSSH2_ERROR_BANNER_RECV:
      self->lost = TRUE;
      g_set_error (error, FR_ERROR, FR_ERROR_UNREACHABLE,
                   _ ("%s failed: the connection to %s was lost (%s). If the server is starting, "
                      "try again in a moment."),
                   what, self->peer, text);
      break;

    default:
      g_set_error (error, FR_ERROR, FR_ERROR_SSH,
                   _ ("%s failed: the SSH conversation with %s says “%s”."), what, self->peer,
                   text);
      break;
    }
}

static gboolean
connect_socket (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) reason = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, turn->limit_seconds);

  connection = g_socket_client_connect_to_host (
    client, target->host, target->port > 0 ? target->port : 22, turn->cancellable, &reason);
  if (connection == NULL)
    {
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        g_set_error (error, FR_ERROR, FR_ERROR_UNREACHABLE,
                     _ ("Nobody answers SSH at %s (%s). Check that the server is started, and that "
                        "its firewall lets SSH in."),
                     self->peer, reason->message);
      return FALSE;
    }

  self->connection = g_steal_pointer (&connection);
  self->socket = g_socket_connection_get_socket (self->connection);
  g_socket_set_timeout (self->socket, 0); /* from here on the deadline is ours */
  g_socket_set_keepalive (self->socket, TRUE);

  return TRUE;
}

/* Asks for the remembered type of host key before all others. The list must only name what the
 * library knows: version 1.10 copies a longer one over itself. */
static void
prefer_known_type (FrSsh *self, const FrSshTarget *target)
{
  g_autofree char *type = fr_ssh_known_dup_type (target);
  g_autoptr (GString) list = g_string_new (type);
  const char **names = NULL;
  gboolean known = FALSE;
  int count;

  if (type == NULL)
    return;

  count = libssh2_session_supported_algs (self->session, LIBSSH2_METHOD_HOSTKEY, &names);
  for (int i = 0; i < count; i++)
    if (g_str_equal (names[i], type))
      known = TRUE;
    else
      g_string_append_printf (list, ",%s", names[i]);

  if (known)
    libssh2_session_method_pref (self->session, LIBSSH2_METHOD_HOSTKEY, list->str);
  if (count > 0)
    libssh2_free (self->session, names);
}

static gboolean
shake_hands (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn, GError **error)
{
  int result;

  self->session = libssh2_session_init_ex (NULL, NULL, NULL, self);
  if (self->session == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH, _ ("The SSH library has no memory left for %s."),
                   self->peer);
      return FALSE;
    }

  libssh2_session_set_blocking (self->session, 0);
  prefer_known_type (self, target);

  while ((result = libssh2_session_handshake (self->session, g_socket_get_fd (self->socket))) ==
         LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (self, turn, error))
      return FALSE;

  if (result != 0)
    {
      fr_ssh_fail (self, turn->what, error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_host_key (FrSsh *self, const FrSshTarget *target, GError **error)
{
  const char *hash = libssh2_hostkey_hash (self->session, LIBSSH2_HOSTKEY_HASH_SHA256);
  g_autofree char *base64 = NULL;
  const char *key;
  size_t length = 0;
  int type;

  key = libssh2_session_hostkey (self->session, &length, &type);
  if (key == NULL || hash == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH, _ ("The server at %s has shown no host key."),
                   self->peer);
      return FALSE;
    }

  /* As ssh-keygen -l prints it: without the padding. */
  base64 = g_base64_encode ((const guchar *) hash, 32);
  base64[strcspn (base64, "=")] = '\0';
  self->fingerprint = g_strdup_printf ("SHA256:%s", base64);

  return fr_ssh_known_check (target, self->peer, (const guint8 *) key, length, self->fingerprint,
                             error);
}

/**
 * fr_ssh_open:
 * @target: where, as whom, and how the host is known
 * @cancellable: (nullable): gives up at once
 *
 * Connects, checks the host key, then signs in: with the key when there is one, then with the
 * password when there is one and the server takes it. Each is tried once. Nothing secret is
 * said to a host whose key is not accepted. Blocks for @target's limit at most.
 *
 * Returns: (transfer full): %NULL with %FR_ERROR_UNREACHABLE or %FR_ERROR_TIMEOUT (a later try
 *   may do), %FR_ERROR_CERTIFICATE (not the host it was), %FR_ERROR_CREDENTIALS (refused),
 *   %FR_ERROR_STATE (the file of known hosts), %FR_ERROR_SSH, or cancelled
 */
FrSsh *
fr_ssh_open (const FrSshTarget *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrSsh) self = NULL;
  g_autofree char *what = NULL;
  FrSshTurn turn;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (target != NULL && target->host != NULL && target->user != NULL, NULL);

  self = g_new0 (FrSsh, 1);
  self->abandoned = g_ptr_array_new ();
  self->peer = target->port == 0 || target->port == 22
                 ? g_strdup (target->host)
                 : g_strdup_printf (_ ("%s port %u"), target->host, target->port);

  if (!start_library ())
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH, _ ("The SSH library cannot be started for %s."),
                   self->peer);
      return NULL;
    }

  what = g_strdup_printf (_ ("Opening SSH to %s"), self->peer);
  fr_ssh_turn_init (&turn, what, target->limit_seconds > 0 ? target->limit_seconds : OPEN_SECONDS,
                    cancellable);

  if (!connect_socket (self, target, &turn, error) || !shake_hands (self, target, &turn, error) ||
      !check_host_key (self, target, error) || !fr_ssh_sign_in (self, target, &turn, error))
    return NULL;

  g_debug ("Signed in to %s as %s, host key %s", self->peer, target->user, self->fingerprint);

  return g_steal_pointer (&self);
}

/**
 * fr_ssh_close:
 * @self: (nullable):
 *
 * Says good-bye and closes. Blocks for a moment at most.
 */
void
fr_ssh_close (FrSsh *self)
{
  FrSshTurn turn = { .what = "" };

  if (self == NULL)
    return;

  turn.deadline_us = g_get_monotonic_time () + CLOSE_MS * 1000;

  if (self->session != NULL)
    {
      while (!self->lost &&
             libssh2_session_disconnect (self->session, "Done") == LIBSSH2_ERROR_EAGAIN)
        if (!fr_ssh_wait (self, &turn, NULL))
          break;

      /* With the socket gone there is nothing left that could block. */
      g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
      while (libssh2_session_free (self->session) == LIBSSH2_ERROR_EAGAIN)
        if (!fr_ssh_wait (self, &turn, NULL))
          break;
    }

  g_clear_object (&self->connection);  /* closes the socket */
  g_ptr_array_unref (self->abandoned); /* its channels went with the session */
  g_free (self->fingerprint);
  g_free (self->peer);
  g_free (self);
}

/**
 * fr_ssh_get_fingerprint:
 *
 * Returns: (transfer none): of the host key, "SHA256:" and base64, as `ssh-keygen -l` shows it
 */
const char *
fr_ssh_get_fingerprint (FrSsh *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->fingerprint;
}
