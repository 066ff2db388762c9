/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-finding.h"

G_BEGIN_DECLS

#define FR_TYPE_PLAN_VIEW (fr_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (FrPlanView, fr_plan_view, FR, PLAN_VIEW, AdwBin)

void fr_plan_view_set_title (FrPlanView *self, const char *title);
char *fr_plan_view_dup_text (FrPlanView *self);
void fr_plan_view_set_text (FrPlanView *self, const char *text);
void fr_plan_view_replace (FrPlanView *self, gsize start, gsize length, const char *text);
void fr_plan_view_select (FrPlanView *self, gsize start, gsize length);
void fr_plan_view_set_findings (FrPlanView *self, GPtrArray *findings);
void fr_plan_view_show_place (FrPlanView *self, FrPlace place);
void fr_plan_view_find (FrPlanView *self);
gboolean fr_plan_view_undo (FrPlanView *self);

G_END_DECLS
