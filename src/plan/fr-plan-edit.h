/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-finding.h"

G_BEGIN_DECLS

/**
 * FrPlanEdit:
 * @start: where it begins, in bytes
 * @length: how much is taken away, in bytes
 * @text: what comes there instead
 *
 * A change of a few characters of a plan; all others stay as they are.
 */
typedef struct
{
  gsize start;
  gsize length;
  char *text;
} FrPlanEdit;

FrPlanEdit *fr_plan_edit_new (gsize start, gsize length, const char *text);
void fr_plan_edit_free (FrPlanEdit *self);
char *fr_plan_edit_apply (const FrPlanEdit *self, const char *text);

FrPlanEdit *fr_plan_edit_find (const char *text, guint document, const char *const *path,
                               const char *value, GError **error);
FrPlanEdit *fr_plan_edit_at (const char *text, gsize offset, const char *value, GError **error);
gboolean fr_plan_edit_locate (const char *text, FrPlace place, gsize *offset);

/* fr-plan-follow.c */
GPtrArray *fr_plan_edit_follow (const char *text, const char *before, const char *after,
                                GPtrArray *missing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrPlanEdit, fr_plan_edit_free)

G_END_DECLS
