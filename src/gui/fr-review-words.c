/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-review-words.h"

#include <glib/gi18n-lib.h>

#include "fr-plan-summary.h"

static guint
count_there (const FrReview *review, const FrDifference *difference)
{
  guint n = 0;

  for (guint i = 0; difference != NULL && i < review->parts->len; i++)
    n += fr_plan_part_count_there (g_ptr_array_index (review->parts, i), difference->there);

  return n;
}

static gboolean
is_here (const FrReview *review)
{
  const FrPlanPart *first =
    review->parts->len > 0 ? g_ptr_array_index (review->parts, 0) : NULL;

  return first != NULL && g_str_equal (first->title, FR_DRAFT_HERE);
}

/**
 * fr_review_words_next:
 * @difference: (nullable): what exists already
 *
 * Returns: (transfer full): what Next does, with a mnemonic
 */
char *
fr_review_words_next (const FrReview *review, const FrDifference *difference)
{
  guint all = fr_plan_summary_count (review->parts);
  guint there = count_there (review, difference);

  if (all == 0)
    return g_strdup (_ ("_Deploy"));
  if (fr_plan_summary_is_own (review->parts))
    return g_strdup (there == all ? _ ("_Set Up Again") : _ ("_Set Up the Server"));
  if (there == all)
    return g_strdup (_ ("_Deploy Again"));
  if (there > 0)
    /* Translators: how many resources change or are made, and how many there are in all */
    return g_strdup_printf (_ ("_Update %u of %u"), all - there, all);

  return g_strdup_printf (ngettext ("_Deploy %u Resource", "_Deploy %u Resources", all), all);
}

/**
 * fr_review_words_reason:
 *
 * Returns: (transfer full) (nullable): why the plan cannot be deployed
 */
char *
fr_review_words_reason (const FrReview *review)
{
  const FrFinding *error = fr_review_get_first_error (review);

  if (error != NULL && error->place.line > 0)
    return g_strdup_printf (_ ("Line %u has an error"), error->place.line);
  if (error != NULL)
    return g_strdup (error->message);
  if (fr_plan_summary_count (review->parts) == 0)
    return g_strdup (_ ("The plan makes nothing yet"));

  return NULL;
}

/* A server that is there already stays what it is but for what is changed. */
static char *
describe_own (const FrReview *review, const FrDifference *difference, const char *place,
              gboolean there)
{
  if (difference == NULL || fr_review_get_first_error (review) != NULL)
    return g_strdup (_ ("Nothing has been changed yet."));
  if (there)
    /* Translators: %s is the name of a server */
    return g_strdup_printf (_ ("A mirror of ours stands on %s already; what differs is changed."),
                            place);

  /* Translators: %s is the name of a server */
  return g_strdup_printf (_ ("Nothing has been changed on %s yet, and all of it can be taken "
                             "back."),
                          place);
}

/**
 * fr_review_words_difference:
 * @difference: (nullable): what exists already; %NULL while that is being found out
 * @place: where, in words
 *
 * Returns: (transfer full): a sentence or two
 */
char *
fr_review_words_difference (const FrReview *review, const FrDifference *difference,
                            const char *place)
{
  guint all = fr_plan_summary_count (review->parts);
  guint there = count_there (review, difference);
  g_autofree char *at = NULL;

  if (fr_plan_summary_is_own (review->parts))
    return describe_own (review, difference, place, there == all && all > 0);
  if (difference == NULL || fr_review_get_first_error (review) != NULL)
    return g_strdup (_ ("Nothing has been created yet."));

  /* Translators: %s is a data centre, such as Frankfurt (EU6); where something exists */
  at = is_here (review) ? g_strdup (_ ("on this computer")) : g_strdup_printf (_ ("at %s"), place);
  if (!difference->known)
    /* Translators: %s is “on this computer”, or “at Frankfurt (EU6)” */
    return g_strdup_printf (_ ("Nothing has been created yet. What exists %s is not known."), at);
  if (there == 0)
    return g_strdup_printf (_ ("Nothing has been created yet. Nothing exists %s that this plan "
                               "would change."),
                            at);
  if (there == all)
    return g_strdup (_ ("All of this exists already; what differs is changed."));

  return g_strdup_printf (ngettext ("%u of %u resources exists %s already.",
                                    "%u of %u resources exist %s already.", there),
                          there, all, at);
}

/**
 * fr_review_words_well:
 * @difference: (nullable): what exists already
 *
 * Returns: (transfer none): what is good about a plan in which nothing was found
 */
const char *
fr_review_words_well (const FrReview *review, const FrDifference *difference)
{
  if (!fr_plan_summary_is_own (review->parts) && difference != NULL && difference->known &&
      count_there (review, difference) == 0)
    return _ ("Names are free, and nothing is open that need not be");

  return _ ("Nothing is open that need not be");
}
