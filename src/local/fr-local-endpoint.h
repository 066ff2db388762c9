/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-calls.h"

G_BEGIN_DECLS

JsonNode *fr_local_endpoint_add_candidate (FrLocalCalls *self, FrLocalObject *object,
                                           JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_gather (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                    GError **error);
JsonNode *fr_local_endpoint_get_local (FrLocalCalls *self, FrLocalObject *object,
                                       JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_get_remote (FrLocalCalls *self, FrLocalObject *object,
                                        JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_get_stats (FrLocalCalls *self, FrLocalObject *object,
                                       JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_get_state (FrLocalCalls *self, FrLocalObject *object,
                                       JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_is_flowing_in (FrLocalCalls *self, FrLocalObject *object,
                                           JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_is_flowing_out (FrLocalCalls *self, FrLocalObject *object,
                                            JsonObject *params, GError **error);
JsonNode *fr_local_endpoint_process_offer (FrLocalCalls *self, FrLocalObject *object,
                                           JsonObject *params, GError **error);

G_END_DECLS
