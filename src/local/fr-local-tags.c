/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-tags.h"

#include "fr-json.h"

/**
 * fr_local_tags_add:
 *
 * Puts a word of the client's own on an object.
 */
JsonNode *
fr_local_tags_add (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *key = fr_json_get_string (params, "key");
  const char *value = fr_json_get_string (params, "value");

  if (key == NULL || value == NULL)
    return fr_local_refuse_parameter (key == NULL ? "key" : "value", error);
  g_hash_table_insert (object->tags, g_strdup (key), g_strdup (value));

  return json_node_new (JSON_NODE_NULL);
}

static const char *
find_tag (FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *key = fr_json_get_string (params, "key");
  const char *value = key != NULL ? g_hash_table_lookup (object->tags, key) : NULL;

  if (key == NULL)
    fr_local_refuse_parameter ("key", error);
  else if (value == NULL)
    g_set_error (error, FR_LOCAL_FAULT, 40110, "Tag '%s' not found", key);

  return value;
}

/**
 * fr_local_tags_get:
 *
 * Returns: the value of a tag
 */
JsonNode *
fr_local_tags_get (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *value = find_tag (object, params, error);

  return value != NULL ? json_node_init_string (json_node_alloc (), value) : NULL;
}

/**
 * fr_local_tags_remove:
 *
 * Takes a tag off again.
 */
JsonNode *
fr_local_tags_remove (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  if (find_tag (object, params, error) == NULL)
    return NULL;
  g_hash_table_remove (object->tags, fr_json_get_string (params, "key"));

  return json_node_new (JSON_NODE_NULL);
}

static JsonArray *
make_list (FrLocalObject *object)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (object->tags);
  JsonArray *tags = json_array_new ();

  keys = g_list_sort (keys, (GCompareFunc) g_strcmp0);
  for (GList *link = keys; link != NULL; link = link->next)
    {
      JsonObject *tag = json_object_new ();

      json_object_set_string_member (tag, "__module__", "kurento");
      json_object_set_string_member (tag, "__type__", "Tag");
      json_object_set_string_member (tag, "key", link->data);
      json_object_set_string_member (tag, "value", g_hash_table_lookup (object->tags, link->data));
      json_array_add_object_element (tags, tag);
    }

  return tags;
}

/**
 * fr_local_tags_list:
 *
 * Returns: all tags
 */
JsonNode *
fr_local_tags_list (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, make_list (object));

  return node;
}

/**
 * fr_local_tags_emit:
 * @object: that it is about
 * @type: the event
 * @data: (transfer full): its own members
 *
 * Tells an event, with the tags of its object when these are wanted.
 */
void
fr_local_tags_emit (FrLocalCalls *self, FrLocalObject *object, const char *type, JsonObject *data)
{
  JsonNode *wanted = g_hash_table_lookup (object->properties, "sendTagsInEvents");

  if (wanted != NULL && json_node_get_boolean (wanted))
    json_object_set_array_member (data, "tags", make_list (object));
  fr_local_sessions_emit (self->sessions, object->id, type, data);
}
