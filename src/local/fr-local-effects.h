/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-cloud.h"
#include "fr-local-world.h"

G_BEGIN_DECLS

/**
 * FrLocalEffects:
 *
 * What a change of the world means for this computer: hosts that go on and off, ways that open
 * and close. It remembers what it has told, and tells the difference.
 */
typedef struct _FrLocalEffects FrLocalEffects;

FrLocalEffects *fr_local_effects_new (FrLocalWorld *world);
void fr_local_effects_free (FrLocalEffects *self);

void fr_local_effects_set_power_func (FrLocalEffects *self, FrLocalCloudPower func, gpointer data);
void fr_local_effects_set_path_func (FrLocalEffects *self, FrLocalCloudPath func, gpointer data);
void fr_local_effects_set_gone_func (FrLocalEffects *self, FrLocalCloudGone func, gpointer data);
void fr_local_effects_update (FrLocalEffects *self);

G_END_DECLS
