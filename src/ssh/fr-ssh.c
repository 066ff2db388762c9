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

char *
fr_ssh_dup_peer (const FrSshTarget *target)
{
  return target->port == 0 || target->port == 22
           ? g_strdup (target->host)
           : g_strdup_printf (_ ("%s port %u"), target->host, target->port);
}

/**
 * fr_ssh_turn_start:
 *
 * Returns: (transfer full): what @turn says it is, to be kept as long as it
 */
char *
fr_ssh_turn_start (FrSshTurn *turn, const FrSshTarget *target, GCancellable *cancellable)
{
  g_autofree char *peer = fr_ssh_dup_peer (target);
  char *what = g_strdup_printf (_ ("Opening SSH to %s"), peer);

  fr_ssh_turn_init (turn, what, target->limit_seconds > 0 ? target->limit_seconds : OPEN_SECONDS,
                    cancellable);

  return what;
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
  gboolean endless = turn->deadline_us == G_MAXINT64;
  gint64 left = turn->deadline_us - g_get_monotonic_time ();
  g_autoptr (GError) reason = NULL;
  GIOCondition condition = 0;

  if (directions & LIBSSH2_SESSION_BLOCK_OUTBOUND)
    condition |= G_IO_OUT;
  if ((directions & LIBSSH2_SESSION_BLOCK_INBOUND) || condition == 0)
    condition |= G_IO_IN;

  if ((endless || left > 0) &&
      g_socket_condition_timed_wait (self->socket, condition, endless ? -1 : left,
                                     turn->cancellable, &reason))
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
check_host_key (FrSsh *self, const FrSshTarget *target, GError **error)
{
  size_t length = 0;
  int type = 0;
  const char *key = libssh2_session_hostkey (self->session, &length, &type);

  if (target->host_key == NULL)
    return fr_ssh_known_check (target, self->peer, (const guint8 *) key, length, self->fingerprint,
                               error);
  if (g_str_equal (target->host_key, self->fingerprint))
    return fr_ssh_known_accept (target, (const guint8 *) key, length, error);

  g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE,
               _ ("The server at %s shows the host key %s, and %s was expected. It was set up "
                  "anew, or somebody stands in between; nothing secret was said. If you know why, "
                  "give the new fingerprint."),
               self->peer, self->fingerprint, target->host_key);

  return FALSE;
}

/* A server has host keys of several types, and the expected one need not be of the type that was
 * asked for first. */
static FrSsh *
find_expected (const FrSshTarget *target, const FrSshTurn *turn)
{
  static const char *const types[] = { "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
                                       "ecdsa-sha2-nistp521", "ssh-rsa" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (FrSsh) other = fr_ssh_meet (target, types[i], TRUE, turn, NULL);

      if (other != NULL && g_str_equal (other->fingerprint, target->host_key))
        return g_steal_pointer (&other);
    }

  return NULL;
}

/**
 * fr_ssh_open:
 * @target: where, as whom, and how the host is known
 * @cancellable: (nullable): gives up at once
 *
 * Connects, checks the host key, then signs in: with the key when there is one, then with the
 * password when there is one and the server takes it. Each is tried once. Nothing secret is
 * said to a host whose key is not accepted. Where the target asks for sudo, it is found out
 * how a user who is not root becomes root, and every command and file of the connection goes
 * that way. Blocks for @target's limit at most.
 *
 * Returns: (transfer full): %NULL with %FR_ERROR_UNREACHABLE or %FR_ERROR_TIMEOUT (a later try
 *   may do), %FR_ERROR_CERTIFICATE (not the host it was), %FR_ERROR_CREDENTIALS (refused, by
 *   sudo too), %FR_ERROR_STATE (the file of known hosts, or of the key), %FR_ERROR_SSH, or
 *   cancelled
 */
FrSsh *
fr_ssh_open (const FrSshTarget *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrSsh) self = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *type = NULL;
  g_autofree char *what = NULL;
  FrSshTurn turn;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (target != NULL && target->host != NULL && target->user != NULL, NULL);

  what = fr_ssh_turn_start (&turn, target, cancellable);
  type = fr_ssh_known_dup_type (target);
  self = fr_ssh_meet (target, type != NULL ? type : FR_SSH_FIRST_TYPE, FALSE, &turn, error);
  if (self == NULL)
    return NULL;

  if (!check_host_key (self, target, &reason))
    {
      FrSsh *other = target->host_key != NULL ? find_expected (target, &turn) : NULL;

      fr_ssh_close (self);
      self = other;
      if (self == NULL || !check_host_key (self, target, error))
        {
          if (self == NULL)
            g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
  if (!fr_ssh_sign_in (self, target, &turn, error) ||
      (target->sudo && !fr_ssh_sudo_find (self, target, &turn, error)))
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
  if (self->sudo_password != NULL)
    explicit_bzero (self->sudo_password, strlen (self->sudo_password));
  g_free (self->sudo_password);
  g_free (self->sudo_mark);
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

/**
 * fr_ssh_get_root:
 *
 * Returns: how commands run as root, as it was found when the connection was opened
 */
FrSshRoot
fr_ssh_get_root (FrSsh *self)
{
  g_return_val_if_fail (self != NULL, FR_SSH_ROOT_PLAIN);

  return self->root;
}

/**
 * fr_ssh_get_way:
 *
 * Returns: what the server took
 */
FrSshWay
fr_ssh_get_way (FrSsh *self)
{
  g_return_val_if_fail (self != NULL, FR_SSH_WAY_NONE);

  return self->way;
}

/**
 * fr_ssh_dup_address:
 *
 * Returns: (transfer full) (nullable): the numeric address that was reached
 */
char *
fr_ssh_dup_address (FrSsh *self)
{
  g_autoptr (GSocketAddress) address = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  address = g_socket_connection_get_remote_address (self->connection, NULL);
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;

  return g_inet_address_to_string (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}
