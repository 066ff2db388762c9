/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-finding.h"

/* More remarks than this about one plan help nobody. */
#define MOST_FINDINGS 500

/**
 * fr_finding_copy:
 *
 * Returns: (transfer full):
 */
FrFinding *
fr_finding_copy (const FrFinding *self)
{
  FrFinding *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (FrFinding, 1);
  copy->kind = self->kind;
  copy->code = g_strdup (self->code);
  copy->place = self->place;
  copy->message = g_strdup (self->message);
  copy->suggestion = g_strdup (self->suggestion);

  return copy;
}

/**
 * fr_finding_free:
 * @self: (nullable):
 */
void
fr_finding_free (FrFinding *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->message);
  g_free (self->suggestion);
  g_free (self);
}

/**
 * fr_finding_kind_to_string:
 *
 * Returns: “error”, “warning” or “risk”: stable words, not translated
 */
const char *
fr_finding_kind_to_string (FrFindingKind kind)
{
  switch (kind)
    {
    case FR_FINDING_ERROR:
      return "error";
    case FR_FINDING_WARNING:
      return "warning";
    case FR_FINDING_RISK:
    default:
      return "risk";
    }
}

/**
 * fr_finding_describe:
 * @self: a finding
 * @name: the file
 *
 * Returns: (transfer full): “FILE:LINE:COLUMN: sentence”
 */
char *
fr_finding_describe (const FrFinding *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  if (self->place.line == 0)
    return g_strdup_printf ("%s: %s", name, self->message);

  return g_strdup_printf ("%s:%u:%u: %s", name, self->place.line, self->place.column,
                          self->message);
}

/**
 * fr_findings_new:
 *
 * Returns: (transfer full) (element-type FrFinding): an empty list
 */
GPtrArray *
fr_findings_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) fr_finding_free);
}

/**
 * fr_findings_add:
 * @findings: a list
 * @kind: how bad it is
 * @code: a stable word
 * @place: where
 * @suggestion: (nullable): what could stand there instead
 * @format: the sentence with its cure, translated
 *
 * Adds one remark. The same remark about the same place is kept once; errors always come in,
 * other remarks until there are 500.
 */
void
fr_findings_add (GPtrArray *findings, FrFindingKind kind, const char *code, FrPlace place,
                 const char *suggestion, const char *format, ...)
{
  g_autoptr (FrFinding) finding = g_new0 (FrFinding, 1);
  va_list arguments;

  g_return_if_fail (findings != NULL && code != NULL && format != NULL);

  va_start (arguments, format);
  finding->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  finding->kind = kind;
  finding->code = g_strdup (code);
  finding->place = place;
  finding->suggestion = g_strdup (suggestion);

  if (findings->len >= MOST_FINDINGS && (kind != FR_FINDING_ERROR ||
                                         fr_findings_get_error (findings) != NULL))
    return;

  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *other = findings->pdata[i];

      if (other->place.line == place.line && other->place.column == place.column &&
          g_str_equal (other->message, finding->message))
        return;
    }

  g_ptr_array_add (findings, g_steal_pointer (&finding));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const FrFinding *one = *(FrFinding *const *) a;
  const FrFinding *other = *(FrFinding *const *) b;

  if (one->place.line != other->place.line)
    return one->place.line < other->place.line ? -1 : 1;
  if (one->place.column != other->place.column)
    return one->place.column < other->place.column ? -1 : 1;

  return (int) one->kind - (int) other->kind;
}

/**
 * fr_findings_sort:
 * @findings: a list, brought into the order of the text
 */
void
fr_findings_sort (GPtrArray *findings)
{
  g_return_if_fail (findings != NULL);

  g_ptr_array_sort (findings, compare);
}

/**
 * fr_findings_get_error:
 * @findings: a list
 *
 * Returns: (transfer none) (nullable): its first %FR_FINDING_ERROR
 */
const FrFinding *
fr_findings_get_error (GPtrArray *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);

  for (guint i = 0; i < findings->len; i++)
    if (((const FrFinding *) findings->pdata[i])->kind == FR_FINDING_ERROR)
      return findings->pdata[i];

  return NULL;
}
