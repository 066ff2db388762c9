/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "../taken-port.h"
#include "fr-error.h"
#include "fr-pin.h"
#include "fr-process.h"
#include "fr-tls-get.h"
#include "fr-wait.h"

#define ASK_SECONDS 5

/* A listener on a thread: says one thing to each who connects. */
typedef struct
{
  GSocketListener *listener;
  GTlsCertificate *certificate; /* or NULL: no TLS */
  const char *answer;           /* or NULL: closes at once */
  guint16 port;
  GThread *thread;
  GCancellable *cancellable;
} Server;

static void
serve (Server *server, GSocketConnection *connection)
{
  g_autoptr (GIOStream) stream = NULL;
  char buffer[1024];

  if (server->answer == NULL)
    return;
  stream = server->certificate != NULL
             ? g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate, NULL)
             : G_IO_STREAM (g_object_ref (connection));
  if (g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL,
                           NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), server->answer,
                               strlen (server->answer), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static gpointer
listen_on (gpointer data)
{
  Server *server = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (server->listener, NULL, server->cancellable,
                                                 NULL)) != NULL)
    {
      serve (server, connection);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      g_object_unref (connection);
    }

  return NULL;
}

static GTlsCertificate *
make_certificate (void)
{
  const char *argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=x",
                         "-keyout", "-", NULL };
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  fr_process_run (argv, NULL, 20, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);

  return certificate;
}

static Server *
server_new (GTlsCertificate *certificate, const char *answer)
{
  Server *server = g_new0 (Server, 1);

  server->listener = g_socket_listener_new ();
  server->certificate = certificate;
  server->answer = answer;
  server->cancellable = g_cancellable_new ();
  server->port = g_socket_listener_add_any_inet_port (server->listener, NULL, NULL);
  g_assert_cmpuint (server->port, >, 0);
  server->thread = g_thread_new ("server", listen_on, server);

  return server;
}

static void
server_free (Server *server)
{
  g_cancellable_cancel (server->cancellable);
  g_thread_join (server->thread);
  g_socket_listener_close (server->listener);
  g_object_unref (server->listener);
  g_object_unref (server->cancellable);
  g_free (server);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

static void
test_pin (void)
{
  g_autoptr (GTlsCertificate) certificate = make_certificate ();
  g_autoptr (GTlsCertificate) other = make_certificate ();
  g_autofree char *pin = fr_pin_of (certificate);
  g_autofree char *wrong = fr_pin_of (other);
  g_autoptr (Server) server =
    server_new (certificate, "HTTP/1.1 200 OK\r\nA: b\r\n\r\n<!DOCTYPE html>\n");
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  guint status = 0;

  g_assert_true (fr_tls_get ("127.0.0.1", server->port, "/", pin, ASK_SECONDS, &status, &body,
                             NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (body, ==, "<!DOCTYPE html>\n");

  g_assert_false (fr_tls_get ("127.0.0.1", server->port, "/", wrong, ASK_SECONDS, &status, NULL,
                              NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_clear_error (&error);

  /* One that the system does not trust, and nobody has pinned. */
  g_assert_false (fr_tls_get ("127.0.0.1", server->port, "/", NULL, ASK_SECONDS, &status, NULL,
                              NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
}

static void
test_no_tls (void)
{
  static const char *const answers[] = { NULL, "HTTP/1.1 200 OK\r\n\r\n" };
  g_autofree char *pin = g_strnfill (64, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Server) server = server_new (NULL, answers[i]);
      g_autoptr (GError) error = NULL;
      guint status = 0;

      g_assert_false (fr_tls_get ("127.0.0.1", server->port, "/", pin, ASK_SECONDS, &status, NULL,
                                  NULL, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
    }
}

static void
test_no_http (void)
{
  static const char *const answers[] = { "SSH-2.0-x\r\n", "HTTP/1.1" };
  g_autoptr (GTlsCertificate) certificate = make_certificate ();
  g_autofree char *pin = fr_pin_of (certificate);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Server) server = server_new (certificate, answers[i]);
      g_autoptr (GError) error = NULL;
      guint status = 0;

      g_assert_false (fr_tls_get ("127.0.0.1", server->port, "/", pin, ASK_SECONDS, &status, NULL,
                                  NULL, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_PROTOCOL);
    }
}

static void
test_open (void)
{
  g_autoptr (Server) server = server_new (NULL, NULL);
  g_autoptr (GSocket) taken = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pin = g_strnfill (64, 'a');
  guint16 port;
  guint status;

  g_assert_true (fr_tcp_is_open ("127.0.0.1", server->port, ASK_SECONDS, NULL));
  taken = taken_port_new (&port);
  g_assert_false (fr_tcp_is_open ("127.0.0.1", port, ASK_SECONDS, NULL));
  g_assert_false (
    fr_tls_get ("127.0.0.1", port, "/", pin, ASK_SECONDS, &status, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/tls-get/pin", test_pin);
  g_test_add_func ("/deploy/tls-get/no-tls", test_no_tls);
  g_test_add_func ("/deploy/tls-get/no-http", test_no_http);
  g_test_add_func ("/deploy/tls-get/open", test_open);

  return g_test_run ();
}
