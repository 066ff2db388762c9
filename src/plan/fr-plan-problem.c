/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-problem.h"

#include <string.h>

/**
 * fr_plan_problem_add:
 * @kind: how bad it is
 * @code: a stable word
 * @source: (nullable): the text that was read, when it is not the original
 * @name: the file
 * @text: a message of fr_yaml_parse(), “FILE:LINE:COLUMN: sentence”
 *
 * Makes a finding of a message of the YAML reader.
 */
void
fr_plan_problem_add (GPtrArray *findings, FrFindingKind kind, const char *code,
                     const FrPlanSource *source,
                     const char *name, const char *text)
{
  FrPlace place = { 0 };
  const char *rest = text;

  g_return_if_fail (findings != NULL && name != NULL && text != NULL);

  if (g_str_has_prefix (text, name) && text[strlen (name)] == ':')
    {
      char *end;

      place.line = (guint) g_ascii_strtoull (text + strlen (name) + 1, &end, 10);
      place.column = *end == ':' ? (guint) g_ascii_strtoull (end + 1, &end, 10) : 0;
      if (g_str_has_prefix (end, ": "))
        rest = end + 2;
    }

  if (source != NULL && place.line > 0)
    place = fr_plan_source_locate (source, place.line, place.column);
  fr_findings_add (findings, kind, code, place, NULL, "%s", rest);
}
