/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-json.h"

#include <string.h>

/* Sets one member, whose type is the letter after the colon of its name. */
static void
set_member (JsonObject *object, const char *name, va_list *arguments)
{
  const char *colon = strchr (name, ':');
  g_autofree char *member = g_strndup (name, (gsize) (colon - name));

  switch (colon[1])
    {
    case 's':
      {
        const char *text = va_arg (*arguments, const char *);

        if (text != NULL)
          json_object_set_string_member (object, member, text);
        break;
      }
    case 'i':
      json_object_set_int_member (object, member, va_arg (*arguments, int));
      break;
    case 'b':
      json_object_set_boolean_member (object, member, va_arg (*arguments, gboolean));
      break;
    case 'o':
      json_object_set_object_member (object, member, va_arg (*arguments, JsonObject *));
      break;
    case 'a':
      {
        JsonArray *array = va_arg (*arguments, JsonArray *);

        json_object_set_array_member (object, member, array != NULL ? array : json_array_new ());
        break;
      }
    default:
      g_assert_not_reached ();
    }
}

/**
 * fr_local_json_make:
 * @first: the first name, a colon and the type of its value, then the value, and so on
 *
 * The types are "s" (text; a %NULL is left out), "i" (int), "b" (gboolean), "o" (object, taken)
 * and "a" (array, taken; %NULL is an empty one): `fr_local_json_make ("name:s", name,
"size:i", 2,
NULL)`.
 *
 * Returns: (transfer full): an object with these members
 */
JsonObject *
fr_local_json_make (const char *first, ...)
{
  JsonObject *object = json_object_new ();
  va_list arguments;

  va_start (arguments, first);
  for (const char *name = first; name != NULL; name = va_arg (arguments, const char *))
    set_member (object, name, &arguments);
  va_end (arguments);

  return object;
}

/**
 * fr_local_json_copy:
 *
 * Returns: (transfer full): an object that shares nothing with @object
 */
JsonObject *
fr_local_json_copy (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) copy = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  /* json_node_copy() shares the objects inside, so the copy goes through text. */
  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);
  copy = json_from_string (text, NULL);

  return json_node_dup_object (copy);
}

/**
 * fr_local_json_wrap:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): an array of that object
 */
JsonArray *
fr_local_json_wrap (JsonObject *object)
{
  JsonArray *array = json_array_new ();

  json_array_add_object_element (array, object);

  return array;
}

/**
 * fr_local_json_merge:
 * @object: what changes
 * @other: the members that replace those of @object
 */
void
fr_local_json_merge (JsonObject *object, JsonObject *other)
{
  g_autoptr (JsonObject) copy = NULL;
  g_autoptr (GList) members = NULL;

  g_return_if_fail (object != NULL && other != NULL);

  copy = fr_local_json_copy (other);
  members = json_object_get_members (copy);
  for (GList *each = members; each != NULL; each = each->next)
    json_object_set_member (object, each->data, json_object_dup_member (copy, each->data));
}

/**
 * fr_local_json_get:
 * @object: where to look
 * @path: names with dots between them
 *
 * Returns: (transfer none) (nullable): what is there
 */
JsonNode *
fr_local_json_get (JsonObject *object, const char *path)
{
  g_auto (GStrv) names = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL && path != NULL, NULL);

  names = g_strsplit (path, ".", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      node = json_object_get_member (object, names[i]);
      if (names[i + 1] == NULL || node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return names[i + 1] == NULL ? node : NULL;
      object = json_node_get_object (node);
    }

  return node;
}

/**
 * fr_local_json_get_text:
 *
 * Returns: (transfer none) (nullable): the text at @path
 */
const char *
fr_local_json_get_text (JsonObject *object, const char *path)
{
  JsonNode *node = fr_local_json_get (object, path);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

/**
 * fr_local_json_get_number:
 *
 * Returns: the whole number at @path, or @otherwise
 */
gint64
fr_local_json_get_number (JsonObject *object, const char *path, gint64 otherwise)
{
  JsonNode *node = fr_local_json_get (object, path);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : otherwise;
}

/**
 * fr_local_json_get_flag:
 *
 * Returns: whether there is a “true” at @path
 */
gboolean
fr_local_json_get_flag (JsonObject *object, const char *path)
{
  JsonNode *node = fr_local_json_get (object, path);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

/**
 * fr_local_json_get_object:
 *
 * Returns: (transfer none) (nullable): the object at @path
 */
JsonObject *
fr_local_json_get_object (JsonObject *object, const char *path)
{
  JsonNode *node = fr_local_json_get (object, path);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * fr_local_json_get_array:
 *
 * Returns: (transfer none) (nullable): the array at @path
 */
JsonArray *
fr_local_json_get_array (JsonObject *object, const char *path)
{
  JsonNode *node = fr_local_json_get (object, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
