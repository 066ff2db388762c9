/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan-summary.h"

G_BEGIN_DECLS

void fr_own_summary_add (GPtrArray *parts, const FrPlanFacility *facility);

G_END_DECLS
