/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-tls-get.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-pin.h"

/* A page that is larger is a page all the same. */
#define MOST_BYTES 65536

static gboolean
accept_cb (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags flaws,
           gpointer data)
{
  return fr_pin_accepts (data, certificate, flaws);
}

static void
event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *connectable,
          GIOStream *connection, gpointer data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (connection, "accept-certificate", G_CALLBACK (accept_cb), data);
}

/* All that comes, up to a limit. What ends without a good-bye is an answer, too. */
static char *
read_all (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while (text->len < MOST_BYTES &&
         (n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable,
                                   text->len == 0 ? error : NULL)) > 0)
    g_string_append_len (text, buffer, n);

  return g_string_free (text, text->len == 0);
}

static gboolean
converse (GIOStream *stream, const char *host, guint port, const char *path, guint *status,
          char **body, GCancellable *cancellable, GError **error)
{
  g_autofree char *request =
    g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s:%u\r\nConnection: close\r\n\r\n", path, host,
                     port);
  g_autofree char *answer = NULL;
  const char *end;

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), request,
                                  strlen (request), NULL, cancellable, error))
    return FALSE;
  answer = read_all (g_io_stream_get_input_stream (stream), cancellable, error);
  if (answer == NULL || !g_str_has_prefix (answer, "HTTP/1.") || strlen (answer) < 12)
    {
      g_clear_error (error);
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("Port %u of %s does not speak HTTP."),
                   port, host);
      return FALSE;
    }

  *status = (guint) strtoul (answer + strlen ("HTTP/1.x "), NULL, 10);
  end = strstr (answer, "\r\n\r\n");
  if (body != NULL)
    *body = g_strdup (end != NULL ? end + 4 : "");

  return TRUE;
}

/**
 * fr_tls_get:
 * @host: name or address
 * @path: that is asked for
 * @pin: (nullable): SHA-256 of the certificate, in hexadecimal digits; %NULL: one that the system
 *   trusts
 * @limit_seconds: for each wait
 * @status: (out): of HTTP
 * @body: (out) (optional): the beginning of the answer
 *
 * Asks for one page over TLS, without a proxy. Blocks.
 *
 * Returns: %FALSE with %FR_ERROR_UNREACHABLE, %FR_ERROR_CERTIFICATE, %FR_ERROR_PROTOCOL, or
 *   cancelled
 */
gboolean
fr_tls_get (const char *host, guint port, const char *path, const char *pin, guint limit_seconds,
            guint *status, char **body, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (host != NULL && path != NULL && status != NULL, FALSE);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, limit_seconds);
  g_socket_client_set_tls (client, TRUE);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), (gpointer) pin);
  connection =
    g_socket_client_connect_to_host (client, host, (guint16) port, cancellable, &reason);
  if (connection != NULL)
    return converse (G_IO_STREAM (connection), host, port, path, status, body, cancellable, error);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE,
                 _ ("Port %u of %s does not show the certificate that the server has (%s)."), port,
                 host, reason->message);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_UNREACHABLE, _ ("Port %u of %s does not answer (%s)."),
                 port, host, reason->message);

  return FALSE;
}

/**
 * fr_tcp_is_open:
 *
 * Returns: whether somebody takes connections at this port within the limit. Blocks.
 */
gboolean
fr_tcp_is_open (const char *host, guint port, guint limit_seconds, GCancellable *cancellable)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, limit_seconds);
  connection = g_socket_client_connect_to_host (client, host, (guint16) port, cancellable, NULL);

  return connection != NULL;
}
