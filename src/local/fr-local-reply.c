/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-reply.h"

#include <string.h>

#include "fr-local-objects.h"

#define NEW_REFERENCE "newref:"

static JsonObject *
make_error (const GError *error)
{
  const char *type = fr_local_fault_get_type (error->code);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "code", error->code);
  json_object_set_string_member (object, "message", error->message);
  if (type != NULL)
    {
      JsonObject *data = json_object_new ();

      json_object_set_string_member (data, "type", type);
      json_object_set_object_member (object, "data", data);
    }

  return object;
}

static gboolean
is_id (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) != G_TYPE_BOOLEAN;
}

/**
 * fr_local_reply_new:
 * @id: (nullable): of the request; it comes back as it was
 * @session: (nullable): id of the session
 * @result: (nullable): what came of it
 * @has_value: whether @result is a value, or the members of the result themselves
 * @error: (nullable): what went wrong
 *
 * Returns: (transfer full): a message
 */
JsonObject *
fr_local_reply_new (JsonNode *id, const char *session, JsonNode *result, gboolean has_value,
                    const GError *error)
{
  JsonObject *reply = json_object_new ();
  JsonObject *inner;

  json_object_set_member (reply, "id",
                          is_id (id) ? json_node_copy (id) : json_node_new (JSON_NODE_NULL));
  json_object_set_string_member (reply, "jsonrpc", "2.0");
  if (error != NULL)
    {
      json_object_set_object_member (reply, "error", make_error (error));
      return reply;
    }

  inner = result != NULL && !has_value ? json_node_dup_object (result) : json_object_new ();
  if (result != NULL && has_value)
    json_object_set_member (inner, "value", json_node_copy (result));
  if (session != NULL)
    json_object_set_string_member (inner, "sessionId", session);
  json_object_set_object_member (reply, "result", inner);

  return reply;
}

static JsonNode *
get_value (const char *reference, JsonArray *replies)
{
  guint64 index = g_ascii_strtoull (reference + strlen (NEW_REFERENCE), NULL, 10);
  JsonObject *reply;

  if (index >= json_array_get_length (replies))
    return NULL;

  reply = json_array_get_object_element (replies, (guint) index);

  return json_object_get_member (json_object_get_object_member (reply, "result"), "value");
}

static JsonNode *
resolve_text (JsonNode *node, JsonArray *replies, GError **error)
{
  const char *text = json_node_get_string (node);
  JsonNode *value;

  if (!g_str_has_prefix (text, NEW_REFERENCE))
    return json_node_copy (node);

  value = get_value (text, replies);
  if (value == NULL)
    {
      g_set_error (error, FR_LOCAL_FAULT, 40109, "Object '%s' not found", text);
      return NULL;
    }

  return json_node_copy (value);
}

static JsonNode *
resolve_object (JsonObject *from, JsonArray *replies, GError **error)
{
  g_autoptr (JsonObject) to = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (from);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonNode *member =
        fr_local_reply_resolve (json_object_get_member (from, link->data), replies, error);

      if (member == NULL)
        {
          json_node_unref (node);
          return NULL;
        }
      json_object_set_member (to, link->data, member);
    }
  json_node_set_object (node, to);

  return node;
}

static JsonNode *
resolve_array (JsonArray *from, JsonArray *replies, GError **error)
{
  g_autoptr (JsonArray) to = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (from); i++)
    {
      JsonNode *element = fr_local_reply_resolve (json_array_get_element (from, i), replies, error);

      if (element == NULL)
        {
          json_node_unref (node);
          return NULL;
        }
      json_array_add_element (to, element);
    }
  json_node_set_array (node, to);

  return node;
}

/**
 * fr_local_reply_resolve:
 * @node: parameters of one call of a transaction
 * @replies: to the calls before it, all of them without errors
 *
 * Replaces `newref:N` by the value of the N-th reply, wherever it stands.
 *
 * Returns: (transfer full): a copy, or %NULL with the fault 40109
 */
JsonNode *
fr_local_reply_resolve (JsonNode *node, JsonArray *replies, GError **error)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return resolve_object (json_node_get_object (node), replies, error);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return resolve_array (json_node_get_array (node), replies, error);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return resolve_text (node, replies, error);

  return json_node_copy (node);
}
