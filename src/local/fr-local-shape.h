/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-world.h"

G_BEGIN_DECLS

JsonObject *fr_local_shape_show (FrLocalWorld *world, FrLocalAsset *asset);
void fr_local_shape_convert (JsonObject *object, const char *item, guint version);

G_END_DECLS
