/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-asset.h"

#include <string.h>

#include "fr-local-json.h"

static const FrLocalKindInfo kinds[] = {
  [FR_LOCAL_DOMAIN] = { "network/networkDomain", "networkDomain", "networkDomains",
                        "NETWORK_DOMAIN", "Network Domain", NULL, 250 },
  [FR_LOCAL_VLAN] = { "network/vlan", "vlan", "vlans", "VLAN", "VLAN", NULL, 250 },
  [FR_LOCAL_SERVER] = { "server/server", "server", "servers", "SERVER", "Server", NULL, 250 },
  [FR_LOCAL_BLOCK] = { "network/publicIpBlock", "publicIpBlock", "publicIpBlocks",
                       "PUBLIC_IP_BLOCK", "Public IP Block", "networkDomainId", 250 },
  [FR_LOCAL_NAT] = { "network/natRule", "natRule", "natRules", "NAT_RULE", "NAT Rule",
                     "networkDomainId", 250 },
  [FR_LOCAL_RULE] = { "network/firewallRule", "firewallRule", "firewallRules", "FIREWALL_RULE",
                      "Firewall Rule", "networkDomainId", 50 },
  [FR_LOCAL_PORT_LIST] = { "network/portList", "portList", "portLists", "PORT_LIST", "Port List",
                           "networkDomainId", 250 },
  [FR_LOCAL_ADDRESS_LIST] = { "network/ipAddressList", "ipAddressList", "ipAddressLists",
                              "IP_ADDRESS_LIST", "IP Address List", "networkDomainId", 250 },
  [FR_LOCAL_RESERVATION] = { "network/reservedPrivateIpv4Address", "ipv4",
                             "reservedPrivateIpv4Addresses", "RESERVED_PRIVATE_IPV4_ADDRESS",
                             "Reserved Private IPv4 Address", NULL, 250 },
};

/**
 * fr_local_kind_get_info:
 *
 * Returns: (transfer none): the words of @kind
 */
const FrLocalKindInfo *
fr_local_kind_get_info (FrLocalKind kind)
{
  g_return_val_if_fail (kind < FR_LOCAL_N_KINDS, NULL);

  return &kinds[kind];
}

/**
 * fr_local_asset_new:
 * @kind: of the new asset
 * @data: (transfer full): its data, to which an id and a state are added
 *
 * Returns: (transfer full): an asset at rest, in no world yet
 */
FrLocalAsset *
fr_local_asset_new (FrLocalKind kind, JsonObject *data)
{
  FrLocalAsset *self;

  g_return_val_if_fail (kind < FR_LOCAL_N_KINDS && data != NULL, NULL);

  self = g_new0 (FrLocalAsset, 1);
  self->kind = kind;
  self->id = g_uuid_string_random ();
  self->data = data;
  self->hidden = json_object_new ();
  json_object_set_string_member (data, "id", self->id);
  json_object_set_string_member (data, "state", "NORMAL");

  return self;
}

/**
 * fr_local_asset_free:
 * @self: (nullable):
 */
void
fr_local_asset_free (FrLocalAsset *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  json_object_unref (self->data);
  json_object_unref (self->hidden);
  g_clear_pointer (&self->then, json_object_unref);
  g_free (self->failure);
  fr_local_asset_forget_secret (self);
  g_free (self);
}

/**
 * fr_local_asset_forget_secret:
 *
 * Wipes the password, if there is one.
 */
void
fr_local_asset_forget_secret (FrLocalAsset *self)
{
  g_return_if_fail (self != NULL);

  if (self->secret != NULL)
    explicit_bzero (self->secret, strlen (self->secret));
  g_clear_pointer (&self->secret, g_free);
}

/**
 * fr_local_asset_to_json:
 *
 * Returns: (transfer full): all of it, for fr_local_asset_from_json()
 */
JsonObject *
fr_local_asset_to_json (FrLocalAsset *self)
{
  JsonObject *object;

  g_return_val_if_fail (self != NULL, NULL);

  object = fr_local_json_make ("kind:s", kinds[self->kind].word,
                               "data:o", fr_local_json_copy (self->data),
                               "hidden:o", fr_local_json_copy (self->hidden),
                               "failure:s", self->failure,
                               NULL);
  if (self->then != NULL)
    json_object_set_object_member (object, "then", fr_local_json_copy (self->then));
  if (self->due_us != 0)
    json_object_set_int_member (object, "dueUs", self->due_us);

  return object;
}

static gboolean
find_kind (const char *word, FrLocalKind *kind)
{
  for (guint i = 0; i < FR_LOCAL_N_KINDS; i++)
    if (g_strcmp0 (kinds[i].word, word) == 0)
      {
        *kind = (FrLocalKind) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * fr_local_asset_from_json:
 * @node: what fr_local_asset_to_json() gave
 *
 * Returns: (transfer full) (nullable): the asset, %NULL when it cannot be understood
 */
FrLocalAsset *
fr_local_asset_from_json (JsonNode *node)
{
  FrLocalAsset *self;
  FrLocalKind kind;
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *data = object != NULL ? fr_local_json_get_object (object, "data") : NULL;
  JsonObject *then = object != NULL ? fr_local_json_get_object (object, "then") : NULL;

  if (data == NULL || fr_local_json_get_text (data, "id") == NULL ||
      fr_local_json_get_text (data, "state") == NULL ||
      fr_local_json_get_object (object, "hidden") == NULL ||
      !find_kind (fr_local_json_get_text (object, "kind"), &kind))
    return NULL;

  self = g_new0 (FrLocalAsset, 1);
  self->kind = kind;
  self->id = g_strdup (fr_local_json_get_text (data, "id"));
  self->data = fr_local_json_copy (data);
  self->hidden = fr_local_json_copy (fr_local_json_get_object (object, "hidden"));
  self->then = then != NULL ? fr_local_json_copy (then) : NULL;
  self->due_us = fr_local_json_get_number (object, "dueUs", 0);
  self->failure = g_strdup (fr_local_json_get_text (object, "failure"));

  return self;
}

/**
 * fr_local_asset_get:
 * @member: a path into its data
 *
 * Returns: (transfer none) (nullable): the text there
 */
const char *
fr_local_asset_get (FrLocalAsset *self, const char *member)
{
  g_return_val_if_fail (self != NULL && member != NULL, NULL);

  return fr_local_json_get_text (self->data, member);
}

/**
 * fr_local_asset_get_state:
 *
 * Returns: (transfer none): "NORMAL", "PENDING_ADD" and so on
 */
const char *
fr_local_asset_get_state (FrLocalAsset *self)
{
  return fr_local_asset_get (self, "state");
}

/**
 * fr_local_asset_get_domain:
 *
 * Returns: (transfer none) (nullable): the id of the network domain that it belongs to
 */
const char *
fr_local_asset_get_domain (FrLocalAsset *self)
{
  const char *id = fr_local_asset_get (self, "networkDomainId");

  if (id == NULL)
    id = fr_local_asset_get (self, "networkDomain.id");

  return id != NULL ? id : fr_local_asset_get (self, "networkInfo.networkDomainId");
}

/**
 * fr_local_asset_is_pending:
 *
 * Returns: whether an operation is under way
 */
gboolean
fr_local_asset_is_pending (FrLocalAsset *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->due_us != 0;
}
