/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-page.h"

#include <glib/gstdio.h>
#include <string.h>

#define INDEX "index.html"
#define LARGEST_FILE (4 * 1024 * 1024)

/* A page has these; what has another ending is not served. */
static const struct
{
  const char *ending;
  const char *type;
} types[] = {
  { ".css", "text/css; charset=utf-8" },
  { ".html", "text/html; charset=utf-8" },
  { ".js", "text/javascript; charset=utf-8" },
  { ".json", "application/json" },
  { ".png", "image/png" },
  { ".svg", "image/svg+xml" },
};

/* Nothing from elsewhere, and nothing that stands inside the page. */
static const struct
{
  const char *name;
  const char *value;
} headers[] = {
  { "Cache-Control", "no-cache" },
  { "Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'" },
  { "Referrer-Policy", "no-referrer" },
  { "X-Content-Type-Options", "nosniff" },
};

static const char *
find_type (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (name, types[i].ending))
      return types[i].type;

  return NULL;
}

/* The name of a file in the folder itself: no way leads to another folder, however it is
 * written, since a name has no slash and does not begin with a dot. */
static const char *
find_name (const char *path)
{
  const char *name = path + strspn (path, "/");

  if (*name == '\0')
    return INDEX;

  return *name != '.' && name == path + 1 &&
             strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == strlen (name)
           ? name
           : NULL;
}

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length;
  GStatBuf info;

  /* Nor does a link lead away. */
  if (g_lstat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > LARGEST_FILE ||
      !g_file_get_contents (path, &text, &length, NULL))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&text), length);
}

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
  const char *folder = data;
  const char *method = soup_server_message_get_method (message);
  const char *name = find_name (path);
  const char *type = name != NULL ? find_type (name) : NULL;
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  g_autoptr (GBytes) bytes = NULL;

  if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD)
    {
      soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
      soup_message_headers_append (response, "Allow", "GET, HEAD");
      return;
    }
  if (type != NULL)
    bytes = read_file (folder, name);
  if (bytes == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    soup_message_headers_append (response, headers[i].name, headers[i].value);
  soup_message_headers_set_content_type (response, type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

/**
 * fr_local_page_attach:
 * @server: where the page shall be; its other handlers stay
 * @folder: the files of the page, without folders in it
 *
 * Serves the files of a folder as they are at the time of the request, “index.html” for “/”,
 * each with its type, and with headers that let a browser load nothing from elsewhere.
 */
void
fr_local_page_attach (SoupServer *server, const char *folder)
{
  g_return_if_fail (SOUP_IS_SERVER (server) && folder != NULL);

  soup_server_add_handler (server, NULL, answer_cb, g_strdup (folder), g_free);
}
