/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-calls.h"

G_BEGIN_DECLS

JsonNode *fr_local_overlay_set (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                GError **error);
JsonNode *fr_local_overlay_unset (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                  GError **error);

G_END_DECLS
