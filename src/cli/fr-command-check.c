/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "fr-command.h"
#include "fr-error.h"
#include "fr-plan-check.h"
#include "fr-plan-values.h"
#include "fr-plan.h"

static guint
count (GPtrArray *findings, FrFindingKind kind)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((const FrFinding *) findings->pdata[i])->kind == kind;

  return n;
}

static const char *
name_kind (FrFindingKind kind)
{
  switch (kind)
    {
    case FR_FINDING_ERROR:
      return _ ("error");
    case FR_FINDING_WARNING:
      return _ ("warning");
    case FR_FINDING_RISK:
    default:
      return _ ("risk");
    }
}

/* A line per finding, as compilers write them: editors jump to the place. */
static void
print_findings (GPtrArray *findings, const char *path)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = findings->pdata[i];
      g_autofree char *line = fr_finding_describe (finding, path);

      g_print ("%s (%s)\n", line, name_kind (finding->kind));
    }
}

static void
print_summary (GPtrArray *findings, const char *path, const FrPlan *plan)
{
  guint errors = count (findings, FR_FINDING_ERROR);
  guint warnings = count (findings, FR_FINDING_WARNING);
  guint risks = count (findings, FR_FINDING_RISK);

  if (plan != NULL)
    g_print (_ ("%s: can be built. Servers: %u, warnings: %u, risks: %u.\n"), path,
             fr_plan_count_nodes (plan), warnings, risks);
  else
    g_print (_ ("%s: cannot be built. Errors: %u, warnings: %u, risks: %u.\n"), path, errors,
             warnings, risks);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, guint number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_finding (JsonBuilder *builder, const FrFinding *finding)
{
  json_builder_begin_object (builder);
  add_text (builder, "kind", fr_finding_kind_to_string (finding->kind));
  add_text (builder, "code", finding->code);
  add_number (builder, "line", finding->place.line);
  add_number (builder, "column", finding->place.column);
  add_text (builder, "message", finding->message);
  add_text (builder, "suggestion", finding->suggestion);
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *findings, const char *path, const FrPlan *plan)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "plan", path);
  json_builder_set_member_name (builder, "ok");
  json_builder_add_boolean_value (builder, plan != NULL);
  add_number (builder, "servers", plan != NULL ? fr_plan_count_nodes (plan) : 0);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    add_finding (builder, findings->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  fr_command_print (root);
}

/* As plumbery has it, -p may be followed by several values: those that GOption left over. */
static GHashTable *
read_values (char **options, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    g_ptr_array_add (items, options[i]);
  for (int i = 2; i < argc; i++)
    {
      if (options == NULL || strchr (argv[i], '=') == NULL)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                       _ ("“%s” is too much. Name one plan: fittings check fittings.yaml"),
                       argv[i]);
          return NULL;
        }
      g_ptr_array_add (items, argv[i]);
    }
  g_ptr_array_add (items, NULL);

  return fr_plan_values_new ((const char *const *) items->pdata, error);
}

static gboolean
check_plan (const char *path, GHashTable *values, gboolean json, int *status, GError **error)
{
  g_autofree char *text = fr_plan_read_file (path, error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (FrPlan) plan = NULL;
  g_autoptr (GError) refusal = NULL;

  if (text == NULL)
    return FALSE;

  findings = fr_plan_check (text, path, values);
  plan = fr_plan_parse (text, path, values, &refusal);
  if (json)
    print_json (findings, path, plan);
  else
    {
      print_findings (findings, path);
      print_summary (findings, path, plan);
    }

  *status = refusal != NULL ? fr_error_get_exit_status (refusal) : 0;
  return TRUE;
}

static gboolean
run_check (int argc, char **argv, int *status, GError **error)
{
  gboolean json = FALSE;
  g_auto (GStrv) options = NULL;
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print the findings as JSON"), NULL },
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &options,
      N_ ("Give a parameter of the plan a value, or name a YAML file of values"),
      N_ ("NAME=VALUE") },
    { NULL },
  };
  g_autoptr (GHashTable) values = NULL;

  if (!fr_command_parse (&fr_command_check, entries, &argc, &argv, error))
    return FALSE;
  if (argc < 2)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("Name one plan: fittings check fittings.yaml"));
      return FALSE;
    }

  values = read_values (options, argc, argv, error);
  return values != NULL && check_plan (argv[1], values, json, status, error);
}

const FrCommand fr_command_check = {
  "check",
  "PLAN",
  N_ ("says whether a plan can be built, what is odd about it, and what is risky"),
  N_ ("Members of --json:\n"
      "  plan         as it was named\n"
      "  ok           whether it can be built\n"
      "  servers      how many\n"
      "  findings     array of {kind, code, line, column, message, suggestion}; kind is error,\n"
      "               warning or risk\n"
      "  error        {code, message}; only when it cannot be read"),
  run_check,
};
