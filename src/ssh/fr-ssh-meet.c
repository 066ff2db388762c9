/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "fr-error.h"

/* After so long without a sign of life the connection is lost. */
#define LOSS_SECONDS 30

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

/* The system's own idea of when a peer is gone is hours. Where it does not take one of these, it is
 * noticed later. */
static void
notice_loss (GSocket *socket)
{
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, LOSS_SECONDS / 2, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, LOSS_SECONDS / 6, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, LOSS_SECONDS * 1000, NULL);
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
  notice_loss (self->socket);

  return TRUE;
}

/* Asks for one type of host key before all others, or for it alone. The list must only name what
 * the library knows: version 1.10 copies a longer one over itself. */
static void
prefer_type (FrSsh *self, const char *type, gboolean alone)
{
  g_autoptr (GString) list = g_string_new (type);
  const char **names = NULL;
  gboolean known = FALSE;
  int count;

  count = libssh2_session_supported_algs (self->session, LIBSSH2_METHOD_HOSTKEY, &names);
  for (int i = 0; i < count; i++)
    if (g_str_equal (names[i], type))
      known = TRUE;
    else if (!alone)
      g_string_append_printf (list, ",%s", names[i]);

  if (known)
    libssh2_session_method_pref (self->session, LIBSSH2_METHOD_HOSTKEY, list->str);
  if (count > 0)
    libssh2_free (self->session, names);
}

static gboolean
shake_hands (FrSsh *self, const char *type, gboolean alone, const FrSshTurn *turn, GError **error)
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
  prefer_type (self, type, alone);

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

/* As ssh-keygen -l prints them. */
static const char *
name_type (int type)
{
  switch (type)
    {
    case LIBSSH2_HOSTKEY_TYPE_RSA:
      return "RSA";
    case LIBSSH2_HOSTKEY_TYPE_DSS:
      return "DSA";
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_256:
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_384:
    case LIBSSH2_HOSTKEY_TYPE_ECDSA_521:
      return "ECDSA";
    case LIBSSH2_HOSTKEY_TYPE_ED25519:
      return "ED25519";
    default:
      return "?";
    }
}

static gboolean
read_host_key (FrSsh *self, GError **error)
{
  const char *hash = libssh2_hostkey_hash (self->session, LIBSSH2_HOSTKEY_HASH_SHA256);
  g_autofree char *base64 = NULL;
  size_t length = 0;
  int type = 0;

  if (hash == NULL || libssh2_session_hostkey (self->session, &length, &type) == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH, _ ("The server at %s has shown no host key."),
                   self->peer);
      return FALSE;
    }

  /* As ssh-keygen -l prints it: without the padding. */
  base64 = g_base64_encode ((const guchar *) hash, 32);
  base64[strcspn (base64, "=")] = '\0';
  self->fingerprint = g_strdup_printf ("SHA256:%s", base64);
  self->key_type = name_type (type);

  return TRUE;
}

/**
 * fr_ssh_meet:
 * @type: of the host key that is asked for first, as in known_hosts
 * @alone: whether no other is taken
 *
 * Connects and shakes hands. What the host shows is not judged yet.
 *
 * Returns: (transfer full): a connection that nobody has signed in to, or %NULL with an error
 */
FrSsh *
fr_ssh_meet (const FrSshTarget *target, const char *type, gboolean alone, const FrSshTurn *turn,
             GError **error)
{
  g_autoptr (FrSsh) self = g_new0 (FrSsh, 1);

  self->abandoned = g_ptr_array_new ();
  self->peer = fr_ssh_dup_peer (target);
  if (!start_library ())
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH, _ ("The SSH library cannot be started for %s."),
                   self->peer);
      return NULL;
    }

  if (!connect_socket (self, target, turn, error) ||
      !shake_hands (self, type, alone, turn, error) || !read_host_key (self, error))
    return NULL;

  return g_steal_pointer (&self);
}
