/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

char *fr_local_legacy_render_account (FrLocalStore *store);
char *fr_local_legacy_render_networks (void);
char *fr_local_legacy_render_status (FrLocalExchange *exchange);
const char *fr_local_legacy_find (const char *path, JsonObject *body);

G_END_DECLS
