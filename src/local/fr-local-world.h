/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-local-asset.h"

G_BEGIN_DECLS

typedef gint64 (*FrLocalWorldClock) (gpointer data);

/**
 * FrLocalWorld:
 *
 * The emulated cloud as data: what exists, and what is still being built, on a clock that can
 * be replaced. It knows nothing of HTTP and files.
 */
typedef struct
{
  GPtrArray *assets; /* of FrLocalAsset; rules of a firewall in the order of evaluation */
  double speed;      /* by which durations are divided */
  char *user;
  char *doom; /* or NULL: the state in which the next operation will fail */
  FrLocalWorldClock clock;
  gpointer clock_data;
} FrLocalWorld;

FrLocalWorld *fr_local_world_new (double speed, const char *user);
void fr_local_world_free (FrLocalWorld *self);
void fr_local_world_set_clock (FrLocalWorld *self, FrLocalWorldClock clock, gpointer data);

gint64 fr_local_world_get_time (FrLocalWorld *self);
char *fr_local_world_format_time (FrLocalWorld *self);

GPtrArray *fr_local_world_get_assets (FrLocalWorld *self);
FrLocalAsset *fr_local_world_find (FrLocalWorld *self, FrLocalKind kind, const char *id);
FrLocalAsset *fr_local_world_find_by (FrLocalWorld *self, FrLocalKind kind, const char *member,
                                      const char *value, const char *domain_id);
FrLocalAsset *fr_local_world_add (FrLocalWorld *self, FrLocalKind kind, JsonObject *data);
void fr_local_world_remove (FrLocalWorld *self, FrLocalAsset *asset);

JsonNode *fr_local_world_to_json (FrLocalWorld *self);
gboolean fr_local_world_load (FrLocalWorld *self, JsonNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalWorld, fr_local_world_free)

G_END_DECLS
