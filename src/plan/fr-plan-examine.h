/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan-reader.h"

G_BEGIN_DECLS

FrPlan *fr_plan_examine (const char *text, const char *name, GHashTable *values,
                         GPtrArray *findings);

/* fr-plan-check-words.c */
void fr_plan_check_words (FrPlanReader *reader);

/* fr-plan-check-network.c */
void fr_plan_check_network (const FrPlan *plan, GPtrArray *findings);

/* fr-plan-check-settings.c */
void fr_plan_check_settings (const FrPlan *plan, GPtrArray *findings);

/* fr-plan-check-risks.c */
void fr_plan_check_risks (FrPlanReader *reader, const FrPlan *plan);

G_END_DECLS
