/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define FR_TYPE_PLAN_SEARCH (fr_plan_search_get_type ())
G_DECLARE_FINAL_TYPE (FrPlanSearch, fr_plan_search, FR, PLAN_SEARCH, AdwBin)

void fr_plan_search_set_view (FrPlanSearch *self, GtkSourceView *view);
void fr_plan_search_open (FrPlanSearch *self);
void fr_plan_search_close (FrPlanSearch *self);

G_END_DECLS
