/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-calls.h"

G_BEGIN_DECLS

JsonNode *fr_local_manager_get_cpu_count (FrLocalCalls *self, FrLocalObject *object,
                                          JsonObject *params, GError **error);
JsonNode *fr_local_manager_get_info (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                     GError **error);
JsonNode *fr_local_manager_get_pipelines (FrLocalCalls *self, FrLocalObject *object,
                                          JsonObject *params, GError **error);
JsonNode *fr_local_manager_get_sessions (FrLocalCalls *self, FrLocalObject *object,
                                         JsonObject *params, GError **error);
JsonNode *fr_local_manager_get_used_cpu (FrLocalCalls *self, FrLocalObject *object,
                                         JsonObject *params, GError **error);
JsonNode *fr_local_manager_get_used_memory (FrLocalCalls *self, FrLocalObject *object,
                                            JsonObject *params, GError **error);

G_END_DECLS
