/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * FrLocalKind:
 *
 * What can exist in the world.
 */
typedef enum
{
  FR_LOCAL_DOMAIN,
  FR_LOCAL_VLAN,
  FR_LOCAL_SERVER,
  FR_LOCAL_BLOCK,
  FR_LOCAL_NAT,
  FR_LOCAL_RULE,
  FR_LOCAL_PORT_LIST,
  FR_LOCAL_ADDRESS_LIST,
  FR_LOCAL_RESERVATION,
  FR_LOCAL_N_KINDS,
} FrLocalKind;

/**
 * FrLocalKindInfo:
 *
 * The words of one kind.
 */
typedef struct
{
  const char *path;     /* in a URL: "network/networkDomain"  */
  const char *item;     /* of a list: "networkDomain"         */
  const char *plural;   /* the root of a list in XML          */
  const char *word;     /* in operations: "NETWORK_DOMAIN"    */
  const char *noun;     /* in messages: "Network Domain"      */
  const char *required; /* the filter without which no list is given, or NULL */
  guint page_size;
} FrLocalKindInfo;

/**
 * FrLocalAsset:
 *
 * One thing that exists. Its data is a JSON object as API 2.11 shows it; what is hidden is kept
 * with it and never shown. An operation that is under way ends when its time has come: then
 * the members of `then` replace those of the data.
 */
typedef struct
{
  FrLocalKind kind;
  char *id;
  JsonObject *data;
  JsonObject *hidden;
  JsonObject *then; /* or NULL: nothing is under way, or nothing changes at its end */
  gint64 due_us;    /* 0: nothing is under way */
  char *failure;    /* or NULL: how the operation that is under way will fail */
  char *secret;     /* or NULL: the password of a server until its first start; never saved */
} FrLocalAsset;

const FrLocalKindInfo *fr_local_kind_get_info (FrLocalKind kind);

FrLocalAsset *fr_local_asset_new (FrLocalKind kind, JsonObject *data);
void fr_local_asset_free (FrLocalAsset *self);
void fr_local_asset_forget_secret (FrLocalAsset *self);
JsonObject *fr_local_asset_to_json (FrLocalAsset *self);
FrLocalAsset *fr_local_asset_from_json (JsonNode *node);

const char *fr_local_asset_get (FrLocalAsset *self, const char *member);
const char *fr_local_asset_get_state (FrLocalAsset *self);
const char *fr_local_asset_get_domain (FrLocalAsset *self);
gboolean fr_local_asset_is_pending (FrLocalAsset *self);

G_END_DECLS
