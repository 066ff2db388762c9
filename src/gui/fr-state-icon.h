/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-step.h"

G_BEGIN_DECLS

#define FR_TYPE_STATE_ICON (fr_state_icon_get_type ())
G_DECLARE_FINAL_TYPE (FrStateIcon, fr_state_icon, FR, STATE_ICON, AdwBin)

void fr_state_icon_set_state (FrStateIcon *self, FrStepState state);

G_END_DECLS
