/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-finding.h"
#include "fr-plan-edit.h"

G_BEGIN_DECLS

/* What a person has to write after a fix: the checksum of a script. */
#define FR_PLAN_FIX_BLANK "CHECKSUM"

gboolean fr_plan_fix_exists (const FrFinding *finding);
FrPlanEdit *fr_plan_fix_find (const char *text, const char *name, const FrFinding *finding);

G_END_DECLS
