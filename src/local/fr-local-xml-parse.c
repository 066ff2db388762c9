/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-xml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"

#define MOST_DEPTH 32
#define MOST_BYTES (1024 * 1024)

/* An element that has begun and not ended. */
typedef struct
{
  char *name;
  JsonObject *members;
  GString *text;
} Element;

typedef struct
{
  GPtrArray *open; /* of Element, the root first */
  JsonObject *root;
  char *root_name;
} Reading;

static void
free_element (gpointer data)
{
  Element *element = data;

  g_free (element->name);
  json_object_unref (element->members);
  g_string_free (element->text, TRUE);
  g_free (element);
}

static const char *
strip_prefix (const char *name)
{
  const char *colon = strchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

/* Adds a member; a second one of the same name makes an array of both. */
static void
add_member (JsonObject *object, const char *name, JsonNode *value)
{
  JsonNode *there = json_object_get_member (object, name);

  if (there == NULL)
    {
      json_object_set_member (object, name, value);
    }
  else if (JSON_NODE_HOLDS_ARRAY (there))
    {
      json_array_add_element (json_node_get_array (there), value);
    }
  else
    {
      JsonArray *array = json_array_new ();

      json_array_add_element (array, json_node_copy (there));
      json_array_add_element (array, value);
      json_object_set_array_member (object, name, array);
    }
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **attributes,
               const char **values, gpointer data, GError **error)
{
  Reading *reading = data;
  Element *element;

  if (reading->open->len >= MOST_DEPTH)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("This XML is nested more than %d deep."),
                   MOST_DEPTH);
      return;
    }

  element = g_new0 (Element, 1);
  element->name = g_strdup (strip_prefix (name));
  element->members = json_object_new ();
  element->text = g_string_new (NULL);
  for (guint i = 0; attributes[i] != NULL; i++)
    if (!g_str_has_prefix (attributes[i], "xmlns"))
      add_member (element->members, strip_prefix (attributes[i]),
                  json_node_init_string (json_node_alloc (), values[i]));
  g_ptr_array_add (reading->open, element);
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reading *reading = data;
  Element *element = reading->open->pdata[reading->open->len - 1];
  Element *parent = reading->open->len > 1 ? reading->open->pdata[reading->open->len - 2] : NULL;

  if (parent == NULL)
    {
      reading->root = json_object_ref (element->members);
      reading->root_name = g_strdup (element->name);
    }
  else if (json_object_get_size (element->members) > 0)
    {
      add_member (parent->members, element->name,
                  json_node_init_object (json_node_alloc (), element->members));
    }
  else
    {
      add_member (parent->members, element->name,
                  json_node_init_string (json_node_alloc (), element->text->str));
    }

  g_ptr_array_remove_index (reading->open, reading->open->len - 1);
}

static void
add_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
          GError **error)
{
  Reading *reading = data;

  if (reading->open->len > 0)
    {
      Element *element = reading->open->pdata[reading->open->len - 1];

      g_string_append_len (element->text, text, (gssize) length);
    }
}

static gboolean
read_all (Reading *reading, const char *text, gsize length, GError **error)
{
  static const GMarkupParser parser = { start_element, end_element, add_text, NULL, NULL };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) reason = NULL;

  if (length > MOST_BYTES)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("This XML is longer than 1 MB."));
      return FALSE;
    }

  context = g_markup_parse_context_new (&parser, 0, reading, NULL);
  if (g_markup_parse_context_parse (context, text, (gssize) length, &reason) &&
      g_markup_parse_context_end_parse (context, &reason))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("This is not usable XML: %s"),
               reason->message);
  return FALSE;
}

/**
 * fr_local_xml_parse:
 * @text: XML from outside
 * @length: its bytes
 * @root: (out): the name of the root
 *
 * Attributes and elements become members, without their namespaces; an element of text becomes
 * a text, and elements of one name become an array.
 *
 * Returns: (transfer full): the root, or %NULL with %FR_ERROR_PROTOCOL
 */
JsonObject *
fr_local_xml_parse (const char *text, gsize length, char **root, GError **error)
{
  Reading reading = { 0 };
  gboolean good;

  g_return_val_if_fail (text != NULL && root != NULL, NULL);

  reading.open = g_ptr_array_new_with_free_func (free_element);
  good = read_all (&reading, text, length, error);
  g_ptr_array_unref (reading.open);

  if (!good)
    {
      g_clear_pointer (&reading.root, json_object_unref);
      g_clear_pointer (&reading.root_name, g_free);
    }
  *root = reading.root_name;

  return reading.root;
}
