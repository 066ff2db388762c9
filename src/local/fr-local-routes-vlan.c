/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-ipv4.h"
#include "fr-local-routes.h"

#include <string.h>

#include "fr-local-address.h"
#include "fr-local-catalog.h"
#include "fr-local-guard.h"
#include "fr-local-json.h"
#include "fr-local-life.h"

#define LONGEST_NAME 75
#define LONGEST_DESCRIPTION 255

static const FrLocalField attached_fields[] = {
  { "gatewayAddressing", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = "LOW|HIGH" },
  { NULL },
};

static const FrLocalField deploy_vlan_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = LONGEST_NAME },
  { "description", FR_LOCAL_TEXT, .most = LONGEST_DESCRIPTION },
  { "privateIpv4NetworkAddress", FR_LOCAL_ADDRESS },
  { "privateIpv4BaseAddress", FR_LOCAL_ADDRESS }, /* the same, until 2.7 */
  { "privateIpv4PrefixSize", FR_LOCAL_NUMBER, .least = 16, .most = 30 },
  { "gatewayAddressing", FR_LOCAL_TEXT, .choices = "LOW|HIGH" },
  { "attachedVlan", FR_LOCAL_OBJECT, .members = attached_fields },
  { NULL },
};

static const FrLocalField edit_vlan_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, .least = 1, .most = LONGEST_NAME },
  { "description", FR_LOCAL_TEXT, FR_LOCAL_ERASABLE, .most = LONGEST_DESCRIPTION },
  { NULL },
};

static const FrLocalField expand_vlan_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "privateIpv4PrefixSize", FR_LOCAL_NUMBER, FR_LOCAL_REQUIRED, .least = 16, .most = 30 },
  { NULL },
};

/* Private ranges everywhere; on this computer its own loopback network, as only there a host
 * can have an address. */
static gboolean
check_range (FrLocalExchange *exchange, const char *place, const char *datacenter_id,
             const char *base, guint prefix)
{
  static const struct
  {
    const char *base;
    guint prefix;
  } ranges[] = { { "10.0.0.0", 8 }, { "172.16.0.0", 12 }, { "192.168.0.0", 16 } };

  if (!fr_local_address_is_base (base, prefix))
    {
      fr_local_exchange_reject (exchange, place, "%s is not the first address of a /%u network",
                                base, prefix);
      return FALSE;
    }

  if (fr_local_catalog_is_here (datacenter_id))
    {
      if (prefix >= 24 && fr_local_address_contains (exchange->store->private_network, 24, base))
        return TRUE;
      fr_local_exchange_reject (exchange, place, "the networks of this computer lie in %s/24",
                                exchange->store->private_network);
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (fr_local_address_contains (ranges[i].base, ranges[i].prefix, base))
      return TRUE;

  fr_local_exchange_reject (exchange, place, "%s is not in a private range", base);
  return FALSE;
}

static gboolean
check_overlap (FrLocalExchange *exchange, FrLocalAsset *except, const char *domain_id,
               const char *base, guint prefix)
{
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *vlan = assets->pdata[i];

      if (vlan->kind != FR_LOCAL_VLAN || vlan == except ||
          g_strcmp0 (fr_local_asset_get_domain (vlan), domain_id) != 0 ||
          !fr_local_address_overlaps (
            base, prefix, fr_local_asset_get (vlan, "privateIpv4Range.address"),
            (guint) fr_local_json_get_number (vlan->data, "privateIpv4Range.prefixSize", 24)))
        continue;

      fr_local_exchange_refuse (exchange, "IP_ADDRESS_NOT_UNIQUE",
                                "The IPv4 range %s/%u overlaps with VLAN '%s'.", base, prefix,
                                fr_local_asset_get (vlan, "name"));
      return FALSE;
    }

  return TRUE;
}

static JsonObject *
make_range (const char *base, guint prefix)
{
  return fr_local_json_make ("address:s", base, "prefixSize:i", prefix, NULL);
}

/* The data of a new VLAN; the range has been checked. */
static JsonObject *
make_vlan (FrLocalExchange *exchange, FrLocalAsset *domain, const char *base, guint prefix)
{
  const char *description = fr_local_exchange_get_text (exchange, "description");
  const char *gateway = fr_local_exchange_get_text (exchange, "attachedVlan.gatewayAddressing");
  g_autofree char *now = fr_local_world_format_time (exchange->world);
  g_autofree char *ipv6 =
    g_strdup_printf ("2001:db8:11:%x", (guint) g_random_int_range (1, 0x10000));
  g_autofree char *ipv6_base = g_strconcat (ipv6, ":0:0:0:0", NULL);
  g_autofree char *ipv6_gateway = g_strconcat (ipv6, ":0:0:0:1", NULL);
  JsonObject *owner = fr_local_json_make ("id:s", domain->id, "name:s",
                                          fr_local_asset_get (domain, "name"), NULL);
  g_autofree char *ipv4_gateway = NULL;
  guint32 address = 0;

  if (gateway == NULL)
    gateway = fr_local_exchange_get_text (exchange, "gatewayAddressing");
  if (gateway == NULL)
    gateway = "LOW";
  fr_ipv4_parse (base, &address);
  address += strcmp (gateway, "LOW") == 0 ? 1 : (G_MAXUINT32 >> prefix) - 1;
  ipv4_gateway = fr_ipv4_format (address);

  return fr_local_json_make (
    "datacenterId:s", fr_local_asset_get (domain, "datacenterId"),
    "networkDomain:o", owner,
    "name:s", fr_local_exchange_get_text (exchange, "name"),
    "description:s", description != NULL ? description : "",
    "privateIpv4Range:o", make_range (base, prefix),
    "gatewayAddressing:s", gateway,
    "ipv4GatewayAddress:s", ipv4_gateway,
    "attached:b", TRUE,
    "small:b", prefix > 24,
    "ipv6Range:o", make_range (ipv6_base, 64),
    "ipv6GatewayAddress:s", ipv6_gateway,
    "createTime:s", now,
    NULL);
}

static void
deploy_vlan (FrLocalExchange *exchange)
{
  FrLocalAsset *domain = fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "networkDomainId");
  gboolean old = fr_local_exchange_get_text (exchange, "privateIpv4NetworkAddress") == NULL;
  const char *place = old ? "privateIpv4BaseAddress" : "privateIpv4NetworkAddress";
  const char *base = fr_local_exchange_get_text (exchange, place);
  const char *name = fr_local_exchange_get_text (exchange, "name");
  guint prefix = (guint) fr_local_exchange_get_number (exchange, "privateIpv4PrefixSize", 24);
  FrLocalAsset *vlan;

  if (domain == NULL)
    return;
  if (base == NULL)
    {
      fr_local_exchange_reject (
        exchange, exchange->version < FR_LOCAL_NEW_SHAPES ? place : "privateIpv4NetworkAddress",
        "is missing");
      return;
    }
  if (!check_range (exchange, place, fr_local_asset_get (domain, "datacenterId"), base, prefix) ||
      !fr_local_guard_name (exchange, FR_LOCAL_VLAN, name, domain->id) ||
      !check_overlap (exchange, NULL, domain->id, base, prefix) ||
      !fr_local_guard_nothing_deploys (exchange))
    return;

  vlan =
    fr_local_world_add (exchange->world, FR_LOCAL_VLAN, make_vlan (exchange, domain, base, prefix));
  fr_local_life_begin (exchange->world, vlan, exchange->operation, NULL);
  fr_local_exchange_accept (exchange, "vlanId", vlan->id,
                            "Request to deploy VLAN '%s' has been accepted and is being processed.",
                            name);
}

static void
edit_vlan (FrLocalExchange *exchange)
{
  FrLocalAsset *vlan = fr_local_guard_need_at_rest (exchange, FR_LOCAL_VLAN, "id");
  const char *name = fr_local_exchange_get_text (exchange, "name");

  if (vlan == NULL)
    return;
  if (name != NULL && strcmp (name, fr_local_asset_get (vlan, "name")) != 0 &&
      !fr_local_guard_name (exchange, FR_LOCAL_VLAN, name, fr_local_asset_get_domain (vlan)))
    return;

  fr_local_guard_edit (exchange, vlan);
}

static void
expand_vlan (FrLocalExchange *exchange)
{
  FrLocalAsset *vlan = fr_local_guard_need_at_rest (exchange, FR_LOCAL_VLAN, "id");
  guint prefix = (guint) fr_local_exchange_get_number (exchange, "privateIpv4PrefixSize", 24);
  const char *base;

  if (vlan == NULL)
    return;

  base = fr_local_asset_get (vlan, "privateIpv4Range.address");
  if (prefix >= fr_local_json_get_number (vlan->data, "privateIpv4Range.prefixSize", 24))
    {
      fr_local_exchange_reject (exchange, "privateIpv4PrefixSize", "a VLAN can only grow");
      return;
    }
  if (!check_range (exchange, "privateIpv4PrefixSize", fr_local_asset_get (vlan, "datacenterId"),
                    base, prefix) ||
      !check_overlap (exchange, vlan, fr_local_asset_get_domain (vlan), base, prefix))
    return;

  fr_local_life_begin (exchange->world, vlan, exchange->operation,
                       fr_local_json_make ("privateIpv4Range:o", make_range (base, prefix),
                                           NULL));
  fr_local_exchange_accept (exchange, NULL, NULL,
                            "Request to expand VLAN '%s' has been accepted and is being processed.",
                            fr_local_asset_get (vlan, "name"));
}

static gboolean
is_on_vlan (FrLocalAsset *asset, const char *vlan_id)
{
  JsonArray *nics = fr_local_json_get_array (asset->data, "networkInfo.additionalNic");

  if (g_strcmp0 (fr_local_asset_get (asset, "vlanId"), vlan_id) == 0 ||
      g_strcmp0 (fr_local_asset_get (asset, "networkInfo.primaryNic.vlanId"), vlan_id) == 0)
    return TRUE;

  for (guint i = 0; nics != NULL && i < json_array_get_length (nics); i++)
    if (g_strcmp0 (fr_local_json_get_text (json_array_get_object_element (nics, i), "vlanId"),
                   vlan_id) == 0)
      return TRUE;

  return FALSE;
}

static void
delete_vlan (FrLocalExchange *exchange)
{
  FrLocalAsset *vlan = fr_local_guard_need (exchange, FR_LOCAL_VLAN, "id");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  if (vlan == NULL || !fr_local_guard_deletable (exchange, vlan))
    return;

  for (guint i = 0; i < assets->len; i++)
    if (is_on_vlan (assets->pdata[i], vlan->id))
      {
        FrLocalAsset *asset = assets->pdata[i];

        fr_local_exchange_refuse (exchange, "HAS_DEPENDENCY", "VLAN '%s' still has a %s (%s).",
                                  fr_local_asset_get (vlan, "name"),
                                  fr_local_kind_get_info (asset->kind)->noun, asset->id);
        return;
      }

  fr_local_guard_begin_deletion (exchange, vlan);
}

const FrLocalOperation fr_local_routes_vlan[] = {
  { "network/deployVlan", "DEPLOY_VLAN", TRUE, deploy_vlan_fields, deploy_vlan },
  { "network/editVlan", "EDIT_VLAN", FALSE, edit_vlan_fields, edit_vlan },
  { "network/expandVlan", "EXPAND_VLAN", TRUE, expand_vlan_fields, expand_vlan },
  { "network/deleteVlan", "DELETE_VLAN", TRUE, fr_local_guard_id_fields, delete_vlan },
  { NULL },
};
