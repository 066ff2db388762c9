/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-plan-examine.h"

/**
 * fr_plan_read_file:
 * @path: a file
 *
 * Reads the text of a plan. Blocks.
 *
 * Returns: (transfer full): the text; or %NULL with %FR_ERROR_NOT_FOUND, or %FR_ERROR_PLAN
 *   when it holds what no plan holds
 */
char *
fr_plan_read_file (const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND, _ ("The plan cannot be read: %s."),
                   reason->message);
      return NULL;
    }
  if (strlen (text) == length)
    return g_steal_pointer (&text);

  {
    guint line = 1;

    for (const char *c = text; *c != '\0'; c++)
      line += *c == '\n';
    g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("%s:%u:1: there is a NUL character in this "
                                                    "line. Is this a plan?"),
                 path, line);
  }
  return NULL;
}

/**
 * fr_plan_load:
 * @path: a file
 * @values: (nullable): name -> value, instead of the defaults of the parameters
 *
 * Reads and checks a plan. Blocks.
 *
 * Returns: (transfer full): the plan; or %NULL with %FR_ERROR_NOT_FOUND, or %FR_ERROR_PLAN and
 *   “FILE:LINE:COLUMN: what is wrong. Cure”
 */
FrPlan *
fr_plan_load (const char *path, GHashTable *values, GError **error)
{
  g_autofree char *text = fr_plan_read_file (path, error);

  return text != NULL ? fr_plan_parse (text, path, values, error) : NULL;
}

/**
 * fr_plan_parse:
 * @text: a plan
 * @name: its name, for messages
 * @values: (nullable): name -> value, instead of the defaults of the parameters
 *
 * Returns: (transfer full): the plan; or %NULL with %FR_ERROR_PLAN and the first error in the
 *   order of the text, “FILE:LINE:COLUMN: what is wrong. Cure”
 */
FrPlan *
fr_plan_parse (const char *text, const char *name, GHashTable *values, GError **error)
{
  g_autoptr (GPtrArray) findings = fr_findings_new ();
  g_autoptr (FrPlan) plan = NULL;
  g_autofree char *message = NULL;
  const FrFinding *finding;

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  plan = fr_plan_examine (text, name, values, findings);
  finding = fr_findings_get_error (findings);
  if (finding == NULL)
    return g_steal_pointer (&plan);

  message = fr_finding_describe (finding, name);
  g_set_error_literal (error, FR_ERROR, FR_ERROR_PLAN, message);
  return NULL;
}

/**
 * fr_plan_get_parameter:
 * @name: without “parameter.”
 *
 * Returns: (transfer none) (nullable): its value; %NULL when the plan does not declare it
 */
const char *
fr_plan_get_parameter (const FrPlan *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = self->parameters->len; i > 0; i--)
    {
      const FrPlanParameter *parameter = self->parameters->pdata[i - 1];

      if (g_str_equal (parameter->name, name))
        return parameter->value;
    }

  return NULL;
}

/**
 * fr_plan_count_nodes:
 *
 * Returns: how many servers the plan has, ranges counted out
 */
guint
fr_plan_count_nodes (const FrPlan *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->facilities->len; i++)
    {
      const FrPlanFacility *facility = self->facilities->pdata[i];

      for (guint j = 0; j < facility->blueprints->len; j++)
        n += ((const FrPlanBlueprint *) facility->blueprints->pdata[j])->nodes->len;
    }

  return n;
}
