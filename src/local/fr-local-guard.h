/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

/* The body of an operation that is told an id and nothing else. */
extern const FrLocalField fr_local_guard_id_fields[];

/* What many operations look at before they change something. Each gives the refusal itself. */
FrLocalAsset *fr_local_guard_need (FrLocalExchange *exchange, FrLocalKind kind, const char *path);
FrLocalAsset *fr_local_guard_need_at_rest (FrLocalExchange *exchange, FrLocalKind kind,
                                           const char *path);
gboolean fr_local_guard_rest (FrLocalExchange *exchange, FrLocalAsset *asset);
gboolean fr_local_guard_name (FrLocalExchange *exchange, FrLocalKind kind, const char *name,
                              const char *domain_id);
gboolean fr_local_guard_nothing_deploys (FrLocalExchange *exchange);
gboolean fr_local_guard_stopped (FrLocalExchange *exchange, FrLocalAsset *server);
gboolean fr_local_guard_deletable (FrLocalExchange *exchange, FrLocalAsset *asset);

void fr_local_guard_begin_deletion (FrLocalExchange *exchange, FrLocalAsset *asset);
void fr_local_guard_edit (FrLocalExchange *exchange, FrLocalAsset *asset);

G_END_DECLS
