/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-forward.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "fr-error.h"

#define BUFFER_SIZE 32768

struct _FrLocalForward
{
  GInetAddress *internal;
  GSocketService *service;
  GCancellable *cancellable;
  GHashTable *relays; /* of Relay, owned by their callbacks */
};

typedef struct _Relay Relay;

/* One direction of a relay. */
typedef struct
{
  Relay *relay;
  GSocketConnection *from;
  GSocketConnection *to;
  char buffer[BUFFER_SIZE];
} Pump;

/* One connection from outside and its counterpart inside. */
struct _Relay
{
  FrLocalForward *forward; /* NULL once that is gone */
  GCancellable *cancellable;
  GSocketConnection *outside;
  GSocketConnection *inside;
  Pump pumps[2];
  int running; /* of the pumps */
};

static void read_more (Pump *pump);

static void
free_relay (Relay *relay)
{
  if (relay->forward != NULL)
    g_hash_table_remove (relay->forward->relays, relay);

  g_clear_object (&relay->outside); /* and closes them */
  g_clear_object (&relay->inside);
  g_clear_object (&relay->cancellable);
  g_free (relay);
}

/* A direction that ended in order is ended at the far side, and the other one goes on: that is
 * how a client says that it has asked all it wanted. One that broke breaks both. */
static void
end_pump (Pump *pump, gboolean in_order)
{
  Relay *relay = pump->relay;

  g_socket_shutdown (g_socket_connection_get_socket (pump->to), FALSE, TRUE, NULL);
  if (!in_order)
    {
      g_socket_shutdown (g_socket_connection_get_socket (relay->outside), TRUE, TRUE, NULL);
      g_socket_shutdown (g_socket_connection_get_socket (relay->inside), TRUE, TRUE, NULL);
    }

  if (--relay->running == 0)
    free_relay (relay);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pump *pump = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    read_more (pump);
  else
    end_pump (pump, FALSE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pump *pump = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n > 0)
    g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (pump->to)),
                                     pump->buffer, n, G_PRIORITY_DEFAULT, pump->relay->cancellable,
                                     written_cb, pump);
  else
    end_pump (pump, n == 0);
}

static void
read_more (Pump *pump)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (pump->from)), pump->buffer,
                             BUFFER_SIZE, G_PRIORITY_DEFAULT, pump->relay->cancellable, read_cb,
                             pump);
}

static void
start_pump (Relay *relay, Pump *pump, GSocketConnection *from, GSocketConnection *to)
{
  pump->relay = relay;
  pump->from = from;
  pump->to = to;
  relay->running++;
  g_socket_set_option (g_socket_connection_get_socket (to), IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  read_more (pump);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Relay *relay = user_data;
  g_autoptr (GError) error = NULL;

  relay->inside = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (relay->inside == NULL)
    {
      g_debug ("Nobody behind the forward: %s", error->message);
      free_relay (relay);
      return;
    }

  start_pump (relay, &relay->pumps[0], relay->outside, relay->inside);
  start_pump (relay, &relay->pumps[1], relay->inside, relay->outside);
}

static gboolean
incoming_cb (FrLocalForward *self, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) here = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) there = NULL;
  g_autoptr (GSocketClient) client = NULL;
  Relay *relay;

  if (here == NULL)
    return TRUE;

  there = g_inet_socket_address_new (self->internal,
                                     g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (here)));

  relay = g_new0 (Relay, 1);
  relay->forward = self;
  relay->cancellable = g_object_ref (self->cancellable);
  relay->outside = g_object_ref (connection);
  g_hash_table_add (self->relays, relay);

  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (there), relay->cancellable,
                                 connected_cb, relay);

  return TRUE;
}

static gboolean
listen_at (FrLocalForward *self, GInetAddress *external, guint port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (external, port);
  g_autofree char *text = g_inet_address_to_string (external);
  g_autoptr (GError) reason = NULL;

  if (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                     G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, NULL,
                                     &reason))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
               _ ("Port %u of %s cannot be opened (%s). Another program may have it, and ports "
                  "below 1024 are not for users."),
               port, text, reason->message);
  return FALSE;
}

/**
 * fr_local_forward_new:
 * @external: a loopback address, where it listens
 * @begin: the first port
 * @end: the last port
 * @internal: the address that it relays to, each port to the same one there
 *
 * Listens at once. The relaying is done by the thread-default main context of the caller.
 * Nobody needs to listen at @internal yet: a connection is then closed.
 *
 * Returns: (transfer full): %NULL with %FR_ERROR_EXISTS when one of the ports cannot be had, and
 *   none is taken; %FR_ERROR_USAGE when an address is none
 */
FrLocalForward *
fr_local_forward_new (const char *external, guint begin, guint end, const char *internal,
                      GError **error)
{
  g_autoptr (FrLocalForward) self = NULL;
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (external != NULL && internal != NULL, NULL);
  g_return_val_if_fail (begin > 0 && begin <= end && end <= 65535, NULL);

  self = g_new0 (FrLocalForward, 1);
  self->relays = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
  self->service = g_socket_service_new ();
  self->internal = g_inet_address_new_from_string (internal);
  address = g_inet_address_new_from_string (external);
  if (address == NULL || self->internal == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("“%s” is not an address."),
                   address == NULL ? external : internal);
      return NULL;
    }

  g_signal_connect_swapped (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  for (guint port = begin; port <= end; port++)
    if (!listen_at (self, address, port, error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * fr_local_forward_free:
 * @self: (nullable):
 *
 * Closes the listeners and every connection through them, at once. To be called on the thread
 * that made it.
 */
void
fr_local_forward_free (FrLocalForward *self)
{
  GHashTableIter iter;
  Relay *relay;

  if (self == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));

  /* The peers hear of it now; the relays are freed by their callbacks, a little later. */
  g_hash_table_iter_init (&iter, self->relays);
  while (g_hash_table_iter_next (&iter, (gpointer *) &relay, NULL))
    {
      relay->forward = NULL;
      g_socket_shutdown (g_socket_connection_get_socket (relay->outside), TRUE, TRUE, NULL);
      if (relay->inside != NULL)
        g_socket_shutdown (g_socket_connection_get_socket (relay->inside), TRUE, TRUE, NULL);
    }
  g_cancellable_cancel (self->cancellable);

  g_hash_table_unref (self->relays);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->internal);
  g_free (self);
}

/**
 * fr_local_forward_count:
 *
 * Returns: how many connections go through it now
 */
guint
fr_local_forward_count (FrLocalForward *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->relays);
}
