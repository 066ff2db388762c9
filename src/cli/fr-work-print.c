/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-work.h"

#include <glib/gi18n-lib.h>

/**
 * fr_work_to_json:
 * @state: what has become of it
 *
 * Returns: (transfer full): name, state, and the steps that have ended
 */
JsonObject *
fr_work_to_json (FrWork *self, const char *state)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "deployment", self->name);
  json_object_set_string_member (object, "state", state);
  json_object_set_member (object, "steps", fr_report_to_json (self->report));
  if (self->verdict_json != NULL)
    json_object_set_member (object, "mirror", json_node_copy (self->verdict_json));

  return object;
}

static void
print_json (FrWork *self, const char *state, GPtrArray *lines)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = fr_work_to_json (self, state);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < lines->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (lines, i));
  json_object_set_array_member (object, "information", array);
  json_node_take_object (root, object);
  fr_command_print (root);
}

/**
 * fr_work_print:
 * @state: what has become of it
 * @json: whether a program reads it
 *
 * Prints the information of the plan, and the verdict on the mirror.
 */
void
fr_work_print (FrWork *self, const char *state, gboolean json)
{
  g_autoptr (GPtrArray) lines = fr_site_dup_information (self->site);
  g_autofree char *key = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *pin = NULL;

  if (json)
    {
      print_json (self, state, lines);
      return;
    }

  g_print ("\n");
  for (guint i = 0; i < lines->len; i++)
    g_print ("  %s\n", (char *) g_ptr_array_index (lines, i));
  key = fr_site_dup_key_path (self->site);
  if (g_file_test (key, G_FILE_TEST_EXISTS))
    g_print (_ ("  SSH key: %s\n"), key);
  uri = fr_work_dup_mirror (self->name, &pin);
  if (uri != NULL)
    g_print (_ ("  Look into the mirror: fittings mirror %s\n"), self->name);
  g_print ("\n");
  if (self->verdict != NULL)
    g_print ("%s\n", self->verdict);
}

/**
 * fr_work_fail:
 * @self: (nullable): how far it came
 * @error: (transfer full): what went wrong
 * @json: whether a program reads it
 *
 * Tells the error, to a program with the steps that have ended.
 *
 * Returns: the exit status
 */
int
fr_work_fail (FrWork *self, GError *error, gboolean json)
{
  g_autoptr (GError) owned = error;

  return fr_command_tell (owned, self != NULL && json ? fr_work_to_json (self, "failed") : NULL,
                          json);
}
