/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-private.h"

/* What nobody has measured is a look at something, as a rule. */
#define UNKNOWN_MS 1000

typedef struct
{
  double least;
  double most;
} Span;

/* What is left of one step; what is slower than ever is about to end. */
static Span
measure (FrStepItem *item, FrHistory *history, gboolean backwards, guint *known, guint *unknown)
{
  g_autofree char *kind = backwards ? g_strconcat ("undo-", fr_step_item_get_kind (item), NULL)
                                    : g_strdup (fr_step_item_get_kind (item));
  guint least = 0;
  guint most = UNKNOWN_MS;
  double elapsed = (double) fr_step_item_get_elapsed_ms (item);

  if (fr_step_item_is_over (item))
    return (Span){ 0, 0 };

  if (fr_history_find (history, kind, &least, &most))
    *known += 1;
  else
    *unknown += 1;

  return (Span){ MAX (least - elapsed, 0), MAX (most - elapsed, 0) };
}

/* The longest way through what comes before step @at. Forwards these are its needs, backwards
 * the steps that need it. */
static Span
reach (GPtrArray *items, const Span *ends, guint at, gboolean backwards)
{
  FrStepItem *item = g_ptr_array_index (items, at);
  Span span = { 0, 0 };

  for (guint i = 0; i < items->len; i++)
    {
      FrStepItem *other = g_ptr_array_index (items, i);
      FrStepItem *later = backwards ? other : item;
      FrStepItem *earlier = backwards ? item : other;
      const char *needs = fr_step_item_get_needs (later);
      g_auto (GStrv) words = g_strsplit (needs != NULL ? needs : "", " ", -1);

      if (i == at || !g_strv_contains ((const char *const *) words, fr_step_item_get_id (earlier)))
        continue;
      span.least = MAX (span.least, ends[i].least);
      span.most = MAX (span.most, ends[i].most);
    }

  return span;
}

/**
 * fr_deployment_estimate:
 * @items: (element-type FrStepItem): the steps; what comes first stands first
 * @history: of their location
 * @backwards: whether they are undone
 * @least: (out): seconds that are left at least
 * @most: (out): and at most
 *
 * Independent steps go side by side, so that the longest chain counts.
 *
 * Returns: %FALSE when too little is known to tell
 */
gboolean
fr_deployment_estimate (GPtrArray *items, FrHistory *history, gboolean backwards, guint *least,
                        guint *most)
{
  g_autofree Span *ends = g_new0 (Span, items->len + 1);
  Span all = { 0, 0 };
  guint known = 0;
  guint unknown = 0;

  for (guint n = 0; n < items->len; n++)
    {
      guint i = backwards ? items->len - 1 - n : n;
      Span own = measure (g_ptr_array_index (items, i), history, backwards, &known, &unknown);

      ends[i] = own.most > 0 ? reach (items, ends, i, backwards) : (Span){ 0, 0 };
      ends[i].least += own.least;
      ends[i].most += own.most;
      all.least = MAX (all.least, ends[i].least);
      all.most = MAX (all.most, ends[i].most);
    }

  *least = (guint) (all.least / 1000);
  *most = (guint) ((all.most + 999) / 1000);

  return known > 0 && known >= unknown;
}
