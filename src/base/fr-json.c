/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"

#define MOST_DEPTH 64
#define MOST_BYTES (8 * 1024 * 1024)

static gboolean
refuse (const char *why, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("This is not usable JSON: %s."), why);
  return FALSE;
}

/* The parser of json-glib recurses once per bracket and crashes on deep input, so the
 * brackets outside of strings are counted before it sees a byte. */
static gboolean
check_shape (const char *text, gsize length, GError **error)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  if (length > MOST_BYTES)
    return refuse (_ ("it is longer than 8 MB"), error);
  if (memchr (text, '\0', length) != NULL)
    return refuse (_ ("there is a NUL byte in it"), error);
  if (!g_utf8_validate_len (text, length, NULL))
    return refuse (_ ("it is not UTF-8"), error);

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if ((text[i] == '{' || text[i] == '[') && ++depth > MOST_DEPTH)
        return refuse (_ ("it is nested more than 64 deep"), error);
      else if ((text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }

  return TRUE;
}

/**
 * fr_json_parse:
 * @text: JSON from outside
 * @length: its bytes, or -1 when it ends with a NUL
 *
 * Size, encoding and nesting are checked before the parser sees a byte.
 *
 * Returns: (transfer full): the root, or %NULL with %FR_ERROR_PROTOCOL
 */
JsonNode *
fr_json_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) reason = NULL;
  gsize bytes;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = length < 0 ? strlen (text) : (gsize) length;
  if (!check_shape (text, bytes, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) bytes, &reason))
    {
      refuse (reason->message, error);
      return NULL;
    }

  if (json_parser_get_root (parser) == NULL)
    {
      refuse (_ ("it is empty"), error);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * fr_json_render:
 * @node: a tree
 * @pretty: whether a person will read it
 *
 * Returns: (transfer full): @node as text
 */
char *
fr_json_render (JsonNode *node, gboolean pretty)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, pretty);
}

/* What comes from outside may have any shape, so each member is looked at before it is used. */
static JsonNode *
get_value (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * fr_json_get_text:
 * @value: (nullable): any node
 *
 * Returns: (transfer none) (nullable): its text, when it is a string
 */
const char *
fr_json_get_text (JsonNode *value)
{
  return value != NULL && JSON_NODE_HOLDS_VALUE (value) &&
             json_node_get_value_type (value) == G_TYPE_STRING
           ? json_node_get_string (value)
           : NULL;
}

/**
 * fr_json_get_string:
 * @object: (nullable):
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the member, when there is one and it is a string
 */
const char *
fr_json_get_string (JsonObject *object, const char *name)
{
  return fr_json_get_text (get_value (object, name));
}

/**
 * fr_json_get_int:
 * @object: (nullable):
 * @name: of a member
 * @fallback: when there is none, or it is no whole number
 *
 * Returns: the member
 */
gint64
fr_json_get_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = get_value (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node)
                                                                         : fallback;
}

/**
 * fr_json_get_object:
 * @object: (nullable):
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the member, when there is one and it is an object
 */
JsonObject *
fr_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * fr_json_make_string:
 *
 * Returns: (transfer full): a node that holds @text
 */
JsonNode *
fr_json_make_string (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}
