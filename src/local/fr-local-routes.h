/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

extern const FrLocalOperation fr_local_routes_domain[];
extern const FrLocalOperation fr_local_routes_vlan[];
extern const FrLocalOperation fr_local_routes_address[];
extern const FrLocalOperation fr_local_routes_firewall[];
extern const FrLocalOperation fr_local_routes_lists[];
extern const FrLocalOperation fr_local_routes_server[];
extern const FrLocalOperation fr_local_routes_power[];
extern const FrLocalOperation fr_local_routes_hardware[];
extern const FrLocalOperation fr_local_routes_disk[];

const FrLocalOperation *fr_local_routes_find (const char *name);
void fr_local_routes_post (FrLocalExchange *exchange, const FrLocalOperation *operation,
                           JsonObject *body, gboolean from_xml);

G_END_DECLS
