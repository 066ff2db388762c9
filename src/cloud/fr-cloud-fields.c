/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-fields.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"

/* Names the place, "server[3].state", and what is wrong there. */
static gboolean
refuse (const char *place, const char *path, const char *why, GError **error)
{
  const char *dot = place[0] != '\0' && path[0] != '\0' ? "." : "";

  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, "%s%s%s: %s", place, dot, path, why);
  return FALSE;
}

/**
 * fr_cloud_fields_find:
 * @object: where to start
 * @path: names of members, with dots between them
 *
 * Returns: (transfer none) (nullable): what is there, %NULL when it is absent or null
 */
JsonNode *
fr_cloud_fields_find (JsonObject *object, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i > 0 && !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      if (i > 0)
        object = json_node_get_object (node);

      node = json_object_get_member (object, names[i]);
      if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        return NULL;
    }

  return node;
}

/**
 * fr_cloud_fields_find_text:
 *
 * Returns: (transfer none) (nullable): the text at @path, %NULL when there is none
 */
const char *
fr_cloud_fields_find_text (JsonObject *object, const char *path)
{
  JsonNode *node = fr_cloud_fields_find (object, path);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * fr_cloud_fields_find_list:
 * @member: the name of the list
 * @place: where @object is, for the message
 * @list: (out) (transfer none): %NULL when it is absent, which means empty
 *
 * Replies leave an empty list out, say null, or say []; all three are the same.
 *
 * Returns: %FALSE with %FR_ERROR_PROTOCOL when there is something else than a list
 */
gboolean
fr_cloud_fields_find_list (JsonObject *object, const char *member, const char *place,
                           JsonArray **list, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *list = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (place, member, _ ("not a list"), error);

  *list = json_node_get_array (node);
  return TRUE;
}

/**
 * fr_cloud_fields_to_number:
 *
 * Replies give numbers as numbers or as text, according to the version.
 *
 * Returns: %FALSE when @node is neither, or does not fit
 */
gboolean
fr_cloud_fields_to_number (JsonNode *node, guint *number)
{
  GType type = json_node_get_value_type (node);
  guint64 value = 0;

  if (type == G_TYPE_STRING)
    {
      if (!g_ascii_string_to_unsigned (json_node_get_string (node), 10, 0, G_MAXUINT, &value, NULL))
        return FALSE;
    }
  else if (type == G_TYPE_INT64 && json_node_get_int (node) >= 0)
    value = (guint64) json_node_get_int (node);
  else
    return FALSE;

  *number = (guint) value;
  return value <= G_MAXUINT;
}

/**
 * fr_cloud_fields_to_flag:
 *
 * The same for truth: true, or "true".
 *
 * Returns: %FALSE when @node is neither true nor false
 */
gboolean
fr_cloud_fields_to_flag (JsonNode *node, gboolean *flag)
{
  GType type = json_node_get_value_type (node);
  const char *text;

  if (type == G_TYPE_BOOLEAN)
    {
      *flag = json_node_get_boolean (node);
      return TRUE;
    }

  if (type != G_TYPE_STRING)
    return FALSE;

  text = json_node_get_string (node);
  *flag = g_str_equal (text, "true");
  return *flag || g_str_equal (text, "false");
}

static gboolean
read_field (const FrCloudField *field, JsonObject *object, const char *place, gpointer record,
            GError **error)
{
  JsonNode *node = fr_cloud_fields_find (object, field->path);
  gpointer member = (char *) record + field->offset;

  if (node == NULL)
    return !field->needed || refuse (place, field->path, _ ("missing"), error);

  switch (field->kind)
    {
    case FR_CLOUD_TEXT:
      if (json_node_get_value_type (node) != G_TYPE_STRING)
        return refuse (place, field->path, _ ("not a text"), error);
      *(char **) member = json_node_dup_string (node);
      return TRUE;

    case FR_CLOUD_NUMBER:
      return fr_cloud_fields_to_number (node, member) ||
             refuse (place, field->path, _ ("not a number"), error);

    case FR_CLOUD_FLAG:
      return fr_cloud_fields_to_flag (node, member) ||
             refuse (place, field->path, _ ("neither true nor false"), error);

    default:
      g_assert_not_reached ();
    }
}

/**
 * fr_cloud_fields_read:
 * @type: what is expected
 * @node: what came
 * @place: where @node is in the reply, for the message
 *
 * Returns: (transfer full): a struct of @type, or %NULL with %FR_ERROR_PROTOCOL that names the
 *   place, such as "server[3].state: missing"
 */
gpointer
fr_cloud_fields_read (const FrCloudType *type, JsonNode *node, const char *place, GError **error)
{
  JsonObject *object;
  gpointer record;

  g_return_val_if_fail (type != NULL && node != NULL && place != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (place, "", _ ("not an object"), error);
      return NULL;
    }

  object = json_node_get_object (node);
  record = g_malloc0 (type->size);

  for (guint i = 0; i < type->n_fields; i++)
    if (!read_field (&type->fields[i], object, place, record, error))
      {
        type->free (record);
        return NULL;
      }

  if (type->read_rest != NULL && !type->read_rest (record, object, place, error))
    {
      type->free (record);
      return NULL;
    }

  return record;
}

/**
 * fr_cloud_fields_read_list:
 * @type: what each item is
 * @object: what has the list
 * @member: the name of the list in @object
 * @place: where @object is, for the message; empty for the whole reply
 * @records: where the structs go, at the end
 *
 * Returns: %FALSE with %FR_ERROR_PROTOCOL when the list or one item is not as it should be
 */
gboolean
fr_cloud_fields_read_list (const FrCloudType *type, JsonObject *object, const char *member,
                           const char *place, GPtrArray *records, GError **error)
{
  JsonArray *list;

  if (!fr_cloud_fields_find_list (object, member, place, &list, error))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *here = g_strdup_printf ("%s%s%s[%u]", place, place[0] == '\0' ? "" : ".",
                                               member, i);
      gpointer record = fr_cloud_fields_read (type, json_array_get_element (list, i), here, error);

      if (record == NULL)
        return FALSE;
      g_ptr_array_add (records, record);
    }

  return TRUE;
}

/**
 * fr_cloud_fields_free:
 * @record: (nullable): a struct of @type
 */
void
fr_cloud_fields_free (const FrCloudType *type, gpointer record)
{
  if (record == NULL)
    return;

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == FR_CLOUD_TEXT)
      g_free (*(char **) ((char *) record + type->fields[i].offset));

  if (type->clear_rest != NULL)
    type->clear_rest (record);

  g_free (record);
}
