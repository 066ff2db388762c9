/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-finding.h"

G_BEGIN_DECLS

/**
 * FrPlanSource:
 *
 * The text of a plan with its {{ parameter.x }} replaced, and the way back: which place of the
 * original a place of the replaced text comes from.
 */
typedef struct _FrPlanSource FrPlanSource;

FrPlanSource *fr_plan_source_new (const char *text, GHashTable *values, GPtrArray *findings);
void fr_plan_source_free (FrPlanSource *self);
const char *fr_plan_source_get_text (const FrPlanSource *self);
char *fr_plan_source_dup_line (const FrPlanSource *self, guint line);
FrPlace fr_plan_source_locate (const FrPlanSource *self, guint line, guint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrPlanSource, fr_plan_source_free)

G_END_DECLS
