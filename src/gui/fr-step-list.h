/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-step-dot.h"

G_BEGIN_DECLS

#define FR_TYPE_STEP_LIST (fr_step_list_get_type ())
G_DECLARE_FINAL_TYPE (FrStepList, fr_step_list, FR, STEP_LIST, AdwBin)

void fr_step_list_set_step (FrStepList *self, guint index, const char *name, const char *answer,
                            FrStepDotState state, gboolean open);
void fr_step_list_set_current (FrStepList *self, guint index);

G_END_DECLS
