/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

extern const FrLocalField fr_local_nic_fields[];

JsonObject *fr_local_nic_make (FrLocalExchange *exchange, FrLocalAsset *domain, JsonObject *wish,
                               const char *place, guint number);
gboolean fr_local_nic_has_vlan (JsonObject *network, JsonArray *more, const char *vlan_id);

G_END_DECLS
