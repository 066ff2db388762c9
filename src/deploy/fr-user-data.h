/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan.h"

G_BEGIN_DECLS

char *fr_user_data_render (const FrPlan *plan, const FrPlanNode *node, const char *deployment,
                           gboolean with_secrets, GError **error);

G_END_DECLS
