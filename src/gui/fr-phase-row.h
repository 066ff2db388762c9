/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-step-row.h"
#include "fr-step-words.h"

G_BEGIN_DECLS

#define FR_TYPE_PHASE_ROW (fr_phase_row_get_type ())
G_DECLARE_FINAL_TYPE (FrPhaseRow, fr_phase_row, FR, PHASE_ROW, AdwExpanderRow)

FrPhaseRow *fr_phase_row_new (const char *title, gboolean backwards);
void fr_phase_row_add (FrPhaseRow *self, FrStepItem *item);
GtkWidget *fr_phase_row_find_running (FrPhaseRow *self);

G_END_DECLS
