/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-calls.h"

G_BEGIN_DECLS

JsonNode *fr_local_elements_connect (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                     GError **error);
JsonNode *fr_local_elements_disconnect (FrLocalCalls *self, FrLocalObject *object,
                                        JsonObject *params, GError **error);
JsonNode *fr_local_elements_get_sinks (FrLocalCalls *self, FrLocalObject *object,
                                       JsonObject *params, GError **error);
JsonNode *fr_local_elements_get_sources (FrLocalCalls *self, FrLocalObject *object,
                                         JsonObject *params, GError **error);

G_END_DECLS
