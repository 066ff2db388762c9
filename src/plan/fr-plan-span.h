/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FR_SPAN_PLAIN, /* also an alias, and a place where nothing is written */
  FR_SPAN_SINGLE,
  FR_SPAN_DOUBLE,
  FR_SPAN_BLOCK,
} FrSpanStyle;

/**
 * FrPlanSpan:
 * @event: its number in the stream of the parser
 * @start: in bytes, after an anchor or a tag
 * @end: in bytes; the same as @start when nothing is written
 * @text: what it says
 *
 * Where one value stands in the text of a plan.
 */
typedef struct
{
  guint event;
  gsize start;
  gsize end;
  FrSpanStyle style;
  char *text;
} FrPlanSpan;

gboolean fr_plan_span_find (FrPlanSpan *self, const char *text, guint document,
                            const char *const *path, GError **error);
gboolean fr_plan_span_find_at (FrPlanSpan *self, const char *text, gsize offset, GError **error);
gboolean fr_plan_span_holds (const FrPlanSpan *self, const char *text, const char *new_text,
                             const char *value);
void fr_plan_span_clear (FrPlanSpan *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FrPlanSpan, fr_plan_span_clear)

G_END_DECLS
