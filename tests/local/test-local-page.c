/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "fr-local-page.h"
#include "fr-loopback.h"
#include "fr-process.h"

#define SECRET "nobody shall see this"

typedef struct
{
  char *root; /* with the secret beside the folder of the page */
  char *folder;
  FrLoopback *thread;
  SoupServer *server;
  guint port;
} World;

static void
start (gpointer data)
{
  World *world = data;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  world->server = soup_server_new ("server-header", "page", NULL);
  fr_local_page_attach (world->server, world->folder);
  soup_server_listen_local (world->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (world->server);
  world->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
stop (gpointer data)
{
  World *world = data;

  soup_server_disconnect (world->server);
  g_clear_object (&world->server);
}

static void
put (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autofree char *link = NULL;
  g_autofree char *folder_link = NULL;

  world->root = g_dir_make_tmp ("fr-page-XXXXXX", NULL);
  world->folder = g_build_filename (world->root, "page", NULL);
  put (world->root, "secret.html", SECRET);
  put (world->root, "pages/secret.html", SECRET);
  put (world->folder, "index.html", "<p>hello</p>");
  put (world->folder, "mirror.js", "\"use strict\";");
  put (world->folder, "notes.txt", SECRET);
  put (world->folder, ".hidden.html", SECRET);
  put (world->folder, "deeper/index.html", SECRET);

  link = g_build_filename (world->folder, "link.html", NULL);
  folder_link = g_build_filename (world->folder, "away.html", NULL);
  g_assert_cmpint (symlink ("../secret.html", link), ==, 0);
  g_assert_cmpint (symlink ("..", folder_link), ==, 0);

  world->thread = fr_loopback_new ("page");
  fr_loopback_call (world->thread, start, world);

  return world;
}

static void
world_free (World *world)
{
  const char *argv[] = { "rm", "-rf", "--", world->root, NULL };

  fr_loopback_call (world->thread, stop, world);
  fr_loopback_free (world->thread);
  fr_process_run (argv, NULL, 20, NULL, NULL, NULL);
  g_free (world->root);
  g_free (world->folder);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* The whole answer to a request that no client would have tidied up. */
static char *
ask (World *world, const char *method, const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *request =
    g_strdup_printf ("%s %s HTTP/1.1\r\nHost: page\r\nConnection: close\r\n\r\n", method, path);
  GInputStream *input;
  char buffer[4096];
  gssize n;

  g_socket_client_set_timeout (client, 10);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) world->port, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                               strlen (request), NULL, NULL, NULL));
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);

  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static void
test_files (void)
{
  static const struct
  {
    const char *path;
    const char *type;
    const char *text;
  } files[] = {
    { "/", "text/html; charset=utf-8", "<p>hello</p>" },
    { "/index.html", "text/html; charset=utf-8", "<p>hello</p>" },
    { "/mirror.js", "text/javascript; charset=utf-8", "\"use strict\";" },
    { "/mirror.js?again=1", "text/javascript; charset=utf-8", "\"use strict\";" },
  };
  g_autoptr (World) world = world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *answer = ask (world, "GET", files[i].path);
      g_autofree char *type = g_strdup_printf ("Content-Type: %s\r\n", files[i].type);

      g_test_message ("%s: %s", files[i].path, answer);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
      g_assert_nonnull (strstr (answer, type));
      g_assert_nonnull (strstr (answer, "Content-Security-Policy: default-src 'self'"));
      g_assert_nonnull (strstr (answer, "X-Content-Type-Options: nosniff\r\n"));
      g_assert_true (g_str_has_suffix (answer, files[i].text));
    }
}

static void
test_fresh (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *answer = NULL;
  g_autofree char *head = ask (world, "HEAD", "/");

  put (world->folder, "index.html", "<p>another</p>");
  answer = ask (world, "GET", "/");

  g_assert_true (g_str_has_suffix (answer, "<p>another</p>"));
  g_assert_nonnull (strstr (head, "Content-Length: 12\r\n"));
  g_assert_true (g_str_has_suffix (head, "\r\n\r\n"));
}

/* However it is written, no way leads out of the folder or below it. */
static void
test_ways_out (void)
{
  static const char *const paths[] = {
    "/../secret.html",
    "/%2e%2e/secret.html",
    "/..%2fsecret.html",
    "/..%5csecret.html",
    "/....//secret.html",
    "/./../secret.html",
    "//secret.html",
    "/deeper/../../secret.html",
    "/deeper/index.html",
    "/deeper",
    "/../pages/secret.html",
    "/link.html",
    "/away.html",
    "/away.html/secret.html",
    "/.hidden.html",
    "/notes.txt",
    "/index.html%00.js",
    "/index.html/",
    "/absent.html",
    "/%",
    "/\xc3\xa4.html",
    "*",
    "../secret.html",
  };
  g_autoptr (World) world = world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *answer = ask (world, "GET", paths[i]);

      g_test_message ("%s: %.40s", paths[i], answer);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 40") || *answer == '\0');
      g_assert_null (strstr (answer, SECRET));
    }
}

static void
test_methods (void)
{
  static const char *const methods[] = { "POST", "PUT", "DELETE", "OPTIONS" };
  g_autoptr (World) world = world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *answer = ask (world, methods[i], "/");

      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 405 "));
      g_assert_nonnull (strstr (answer, "Allow: GET, HEAD\r\n"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local/page/files", test_files);
  g_test_add_func ("/local/page/fresh", test_fresh);
  g_test_add_func ("/local/page/ways-out", test_ways_out);
  g_test_add_func ("/local/page/methods", test_methods);

  return g_test_run ();
}
