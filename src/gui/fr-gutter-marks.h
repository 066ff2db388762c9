/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "fr-finding.h"

G_BEGIN_DECLS

#define FR_TYPE_GUTTER_MARKS (fr_gutter_marks_get_type ())
G_DECLARE_FINAL_TYPE (FrGutterMarks, fr_gutter_marks, FR, GUTTER_MARKS, GtkSourceGutterRenderer)

FrGutterMarks *fr_gutter_marks_new (void);
void fr_gutter_marks_set_findings (FrGutterMarks *self, GPtrArray *findings);
guint fr_gutter_marks_count (FrGutterMarks *self);
gboolean fr_gutter_marks_has_line (FrGutterMarks *self, guint line);

G_END_DECLS
