/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-finding.h"
#include "fr-job.h"

G_BEGIN_DECLS

/* More than these nobody reads at once. */
#define FR_REVIEW_MOST 20

/**
 * FrReview:
 * @findings: (element-type FrFinding): errors, then risks, then warnings
 * @parts: (element-type FrPlanPart): what the plan makes, as far as it could be read
 * @counts: by FrFindingKind
 * @words: (element-type utf8): what stands there, of the first findings; for some %NULL
 *
 * What there is to say about one text. Read-only, shared by reference.
 */
typedef struct
{
  GPtrArray *findings;
  GPtrArray *parts;
  guint counts[3];
  GPtrArray *words;
} FrReview;

FrReview *fr_review_ref (FrReview *self);
void fr_review_unref (FrReview *self);
FrReview *fr_review_new (const char *text, const char *name);
const FrFinding *fr_review_get_first_error (const FrReview *self);
char *fr_review_describe (const FrReview *self);

void fr_review_run (gpointer owner, const char *text, FrJobDone done, GCancellable *cancellable);
void fr_review_run_fix (gpointer owner, const char *text, const FrFinding *finding, FrJobDone done,
                        GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrReview, fr_review_unref)

G_END_DECLS
