/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-local-forward.h"

/* A server that answers with what it was sent once its client has ended its half. */
typedef struct
{
  GSocketService *service;
  char *inside;
  char *outside;
  guint port;
} Fixture;

static gboolean
echo_cb (GThreadedSocketService *service, GSocketConnection *connection)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GOutputStream) all = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (all, in, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  g_output_stream_write_all (out, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (all)),
                             g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (all)),
                             NULL, NULL, NULL);

  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int third = g_random_int_range (1, 250);
  int second = g_random_int_range (64, 250);
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (GSocketAddress) place = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  fixture->inside = g_strdup_printf ("127.%d.%d.7", second, third);
  fixture->outside = g_strdup_printf ("127.%d.%d.16", second, third);
  fixture->service = g_threaded_socket_service_new (10);
  g_signal_connect (fixture->service, "run", G_CALLBACK (echo_cb), NULL);

  address = g_inet_address_new_from_string (fixture->inside);
  place = g_inet_socket_address_new (address, 0);
  g_socket_listener_add_address (G_SOCKET_LISTENER (fixture->service), place, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  fixture->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
stop_server (Fixture *fixture)
{
  g_socket_service_stop (fixture->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->service));
  g_clear_object (&fixture->service);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->service != NULL)
    stop_server (fixture);
  g_free (fixture->inside);
  g_free (fixture->outside);
}

static void
iterate_until_zero (int *pending)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_atomic_int_get (pending) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

/* One client on a thread of its own, as the relays and the server share ours. */
typedef struct
{
  Fixture *fixture;
  gsize size;
  gboolean good;
  int *pending;
} Client;

static gpointer
run_client (gpointer data)
{
  Client *client = data;
  g_autoptr (GSocketClient) maker = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *sent = g_malloc (client->size);
  g_autofree char *received = g_malloc0 (client->size + 1);
  gsize length = 0;

  for (gsize i = 0; i < client->size; i++)
    sent[i] = (char) (i * 31 + i / 253);

  connection = g_socket_client_connect_to_host (maker, client->fixture->outside,
                                                client->fixture->port, NULL, NULL);
  if (connection != NULL &&
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), sent,
                                 client->size, NULL, NULL, NULL) &&
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL) &&
      g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), received,
                               client->size + 1, &length, NULL, NULL))
    client->good = length == client->size && memcmp (sent, received, length) == 0;

  g_atomic_int_add (client->pending, -1);
  return NULL;
}

static void
test_relay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FrLocalForward) forward = NULL;
  g_autoptr (GError) error = NULL;
  Client clients[8];
  GThread *threads[8];
  int pending = 8;

  forward =
    fr_local_forward_new (fixture->outside, fixture->port, fixture->port, fixture->inside, &error);
  g_assert_no_error (error);

  for (int i = 0; i < 8; i++)
    {
      clients[i] =
        (Client){ .fixture = fixture, .size = i == 0 ? 5 : 2000000, .pending = &pending };
      threads[i] = g_thread_new ("client", run_client, &clients[i]);
    }
  iterate_until_zero (&pending);
  for (int i = 0; i < 8; i++)
    {
      g_thread_join (threads[i]);
      g_assert_true (clients[i].good);
    }

  for (int i = 0; i < 1000 && fr_local_forward_count (forward) > 0; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (fr_local_forward_count (forward), ==, 0);
}

/* A relay that waits is cut when its rule is removed, and nobody listens any more. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  FrLocalForward *forward = NULL;
  g_autoptr (GSocketClient) maker = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketConnection) refused = NULL;
  g_autoptr (GError) error = NULL;
  char byte;

  forward =
    fr_local_forward_new (fixture->outside, fixture->port, fixture->port, fixture->inside, &error);
  g_assert_no_error (error);
  connection =
    g_socket_client_connect_to_host (maker, fixture->outside, fixture->port, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 200; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  g_assert_cmpuint (fr_local_forward_count (forward), ==, 1);

  fr_local_forward_free (forward);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 5);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        &byte, 1, NULL, &error),
                   <=, 0);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  g_clear_error (&error);

  refused = g_socket_client_connect_to_host (maker, fixture->outside, fixture->port, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  for (int i = 0; i < 200; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
test_nobody_behind (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FrLocalForward) forward = NULL;
  g_autoptr (GSocketClient) maker = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  char byte;

  stop_server (fixture);

  forward =
    fr_local_forward_new (fixture->outside, fixture->port, fixture->port, fixture->inside, &error);
  g_assert_no_error (error);
  connection =
    g_socket_client_connect_to_host (maker, fixture->outside, fixture->port, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 200; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 5);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        &byte, 1, NULL, &error),
                   <=, 0);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  g_assert_cmpuint (fr_local_forward_count (forward), ==, 0);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FrLocalForward) range = NULL;
  g_autoptr (FrLocalForward) overlap = NULL;
  g_autoptr (GError) error = NULL;
  guint begin = 30000 + g_random_int_range (0, 1000);

  range = fr_local_forward_new (fixture->outside, begin, begin + 199, fixture->inside, &error);
  g_assert_no_error (error);

  overlap = fr_local_forward_new (fixture->outside, begin - 1, begin, fixture->inside, &error);
  g_assert_null (overlap);
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_clear_error (&error);

  /* The port that was free has been given back. */
  overlap = fr_local_forward_new (fixture->outside, begin - 1, begin - 1, fixture->inside, &error);
  g_assert_no_error (error);

  g_assert_null (fr_local_forward_new ("nowhere", 30000, 30000, fixture->inside, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_USAGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/local/forward/relay", Fixture, NULL, set_up, test_relay, tear_down);
  g_test_add ("/local/forward/close", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/local/forward/nobody-behind", Fixture, NULL, set_up, test_nobody_behind, tear_down);
  g_test_add ("/local/forward/taken", Fixture, NULL, set_up, test_taken, tear_down);

  return g_test_run ();
}
