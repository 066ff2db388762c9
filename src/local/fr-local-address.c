/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-address.h"

#include <string.h>

#include "fr-ipv4.h"
#include "fr-local-catalog.h"
#include "fr-local-json.h"

#define FIRST_BLOCK 16 /* the last byte of the first public block of a network */
#define FIRST_HOST 7   /* the first address that a server gets in a network    */
#define BLOCK_SIZE 2

/* The ranges for documentation, of which the data centres elsewhere give their blocks. */
static const char *const elsewhere[] = { "203.0.113.0", "198.51.100.0", "192.0.2.0" };

static guint32
make_mask (guint prefix)
{
  return prefix == 0 ? 0 : G_MAXUINT32 << (32 - MIN (prefix, 32));
}

/**
 * fr_local_address_contains:
 *
 * Returns: whether @address lies in the network of @base and @prefix
 */
gboolean
fr_local_address_contains (const char *base, guint prefix, const char *address)
{
  guint32 a, b;

  return fr_ipv4_parse (base, &a) && fr_ipv4_parse (address, &b) &&
         ((a ^ b) & make_mask (prefix)) == 0;
}

/**
 * fr_local_address_is_base:
 *
 * Returns: whether @base is the first address of its network
 */
gboolean
fr_local_address_is_base (const char *base, guint prefix)
{
  guint32 address;

  return fr_ipv4_parse (base, &address) && (address & ~make_mask (prefix)) == 0;
}

/**
 * fr_local_address_overlaps:
 *
 * Returns: whether two networks have addresses in common
 */
gboolean
fr_local_address_overlaps (const char *base, guint prefix, const char *other, guint other_prefix)
{
  return fr_local_address_contains (base, MIN (prefix, other_prefix), other);
}

static guint
get_prefix (FrLocalAsset *vlan)
{
  return (guint) fr_local_json_get_number (vlan->data, "privateIpv4Range.prefixSize", 24);
}

/**
 * fr_local_address_find_vlan:
 *
 * Returns: (transfer none) (nullable): the VLAN of the domain in which @address lies
 */
FrLocalAsset *
fr_local_address_find_vlan (FrLocalWorld *world, const char *domain_id, const char *address)
{
  GPtrArray *assets = fr_local_world_get_assets (world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *vlan = assets->pdata[i];

      if (vlan->kind == FR_LOCAL_VLAN &&
          g_strcmp0 (fr_local_asset_get_domain (vlan), domain_id) == 0 &&
          fr_local_address_contains (fr_local_asset_get (vlan, "privateIpv4Range.address"),
                                     get_prefix (vlan), address))
        return vlan;
    }

  return NULL;
}

/**
 * fr_local_address_is_reserved_part:
 *
 * Returns: whether @address is one of those of @vlan that no server may have: the network, its
 *   gateways, the broadcast address
 */
gboolean
fr_local_address_is_reserved_part (FrLocalAsset *vlan, const char *address)
{
  guint32 hosts = ~make_mask (get_prefix (vlan));
  guint32 parsed;

  if (!fr_ipv4_parse (address, &parsed))
    return TRUE;
  parsed &= hosts;
  if (parsed == 0 || parsed == hosts)
    return TRUE;

  if (g_strcmp0 (fr_local_asset_get (vlan, "gatewayAddressing"), "HIGH") == 0)
    return parsed >= hosts - 3;

  return parsed <= 3;
}

static gboolean
has_nic (FrLocalAsset *server, const char *address)
{
  JsonArray *nics = fr_local_json_get_array (server->data, "networkInfo.additionalNic");

  if (g_strcmp0 (fr_local_asset_get (server, "networkInfo.primaryNic.privateIpv4"), address) == 0)
    return TRUE;

  for (guint i = 0; nics != NULL && i < json_array_get_length (nics); i++)
    if (g_strcmp0 (fr_local_json_get_text (json_array_get_object_element (nics, i), "privateIpv4"),
                   address) == 0)
      return TRUE;

  return FALSE;
}

/**
 * fr_local_address_is_used:
 *
 * The servers of this computer share its loopback networks, so an address must be free in all of
 * its network domains; elsewhere in its own.
 *
 * Returns: whether a server has @address, or it is reserved
 */
gboolean
fr_local_address_is_used (FrLocalWorld *world, FrLocalAsset *vlan, const char *address)
{
  GPtrArray *assets = fr_local_world_get_assets (world);
  gboolean here = fr_local_catalog_is_here (fr_local_asset_get (vlan, "datacenterId"));
  const char *domain_id = fr_local_asset_get_domain (vlan);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];
      gboolean shared =
        here && fr_local_catalog_is_here (fr_local_asset_get (asset, "datacenterId"));

      if (asset->kind == FR_LOCAL_SERVER && has_nic (asset, address) &&
          (shared || g_strcmp0 (fr_local_asset_get_domain (asset), domain_id) == 0))
        return TRUE;
      if (asset->kind == FR_LOCAL_RESERVATION &&
          g_strcmp0 (fr_local_asset_get (asset, "ipAddress"), address) == 0 &&
          g_strcmp0 (fr_local_asset_get (asset, "vlanId"), vlan->id) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * fr_local_address_pick_private:
 *
 * Returns: (transfer full) (nullable): the first free address of @vlan, %NULL when it is full
 */
char *
fr_local_address_pick_private (FrLocalWorld *world, FrLocalAsset *vlan)
{
  guint32 size = ~make_mask (get_prefix (vlan));
  guint32 first = size > 2 * FIRST_HOST ? FIRST_HOST : 1;
  guint32 base;

  if (!fr_ipv4_parse (fr_local_asset_get (vlan, "privateIpv4Range.address"), &base))
    return NULL;

  for (guint32 host = first; host < size; host++)
    {
      g_autofree char *address = fr_ipv4_format (base + host);

      if (!fr_local_address_is_reserved_part (vlan, address) &&
          !fr_local_address_is_used (world, vlan, address))
        return g_steal_pointer (&address);
    }

  return NULL;
}

static char *
pick_block_of (FrLocalWorld *world, const char *network)
{
  guint32 base;

  if (!fr_ipv4_parse (network, &base))
    return NULL;

  for (guint host = FIRST_BLOCK; host < 254; host += BLOCK_SIZE)
    {
      g_autofree char *address = fr_ipv4_format (base + host);

      if (fr_local_world_find_by (world, FR_LOCAL_BLOCK, "baseIp", address, NULL) == NULL)
        return g_steal_pointer (&address);
    }

  return NULL;
}

/**
 * fr_local_address_pick_block:
 *
 * Returns: (transfer full) (nullable): the first address of a free public block, %NULL when the
 *   data centre has no more
 */
char *
fr_local_address_pick_block (FrLocalWorld *world, FrLocalStore *store, const char *datacenter_id)
{
  char *address = NULL;

  if (fr_local_catalog_is_here (datacenter_id))
    return pick_block_of (world, store->public_network);

  for (guint i = 0; address == NULL && i < G_N_ELEMENTS (elsewhere); i++)
    address = pick_block_of (world, elsewhere[i]);

  return address;
}

/**
 * fr_local_address_find_block:
 *
 * Returns: (transfer none) (nullable): the public block of the domain that has @address
 */
FrLocalAsset *
fr_local_address_find_block (FrLocalWorld *world, const char *domain_id, const char *address)
{
  GPtrArray *assets = fr_local_world_get_assets (world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *block = assets->pdata[i];

      if (block->kind == FR_LOCAL_BLOCK &&
          g_strcmp0 (fr_local_asset_get_domain (block), domain_id) == 0 &&
          fr_local_address_contains (fr_local_asset_get (block, "baseIp"), 31, address))
        return block;
    }

  return NULL;
}

/**
 * fr_local_address_pick_public:
 *
 * Returns: (transfer full) (nullable): the first public address of the domain without a NAT rule
 */
char *
fr_local_address_pick_public (FrLocalWorld *world, const char *domain_id)
{
  GPtrArray *assets = fr_local_world_get_assets (world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *block = assets->pdata[i];
      guint32 base;

      if (block->kind != FR_LOCAL_BLOCK ||
          g_strcmp0 (fr_local_asset_get_domain (block), domain_id) != 0 ||
          !fr_ipv4_parse (fr_local_asset_get (block, "baseIp"), &base))
        continue;

      for (guint j = 0; j < BLOCK_SIZE; j++)
        {
          g_autofree char *address = fr_ipv4_format (base + j);

          if (fr_local_world_find_by (world, FR_LOCAL_NAT, "externalIp", address, domain_id) ==
              NULL)
            return g_steal_pointer (&address);
        }
    }

  return NULL;
}
