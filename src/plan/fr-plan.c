/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-plan-examine.h"

#define MOST_BYTES (1024 * 1024)

static char *
refuse_file (const char *path, int reason, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
               _ ("The plan “%s” cannot be read: %s. Check its name and its permissions."), path,
               g_strerror (reason));
  return NULL;
}

static guint
count_lines (const char *text)
{
  guint n = 1;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n';

  return n;
}

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
  g_autofree char *text = NULL;
  gsize length;
  FILE *file;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_fopen (path, "rb");
  if (file == NULL)
    return refuse_file (path, errno, error);

  /* a byte more than any plan may have: the reader tells that it is too long */
  text = g_malloc0 (MOST_BYTES + 2);
  length = fread (text, 1, MOST_BYTES + 1, file);
  if (ferror (file))
    {
      refuse_file (path, errno, error);
      fclose (file);
      return NULL;
    }
  fclose (file);

  if (strlen (text) == length)
    return g_steal_pointer (&text);

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("%s:%u:1: there is a NUL character in this line. Is this a plan?"), path,
               count_lines (text));
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
