/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-objects.h"

#include <string.h>

#define DEPTH 8 /* links that a picture may pass */

static const char *const manager_parents[] = { "kurento.MediaObject", NULL };
static const char *const endpoint_parents[] = { "kurento.BaseRtpEndpoint",
                                                "kurento.SdpEndpoint",
                                                "kurento.SessionEndpoint",
                                                "kurento.Endpoint",
                                                "kurento.MediaElement",
                                                "kurento.MediaObject",
                                                NULL };
static const char *const filter_parents[] = { "kurento.Filter", "kurento.MediaElement",
                                              "kurento.MediaObject", NULL };
static const char *const pass_parents[] = { "kurento.MediaElement", "kurento.MediaObject", NULL };

const FrLocalType fr_local_types[FR_LOCAL_KINDS] = {
  [FR_LOCAL_MANAGER] = { "ServerManager", "core", manager_parents },
  [FR_LOCAL_PIPELINE] = { "MediaPipeline", "core", manager_parents },
  [FR_LOCAL_ENDPOINT] = { "WebRtcEndpoint", "elements", endpoint_parents },
  [FR_LOCAL_FILTER] = { "FaceOverlayFilter", "filters", filter_parents },
  [FR_LOCAL_PASS] = { "PassThrough", "core", pass_parents },
};

/* Kurento's error codes and their names. */
static const struct
{
  int code;
  const char *type;
} faults[] = {
  { -32700, "PARSE_ERROR" },
  { -32600, "INVALID_REQUEST" },
  { -32601, "METHOD_NOT_FOUND" },
  { -32602, "INVALID_PARAMS" },
  { 40001, "MARSHALL_ERROR" },
  { 40004, "CONNECT_ERROR" },
  { 40007, "INVALID_SESSION" },
  { 40008, "MALFORMED_TRANSACTION" },
  { 40101, "MEDIA_OBJECT_NOT_FOUND" },
  { 40106, "MEDIA_OBJECT_EVENT_NOT_SUPPORTED" },
  { 40108, "MEDIA_OBJECT_NOT_AVAILABLE" },
  { 40109, "MEDIA_OBJECT_NOT_FOUND_TRANSACTION_NO_COMMIT" },
  { 40110, "MEDIA_OBJECT_TAG_KEY_NOT_FOUND" },
  { 40201, "SDP_PARSE_ERROR" },
  { 40202, "SDP_END_POINT_NO_LOCAL_SDP_ERROR" },
  { 40203, "SDP_END_POINT_NO_REMOTE_SDP_ERROR" },
  { 40205, "SDP_END_POINT_PROCESS_OFFER_ERROR" },
  { 40208, "SDP_END_POINT_ALREADY_NEGOTIATED" },
  { 40401, "ICE_ADD_CANDIDATE_ERROR" },
};

G_DEFINE_QUARK (fr - local - fault - quark, fr_local_fault)

/**
 * FrLocalObjects:
 *
 * The objects of the media server by their ids, and how media flows between them.
 */
struct _FrLocalObjects
{
  GHashTable *by_id;
};

/**
 * fr_local_fault_get_type:
 *
 * Returns: (transfer none) (nullable): Kurento's name of an error code
 */
const char *
fr_local_fault_get_type (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].code == code)
      return faults[i].type;

  return NULL;
}

static void
object_free (gpointer data)
{
  FrLocalObject *object = data;

  if (object->peer != NULL)
    fr_local_peer_stop (object->peer);
  g_clear_object (&object->peer);
  g_hash_table_unref (object->properties);
  g_hash_table_unref (object->tags);
  g_ptr_array_unref (object->links);
  g_ptr_array_unref (object->early);
  g_clear_pointer (&object->hat, g_bytes_unref);
  g_free (object->id);
  g_free (object);
}

/**
 * fr_local_objects_new:
 *
 * Returns: (transfer full): the objects of a server that has just started: its manager
 */
FrLocalObjects *
fr_local_objects_new (void)
{
  FrLocalObjects *self = g_new0 (FrLocalObjects, 1);

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, object_free);
  fr_local_objects_add (self, FR_LOCAL_MANAGER, NULL);

  return self;
}

/**
 * fr_local_objects_free:
 * @self: (nullable):
 */
void
fr_local_objects_free (FrLocalObjects *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_id);
  g_free (self);
}

/* Clients tell children by the prefix, and pipelines by the suffix. */
static char *
make_id (FrLocalKind kind, const FrLocalObject *parent)
{
  g_autofree char *uuid = g_uuid_string_random ();

  if (kind == FR_LOCAL_MANAGER)
    return g_strdup ("manager_ServerManager");

  return g_strdup_printf ("%s%s%s_kurento.%s", parent != NULL ? parent->id : "",
                          parent != NULL ? "/" : "", uuid, fr_local_types[kind].name);
}

/**
 * fr_local_objects_add:
 * @parent: (nullable): the pipeline of an element
 *
 * Returns: (transfer none): a new object
 */
FrLocalObject *
fr_local_objects_add (FrLocalObjects *self, FrLocalKind kind, FrLocalObject *parent)
{
  FrLocalObject *object = g_new0 (FrLocalObject, 1);

  object->id = make_id (kind, parent);
  object->kind = kind;
  object->parent = parent;
  object->created_us = g_get_real_time ();
  object->properties =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  object->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  object->links = g_ptr_array_new_with_free_func (g_free);
  object->early = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_hash_table_insert (self->by_id, object->id, object);

  return object;
}

/**
 * fr_local_objects_find:
 * @id: (nullable):
 *
 * Returns: (transfer none): the object, or %NULL with the fault 40101
 */
FrLocalObject *
fr_local_objects_find (FrLocalObjects *self, const char *id, GError **error)
{
  FrLocalObject *object = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

  if (object == NULL)
    g_set_error (error, FR_LOCAL_FAULT, 40101, "Object '%s' not found", id != NULL ? id : "");

  return object;
}

/**
 * fr_local_objects_list:
 * @kind: of the objects, or %FR_LOCAL_KINDS for all
 * @parent: (nullable): their parent, or any
 *
 * Returns: (transfer container): of #FrLocalObject
 */
GPtrArray *
fr_local_objects_list (FrLocalObjects *self, FrLocalKind kind, const FrLocalObject *parent)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FrLocalObject *object = value;

      if ((kind == FR_LOCAL_KINDS || object->kind == kind) &&
          (parent == NULL || object->parent == parent))
        g_ptr_array_add (list, object);
    }

  return list;
}

/**
 * fr_local_objects_list_ids:
 * @objects: of #FrLocalObject
 *
 * Returns: (transfer full): their ids, as JSON
 */
JsonNode *
fr_local_objects_list_ids (GPtrArray *objects)
{
  JsonArray *ids = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < objects->len; i++)
    json_array_add_string_element (ids, ((FrLocalObject *) g_ptr_array_index (objects, i))->id);
  json_node_take_array (node, ids);

  return node;
}

static void
forget_links (FrLocalObjects *self, const FrLocalObject *gone)
{
  g_autoptr (GPtrArray) all = fr_local_objects_list (self, FR_LOCAL_KINDS, NULL);

  for (guint i = 0; i < all->len; i++)
    fr_local_objects_disconnect (self, g_ptr_array_index (all, i), (FrLocalObject *) gone, TRUE,
                                 TRUE);
}

/**
 * fr_local_objects_remove:
 * @object: not the manager; its children go with it
 *
 * Blocks until the streams of an endpoint have ended.
 */
void
fr_local_objects_remove (FrLocalObjects *self, FrLocalObject *object)
{
  g_autoptr (GPtrArray) children = fr_local_objects_list (self, FR_LOCAL_KINDS, object);

  g_return_if_fail (object->kind != FR_LOCAL_MANAGER);

  for (guint i = 0; i < children->len; i++)
    fr_local_objects_remove (self, g_ptr_array_index (children, i));
  forget_links (self, object);
  g_hash_table_remove (self->by_id, object->id);
  fr_local_objects_route (self);
}

/**
 * fr_local_objects_connect:
 *
 * Media of @source goes to @sink too from now on.
 */
void
fr_local_objects_connect (FrLocalObjects *self, FrLocalObject *source, FrLocalObject *sink,
                          gboolean video, gboolean audio)
{
  FrLocalLink *link;

  fr_local_objects_disconnect (self, source, sink, video, audio);
  link = g_new0 (FrLocalLink, 1);
  link->sink = sink;
  link->video = video;
  link->audio = audio;
  g_ptr_array_add (source->links, link);
  fr_local_objects_route (self);
}

/**
 * fr_local_objects_disconnect:
 *
 * Does nothing when they are not connected.
 */
void
fr_local_objects_disconnect (FrLocalObjects *self, FrLocalObject *source, FrLocalObject *sink,
                             gboolean video, gboolean audio)
{
  for (guint i = source->links->len; i > 0; i--)
    {
      FrLocalLink *link = g_ptr_array_index (source->links, i - 1);

      if (link->sink != sink)
        continue;
      link->video = link->video && !video;
      link->audio = link->audio && !audio;
      if (!link->video && !link->audio)
        g_ptr_array_remove_index (source->links, i - 1);
    }
}

/* Whether media of @from come to @to, and the last filter and the last element on the way. */
static gboolean
find_way (const FrLocalObject *from, const FrLocalObject *to, gboolean audio, int depth,
          const FrLocalObject **filter, const FrLocalObject **last)
{
  for (guint i = 0; i < from->links->len && depth > 0; i++)
    {
      const FrLocalLink *link = g_ptr_array_index (from->links, i);

      if (audio ? !link->audio : !link->video)
        continue;
      if (link->sink == to || find_way (link->sink, to, audio, depth - 1, filter, last))
        {
          if (*last == NULL)
            *last = from;
          if (*filter == NULL && from->kind == FR_LOCAL_FILTER && from->hat != NULL)
            *filter = from;
          return TRUE;
        }
    }

  return FALSE;
}

static guint
get_bitrate (const FrLocalObject *object, const char *name)
{
  JsonNode *node = g_hash_table_lookup (object->properties, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
           ? (guint) CLAMP (json_node_get_int (node), 0, 20000000)
           : 0;
}

static void
route_endpoint (FrLocalObject *endpoint)
{
  FrHatFilter *hat_filter = fr_local_peer_get_filter (endpoint->peer);
  const FrLocalObject *filter = NULL;
  const FrLocalObject *last = NULL;
  guint bitrate;

  fr_local_peer_set_audio (endpoint->peer,
                           find_way (endpoint, endpoint, TRUE, DEPTH, &filter, &last));
  filter = last = NULL;
  if (!find_way (endpoint, endpoint, FALSE, DEPTH, &filter, &last))
    {
      fr_hat_filter_set_mode (hat_filter, FR_HAT_FILTER_SILENT);
      return;
    }

  bitrate = MAX (get_bitrate (last, "encoderBitrate"), get_bitrate (last, "minEncoderBitrate"));
  if (bitrate > 0)
    fr_local_peer_set_bitrate (endpoint->peer, bitrate);
  if (filter != NULL)
    fr_hat_filter_set_image (hat_filter, filter->hat, &filter->place);
  fr_hat_filter_set_mode (hat_filter, filter != NULL ? FR_HAT_FILTER_HAT : FR_HAT_FILTER_ECHO);
}

/**
 * fr_local_objects_route:
 *
 * Tells each endpoint what becomes of its pictures, after links, images or bitrates changed.
 */
void
fr_local_objects_route (FrLocalObjects *self)
{
  g_autoptr (GPtrArray) endpoints = fr_local_objects_list (self, FR_LOCAL_ENDPOINT, NULL);

  for (guint i = 0; i < endpoints->len; i++)
    {
      FrLocalObject *endpoint = g_ptr_array_index (endpoints, i);

      if (endpoint->peer != NULL)
        route_endpoint (endpoint);
    }
}
