/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-step-item.h"

G_BEGIN_DECLS

/* What the steps of a deployment are grouped into, in the order that a person reads. */
typedef enum
{
  FR_PHASE_NETWORK,
  FR_PHASE_SERVER,
  FR_PHASE_WAY,
  FR_PHASE_SYSTEM,
  FR_PHASE_KURENTO,
} FrPhase;

FrPhase fr_step_words_get_phase (FrStepItem *item);
char *fr_step_words_dup_line (FrStepItem *item, gboolean backwards);
char *fr_step_words_dup_failure (FrStepItem *item, gboolean backwards);
char *fr_step_words_dup_thing (FrStepItem *item);
const char *fr_step_words_get_result (FrStepItem *item);
const char *fr_step_words_get_icon (FrStepState state);
char *fr_words_dup_duration (gint64 ms);
char *fr_words_dup_long_duration (gint64 ms);
char *fr_words_dup_time_left (guint least, guint most);

G_END_DECLS
