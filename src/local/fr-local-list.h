/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

JsonArray *fr_local_list_page (FrLocalExchange *exchange, GPtrArray *objects, guint page_size,
                               JsonObject *paging);

G_END_DECLS
