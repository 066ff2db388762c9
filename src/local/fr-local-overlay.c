/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-overlay.h"

#include <libsoup/soup.h>

#include "fr-json.h"
#include "fr-mirror-script.h"

#define LARGEST_IMAGE (4 * 1024 * 1024)

/* Another name of the hat. Where neither may be written it is as if both were there. */
#define OWN_HAT "/usr/share/fitting-room/hat.png"

static gboolean
read_number (JsonObject *params, const char *name, double *number, GError **error)
{
  JsonNode *node = params != NULL ? json_object_get_member (params, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    {
      fr_local_refuse_parameter (name, error);
      return FALSE;
    }
  *number = json_node_get_value_type (node) == G_TYPE_STRING
              ? g_ascii_strtod (json_node_get_string (node), NULL)
              : json_node_get_double (node);

  return TRUE;
}

/* The image at a path of this machine. An image that is not there is only a word in the log:
 * Kurento says success then, too. */
static GBytes *
load_image (const char *uri)
{
  g_autofree char *data = NULL;
  gsize length;

  if ((g_str_equal (uri, FR_MIRROR_HAT_URI) || g_str_equal (uri, OWN_HAT)) &&
      !g_file_test (uri, G_FILE_TEST_EXISTS))
    return fr_hat_load_default (NULL);
  if (!g_path_is_absolute (uri) || !g_file_test (uri, G_FILE_TEST_IS_REGULAR) ||
      !g_file_get_contents (uri, &data, &length, NULL) || length > LARGEST_IMAGE)
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), length);
}

static void
use_image (FrLocalCalls *self, FrLocalObject *object, const char *uri, GBytes *bytes)
{
  g_autoptr (FrHat) hat = NULL;

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    hat = fr_hat_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_clear_pointer (&object->hat, g_bytes_unref);
  if (hat != NULL)
    object->hat = g_bytes_ref (bytes);
  else
    g_message ("no image at %s", uri);
  fr_local_objects_route (self->objects);
}

typedef struct
{
  FrLocalCalls *calls;
  char *id;
  char *uri;
} Download;

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Download *download = data;
  g_autoptr (GBytes) bytes =
    soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  FrLocalObject *object = NULL;

  /* Without bytes it was cut off, and whom it was for may be gone. */
  if (bytes != NULL && message != NULL && soup_message_get_status (message) == SOUP_STATUS_OK)
    object = fr_local_objects_find (download->calls->objects, download->id, NULL);
  if (object != NULL)
    use_image (download->calls, object, download->uri, bytes);
  g_free (download->id);
  g_free (download->uri);
  g_free (download);
}

/* From this machine alone: nobody shall make us call others. */
static gboolean
start_download (FrLocalCalls *self, FrLocalObject *object, const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (SoupMessage) message = NULL;
  Download *download;

  if (parsed == NULL || !g_str_has_prefix (g_uri_get_scheme (parsed), "http") ||
      g_strcmp0 (g_uri_get_host (parsed), "127.0.0.1") != 0)
    return FALSE;

  message = soup_message_new_from_uri (SOUP_METHOD_GET, parsed);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  download = g_new0 (Download, 1);
  download->calls = self;
  download->id = g_strdup (object->id);
  download->uri = g_strdup (uri);
  soup_session_send_and_read_async (self->web, message, G_PRIORITY_DEFAULT, self->leaving,
                                    downloaded_cb, download);

  return TRUE;
}

/**
 * fr_local_overlay_set:
 *
 * The image that the filter puts on faces, and where.
 */
JsonNode *
fr_local_overlay_set (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *uri = fr_json_get_string (params, "uri");
  FrHatPlace place;

  if (uri == NULL)
    return fr_local_refuse_parameter ("uri", error);
  if (!read_number (params, "offsetXPercent", &place.x, error) ||
      !read_number (params, "offsetYPercent", &place.y, error) ||
      !read_number (params, "widthPercent", &place.width, error) ||
      !read_number (params, "heightPercent", &place.height, error))
    return NULL;

  object->place = place;
  if (!start_download (self, object, uri))
    {
      g_autoptr (GBytes) bytes = load_image (uri);

      use_image (self, object, uri, bytes);
    }

  return json_node_new (JSON_NODE_NULL);
}

/**
 * fr_local_overlay_unset:
 *
 * No image any more.
 */
JsonNode *
fr_local_overlay_unset (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                        GError **error)
{
  g_clear_pointer (&object->hat, g_bytes_unref);
  fr_local_objects_route (self->objects);

  return json_node_new (JSON_NODE_NULL);
}
