/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-relay.h"

#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#include "../soup-log.h"
#include "fr-loopback.h"

/* One client, and its way on to the server; without a server, the hook answers alone. */
struct _TestRelay
{
  FrLoopback *thread;
  SoupServer *soup;
  SoupSession *session;
  SoupWebsocketConnection *client;
  SoupWebsocketConnection *server;
  GPtrArray *early; /* from the client, before there was a way on */
  guint server_port;
  TestRelayHook hook;
  gpointer data;
};

static void
send_text (SoupWebsocketConnection *connection, const char *text)
{
  if (connection != NULL &&
      soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (connection, text);
}

static void
hang_up (SoupWebsocketConnection *connection)
{
  if (connection != NULL &&
      soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

static void
pass_on (TestRelay *self, gboolean from_client, const char *text)
{
  g_autofree char *changed = self->hook (self, from_client, text, self->data);

  if (changed == NULL)
    return;
  if (from_client && self->server == NULL)
    g_ptr_array_add (self->early, g_steal_pointer (&changed));
  else
    send_text (from_client ? self->server : self->client, changed);
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  TestRelay *self = data;
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  pass_on (self, connection == self->client, text);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer data)
{
  TestRelay *self = data;

  hang_up (connection == self->client ? self->server : self->client);
}

static void
watch (TestRelay *self, SoupWebsocketConnection *connection)
{
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TestRelay *self = data;
  g_autoptr (GError) error = NULL;

  self->server =
    soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
  watch (self, self->server);
  for (guint i = 0; i < self->early->len; i++)
    send_text (self->server, g_ptr_array_index (self->early, i));
  g_ptr_array_set_size (self->early, 0);
}

static void
opened_cb (SoupServer *server, SoupServerMessage *message, const char *path,
           SoupWebsocketConnection *connection, gpointer data)
{
  TestRelay *self = data;
  g_autofree char *uri = g_strdup_printf ("ws://127.0.0.1:%u/kurento", self->server_port);
  g_autoptr (SoupMessage) request = soup_message_new ("GET", uri);

  g_assert_null (self->client);
  self->client = g_object_ref (connection);
  watch (self, self->client);
  if (self->server_port > 0)
    soup_session_websocket_connect_async (self->session, request, NULL, NULL, G_PRIORITY_DEFAULT,
                                          NULL, connected_cb, self);
}

static void
start (gpointer data)
{
  TestRelay *self = data;
  g_autoptr (GError) error = NULL;

  self->session = soup_session_new ();
  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_websocket_handler (self->soup, "/kurento", NULL, NULL, opened_cb, self, NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
}

static void
stop (gpointer data)
{
  TestRelay *self = data;
  SoupWebsocketConnection *both[] = { self->client, self->server };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    if (both[i] != NULL)
      {
        g_signal_handlers_disconnect_by_data (both[i], self);
        hang_up (both[i]);
        g_object_unref (both[i]);
      }
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  soup_session_abort (self->session);
  g_clear_object (&self->session);
}

TestRelay *
test_relay_new (guint server_port, TestRelayHook hook, gpointer data)
{
  TestRelay *self = g_new0 (TestRelay, 1);

  soup_log_prepare ();
  self->server_port = server_port;
  self->hook = hook;
  self->data = data;
  self->early = g_ptr_array_new_with_free_func (g_free);
  self->thread = fr_loopback_new ("relay");
  fr_loopback_call (self->thread, start, self);

  return self;
}

void
test_relay_free (TestRelay *self)
{
  if (self == NULL)
    return;

  fr_loopback_call (self->thread, stop, self);
  fr_loopback_free (self->thread);
  g_ptr_array_unref (self->early);
  g_free (self);
}

char *
test_relay_get_uri (TestRelay *self)
{
  GSList *uris = soup_server_get_uris (self->soup);
  char *uri = g_strdup_printf ("ws://127.0.0.1:%d/kurento", g_uri_get_port (uris->data));

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return uri;
}

/* These are for the hook, on the relay's thread. */
void
test_relay_send (TestRelay *self, gboolean to_client, const char *text)
{
  send_text (to_client ? self->client : self->server, text);
}

typedef struct
{
  TestRelay *relay;
  gboolean to_client;
  char *text; /* NULL to hang up */
} Later;

static gboolean
later_cb (gpointer data)
{
  Later *later = data;

  if (later->text != NULL)
    test_relay_send (later->relay, later->to_client, later->text);
  else
    hang_up (later->relay->client);

  return G_SOURCE_REMOVE;
}

static void
later_free (gpointer data)
{
  Later *later = data;

  g_free (later->text);
  g_free (later);
}

static void
do_later (TestRelay *self, guint milliseconds, gboolean to_client, const char *text)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);
  Later *later = g_new (Later, 1);

  later->relay = self;
  later->to_client = to_client;
  later->text = g_strdup (text);
  g_source_set_callback (source, later_cb, later, later_free);
  g_source_attach (source, fr_loopback_get_context (self->thread));
}

void
test_relay_send_later (TestRelay *self, guint milliseconds, gboolean to_client, const char *text)
{
  do_later (self, milliseconds, to_client, text);
}

void
test_relay_drop_later (TestRelay *self, guint milliseconds)
{
  do_later (self, milliseconds, TRUE, NULL);
}

/* Answers a call of the client in the place of the server. */
void
test_relay_refuse (TestRelay *self, const char *call, int code, const char *type)
{
  g_autofree char *text =
    g_strdup_printf ("{\"error\":{\"code\":%d,\"data\":{\"type\":\"%s\"},\"message\":\"No.\"},"
                     "\"id\":%d,\"jsonrpc\":\"2.0\"}",
                     code, type, atoi (strstr (call, "\"id\":") + strlen ("\"id\":")));

  test_relay_send (self, TRUE, text);
}
