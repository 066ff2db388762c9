/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan-edit.h"

G_BEGIN_DECLS

/**
 * FrPlanFixer:
 * @text: a plan
 * @offset: where something is found, in bytes
 *
 * Returns: (transfer full) (nullable): a change that may mend it
 */
typedef FrPlanEdit *(*FrPlanFixer) (const char *text, gsize offset);

gsize fr_plan_fix_measure_word (const char *text);

FrPlanEdit *fr_plan_fix_ports (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_control_port (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_drop_word (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_host_key (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_password_login (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_download (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_published_key (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_replaced_keys (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_rsa_keys (const char *text, gsize offset);
FrPlanEdit *fr_plan_fix_packages (const char *text, gsize offset);

G_END_DECLS
