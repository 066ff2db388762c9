/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-step-list.h"

G_BEGIN_DECLS

#define FR_TYPE_STEP_MENU (fr_step_menu_get_type ())
G_DECLARE_FINAL_TYPE (FrStepMenu, fr_step_menu, FR, STEP_MENU, AdwBin)

FrStepList *fr_step_menu_get_list (FrStepMenu *self);
void fr_step_menu_set_current (FrStepMenu *self, const char *name, guint number, guint count);

G_END_DECLS
