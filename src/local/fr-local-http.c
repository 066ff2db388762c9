/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-http.h"

#include <libsoup/soup.h>
#include <string.h>

#define MOST_BYTES (1024 * 1024)

struct _FrLocalHttp
{
  SoupServer *server;
  FrLocalHttpAnswer answer;
  gpointer data;
};

/* A body that is too long is refused before it is read. */
static void
early_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_content_length (headers) > MOST_BYTES)
    soup_server_message_set_status (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
}

static void
send_reply (SoupServerMessage *message, const FrLocalReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* A test wants the connection to be lost. */
  if (reply->status == 0)
    {
      g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
      soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
      return;
    }

  if (reply->status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_append (headers, "WWW-Authenticate", "Basic realm=\"CloudControl\"");
  soup_server_message_set_status (message, reply->status, NULL);
  soup_server_message_set_response (message, reply->content_type, SOUP_MEMORY_COPY, reply->text,
                                    strlen (reply->text));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  FrLocalHttp *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  FrLocalRequest request = { 0 };
  FrLocalReply reply = { 0 };
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  request.method = soup_server_message_get_method (message);
  request.path = path;
  request.query = g_uri_get_query (soup_server_message_get_uri (message));
  request.authorization = soup_message_headers_get_one (headers, "Authorization");
  request.accept = soup_message_headers_get_list (headers, "Accept");
  request.content_type = soup_message_headers_get_content_type (headers, NULL);
  request.body = text != NULL ? text : "";
  request.length = length;

  self->answer (&request, &reply, self->data);
  g_debug ("%s %s: %u", request.method, path, reply.status);
  send_reply (message, &reply);
  g_free (reply.text);
}

/**
 * fr_local_http_new:
 * @certificate: with its key
 * @answer: answers each request
 * @data: for @answer
 *
 * Returns: (transfer full): a server that does not listen yet
 */
FrLocalHttp *
fr_local_http_new (GTlsCertificate *certificate, FrLocalHttpAnswer answer, gpointer data)
{
  FrLocalHttp *self;

  g_return_val_if_fail (certificate != NULL && answer != NULL, NULL);

  self = g_new0 (FrLocalHttp, 1);
  self->answer = answer;
  self->data = data;
  self->server =
    soup_server_new ("tls-certificate", certificate, "server-header", "fitting-room", NULL);
  soup_server_add_early_handler (self->server, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);

  return self;
}

/**
 * fr_local_http_free:
 * @self: (nullable):
 *
 * Closes all connections.
 */
void
fr_local_http_free (FrLocalHttp *self)
{
  if (self == NULL)
    return;

  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self);
}

/**
 * fr_local_http_listen:
 * @port: of 127.0.0.1
 *
 * Returns: %FALSE with an error of GIO when the port cannot be had
 */
gboolean
fr_local_http_listen (FrLocalHttp *self, guint port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  g_return_val_if_fail (self != NULL, FALSE);

  return soup_server_listen (self->server, address, SOUP_SERVER_LISTEN_HTTPS, error);
}
