/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <libsoup/soup.h>
#include <string.h>

#include "../soup-log.h"
#include "../taken-port.h"
#include "fr-error.h"
#include "fr-loopback.h"
#include "fr-pin.h"
#include "fr-rpc-trust.h"
#include "test-look.h"
#include "test-relay.h"
#include "test-server.h"

static char *folder;
static char *certificate; /* NULL when this machine cannot make one */
static char *pin;

static void
make_certificate (void)
{
  g_autofree char *path = g_build_filename (folder, "both.pem", NULL);
  const char *argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                         "/CN=mirror", "-keyout", path, "-out", path, NULL };
  g_autoptr (GTlsCertificate) read = NULL;
  g_autofree char *key = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *text = NULL;
  int status = 1;

  /* Both in one file, as Kurento wants it: openssl would overwrite one with the other. */
  argv[13] = key = g_strconcat (path, ".key", NULL);
  if (!g_spawn_sync (NULL, (char **) argv, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                       G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, NULL, NULL, &status, NULL) ||
      status != 0)
    return;

  g_assert_true (g_file_get_contents (path, &one, NULL, NULL));
  g_assert_true (g_file_get_contents (key, &two, NULL, NULL));
  text = g_strconcat (one, two, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  read = g_tls_certificate_new_from_file (path, NULL);
  g_assert_nonnull (read);
  pin = fr_pin_of (read);
  certificate = g_steal_pointer (&path);
}

static gboolean
has_certificate (void)
{
  if (certificate == NULL)
    g_test_skip ("openssl is not installed");

  return certificate != NULL;
}

static char *
make_secure_uri (TestServer *server, const char *path)
{
  return g_strdup_printf ("wss://127.0.0.1:%u/%s", test_server_get_secure_port (server), path);
}

static void
test_pinned (void)
{
  g_autoptr (TestServer) server = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *upper = NULL;
  g_autoptr (FrMirrorVerdict) verdict = NULL;
  FrMirrorWish wish;

  if (!has_certificate ())
    return;

  server = test_server_new (certificate);
  uri = make_secure_uri (server, "kurento");
  upper = g_ascii_strup (pin, -1);
  wish = test_look_make_wish (uri);
  wish.pin = upper;
  verdict = test_look (&wish, 1);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_HAT);
  test_server_assert_empty (server);
}

static void
test_other_pin (void)
{
  g_autoptr (TestServer) server = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *other = NULL;
  FrMirrorWish wish;

  if (!has_certificate ())
    return;

  server = test_server_new (certificate);
  uri = make_secure_uri (server, "kurento");
  other = g_strdup (pin);
  other[63] = other[63] == '0' ? '1' : '0';
  wish = test_look_make_wish (uri);
  wish.pin = other;
  test_look_fails (&wish, FR_ERROR_CERTIFICATE, "pinned");
  wish.pin = NULL;
  test_look_fails (&wish, FR_ERROR_CERTIFICATE, "--pin");
  g_assert_cmpuint (test_server_count_objects (server), ==, 0);
}

/* The certificate is the right one; what is wrong is the path. */
static void
test_other_path (void)
{
  g_autoptr (TestServer) server = NULL;
  g_autofree char *uri = NULL;
  FrMirrorWish wish;

  if (!has_certificate ())
    return;

  server = test_server_new (certificate);
  uri = g_strdup_printf ("wss://somebody:secret@127.0.0.1:%u/elsewhere?token=secret",
                         test_server_get_secure_port (server));
  wish = test_look_make_wish (uri);
  wish.pin = pin;
  test_look_fails (&wish, FR_ERROR_PROTOCOL, "/elsewhere is no media server");
}

static void
test_pin_without_tls (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  FrMirrorWish wish = test_look_make_wish (uri);

  wish.pin = "0000000000000000000000000000000000000000000000000000000000000000";
  test_look_fails (&wish, FR_ERROR_USAGE, "without TLS");
}

static void
test_tls_without_tls (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri =
    g_strdup_printf ("wss://127.0.0.1:%u/kurento", test_server_get_port (server));
  FrMirrorWish wish = test_look_make_wish (uri);

  wish.limit_seconds = 2;
  test_look_fails (&wish, FR_ERROR_UNREACHABLE, "No media server answers");
}

static void
test_no_address (void)
{
  static const char *const uris[] = { "", "nonsense", "ws://", "ftp://127.0.0.1/kurento",
                                      "file:///etc/passwd" };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      FrMirrorWish wish = test_look_make_wish (uris[i]);

      test_look_fails (&wish, FR_ERROR_USAGE, "no address");
    }
}

static GSocketListener *
listen_somewhere (guint16 *port)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &effective, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));

  return g_steal_pointer (&listener);
}

static void
test_nobody_listens (void)
{
  guint16 port;
  g_autoptr (GSocket) taken = taken_port_new (&port);
  g_autofree char *uri = g_strdup_printf ("ws://127.0.0.1:%u/kurento", port);
  FrMirrorWish wish = test_look_make_wish (uri);

  test_look_fails (&wish, FR_ERROR_UNREACHABLE, "No media server answers");
}

/* The connection is taken by the kernel, and nobody ever looks at it. */
static void
test_nobody_looks (void)
{
  guint16 port;
  g_autoptr (GSocketListener) listener = listen_somewhere (&port);
  static const char *const schemes[] = { "ws", "wss" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autofree char *uri = g_strdup_printf ("%s://127.0.0.1:%u/kurento", schemes[i], port);
      FrMirrorWish wish = test_look_make_wish (uri);

      wish.limit_seconds = 1;
      test_look_fails (&wish, FR_ERROR_UNREACHABLE, "No media server answers");
    }
}

typedef struct
{
  SoupServer *soup;
  guint port;
} Web;

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<p>Hello", 8);
}

static void
start_web (gpointer data)
{
  Web *web = data;
  GSList *uris;

  web->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (web->soup, NULL, answer_cb, NULL, NULL);
  g_assert_true (soup_server_listen_local (web->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (web->soup);
  web->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
stop_web (gpointer data)
{
  Web *web = data;

  soup_server_disconnect (web->soup);
  g_clear_object (&web->soup);
}

static void
test_web_server (void)
{
  g_autoptr (FrLoopback) thread = fr_loopback_new ("web");
  g_autofree char *uri = NULL;
  FrMirrorWish wish;
  Web web;

  soup_log_prepare ();
  fr_loopback_call (thread, start_web, &web);
  uri = g_strdup_printf ("ws://127.0.0.1:%u/kurento", web.port);
  wish = test_look_make_wish (uri);
  test_look_fails (&wish, FR_ERROR_PROTOCOL, "does not open a WebSocket");
  fr_loopback_call (thread, stop_web, &web);
}

/* The server takes a moment to say how the pipeline is called. */
static char *
make_slowly (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  if (from_client || strstr (text, "_kurento.MediaPipeline\"") == NULL)
    return g_strdup (text);

  g_cancellable_cancel (data);
  test_relay_send_later (relay, 300, TRUE, text);

  return NULL;
}

/* Who stops in that moment leaves nothing behind. */
static void
test_cancel_while_making (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autoptr (TestRelay) relay =
    test_relay_new (test_server_get_port (server), make_slowly, cancellable);
  g_autofree char *uri = test_relay_get_uri (relay);
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_mirror_try (&wish, 5, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_server_assert_empty (server);
}

static void
test_uri (void)
{
  static const char *const pairs[][2] = {
    { "mirror.example", "wss://mirror.example:8433/kurento" },
    { "mirror.example:9000", "wss://mirror.example:9000/kurento" },
    { "192.0.2.7", "wss://192.0.2.7:8433/kurento" },
    { "2001:db8::7", "wss://[2001:db8::7]:8433/kurento" },
    { "[2001:db8::7]", "wss://[2001:db8::7]:8433/kurento" },
    { "[2001:db8::7]:9000", "wss://[2001:db8::7]:9000/kurento" },
    { "mirror.example/media", "wss://mirror.example/media" },
    { "ws://127.0.0.1:8888/kurento", "ws://127.0.0.1:8888/kurento" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *uri = fr_mirror_make_uri (pairs[i][0]);

      g_assert_cmpstr (uri, ==, pairs[i][1]);
    }
}

static void
test_shown (void)
{
  static const char *const pairs[][2] = {
    { "wss://somebody:secret@mirror.example:8433/kurento?token=secret#secret",
      "wss://mirror.example:8433/kurento" },
    { "ws://127.0.0.1:8888/kurento", "ws://127.0.0.1:8888/kurento" },
    { "ws://[::1]:8888/kurento", "ws://[::1]:8888/kurento" },
    { "no address?secret", "no address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *shown = fr_rpc_trust_show (pairs[i][0]);

      g_assert_cmpstr (shown, ==, pairs[i][1]);
    }
}

static void
test_pin_text (void)
{
  g_autofree char *digits = g_strnfill (64, 'a');
  g_autofree char *prefixed = g_strconcat ("SHA256:", digits, NULL);
  g_autofree char *read = fr_pin_read (prefixed);

  g_assert_cmpstr (read, ==, digits);
  g_assert_null (fr_pin_read (""));
  g_assert_null (fr_pin_read ("sha256:"));
  g_assert_null (fr_pin_read (prefixed + 8));
  g_assert_null (fr_pin_read ("sha1:aaaa"));
}

int
main (int argc, char *argv[])
{
  g_autofree char *key = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  folder = g_dir_make_tmp ("fr-connect-XXXXXX", NULL);
  make_certificate ();

  g_test_add_func ("/mirror/connect/pinned", test_pinned);
  g_test_add_func ("/mirror/connect/other-pin", test_other_pin);
  g_test_add_func ("/mirror/connect/other-path", test_other_path);
  g_test_add_func ("/mirror/connect/pin-without-tls", test_pin_without_tls);
  g_test_add_func ("/mirror/connect/tls-without-tls", test_tls_without_tls);
  g_test_add_func ("/mirror/connect/no-address", test_no_address);
  g_test_add_func ("/mirror/connect/nobody-listens", test_nobody_listens);
  g_test_add_func ("/mirror/connect/nobody-looks", test_nobody_looks);
  g_test_add_func ("/mirror/connect/web-server", test_web_server);
  g_test_add_func ("/mirror/connect/cancel-while-making", test_cancel_while_making);
  g_test_add_func ("/mirror/connect/uri", test_uri);
  g_test_add_func ("/mirror/connect/shown", test_shown);
  g_test_add_func ("/mirror/connect/pin-text", test_pin_text);

  status = g_test_run ();
  if (certificate != NULL)
    {
      key = g_strconcat (certificate, ".key", NULL);
      g_unlink (certificate);
      g_unlink (key);
    }
  g_rmdir (folder);
  g_free (folder);
  g_free (certificate);
  g_free (pin);

  return status;
}
