/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-elements.h"

#include "fr-json.h"
#include "fr-local-tags.h"

/* Which media a call is about: both by default. */
static void
read_media (JsonObject *params, gboolean *video, gboolean *audio)
{
  const char *media = fr_json_get_string (params, "mediaType");

  *video = media == NULL || g_str_equal (media, "VIDEO");
  *audio = media == NULL || g_str_equal (media, "AUDIO");
}

static FrLocalObject *
need_sink (FrLocalCalls *self, FrLocalObject *source, JsonObject *params, GError **error)
{
  const char *id = fr_json_get_string (params, "sink");
  FrLocalObject *sink;

  if (id == NULL)
    {
      fr_local_refuse_parameter ("sink", error);
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

static void
tell (FrLocalCalls *self, FrLocalObject *source, const FrLocalObject *sink, const char *type,
      const char *media)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "mediaType", media);
  json_object_set_string_member (event, "sink", sink->id);
  json_object_set_string_member (event, "sinkMediaDescription", "default");
  json_object_set_string_member (event, "sourceMediaDescription", "default");
  fr_local_tags_emit (self, source, type, event);
}

/**
 * fr_local_elements_connect:
 *
 * Media of one element goes to another from now on.
 */
JsonNode *
fr_local_elements_connect (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                           GError **error)
{
  FrLocalObject *sink = need_sink (self, object, params, error);
  gboolean video, audio;

  if (sink == NULL)
    return NULL;

  read_media (params, &video, &audio);
  fr_local_objects_connect (self->objects, object, sink, video, audio);
  if (audio)
    tell (self, object, sink, "ElementConnected", "AUDIO");
  if (video)
    tell (self, object, sink, "ElementConnected", "VIDEO");

  return json_node_new (JSON_NODE_NULL);
}

/**
 * fr_local_elements_disconnect:
 *
 * Media goes there no more.
 */
JsonNode *
fr_local_elements_disconnect (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                              GError **error)
{
  FrLocalObject *sink = need_sink (self, object, params, error);
  gboolean video, audio;

  if (sink == NULL)
    return NULL;

  read_media (params, &video, &audio);
  fr_local_objects_disconnect (self->objects, object, sink, video, audio);
  fr_local_objects_route (self->objects);
  if (audio)
    tell (self, object, sink, "ElementDisconnected", "AUDIO");
  if (video)
    tell (self, object, sink, "ElementDisconnected", "VIDEO");

  return json_node_new (JSON_NODE_NULL);
}

static void
add_connection (JsonArray *list, const FrLocalObject *source, const FrLocalObject *sink,
                const char *media)
{
  JsonObject *connection = json_object_new ();

  json_object_set_string_member (connection, "__module__", "kurento");
  json_object_set_string_member (connection, "__type__", "ElementConnectionData");
  json_object_set_string_member (connection, "sink", sink->id);
  json_object_set_string_member (connection, "sinkDescription", "default");
  json_object_set_string_member (connection, "source", source->id);
  json_object_set_string_member (connection, "sourceDescription", "default");
  json_object_set_string_member (connection, "type", media);
  json_array_add_object_element (list, connection);
}

/* The links of @source, to @sink alone when it is given. */
static void
add_links (JsonArray *list, const FrLocalObject *source, const FrLocalObject *sink,
           JsonObject *params)
{
  gboolean video, audio;

  read_media (params, &video, &audio);
  for (guint i = 0; i < source->links->len; i++)
    {
      const FrLocalLink *link = g_ptr_array_index (source->links, i);

      if (sink != NULL && link->sink != sink)
        continue;
      if (audio && link->audio)
        add_connection (list, source, link->sink, "AUDIO");
      if (video && link->video)
        add_connection (list, source, link->sink, "VIDEO");
    }
}

/**
 * fr_local_elements_get_sinks:
 *
 * Returns: the connections to elements that get media from this one
 */
JsonNode *
fr_local_elements_get_sinks (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                             GError **error)
{
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  add_links (list, object, NULL, params);
  json_node_take_array (node, list);

  return node;
}

/**
 * fr_local_elements_get_sources:
 *
 * Returns: the connections to elements that this one gets media from
 */
JsonNode *
fr_local_elements_get_sources (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                               GError **error)
{
  g_autoptr (GPtrArray) all = fr_local_objects_list (self->objects, FR_LOCAL_KINDS, object->parent);
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < all->len; i++)
    add_links (list, g_ptr_array_index (all, i), object, params);
  json_node_take_array (node, list);

  return node;
}
