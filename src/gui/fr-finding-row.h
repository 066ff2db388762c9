/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-finding.h"

G_BEGIN_DECLS

#define FR_TYPE_FINDING_ROW (fr_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (FrFindingRow, fr_finding_row, FR, FINDING_ROW, AdwActionRow)

FrFindingRow *fr_finding_row_new (const FrFinding *finding, const char *word,
                                  gboolean whole);
const FrFinding *fr_finding_row_get_finding (FrFindingRow *self);

G_END_DECLS
