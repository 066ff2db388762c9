/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "fr-command.h"
#include "fr-error.h"
#include "fr-json.h"
#include "fr-yaml.h"

/* Both messages begin with file, line and column already. */
static void
print_findings (const GError *refusal, GPtrArray *warnings)
{
  for (guint i = 0; i < warnings->len; i++)
    g_print ("%s (warning)\n", (const char *) warnings->pdata[i]);
  if (refusal != NULL)
    g_print ("%s (%s)\n", refusal->message, fr_error_get_code (refusal));
}

static void
add_finding (JsonBuilder *builder, const char *kind, const char *message)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kind);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message);
  json_builder_end_object (builder);
}

static void
print_json (const GError *refusal, GPtrArray *warnings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < warnings->len; i++)
    add_finding (builder, "warning", warnings->pdata[i]);
  if (refusal != NULL)
    add_finding (builder, "error", refusal->message);
  json_builder_end_array (builder);

  root = json_builder_get_root (builder);
  text = fr_json_render (root, TRUE);
  g_print ("%s\n", text);
}

static gboolean
run_check (int argc, char **argv, int *status, GError **error)
{
  gboolean json = FALSE;
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print the findings as JSON"), NULL },
    { NULL },
  };
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!fr_command_parse (&fr_command_check, entries, &argc, &argv, error))
    return FALSE;
  if (argc != 2)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("Name one plan: fittings check fittings.yaml"));
      return FALSE;
    }

  if (!g_file_get_contents (argv[1], &text, &length, &reason))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND, _ ("The plan cannot be read: %s."),
                   reason->message);
      return FALSE;
    }

  documents = fr_yaml_parse (text, (gssize) length, argv[1], warnings, &refusal);
  if (json)
    print_json (refusal, warnings);
  else
    print_findings (refusal, warnings);
  if (!json && refusal == NULL)
    g_print (_ ("%s: documents read: %u.\n"), argv[1], documents->len);

  *status = refusal != NULL ? fr_error_get_exit_status (refusal) : 0;
  return TRUE;
}

const FrCommand fr_command_check = {
  "check",
  "PLAN",
  N_ ("says whether a plan can be read, and if not, where"),
  run_check,
};
