/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-examine.h"
#include "fr-plan-parameters.h"
#include "fr-plan-problem.h"

#define MOST_BYTES (1024 * 1024)

static gboolean
check_text (const char *text, GPtrArray *findings)
{
  FrPlace place = { 1, 1 };
  const char *end;

  if (strlen (text) > MOST_BYTES)
    {
      fr_findings_add (findings, FR_FINDING_ERROR, "yaml", place, NULL,
                       _ ("the plan is longer than 1 MB. Split it."));
      return FALSE;
    }
  if (g_utf8_validate (text, -1, &end))
    return TRUE;

  for (const char *c = text; c < end; c = g_utf8_next_char (c))
    {
      place.column++;
      if (*c == '\n')
        {
          place.line++;
          place.column = 1;
        }
    }
  fr_findings_add (findings, FR_FINDING_ERROR, "yaml", place, NULL,
                   _ ("this is not UTF-8. Save the plan as UTF-8, or write the character again."));
  return FALSE;
}

static void
check_tree (FrPlan *plan, const FrPlanSource *source, GPtrArray *findings)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;
  FrPlanReader reader = { .source = source, .findings = findings };

  documents = fr_yaml_parse (fr_plan_source_get_text (source), -1, plan->path, warnings, &error);
  for (guint i = 0; i < warnings->len; i++)
    fr_plan_problem_add (findings, FR_FINDING_WARNING, "double-key", source, plan->path,
                         warnings->pdata[i]);
  if (documents == NULL)
    {
      fr_plan_problem_add (findings, FR_FINDING_ERROR, "yaml", source, plan->path, error->message);
      return;
    }

  reader.documents = documents;
  fr_plan_read (&reader, plan);
  fr_plan_check_words (&reader);
  fr_plan_check_network (plan, findings);
  fr_plan_check_risks (&reader, plan);
  fr_plan_check_settings (plan, findings);
}

/**
 * fr_plan_examine:
 *
 * Reads a plan and says all there is to say about it, in the order of the text.
 *
 * Returns: (transfer full): the plan, as far as it could be read
 */
FrPlan *
fr_plan_examine (const char *text, const char *name, GHashTable *values, GPtrArray *findings)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (FrPlanSource) source = NULL;
  FrPlan *plan = fr_plan_new (name, text);

  if (check_text (text, findings) && fr_plan_parameters_read (plan, values, all, findings))
    {
      guint before = findings->len;

      /* what stands there instead of a value would only lead to more errors */
      source = fr_plan_source_new (text, all, findings);
      if (findings->len == before)
        check_tree (plan, source, findings);
    }

  fr_findings_sort (findings);
  return plan;
}

/**
 * fr_plan_check:
 * @text: a plan
 * @name: its name, for messages
 * @values: (nullable): name -> value, instead of the defaults of the parameters
 *
 * Says what is wrong with a plan, what is odd, and what is risky. A plan without errors can
 * be loaded.
 *
 * Returns: (transfer full) (element-type FrFinding): in the order of the text
 */
GPtrArray *
fr_plan_check (const char *text, const char *name, GHashTable *values)
{
  GPtrArray *findings = fr_findings_new ();

  g_return_val_if_fail (text != NULL && name != NULL, findings);

  fr_plan_free (fr_plan_examine (text, name, values, findings));
  return findings;
}
