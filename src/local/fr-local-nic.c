/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-nic.h"

#include <string.h>

#include "fr-ipv4.h"
#include "fr-local-address.h"
#include "fr-local-guard.h"
#include "fr-local-json.h"

const FrLocalField fr_local_nic_fields[] = {
  { "vlanId", FR_LOCAL_TEXT },
  { "privateIpv4", FR_LOCAL_ADDRESS },
  { "networkAdapter", FR_LOCAL_TEXT,
    .choices = "E1000|VMXNET3|E1000E|ENHANCED_VMXNET2|FLEXIBLE_PCNET32" },
  { "connected", FR_LOCAL_FLAG },
  { NULL },
};

/* The VLAN that is meant: by its id, or by an address in it. */
static FrLocalAsset *
find_vlan (FrLocalExchange *exchange, FrLocalAsset *domain, JsonObject *wish, const char *place)
{
  const char *id = fr_local_json_get_text (wish, "vlanId");
  const char *address = fr_local_json_get_text (wish, "privateIpv4");
  FrLocalAsset *vlan;

  if ((id == NULL) == (address == NULL))
    {
      fr_local_exchange_reject (exchange, place, "exactly one of vlanId and privateIpv4 is needed");
      return NULL;
    }

  vlan = id != NULL ? fr_local_world_find_by (exchange->world, FR_LOCAL_VLAN, "id", id, domain->id)
                    : fr_local_address_find_vlan (exchange->world, domain->id, address);
  if (vlan != NULL)
    return fr_local_guard_rest (exchange, vlan) ? vlan : NULL;

  if (id != NULL)
    fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "VLAN %s not found.", id);
  else
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_OUT_OF_RANGE",
                              "%s is in no VLAN of Network Domain '%s'.", address,
                              fr_local_asset_get (domain, "name"));

  return NULL;
}

/* The address asked for, when it is free, or the next one. */
static char *
take_address (FrLocalExchange *exchange, FrLocalAsset *vlan, const char *asked)
{
  const char *name = fr_local_asset_get (vlan, "name");
  char *address;

  if (asked == NULL)
    {
      address = fr_local_address_pick_private (exchange->world, vlan);
      if (address == NULL)
        fr_local_exchange_refuse (exchange, "NO_IP_ADDRESS_AVAILABLE", "VLAN '%s' is full.", name);
      return address;
    }

  if (fr_local_address_is_reserved_part (vlan, asked))
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_OUT_OF_RANGE", "%s is not usable in VLAN '%s'.",
                              asked, name);
  else if (fr_local_address_is_used (exchange->world, vlan, asked))
    fr_local_exchange_refuse (exchange, "IP_ADDRESS_NOT_UNIQUE",
                              "%s is already in use in VLAN '%s'.", asked, name);
  else
    return g_strdup (asked);

  return NULL;
}

/* The IPv6 address goes with the last byte of the IPv4 address. */
static char *
make_ipv6 (FrLocalAsset *vlan, const char *ipv4)
{
  const char *base = fr_local_asset_get (vlan, "ipv6Range.address");
  guint32 address = 0;

  fr_ipv4_parse (ipv4, &address);

  return g_strdup_printf ("%.*s%x", (int) (strlen (base) - 1), base, address & 0xffff);
}

/**
 * fr_local_nic_make:
 * @domain: the network domain of the server
 * @wish: what the body says of the card
 * @place: where it says it
 * @number: 0 for the first card of a server
 *
 * Returns: (transfer full) (nullable): the network card with a free address, or %NULL with an
 *   answer
 */
JsonObject *
fr_local_nic_make (FrLocalExchange *exchange, FrLocalAsset *domain, JsonObject *wish,
                   const char *place, guint number)
{
  FrLocalAsset *vlan = find_vlan (exchange, domain, wish, place);
  const char *adapter = fr_local_json_get_text (wish, "networkAdapter");
  g_autofree char *address = NULL;
  g_autofree char *ipv6 = NULL;
  g_autofree char *mac = NULL;
  g_autofree char *id = g_uuid_string_random ();
  guint random = (guint) g_random_int_range (0, 1 << 24);

  if (vlan != NULL)
    address = take_address (exchange, vlan, fr_local_json_get_text (wish, "privateIpv4"));
  if (address == NULL)
    return NULL;

  ipv6 = make_ipv6 (vlan, address);
  mac =
    g_strdup_printf ("00:50:56:%02x:%02x:%02x", random >> 16, (random >> 8) & 255, random & 255);

  return fr_local_json_make ("id:s", id,
                             "privateIpv4:s", address,
                             "ipv6:s", ipv6,
                             "vlanId:s", vlan->id,
                             "vlanName:s", fr_local_asset_get (vlan, "name"),
                             "networkAdapter:s", adapter != NULL ? adapter : "VMXNET3",
                             "macAddress:s", mac,
                             "key:i", 4000 + (int) number,
                             "connected:b", TRUE,
                             "state:s", "NORMAL",
                             NULL);
}

/**
 * fr_local_nic_has_vlan:
 * @network: the “networkInfo” of a server, with its first card
 * @more: its other cards
 * @vlan_id: a VLAN
 *
 * Returns: whether one of the cards is on that VLAN
 */
gboolean
fr_local_nic_has_vlan (JsonObject *network, JsonArray *more, const char *vlan_id)
{
  if (g_strcmp0 (fr_local_json_get_text (network, "primaryNic.vlanId"), vlan_id) == 0)
    return TRUE;

  for (guint i = 0; i < json_array_get_length (more); i++)
    if (g_strcmp0 (fr_local_json_get_text (json_array_get_object_element (more, i), "vlanId"),
                   vlan_id) == 0)
      return TRUE;

  return FALSE;
}
