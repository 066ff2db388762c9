/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-step-item.h"

G_BEGIN_DECLS

#define FR_TYPE_STEP_ROW (fr_step_row_get_type ())
G_DECLARE_FINAL_TYPE (FrStepRow, fr_step_row, FR, STEP_ROW, AdwActionRow)

FrStepRow *fr_step_row_new (FrStepItem *item, gboolean backwards);
FrStepItem *fr_step_row_get_item (FrStepRow *self);

G_END_DECLS
