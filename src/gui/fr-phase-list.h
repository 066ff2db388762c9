/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-deployment.h"
#include "fr-phase-row.h"

G_BEGIN_DECLS

GPtrArray *fr_phase_list_fill (GtkListBox *list, FrDeployment *deployment, const char *place);

G_END_DECLS
