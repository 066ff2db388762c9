/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-mirror.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-local-calls.h"
#include "fr-local-page.h"
#include "fr-webrtc.h"

#define GARBAGE_SECONDS 240
#define SWEEP_SECONDS 1
#define LARGEST_MESSAGE (4 * 1024 * 1024)

struct _FrLocalMirror
{
  SoupServer *plain;
  SoupServer *secure;
  SoupServer *page;
  char *path;
  FrLocalCalls *calls;
  GPtrArray *connections;
  GSource *clock;
  guint garbage_seconds;
};

static void
send_text (gpointer connection, const char *text)
{
  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (connection, text);
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  FrLocalMirror *self = data;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) message = fr_json_parse (text, (gssize) length, NULL);
  g_autofree char *reply = NULL;

  g_debug ("< %.*s", (int) MIN (length, 2000), text);
  if (message == NULL)
    {
      /* Kurento drops a connection that does not speak JSON. */
      soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_BAD_DATA, NULL);
      return;
    }

  reply = fr_local_calls_answer (self->calls, connection, message);
  g_debug ("> %.2000s", reply);
  send_text (connection, reply);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer data)
{
  FrLocalMirror *self = data;

  fr_local_sessions_leave (self->calls->sessions, connection);
  g_ptr_array_remove_fast (self->connections, connection);
}

/* Kurento, too, looks at the path only when the connection stands. */
static void
opened_cb (SoupServer *server, SoupServerMessage *message, const char *path,
           SoupWebsocketConnection *connection, gpointer data)
{
  FrLocalMirror *self = data;

  if (!g_str_equal (path, self->path))
    {
      g_signal_connect (connection, "closed", G_CALLBACK (g_object_unref), NULL);
      soup_websocket_connection_close (g_object_ref (connection),
                                       SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR, "Invalid path");
      return;
    }

  soup_websocket_connection_set_max_incoming_payload_size (connection, LARGEST_MESSAGE);
  g_ptr_array_add (self->connections, g_object_ref (connection));
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
}

/* Whoever asks without a WebSocket is told to upgrade; that is how one sees that it is up. */
static void
plain_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (!soup_message_headers_header_contains (headers, "Upgrade", "websocket"))
    soup_server_message_set_status (message, 426, "Upgrade Required");
}

static gboolean
sweep_cb (gpointer data)
{
  FrLocalMirror *self = data;

  fr_local_calls_sweep (self->calls, self->garbage_seconds);

  return G_SOURCE_CONTINUE;
}

static SoupServer *
listen_at (FrLocalMirror *self, const char *address, guint port, GTlsCertificate *certificate,
           GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "Kurento stand-in", NULL);
  g_autoptr (GSocketAddress) at = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GError) reason = NULL;

  if (certificate != NULL)
    soup_server_set_tls_certificate (server, certificate);
  soup_server_add_handler (server, NULL, plain_cb, self, NULL);
  soup_server_add_websocket_handler (server, NULL, NULL, NULL, opened_cb, self, NULL);
  if (at == NULL ||
      !soup_server_listen (server, at, certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0, &reason))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                   _ ("The media server cannot listen at %s, port %u: %s"), address, port,
                   reason != NULL ? reason->message : _ ("that is no numeric address."));
      return NULL;
    }

  return g_steal_pointer (&server);
}

/* The page, and on the same port what it talks to: so a browser has to accept one certificate
 * only, and no other address appears in the page. */
static gboolean
listen_with_page (FrLocalMirror *self, const FrLocalMirrorSettings *settings,
                  GTlsCertificate *certificate, GError **error)
{
  self->page = listen_at (self, settings->address, settings->page_port, certificate, error);
  if (self->page == NULL)
    return FALSE;

  fr_local_page_attach (self->page, settings->page);
  soup_server_add_handler (self->page, self->path, plain_cb, self, NULL);
  soup_server_add_websocket_handler (self->page, self->path, NULL, NULL, opened_cb, self, NULL);

  return TRUE;
}

static guint
get_port (SoupServer *server)
{
  GSList *uris = server != NULL ? soup_server_get_uris (server) : NULL;
  guint port = uris != NULL ? (guint) g_uri_get_port (uris->data) : 0;

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return port;
}

/**
 * fr_local_mirror_start:
 * @settings: where to listen; a page needs @secure
 *
 * Serves on the main context that is the thread's default, until fr_local_mirror_stop().
 *
 * Returns: (transfer full): the server, or %NULL with %FR_ERROR_EXISTS (port in use),
 *   %FR_ERROR_MISSING (plugins) or %FR_ERROR_CERTIFICATE
 */
FrLocalMirror *
fr_local_mirror_start (const FrLocalMirrorSettings *settings, GError **error)
{
  g_autoptr (FrLocalMirror) self = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (settings != NULL && settings->address != NULL, NULL);
  g_return_val_if_fail (settings->page == NULL || settings->secure, NULL);

  if (!fr_webrtc_check_plugins (error))
    return NULL;
  if (settings->secure)
    {
      certificate = g_tls_certificate_new_from_file (settings->certificate, &reason);
      if (certificate == NULL)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE,
                       _ ("The certificate %s cannot be used: %s"), settings->certificate,
                       reason->message);
          return NULL;
        }
    }

  fr_webrtc_warm ();
  self = g_new0 (FrLocalMirror, 1);
  self->garbage_seconds =
    settings->garbage_seconds > 0 ? settings->garbage_seconds : GARBAGE_SECONDS;
  self->path = g_strdup_printf ("/%s", settings->path);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->calls = fr_local_calls_new (settings, send_text);
  self->plain = listen_at (self, settings->address, settings->port, NULL, error);
  if (self->plain == NULL)
    return NULL;
  if (settings->secure)
    {
      self->secure = listen_at (self, settings->address, settings->secure_port, certificate, error);
      if (self->secure == NULL ||
          (settings->page != NULL && !listen_with_page (self, settings, certificate, error)))
        return NULL;
    }

  self->clock = g_timeout_source_new_seconds (SWEEP_SECONDS);
  g_source_set_callback (self->clock, sweep_cb, self, NULL);
  g_source_attach (self->clock, g_main_context_get_thread_default ());

  return g_steal_pointer (&self);
}

/**
 * fr_local_mirror_stop:
 * @self: (transfer full) (nullable):
 *
 * Closes all connections and ends all streams. Blocks until they have ended.
 */
void
fr_local_mirror_stop (FrLocalMirror *self)
{
  if (self == NULL)
    return;

  if (self->clock != NULL)
    g_source_destroy (self->clock);
  g_clear_pointer (&self->clock, g_source_unref);
  for (guint i = 0; i < self->connections->len; i++)
    {
      SoupWebsocketConnection *connection = g_ptr_array_index (self->connections, i);

      g_signal_handlers_disconnect_by_data (connection, self);
      if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
    }
  g_ptr_array_unref (self->connections);
  if (self->plain != NULL)
    soup_server_disconnect (self->plain);
  if (self->secure != NULL)
    soup_server_disconnect (self->secure);
  if (self->page != NULL)
    soup_server_disconnect (self->page);
  g_clear_object (&self->plain);
  g_clear_object (&self->secure);
  g_clear_object (&self->page);
  fr_local_calls_free (self->calls);
  g_free (self->path);
  g_free (self);
}

/**
 * fr_local_mirror_get_port:
 *
 * Returns: the port without TLS
 */
guint
fr_local_mirror_get_port (FrLocalMirror *self)
{
  return get_port (self->plain);
}

/**
 * fr_local_mirror_get_secure_port:
 *
 * Returns: the port with TLS, 0 without one
 */
guint
fr_local_mirror_get_secure_port (FrLocalMirror *self)
{
  return get_port (self->secure);
}

/**
 * fr_local_mirror_get_page_port:
 *
 * Returns: the port of the page, 0 without one
 */
guint
fr_local_mirror_get_page_port (FrLocalMirror *self)
{
  return get_port (self->page);
}

/**
 * fr_local_mirror_count_objects:
 *
 * Returns: how many objects there are beside the manager
 */
guint
fr_local_mirror_count_objects (FrLocalMirror *self)
{
  g_autoptr (GPtrArray) all = fr_local_objects_list (self->calls->objects, FR_LOCAL_KINDS, NULL);

  return all->len - 1;
}
