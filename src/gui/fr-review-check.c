/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-review-check.h"

#include <glib/gi18n-lib.h>

#include "fr-plan-examine.h"
#include "fr-plan-fix-lines.h"
#include "fr-plan-fix.h"
#include "fr-plan-summary.h"

/* Messages name lines; the name of the file is not part of what is shown. */
#define NAME "plan"

/* What a fix is looked for: a text, and what was found in it. */
typedef struct
{
  char *text;
  FrFinding *finding;
} Wish;

static void
clear (gpointer data)
{
  FrReview *self = data;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
}

/**
 * fr_review_ref:
 */
FrReview *
fr_review_ref (FrReview *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * fr_review_unref:
 */
void
fr_review_unref (FrReview *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static guint
rank_of (FrFindingKind kind)
{
  switch (kind)
    {
    case FR_FINDING_ERROR:
      return 0;
    case FR_FINDING_RISK:
      return 1;
    case FR_FINDING_WARNING:
    default:
      return 2;
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const FrFinding *one = *(FrFinding *const *) a;
  const FrFinding *other = *(FrFinding *const *) b;

  if (one->kind != other->kind)
    return (int) rank_of (one->kind) - (int) rank_of (other->kind);
  if (one->place.line != other->place.line)
    return one->place.line < other->place.line ? -1 : 1;

  return (int) one->place.column - (int) other->place.column;
}

static char *
find_word (const char *text, const FrFinding *finding)
{
  gsize offset;

  if (!g_str_has_prefix (finding->code, "unknown-") || !g_utf8_validate (text, -1, NULL) ||
      !fr_plan_edit_locate (text, finding->place, &offset))
    return NULL;

  offset += text[offset] == '"' || text[offset] == '\'';
  return g_strndup (text + offset, fr_plan_fix_measure_word (text + offset));
}

/**
 * fr_review_new:
 * @text: of a plan
 * @name: for messages
 *
 * Reads a plan and all there is to say about it. Takes a while for a long one.
 *
 * Returns: (transfer full):
 */
FrReview *
fr_review_new (const char *text, const char *name)
{
  FrReview *self = g_atomic_rc_box_new0 (FrReview);
  g_autoptr (FrPlan) plan = NULL;

  self->findings = fr_findings_new ();
  plan = fr_plan_examine (text, name, NULL, self->findings);
  self->parts = fr_plan_summary_new (plan);
  g_ptr_array_sort (self->findings, compare);
  self->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (self->findings->len, FR_REVIEW_MOST); i++)
    g_ptr_array_add (self->words, find_word (text, g_ptr_array_index (self->findings, i)));
  for (guint i = 0; i < self->findings->len; i++)
    self->counts[((FrFinding *) g_ptr_array_index (self->findings, i))->kind]++;

  return self;
}

/**
 * fr_review_get_first_error:
 *
 * Returns: (transfer none) (nullable): why it cannot be deployed
 */
const FrFinding *
fr_review_get_first_error (const FrReview *self)
{
  return fr_findings_get_error (self->findings);
}

/**
 * fr_review_describe:
 *
 * Returns: (transfer full): “1 error, 2 risks”
 */
char *
fr_review_describe (const FrReview *self)
{
  guint errors = self->counts[FR_FINDING_ERROR];
  guint risks = self->counts[FR_FINDING_RISK];
  guint remarks = self->counts[FR_FINDING_WARNING];
  g_autofree char *one = g_strdup_printf (ngettext ("%u error", "%u errors", errors), errors);
  g_autofree char *two = g_strdup_printf (ngettext ("%u risk", "%u risks", risks), risks);
  g_autofree char *three =
    g_strdup_printf (ngettext ("%u remark", "%u remarks", remarks), remarks);

  if (errors > 0 && risks > 0)
    /* Translators: “1 error, 2 risks” */
    return g_strdup_printf (_ ("%s, %s"), one, two);
  if (errors > 0)
    return g_steal_pointer (&one);
  if (risks > 0)
    return g_steal_pointer (&two);
  if (remarks > 0)
    return g_steal_pointer (&three);

  return g_strdup (_ ("Nothing to fix"));
}

static gpointer
check_job (gpointer data, GCancellable *cancellable, GError **error)
{
  return fr_review_new (data, NAME);
}

/**
 * fr_review_run:
 * @text: of a plan
 * @done: gets a #FrReview
 *
 * fr_review_new() on a thread of its own.
 */
void
fr_review_run (gpointer owner, const char *text, FrJobDone done, GCancellable *cancellable)
{
  fr_job_run (owner, check_job, g_strdup (text), g_free, (GDestroyNotify) fr_review_unref, done,
              cancellable);
}

static void
wish_free (Wish *wish)
{
  g_free (wish->text);
  fr_finding_free (wish->finding);
  g_free (wish);
}

static gpointer
fix_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Wish *wish = data;

  return fr_plan_fix_find (wish->text, NAME, wish->finding);
}

/**
 * fr_review_run_fix:
 * @text: of a plan
 * @finding: about it
 * @done: gets a #FrPlanEdit, or %NULL when there is none
 *
 * fr_plan_fix_find() on a thread of its own.
 */
void
fr_review_run_fix (gpointer owner, const char *text, const FrFinding *finding, FrJobDone done,
                   GCancellable *cancellable)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->text = g_strdup (text);
  wish->finding = fr_finding_copy (finding);
  fr_job_run (owner, fix_job, wish, (GDestroyNotify) wish_free,
              (GDestroyNotify) fr_plan_edit_free, done, cancellable);
}
