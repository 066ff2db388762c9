/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include "fr-local-address.h"
#include "fr-local-guard.h"
#include "fr-local-json.h"

static const FrLocalField add_block_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { NULL },
};

static const FrLocalField create_nat_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "internalIp", FR_LOCAL_ADDRESS, FR_LOCAL_REQUIRED },
  { "externalIp", FR_LOCAL_ADDRESS },
  { NULL },
};

static const FrLocalField reserve_fields[] = {
  { "vlanId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "ipAddress", FR_LOCAL_ADDRESS, FR_LOCAL_REQUIRED },
  { "description", FR_LOCAL_TEXT, .most = 255 },
  { NULL },
};

static void
add_block (FrLocalExchange *exchange)
{
  FrLocalAsset *domain = fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "networkDomainId");
  g_autofree char *now = fr_local_world_format_time (exchange->world);
  g_autofree char *base = NULL;
  const char *datacenter_id;
  FrLocalAsset *block;

  if (domain == NULL)
    return;

  datacenter_id = fr_local_asset_get (domain, "datacenterId");
  base = fr_local_address_pick_block (exchange->world, exchange->store, datacenter_id);
  if (base == NULL)
    {
      fr_local_exchange_refuse (exchange, "OUT_OF_RESOURCES",
                                "Data Center %s has no more public IPv4 addresses.", datacenter_id);
      return;
    }

  block = fr_local_world_add (exchange->world, FR_LOCAL_BLOCK,
                              fr_local_json_make ("datacenterId:s", datacenter_id,
                                                  "networkDomainId:s", domain->id,
                                                  "baseIp:s", base,
                                                  "size:i", 2,
                                                  "createTime:s", now,
                                                  NULL));
  fr_local_exchange_accept (
    exchange, "ipBlockId", block->id,
    "Public IPv4 Address Block has been added successfully to Network Domain %s.", domain->id);
}

static void
remove_block (FrLocalExchange *exchange)
{
  FrLocalAsset *block = fr_local_guard_need (exchange, FR_LOCAL_BLOCK, "id");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  if (block == NULL)
    return;

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *nat = assets->pdata[i];

      if (nat->kind != FR_LOCAL_NAT ||
          !fr_local_address_contains (fr_local_asset_get (block, "baseIp"), 31,
                                      fr_local_asset_get (nat, "externalIp")))
        continue;

      fr_local_exchange_refuse (exchange, "HAS_DEPENDENCY",
                                "Public IPv4 Address Block %s is still used by NAT Rule %s.",
                                block->id, nat->id);
      return;
    }

  fr_local_exchange_accept (exchange, NULL, NULL,
                            "Public IPv4 Address Block with Id %s has been removed.", block->id);
  fr_local_world_remove (exchange->world, block);
}

/* Whether both sides of a new NAT rule exist and are free. */
static gboolean
check_nat (FrLocalExchange *exchange, FrLocalAsset *domain, const char *internal,
           const char *external)
{
  if (fr_local_address_find_vlan (exchange->world, domain->id, internal) == NULL)
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_OUT_OF_RANGE",
                              "%s is in no VLAN of Network Domain '%s'.", internal,
                              fr_local_asset_get (domain, "name"));
  else if (external == NULL)
    fr_local_exchange_refuse (exchange, "NO_IP_ADDRESS_AVAILABLE",
                              "Network Domain '%s' has no free public IPv4 address.",
                              fr_local_asset_get (domain, "name"));
  else if (fr_local_address_find_block (exchange->world, domain->id, external) == NULL)
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_OUT_OF_RANGE",
                              "%s is in no Public IP Block of Network Domain '%s'.", external,
                              fr_local_asset_get (domain, "name"));
  else if (fr_local_world_find_by (exchange->world, FR_LOCAL_NAT, "internalIp", internal,
                                   domain->id) != NULL)
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_NOT_UNIQUE", "%s is mapped already.", internal);
  else if (fr_local_world_find_by (exchange->world, FR_LOCAL_NAT, "externalIp", external,
                                   domain->id) != NULL)
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_NOT_UNIQUE", "%s is mapped already.", external);
  else
    return TRUE;

  return FALSE;
}

static void
create_nat (FrLocalExchange *exchange)
{
  FrLocalAsset *domain = fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "networkDomainId");
  const char *internal = fr_local_exchange_get_text (exchange, "internalIp");
  g_autofree char *external = g_strdup (fr_local_exchange_get_text (exchange, "externalIp"));
  g_autofree char *now = fr_local_world_format_time (exchange->world);
  FrLocalAsset *nat;

  if (domain == NULL)
    return;
  if (external == NULL)
    external = fr_local_address_pick_public (exchange->world, domain->id);
  if (!check_nat (exchange, domain, internal, external))
    return;

  nat = fr_local_world_add (
    exchange->world, FR_LOCAL_NAT,
    fr_local_json_make ("datacenterId:s", fr_local_asset_get (domain, "datacenterId"),
                        "networkDomainId:s", domain->id,
                        "internalIp:s", internal,
                        "externalIp:s", external,
                        "externalIpAddressability:s", "PUBLIC_IP_BLOCK",
                        "createTime:s", now,
                        NULL));
  fr_local_exchange_accept (
    exchange, "natRuleId", nat->id,
    "NAT Rule with Internal IPv4 Address %s and External IPv4 Address %s has been created.",
    internal, external);
}

static void
delete_nat (FrLocalExchange *exchange)
{
  FrLocalAsset *nat = fr_local_guard_need (exchange, FR_LOCAL_NAT, "id");

  if (nat == NULL)
    return;

  fr_local_exchange_accept (exchange, NULL, NULL, "NAT Rule with Id %s has been deleted.", nat->id);
  fr_local_world_remove (exchange->world, nat);
}

static void
reserve (FrLocalExchange *exchange)
{
  FrLocalAsset *vlan = fr_local_guard_need_at_rest (exchange, FR_LOCAL_VLAN, "vlanId");
  const char *address = fr_local_exchange_get_text (exchange, "ipAddress");

  if (vlan == NULL)
    return;
  if (fr_local_address_find_vlan (exchange->world, fr_local_asset_get_domain (vlan), address) !=
        vlan ||
      fr_local_address_is_reserved_part (vlan, address))
    {
      fr_local_exchange_refuse (exchange, "IP_ADDRESS_OUT_OF_RANGE",
                                "%s is not usable in VLAN '%s'.", address,
                                fr_local_asset_get (vlan, "name"));
      return;
    }
  if (fr_local_address_is_used (exchange->world, vlan, address))
    {
      fr_local_exchange_refuse (exchange, "IP_ADDRESS_NOT_UNIQUE", "%s is already in use.",
                                address);
      return;
    }

  fr_local_world_add (
    exchange->world, FR_LOCAL_RESERVATION,
    fr_local_json_make ("ipAddress:s", address,
                        "exclusive:b", TRUE,
                        "description:s", fr_local_exchange_get_text (exchange, "description"),
                        "vlanId:s", vlan->id,
                        "datacenterId:s", fr_local_asset_get (vlan, "datacenterId"),
                        NULL));
  fr_local_exchange_accept (exchange, NULL, NULL, "The address %s has been reserved.", address);
}

static void
unreserve (FrLocalExchange *exchange)
{
  FrLocalAsset *vlan = fr_local_guard_need (exchange, FR_LOCAL_VLAN, "vlanId");
  const char *address = fr_local_exchange_get_text (exchange, "ipAddress");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  for (guint i = 0; vlan != NULL && i < assets->len; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];

      if (asset->kind != FR_LOCAL_RESERVATION ||
          g_strcmp0 (fr_local_asset_get (asset, "vlanId"), vlan->id) != 0 ||
          g_strcmp0 (fr_local_asset_get (asset, "ipAddress"), address) != 0)
        continue;

      fr_local_exchange_accept (exchange, NULL, NULL, "The address %s has been released.", address);
      fr_local_world_remove (exchange->world, asset);
      return;
    }

  if (vlan != NULL)
    fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "The address %s is not reserved.",
                              address);
}

const FrLocalOperation fr_local_routes_address[] = {
  { "network/addPublicIpBlock", "ADD_PUBLIC_IP_BLOCK", FALSE, add_block_fields, add_block },
  { "network/removePublicIpBlock", "REMOVE_PUBLIC_IP_BLOCK", FALSE, fr_local_guard_id_fields,
    remove_block },
  { "network/createNatRule", "CREATE_NAT_RULE", FALSE, create_nat_fields, create_nat },
  { "network/deleteNatRule", "DELETE_NAT_RULE", FALSE, fr_local_guard_id_fields, delete_nat },
  { "network/reservePrivateIpv4Address", "RESERVE_PRIVATE_IPV4_ADDRESS", FALSE, reserve_fields,
    reserve },
  /* What plumbery sends, with the path of the list. */
  { "network/reservedPrivateIpv4Address", "RESERVE_PRIVATE_IPV4_ADDRESS", FALSE, reserve_fields,
    reserve },
  { "network/unreservePrivateIpv4Address", "UNRESERVE_PRIVATE_IPV4_ADDRESS", FALSE, reserve_fields,
    unreserve },
  { NULL },
};
