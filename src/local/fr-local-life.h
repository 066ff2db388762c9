/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-world.h"

G_BEGIN_DECLS

void fr_local_life_begin (FrLocalWorld *world, FrLocalAsset *asset, const char *action,
                          JsonObject *then);
void fr_local_life_doom (FrLocalWorld *world, const char *state);
gboolean fr_local_life_advance (FrLocalWorld *world);
gint64 fr_local_life_get_due (FrLocalWorld *world);
gboolean fr_local_life_is_deploying (FrLocalWorld *world);
gint64 fr_local_life_scale (FrLocalWorld *world, double seconds);

G_END_DECLS
