/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-difference.h"
#include "fr-review-check.h"

G_BEGIN_DECLS

char *fr_review_words_next (const FrReview *review, const FrDifference *difference);
char *fr_review_words_reason (const FrReview *review);
char *fr_review_words_difference (const FrReview *review, const FrDifference *difference,
                                  const char *place);
const char *fr_review_words_well (const FrReview *review, const FrDifference *difference);

G_END_DECLS
