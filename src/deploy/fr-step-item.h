/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-site-steps.h"

G_BEGIN_DECLS

#define FR_TYPE_STEP_ITEM (fr_step_item_get_type ())
G_DECLARE_FINAL_TYPE (FrStepItem, fr_step_item, FR, STEP_ITEM, GObject)

FrStepItem *fr_step_item_new (const FrSiteStep *step);
const char *fr_step_item_get_id (FrStepItem *self);
const char *fr_step_item_get_kind (FrStepItem *self);
const char *fr_step_item_get_object (FrStepItem *self);
const char *fr_step_item_get_server (FrStepItem *self);
const char *fr_step_item_get_needs (FrStepItem *self);
FrStepState fr_step_item_get_state (FrStepItem *self);
gint64 fr_step_item_get_elapsed_ms (FrStepItem *self);
gint64 fr_step_item_get_begun_us (FrStepItem *self);
const char *fr_step_item_get_note (FrStepItem *self);
const char *fr_step_item_get_waiting (FrStepItem *self);
guint fr_step_item_get_next_try (FrStepItem *self);
gboolean fr_step_item_is_over (FrStepItem *self);

/* For the deployment, on the main context. */
void fr_step_item_begin (FrStepItem *self, gint64 time_us);
void fr_step_item_end (FrStepItem *self, FrStepState state, gint64 time_us, const char *note);
void fr_step_item_tell (FrStepItem *self, const char *doing);
void fr_step_item_reset (FrStepItem *self);
void fr_step_item_wait (FrStepItem *self, const char *what, gint64 until_us);
void fr_step_item_tick (FrStepItem *self, gint64 time_us);

G_END_DECLS
