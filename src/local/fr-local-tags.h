/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-calls.h"

G_BEGIN_DECLS

JsonNode *fr_local_tags_add (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                             GError **error);
JsonNode *fr_local_tags_get (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                             GError **error);
JsonNode *fr_local_tags_list (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                              GError **error);
JsonNode *fr_local_tags_remove (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                GError **error);
void fr_local_tags_emit (FrLocalCalls *self, FrLocalObject *object, const char *type,
                         JsonObject *data);

G_END_DECLS
