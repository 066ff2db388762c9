/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-parameters.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-merge.h"
#include "fr-plan-problem.h"
#include "fr-plan-reader.h"
#include "fr-plan-words.h"
#include "fr-yaml.h"

/* Pasted often enough, a long value would make the plan too long to read. */
#define MOST_LETTERS 16384 /* a key that signs packages fits in */

static gboolean
is_separator (const char *line)
{
  return g_str_has_prefix (line, "---") && (line[3] == '\0' || strchr (" \t\r\n", line[3]) != NULL);
}

/* The text up to the end of the first document. What comes before its “---”, comments and blank
 * lines, does not count as a document. */
static gsize
measure_first_document (const char *text)
{
  gboolean content = FALSE;
  const char *line = text;

  while (*line != '\0')
    {
      const char *first = line + strspn (line, " \t");

      if (is_separator (line) && content)
        break;
      if (!is_separator (line) && strchr ("#\r\n%", *first) == NULL)
        content = TRUE;

      line += strcspn (line, "\n");
      if (*line == '\n')
        line++;
    }

  return line - text;
}

/* MIN..MAX, perhaps in brackets: ["1..32"]. */
static char *
read_type (const FrYaml *type)
{
  if (type != NULL && type->kind == FR_YAML_LIST && type->items->len > 0)
    type = type->items->pdata[0];

  return type != NULL && type->kind == FR_YAML_SCALAR ? g_strdup (type->text) : NULL;
}

static void
check_value (const FrPlanParameter *parameter, gboolean given, GPtrArray *findings)
{
  g_auto (GStrv) bounds = g_strsplit (parameter->type != NULL ? parameter->type : "", "..", 2);
  guint64 least, most;

  for (const char *c = parameter->value; given && *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      {
        fr_findings_add (findings, FR_FINDING_ERROR, "bad-value", parameter->place, NULL,
                         _ ("the value given for “%s” has a line end or another control character "
                            "in it. Give one line."),
                         parameter->name);
        return;
      }
  if (strlen (parameter->value) > MOST_LETTERS)
    fr_findings_add (findings, FR_FINDING_ERROR, "bad-value", parameter->place, NULL,
                     _ ("the value of “%s” is longer than %d bytes. Make it shorter."),
                     parameter->name, MOST_LETTERS);

  if (g_strv_length (bounds) != 2 ||
      !g_ascii_string_to_unsigned (bounds[0], 10, 0, G_MAXUINT32, &least, NULL) ||
      !g_ascii_string_to_unsigned (bounds[1], 10, 0, G_MAXUINT32, &most, NULL))
    return;
  if (!g_ascii_string_to_unsigned (parameter->value, 10, least, most, NULL, NULL))
    fr_findings_add (findings, FR_FINDING_ERROR, "bad-value", parameter->place, NULL,
                     _ ("“%s” cannot be “%s”. Give a whole number from %s to %s."),
                     parameter->name, parameter->value, bounds[0], bounds[1]);
}

static void
demand (const FrYaml *declaration, const char *key, const char *name, FrPlace place,
        GPtrArray *findings)
{
  if (fr_plan_is_null (fr_yaml_get (declaration, key)))
    fr_findings_add (findings, FR_FINDING_WARNING, "no-declaration", place, NULL,
                     _ ("plumbery refuses the parameter “%s” without “%s”. Add it."), name, key);
}

static void
read_information (const FrYaml *information, FrPlanParameter *parameter)
{
  if (information != NULL && information->kind == FR_YAML_SCALAR)
    g_ptr_array_add (parameter->information, g_strdup (information->text));

  for (guint i = 0; information != NULL && information->kind == FR_YAML_LIST &&
                    i < information->items->len;
       i++)
    {
      const FrYaml *line = information->items->pdata[i];

      if (line->kind == FR_YAML_SCALAR)
        g_ptr_array_add (parameter->information, g_strdup (line->text));
    }
}

static void
read_parameter (FrPlan *plan, const FrYaml *key, const FrYaml *declaration, GHashTable *given,
                GHashTable *values, GPtrArray *findings)
{
  FrPlanParameter *parameter = fr_plan_parameter_new (key->text);
  const FrYaml *value = fr_yaml_get (declaration, "default");
  const char *gift = given != NULL ? g_hash_table_lookup (given, key->text) : NULL;
  FrPlace key_place = { key->line, key->column };

  g_ptr_array_add (plan->parameters, parameter);
  parameter->place = key_place;
  parameter->type = read_type (fr_yaml_get (declaration, "type"));
  demand (declaration, "information", key->text, key_place, findings);
  demand (declaration, "type", key->text, key_place, findings);

  read_information (fr_yaml_get (declaration, "information"), parameter);
  if (value != NULL && value->kind == FR_YAML_SCALAR)
    {
      parameter->place.line = value->line;
      parameter->place.column = value->column;
      parameter->value = g_strdup (value->text);
    }
  if (gift != NULL)
    {
      g_free (parameter->value);
      parameter->value = g_strdup (gift);
    }

  if (parameter->value != NULL)
    {
      check_value (parameter, gift != NULL, findings);
      g_hash_table_replace (values, parameter->name, parameter->value);
      return;
    }

  parameter->value = g_strdup ("");
  g_hash_table_replace (values, parameter->name, parameter->value);
  fr_findings_add (findings, FR_FINDING_ERROR, "no-value", key_place, NULL,
                   _ ("the parameter “%s” has no value. Write “default:” under it, or give one: -p "
                      "%s=..."),
                   key->text, key->text);
}

static void
add_undeclared (GHashTable *given, GHashTable *values, GPtrArray *findings)
{
  GHashTableIter iter;
  gpointer name, value;
  FrPlace nowhere = { 0 };

  if (given == NULL)
    return;

  g_hash_table_iter_init (&iter, given);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (values, NULL);
      const char *nearest = fr_plan_words_nearest (name, names);

      if (g_hash_table_contains (values, name))
        continue;
      g_hash_table_insert (values, name, value);
      if (nearest != NULL)
        fr_findings_add (findings, FR_FINDING_WARNING, "undeclared", nowhere, nearest,
                         _ ("a value is given for “%s”, which the plan does not declare. Did you "
                            "mean “%s”?"),
                         (const char *) name, nearest);
      else
        fr_findings_add (findings, FR_FINDING_WARNING, "undeclared", nowhere, NULL,
                         _ ("a value is given for “%s”, which the plan does not declare. Leave it "
                            "out."),
                         (const char *) name);
    }
}

/**
 * fr_plan_parameters_read:
 * @plan: has its text; gets its parameters
 * @given: (nullable): name -> value, as on the command line
 * @values: (inout): gets name -> value of all that is declared, owned by @plan
 * @findings: takes what is wrong
 *
 * Reads the declarations of the first document, before anything is replaced in it.
 *
 * Returns: %FALSE when that document is not YAML; then an error was noted
 */
gboolean
fr_plan_parameters_read (FrPlan *plan, GHashTable *given, GHashTable *values, GPtrArray *findings)
{
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;
  const FrYaml *declared = NULL;

  documents = fr_yaml_parse (plan->text, (gssize) measure_first_document (plan->text), plan->path,
                             NULL, &error);
  if (documents == NULL)
    {
      fr_plan_problem_add (findings, FR_FINDING_ERROR, "yaml", NULL, plan->path, error->message);
      return FALSE;
    }

  if (documents->len > 0)
    declared = fr_yaml_get (documents->pdata[0], "parameters");
  if (declared != NULL && declared->kind == FR_YAML_MAP)
    for (guint i = 0; i < declared->items->len; i++)
      read_parameter (plan, declared->keys->pdata[i], declared->items->pdata[i], given, values,
                      findings);
  else if (!fr_plan_is_null (declared))
    {
      FrPlace place = { declared->line, declared->column };

      fr_findings_add (findings, FR_FINDING_ERROR, "wrong-kind", place, NULL,
                       _ ("“parameters” takes names with a declaration each. Write “name:” and "
                          "“default: ...” under it."));
    }

  add_undeclared (given, values, findings);
  return TRUE;
}
