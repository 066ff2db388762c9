/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-fields.h"

#include <gio/gio.h>
#include <string.h>

#define LONGEST_TEXT 4096

/* One check on its way. */
typedef struct
{
  gboolean from_xml;
  GPtrArray *problems;
} Check;

static JsonObject *check_object (Check *check, const FrLocalField *fields, JsonObject *body,
                                 const char *place);

static void
free_problem (gpointer data)
{
  FrLocalProblem *problem = data;

  g_free (problem->place);
  g_free (problem->text);
  g_free (problem);
}

static void G_GNUC_PRINTF (3, 4) complain (Check *check, const char *place, const char *format, ...)
{
  FrLocalProblem *problem = g_new0 (FrLocalProblem, 1);
  va_list arguments;

  va_start (arguments, format);
  problem->place = g_strdup (place);
  problem->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (check->problems, problem);
}

static const FrLocalField *
find_field (const FrLocalField *fields, const char *name)
{
  for (guint i = 0; fields[i].name != NULL; i++)
    if (strcmp (fields[i].name, name) == 0)
      return &fields[i];

  return NULL;
}

static gboolean
is_choice (const char *choices, const char *text)
{
  g_auto (GStrv) words = g_strsplit (choices, "|", -1);

  return g_strv_contains ((const char *const *) words, text);
}

static JsonNode *
check_text (Check *check, const FrLocalField *field, JsonNode *node, const char *place)
{
  gint64 most = field->most != 0 ? field->most : LONGEST_TEXT;
  const char *text;

  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      complain (check, place, "must be a text");
      return NULL;
    }

  text = json_node_get_string (node);
  if (field->choices != NULL && !is_choice (field->choices, text))
    complain (check, place, "must be one of %s", field->choices);
  else if (field->type == FR_LOCAL_ADDRESS && !g_hostname_is_ip_address (text))
    complain (check, place, "must be an IP address");
  else if (g_utf8_strlen (text, -1) < field->least)
    complain (check, place, *text == '\0' ? "must not be empty" : "is too short");
  else if (g_utf8_strlen (text, -1) > most)
    complain (check, place, "is longer than %d characters", (int) most);
  else
    return json_node_init_string (json_node_alloc (), text);

  return NULL;
}

static JsonNode *
check_number (Check *check, const FrLocalField *field, JsonNode *node, const char *place)
{
  gint64 least = field->least;
  gint64 most = field->most != 0 ? field->most : G_MAXINT;
  gint64 number;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    number = json_node_get_int (node);
  else if (json_node_get_value_type (node) != G_TYPE_STRING ||
           !g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT, G_MAXINT, &number,
                                      NULL))
    {
      complain (check, place, "must be a whole number");
      return NULL;
    }

  if (number < least || number > most)
    {
      complain (check, place, "must be between %d and %d", (int) least, (int) most);
      return NULL;
    }

  return json_node_init_int (json_node_alloc (), number);
}

static JsonNode *
check_flag (Check *check, JsonNode *node, const char *place)
{
  GType type = json_node_get_value_type (node);
  const char *text = type == G_TYPE_STRING ? json_node_get_string (node) : "";

  if (type == G_TYPE_BOOLEAN)
    return json_node_init_boolean (json_node_alloc (), json_node_get_boolean (node));
  if (strcmp (text, "true") == 0 || strcmp (text, "false") == 0)
    return json_node_init_boolean (json_node_alloc (), *text == 't');

  complain (check, place, "must be true or false");
  return NULL;
}

static JsonNode *
check_member_object (Check *check, const FrLocalField *field, JsonNode *node, const char *place)
{
  g_autoptr (JsonObject) empty = json_object_new ();
  g_autoptr (JsonObject) object = NULL;

  /* An empty element of XML has been read as an empty text. */
  if (check->from_xml && json_node_get_value_type (node) == G_TYPE_STRING &&
      *json_node_get_string (node) == '\0')
    object = check_object (check, field->members, empty, place);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    object = check_object (check, field->members, json_node_get_object (node), place);
  else
    complain (check, place, "must be an object");

  return object != NULL ? json_node_init_object (json_node_alloc (), object) : NULL;
}

static JsonNode *
check_array (Check *check, const FrLocalField *field, JsonNode *node, const char *place)
{
  g_autoptr (JsonArray) array = json_array_new ();
  gboolean alone = check->from_xml && !JSON_NODE_HOLDS_ARRAY (node);
  guint length;

  if (!alone && !JSON_NODE_HOLDS_ARRAY (node))
    {
      complain (check, place, "must be an array");
      return NULL;
    }

  length = alone ? 1 : json_array_get_length (json_node_get_array (node));
  for (guint i = 0; i < length; i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s[%u]", place, i);
      JsonNode *element = alone ? node : json_array_get_element (json_node_get_array (node), i);
      JsonNode *checked = field->type == FR_LOCAL_TEXTS
                            ? check_text (check, field, element, inner)
                            : check_member_object (check, field, element, inner);

      if (checked != NULL)
        json_array_add_element (array, checked);
    }

  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
is_nil (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL && json_object_get_size (object) == 1 &&
         json_object_has_member (object, "nil");
}

static JsonNode *
check_member (Check *check, const FrLocalField *field, JsonNode *node, const char *place)
{
  if ((field->flags & FR_LOCAL_ERASABLE) != 0 && is_nil (node))
    return json_node_init_string (json_node_alloc (), "");

  switch (field->type)
    {
    case FR_LOCAL_TEXT:
    case FR_LOCAL_ADDRESS:
      return check_text (check, field, node, place);
    case FR_LOCAL_NUMBER:
      return check_number (check, field, node, place);
    case FR_LOCAL_FLAG:
      return check_flag (check, node, place);
    case FR_LOCAL_OBJECT:
      return check_member_object (check, field, node, place);
    case FR_LOCAL_TEXTS:
    case FR_LOCAL_OBJECTS:
      return check_array (check, field, node, place);
    default:
      g_assert_not_reached ();
    }
}

/* Checks an object, and gives a copy in which numbers are numbers and flags are flags. */
static JsonObject *
check_object (Check *check, const FrLocalField *fields, JsonObject *body, const char *place)
{
  JsonObject *checked = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (body);

  for (GList *each = names; each != NULL; each = each->next)
    {
      g_autofree char *inner = g_strconcat (place, *place != '\0' ? "." : "", each->data, NULL);
      const FrLocalField *field = find_field (fields, each->data);
      JsonNode *node = json_object_get_member (body, each->data);
      JsonNode *value = NULL;

      if (field == NULL)
        complain (check, inner, "is unknown");
      else if (!JSON_NODE_HOLDS_NULL (node))
        value = check_member (check, field, node, inner);
      if (value != NULL)
        json_object_set_member (checked, each->data, value);
    }

  for (guint i = 0; fields[i].name != NULL; i++)
    {
      g_autofree char *inner = g_strconcat (place, *place != '\0' ? "." : "", fields[i].name, NULL);
      JsonNode *node = json_object_get_member (body, fields[i].name);

      if ((fields[i].flags & FR_LOCAL_REQUIRED) != 0 &&
          (node == NULL || JSON_NODE_HOLDS_NULL (node)))
        complain (check, inner, "is missing");
    }

  return checked;
}

/**
 * fr_local_fields_check:
 * @fields: (array): the members that the body may have, ended by an empty one
 * @body: what was sent
 * @from_xml: whether it came as XML, which has neither arrays nor types
 * @problems: (out) (element-type FrLocalProblem) (transfer full): what is wrong, %NULL when
 *   nothing is
 *
 * Returns: (transfer full): a copy of @body in which everything has its type
 */
JsonObject *
fr_local_fields_check (const FrLocalField *fields, JsonObject *body, gboolean from_xml,
                       GPtrArray **problems)
{
  Check check = { .from_xml = from_xml };
  JsonObject *checked;

  g_return_val_if_fail (fields != NULL && body != NULL && problems != NULL, NULL);

  check.problems = g_ptr_array_new_with_free_func (free_problem);
  checked = check_object (&check, fields, body, "");
  *problems = NULL;
  if (check.problems->len > 0)
    *problems = check.problems;
  else
    g_ptr_array_unref (check.problems);

  return checked;
}
