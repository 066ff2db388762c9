/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-plan.h"

G_BEGIN_DECLS

gboolean fr_plan_parameters_read (FrPlan *plan, GHashTable *given, GHashTable *values,
                                  GPtrArray *findings);

G_END_DECLS
