/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-making.h"
#include "fr-plan-edit.h"
#include "fr-plan-view.h"

G_BEGIN_DECLS

#define FR_TYPE_PLAN_KEEPER (fr_plan_keeper_get_type ())
G_DECLARE_FINAL_TYPE (FrPlanKeeper, fr_plan_keeper, FR, PLAN_KEEPER, GObject)

FrPlanKeeper *fr_plan_keeper_new (FrMaking *making, FrPlanView *view);
GPtrArray *fr_plan_keeper_get_missing (FrPlanKeeper *self);
void fr_plan_keeper_follow (FrPlanKeeper *self);
char *fr_plan_keeper_keep (FrPlanKeeper *self);
void fr_plan_keeper_edit (FrPlanKeeper *self, const FrPlanEdit *edit);
void fr_plan_keeper_start_anew (FrPlanKeeper *self);

G_END_DECLS
