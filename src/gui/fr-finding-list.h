/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-review-check.h"

G_BEGIN_DECLS

#define FR_TYPE_FINDING_LIST (fr_finding_list_get_type ())
G_DECLARE_FINAL_TYPE (FrFindingList, fr_finding_list, FR, FINDING_LIST, AdwBin)

void fr_finding_list_set_review (FrFindingList *self, const FrReview *review, GPtrArray *missing,
                                 const char *all_well);
GtkWidget *fr_finding_list_get_row (FrFindingList *self, guint n);

G_END_DECLS
