/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-store.h"
#include "fr-local-world.h"

G_BEGIN_DECLS

gboolean fr_local_address_contains (const char *base, guint prefix, const char *address);
gboolean fr_local_address_is_base (const char *base, guint prefix);
gboolean fr_local_address_overlaps (const char *base, guint prefix, const char *other,
                                    guint other_prefix);

FrLocalAsset *fr_local_address_find_vlan (FrLocalWorld *world, const char *domain_id,
                                          const char *address);
gboolean fr_local_address_is_reserved_part (FrLocalAsset *vlan, const char *address);
gboolean fr_local_address_is_used (FrLocalWorld *world, FrLocalAsset *vlan, const char *address);
char *fr_local_address_pick_private (FrLocalWorld *world, FrLocalAsset *vlan);

char *fr_local_address_pick_block (FrLocalWorld *world, FrLocalStore *store,
                                   const char *datacenter_id);
FrLocalAsset *fr_local_address_find_block (FrLocalWorld *world, const char *domain_id,
                                           const char *address);
char *fr_local_address_pick_public (FrLocalWorld *world, const char *domain_id);

G_END_DECLS
