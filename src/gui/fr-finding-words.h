/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-finding.h"

G_BEGIN_DECLS

const char *fr_finding_get_title (const FrFinding *self);
char *fr_finding_dup_detail (const FrFinding *self);
const char *fr_finding_get_icon (const FrFinding *self);
const char *fr_finding_get_style (const FrFinding *self);
const char *fr_finding_get_kind_name (const FrFinding *self);

G_END_DECLS
