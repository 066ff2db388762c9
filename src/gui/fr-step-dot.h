/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a step of the wizard looks like from outside. */
typedef enum
{
  FR_STEP_DOT_TO_COME,
  FR_STEP_DOT_CURRENT,
  FR_STEP_DOT_DONE,
  FR_STEP_DOT_SKIPPED,
  FR_STEP_DOT_FAILED,
} FrStepDotState;

#define FR_TYPE_STEP_DOT (fr_step_dot_get_type ())
G_DECLARE_FINAL_TYPE (FrStepDot, fr_step_dot, FR, STEP_DOT, GtkWidget)

GtkWidget *fr_step_dot_new (guint number);
void fr_step_dot_set_state (FrStepDot *self, FrStepDotState state);

G_END_DECLS
