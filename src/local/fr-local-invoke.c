/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "fr-local-calls.h"
#include "fr-local-endpoint.h"
#include "fr-local-resources.h"
#include "fr-mirror-script.h"

#define LARGEST_IMAGE (4 * 1024 * 1024)

#define ELEMENTS (1 << FR_LOCAL_ENDPOINT | 1 << FR_LOCAL_FILTER | 1 << FR_LOCAL_PASS)
#define NODES (ELEMENTS | 1 << FR_LOCAL_PIPELINE)
#define ALL (NODES | 1 << FR_LOCAL_MANAGER)

typedef JsonNode *(*InvokeFunc) (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                 GError **error);

typedef struct
{
  int kinds;
  const char *name;
  InvokeFunc func;
} Operation;

/* What an object has beside its operations, and Kurento's value before it is set. */
static const struct
{
  int kinds;
  const char *name;
  const char *value; /* JSON; NULL when it can only be set */
} properties[] = {
  { ALL, "sendTagsInEvents", "false" },
  { ELEMENTS, "encoderBitrate", "300000" },
  { ELEMENTS, "maxEncoderBitrate", "0" },
  { ELEMENTS, "minEncoderBitrate", "0" },
  { ELEMENTS, "maxOutputBitrate", "0" },
  { ELEMENTS, "minOutputBitrate", "0" },
  { ELEMENTS, "outputBitrate", "300000" },
  { 1 << FR_LOCAL_PIPELINE, "latencyStats", "false" },
  { 1 << FR_LOCAL_ENDPOINT, "maxAudioRecvBandwidth", "0" },
  { 1 << FR_LOCAL_ENDPOINT, "maxVideoRecvBandwidth", "0" },
  { 1 << FR_LOCAL_ENDPOINT, "maxVideoSendBandwidth", "500" },
  { 1 << FR_LOCAL_ENDPOINT, "minVideoRecvBandwidth", "0" },
  { 1 << FR_LOCAL_ENDPOINT, "minVideoSendBandwidth", "100" },
  { 1 << FR_LOCAL_ENDPOINT, "externalIPv4", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "externalIPv6", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "iceTcp", "false" },
  { 1 << FR_LOCAL_ENDPOINT, "mtu", "1200" },
  { 1 << FR_LOCAL_ENDPOINT, "networkInterfaces", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "stunServerAddress", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "stunServerPort", "3478" },
  { 1 << FR_LOCAL_ENDPOINT, "turnUrl", "\"\"" },
};

static JsonNode *
from_text (const char *json)
{
  return json_from_string (json, NULL);
}

static JsonNode *
string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
null_node (void)
{
  return json_node_new (JSON_NODE_NULL);
}

static JsonNode *
refuse_parameter (const char *name, GError **error)
{
  g_set_error (error, FR_LOCAL_FAULT, 40001, "'%s' parameter is missing or has the wrong type",
               name);

  return NULL;
}

static JsonNode *
get_info (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  static const char *const modules[] = { "core", "elements", "filters" };
  g_autoptr (JsonNode) root =
    from_text ("{\"__module__\":\"kurento\",\"__type__\":\"ServerInfo\","
               "\"capabilities\":[\"transactions\"],\"type\":\"KMS\",\"version\":\"7.3.0\"}");
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    {
      JsonObject *module = json_object_new ();
      JsonArray *factories = json_array_new ();

      for (guint kind = FR_LOCAL_PIPELINE; kind < FR_LOCAL_KINDS; kind++)
        if (g_str_equal (fr_local_types[kind].module, modules[i]))
          json_array_add_string_element (factories, fr_local_types[kind].name);
      json_object_set_string_member (module, "__module__", "kurento");
      json_object_set_string_member (module, "__type__", "ModuleInfo");
      json_object_set_array_member (module, "factories", factories);
      json_object_set_string_member (module, "generationTime", "");
      json_object_set_string_member (module, "name", modules[i]);
      json_object_set_string_member (module, "version", "7.3.0");
      json_array_add_object_element (list, module);
    }
  json_object_set_array_member (json_node_get_object (root), "modules", list);

  return g_steal_pointer (&root);
}

static JsonNode *
list_ids (GPtrArray *objects)
{
  JsonArray *ids = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < objects->len; i++)
    json_array_add_string_element (ids, ((FrLocalObject *) g_ptr_array_index (objects, i))->id);
  json_node_take_array (node, ids);

  return node;
}

static JsonNode *
get_pipelines (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  g_autoptr (GPtrArray) pipelines = fr_local_objects_list (self->objects, FR_LOCAL_PIPELINE, NULL);

  return list_ids (pipelines);
}

static JsonNode *
get_children (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  g_autoptr (GPtrArray) children = fr_local_objects_list (self->objects, FR_LOCAL_KINDS, object);

  return list_ids (children);
}

static JsonNode *
get_sessions (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  g_autoptr (GPtrArray) sessions = fr_local_sessions_list (self->sessions);
  JsonArray *ids = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < sessions->len; i++)
    json_array_add_string_element (ids, ((FrLocalSession *) g_ptr_array_index (sessions, i))->id);
  json_node_take_array (node, ids);

  return node;
}

static JsonNode *
get_cpu_count (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return json_node_init_int (json_node_alloc (), g_get_num_processors ());
}

/* In KiB: the second number of statm counts resident pages. */
static JsonNode *
get_used_memory (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  gint64 pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    words = g_strsplit (text, " ", 3);
  if (words != NULL && words[0] != NULL && words[1] != NULL)
    pages = (gint64) g_ascii_strtoull (words[1], NULL, 10);

  return json_node_init_int (json_node_alloc (), pages * 4);
}

static JsonNode *
get_name (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  JsonNode *name = g_hash_table_lookup (object->properties, "name");

  return name != NULL ? json_node_copy (name) : string_node (object->id);
}

static JsonNode *
set_name (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *name = fr_local_get_string (params, "name");

  if (name == NULL)
    return refuse_parameter ("name", error);
  g_hash_table_insert (object->properties, g_strdup ("name"), string_node (name));

  return null_node ();
}

static JsonNode *
get_parent (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return object->parent != NULL ? string_node (object->parent->id) : null_node ();
}

static JsonNode *
get_pipeline (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return string_node (object->parent != NULL ? object->parent->id : object->id);
}

static JsonNode *
get_creation_time (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return json_node_init_int (json_node_alloc (), object->created_us / G_USEC_PER_SEC);
}

/* Which media a connect or disconnect is about: both by default. */
static void
read_media (JsonObject *params, gboolean *video, gboolean *audio)
{
  const char *media = fr_local_get_string (params, "mediaType");

  *video = media == NULL || g_str_equal (media, "VIDEO");
  *audio = media == NULL || g_str_equal (media, "AUDIO");
}

static FrLocalObject *
need_sink (FrLocalCalls *self, FrLocalObject *source, JsonObject *params, GError **error)
{
  const char *id = fr_local_get_string (params, "sink");
  FrLocalObject *sink;

  if (id == NULL)
    {
      refuse_parameter ("sink", error);
      return NULL;
    }
  sink = fr_local_objects_find (self->objects, id, error);
  if (sink != NULL && (sink->parent == NULL || sink->parent != source->parent))
    {
      g_set_error_literal (error, FR_LOCAL_FAULT, 40004,
                           "Elements of different pipelines cannot be connected");
      return NULL;
    }

  return sink;
}

static JsonNode *
connect_sink (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  FrLocalObject *sink = need_sink (self, object, params, error);
  gboolean video, audio;

  if (sink == NULL)
    return NULL;
  read_media (params, &video, &audio);
  fr_local_objects_connect (self->objects, object, sink, video, audio);

  return null_node ();
}

static JsonNode *
disconnect_sink (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  FrLocalObject *sink = need_sink (self, object, params, error);
  gboolean video, audio;

  if (sink == NULL)
    return NULL;
  read_media (params, &video, &audio);
  fr_local_objects_disconnect (self->objects, object, sink, video, audio);
  fr_local_objects_route (self->objects);

  return null_node ();
}

static gboolean
read_number (JsonObject *params, const char *name, double *number, GError **error)
{
  JsonNode *node = params != NULL ? json_object_get_member (params, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    {
      refuse_parameter (name, error);
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

  if (g_str_equal (uri, FR_MIRROR_HAT_URI) && !g_file_test (uri, G_FILE_TEST_EXISTS))
    return g_resource_lookup_data (fr_local_get_resource (), "/io/github/fittingroom/local/hat.svg",
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
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

  if (message != NULL && soup_message_get_status (message) == SOUP_STATUS_OK)
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
  soup_session_send_and_read_async (self->web, message, G_PRIORITY_DEFAULT, NULL, downloaded_cb,
                                    download);

  return TRUE;
}

static JsonNode *
set_overlayed_image (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *uri = fr_local_get_string (params, "uri");
  FrHatPlace place;

  if (uri == NULL)
    return refuse_parameter ("uri", error);
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

  return null_node ();
}

static JsonNode *
unset_overlayed_image (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                       GError **error)
{
  g_clear_pointer (&object->hat, g_bytes_unref);
  fr_local_objects_route (self->objects);

  return null_node ();
}

static const Operation operations[] = {
  { 1 << FR_LOCAL_MANAGER, "getCpuCount", get_cpu_count },
  { 1 << FR_LOCAL_MANAGER, "getInfo", get_info },
  { 1 << FR_LOCAL_MANAGER, "getPipelines", get_pipelines },
  { 1 << FR_LOCAL_MANAGER, "getSessions", get_sessions },
  { 1 << FR_LOCAL_MANAGER, "getUsedMemory", get_used_memory },
  { ALL, "getChildren", get_children },
  { ALL, "getChilds", get_children },
  { ALL, "getCreationTime", get_creation_time },
  { ALL, "getMediaPipeline", get_pipeline },
  { ALL, "getName", get_name },
  { ALL, "getParent", get_parent },
  { ALL, "setName", set_name },
  { ELEMENTS, "connect", connect_sink },
  { ELEMENTS, "disconnect", disconnect_sink },
  { 1 << FR_LOCAL_FILTER, "setOverlayedImage", set_overlayed_image },
  { 1 << FR_LOCAL_FILTER, "unsetOverlayedImage", unset_overlayed_image },
  { 1 << FR_LOCAL_ENDPOINT, "addIceCandidate", fr_local_endpoint_add_candidate },
  { 1 << FR_LOCAL_ENDPOINT, "gatherCandidates", fr_local_endpoint_gather },
  { 1 << FR_LOCAL_ENDPOINT, "getLocalSessionDescriptor", fr_local_endpoint_get_local },
  { 1 << FR_LOCAL_ENDPOINT, "getRemoteSessionDescriptor", fr_local_endpoint_get_remote },
  { 1 << FR_LOCAL_ENDPOINT, "getStats", fr_local_endpoint_get_stats },
  { 1 << FR_LOCAL_ENDPOINT, "processOffer", fr_local_endpoint_process_offer },
};

/* getX and setX of the table of properties. */
static JsonNode *
access_property (FrLocalCalls *self, FrLocalObject *object, const char *operation,
                 JsonObject *params, GError **error)
{
  g_autofree char *name = NULL;

  if ((!g_str_has_prefix (operation, "get") && !g_str_has_prefix (operation, "set")) ||
      operation[3] == '\0')
    return NULL;

  name = g_strdup (operation + 3);
  name[0] = g_ascii_tolower (name[0]);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      JsonNode *node;

      if (!g_str_equal (properties[i].name, name) || (properties[i].kinds & 1 << object->kind) == 0)
        continue;
      if (operation[0] == 'g')
        {
          node = g_hash_table_lookup (object->properties, name);
          return node != NULL ? json_node_copy (node) : from_text (properties[i].value);
        }

      node = params != NULL ? json_object_get_member (params, name) : NULL;
      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        return refuse_parameter (name, error);
      g_hash_table_insert (object->properties, g_strdup (name), json_node_copy (node));
      fr_local_objects_route (self->objects);
      return null_node ();
    }

  return NULL;
}

/**
 * fr_local_invoke:
 * @operation: what @object shall do
 * @params: (nullable): with what
 *
 * Returns: (transfer full): the result, a JSON null for none, or %NULL with a fault
 */
JsonNode *
fr_local_invoke (FrLocalCalls *self, FrLocalObject *object, const char *operation,
                 JsonObject *params, GError **error)
{
  g_autoptr (GError) reason = NULL;
  JsonNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (operations[i].name, operation) &&
        (operations[i].kinds & 1 << object->kind) != 0)
      return operations[i].func (self, object, params, error);

  node = access_property (self, object, operation, params, &reason);
  if (node == NULL && reason == NULL)
    g_set_error (&reason, FR_LOCAL_FAULT, 40008, "Method '%s' with %u parameters not found",
                 operation, params != NULL ? json_object_get_size (params) : 0);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return node;
}
