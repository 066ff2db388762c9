/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan.h"

G_BEGIN_DECLS

char *fr_endpoint_find (const FrPlan *plan, GError **error);
char *fr_endpoint_find_named (const char *location, const char *region);
gboolean fr_endpoint_is_here (const FrPlan *plan);
gboolean fr_endpoint_is_here_named (const char *location);

G_END_DECLS
