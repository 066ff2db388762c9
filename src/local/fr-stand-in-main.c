/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <gst/gst.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "fr-json.h"
#include "fr-local-mirror.h"

#define CONFIG "/etc/kurento/kurento.conf.json"

static char *config_path = NULL;
static int port = -1;

static const GOptionEntry entries[] = {
  { "config", 'f', 0, G_OPTION_ARG_FILENAME, &config_path,
    N_ ("Configuration file, as Kurento has it"), N_ ("FILE") },
  { "port", 0, 0, G_OPTION_ARG_INT, &port,
    N_ ("Listen at 127.0.0.1 on this port, without a configuration"), N_ ("PORT") },
  G_OPTION_ENTRY_NULL,
};

static guint
get_uint (JsonObject *object, const char *name, guint fallback)
{
  return object != NULL ? (guint) json_object_get_int_member_with_default (object, name, fallback)
                        : fallback;
}

/* A value of one of Kurento's own files, which have no groups. */
static char *
read_value (const char *folder, const char *file, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "modules", "kurento", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  char *value = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], name) && lines[i][strlen (name)] == '=')
      {
        g_free (value);
        value = g_strstrip (g_strdup (strchr (lines[i], '=') + 1));
      }

  return value;
}

static void
read_media_ports (const char *folder, FrLocalMirrorSettings *settings)
{
  g_autofree char *first = read_value (folder, "BaseRtpEndpoint.conf.ini", "minPort");
  g_autofree char *last = read_value (folder, "BaseRtpEndpoint.conf.ini", "maxPort");

  settings->first_media_port = first != NULL ? (guint) atoi (first) : 0;
  settings->last_media_port = last != NULL ? (guint) atoi (last) : 0;
  if (settings->last_media_port < settings->first_media_port)
    settings->first_media_port = settings->last_media_port = 0;
}

/* mediaServer.net.websocket of Kurento's own file; the certificate's path is relative to it.
 * mediaServer.net.page is ours, a folder and a port: Kurento does not look at it. */
static FrLocalMirror *
start_by_config (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *external = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *server, *socket, *secure, *page;
  FrLocalMirrorSettings settings = { 0 };
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  root = fr_json_parse (text, (gssize) length, error);
  if (root == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  server = JSON_NODE_HOLDS_OBJECT (root)
             ? fr_json_get_object (json_node_get_object (root), "mediaServer")
             : NULL;
  socket = fr_json_get_object (fr_json_get_object (server, "net"), "websocket");
  secure = fr_json_get_object (socket, "secure");
  settings.address = socket != NULL
                       ? json_object_get_string_member_with_default (socket, "address", "127.0.0.1")
                       : "127.0.0.1";
  settings.path = socket != NULL
                    ? json_object_get_string_member_with_default (socket, "path", "kurento")
                    : "kurento";
  settings.port = get_uint (socket, "port", 8888);
  settings.secure = secure != NULL;
  settings.secure_port = get_uint (secure, "port", 8433);
  page = secure != NULL ? fr_json_get_object (fr_json_get_object (server, "net"), "page") : NULL;
  settings.page = page != NULL ? fr_json_get_string (page, "folder") : NULL;
  settings.page_port = get_uint (page, "port", 8443);
  settings.garbage_seconds =
    get_uint (fr_json_get_object (server, "resources"), "garbageCollectorPeriod", 0);
  read_media_ports (folder, &settings);
  external = read_value (folder, "WebRtcEndpoint.conf.ini", "externalIPv4");
  settings.media_address = external;
  if (secure != NULL)
    {
      certificate = g_build_filename (folder,
                                      json_object_get_string_member_with_default (
                                        secure, "certificate", "defaultCertificate.pem"),
                                      NULL);
      settings.certificate = certificate;
    }

  return fr_local_mirror_start (&settings, error);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) options = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (FrLocalMirror) mirror = NULL;
  g_autoptr (GError) error = NULL;
  FrLocalMirrorSettings settings = { .address = "127.0.0.1", .path = "kurento" };

  setlocale (LC_ALL, "");
  options = g_option_context_new (NULL);
  g_option_context_set_summary (
    options, _ ("A stand-in for Kurento Media Server that serves one magic mirror per client."));
  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  gst_init (NULL, NULL);
  settings.port = port > 0 ? (guint) port : 0;
  mirror = port >= 0 ? fr_local_mirror_start (&settings, &error)
                     : start_by_config (config_path != NULL ? config_path : CONFIG, &error);
  if (mirror == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  g_print (_ ("listening on port %u, with TLS on %u\n"), fr_local_mirror_get_port (mirror),
           fr_local_mirror_get_secure_port (mirror));
  if (fr_local_mirror_get_page_port (mirror) > 0)
    g_print (_ ("the page is on port %u\n"), fr_local_mirror_get_page_port (mirror));
  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
