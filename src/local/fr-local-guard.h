/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-call.h"

G_BEGIN_DECLS

/* The body of an operation that is told an id and nothing else. */
extern const FrLocalField fr_local_guard_id_fields[];

/* What many operations look at before they change something. Each gives the refusal itself. */
FrLocalAsset *fr_local_guard_need (FrLocalCall *call, FrLocalKind kind, const char *path);
FrLocalAsset *fr_local_guard_need_at_rest (FrLocalCall *call, FrLocalKind kind, const char *path);
gboolean fr_local_guard_rest (FrLocalCall *call, FrLocalAsset *asset);
gboolean fr_local_guard_name (FrLocalCall *call, FrLocalKind kind, const char *name, const char *domain_id);
gboolean fr_local_guard_nothing_deploys (FrLocalCall *call);
gboolean fr_local_guard_stopped (FrLocalCall *call, FrLocalAsset *server);
gboolean fr_local_guard_deletable (FrLocalCall *call, FrLocalAsset *asset);

void fr_local_guard_begin_deletion (FrLocalCall *call, FrLocalAsset *asset);
void fr_local_guard_edit (FrLocalCall *call, FrLocalAsset *asset);

G_END_DECLS
