/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-finding.h"
#include "fr-plan-source.h"

G_BEGIN_DECLS

void fr_plan_problem_add (GPtrArray *findings, FrFindingKind kind, const char *code,
                          const FrPlanSource *source,
                          const char *name, const char *text);

G_END_DECLS
