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
#define DOMAIN_TYPES "ESSENTIALS|ADVANCED|ENTERPRISE"

static const FrLocalField deploy_domain_fields[] = {
  { "datacenterId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = LONGEST_NAME },
  { "description", FR_LOCAL_TEXT, .most = LONGEST_DESCRIPTION },
  { "type", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = DOMAIN_TYPES },
  { NULL },
};

static const FrLocalField edit_domain_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, .least = 1, .most = LONGEST_NAME },
  { "description", FR_LOCAL_TEXT, FR_LOCAL_ERASABLE, .most = LONGEST_DESCRIPTION },
  { "type", FR_LOCAL_TEXT, .choices = DOMAIN_TYPES },
  { NULL },
};

/* The rules that a network domain comes with. */
static const struct
{
  const char *name;
  const char *version;
  const char *protocol;
  int port;
} default_rules[] = {
  { "CCDEFAULT.BlockOutboundMailIPv4", "IPV4", "TCP", 25 },
  { "CCDEFAULT.BlockOutboundMailIPv4Secure", "IPV4", "TCP", 587 },
  { "CCDEFAULT.BlockOutboundMailIPv6", "IPV6", "TCP", 25 },
  { "CCDEFAULT.BlockOutboundMailIPv6Secure", "IPV6", "TCP", 587 },
  { "CCDEFAULT.DenyExternalInboundIPv6", "IPV6", "IP", 0 },
};

static JsonObject *
make_anybody (int port)
{
  JsonObject *side =
    fr_local_json_make ("ip:o", fr_local_json_make ("address:s", "ANY", NULL), NULL);

  if (port != 0)
    json_object_set_object_member (side, "port", fr_local_json_make ("begin:i", port, NULL));

  return side;
}

static void
add_default_rules (FrLocalExchange *exchange, FrLocalAsset *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (default_rules); i++)
    fr_local_world_add (
      exchange->world, FR_LOCAL_RULE,
      fr_local_json_make ("datacenterId:s", fr_local_asset_get (domain, "datacenterId"),
                          "ruleType:s", "DEFAULT_RULE",
                          "networkDomainId:s", domain->id,
                          "name:s", default_rules[i].name,
                          "action:s", "DROP",
                          "ipVersion:s", default_rules[i].version,
                          "protocol:s", default_rules[i].protocol,
                          "source:o", make_anybody (0),
                          "destination:o", make_anybody (default_rules[i].port),
                          "enabled:b", TRUE,
                          NULL));
}

/* The name of a network domain is the only one in its data centre. */
static gboolean
check_domain_name (FrLocalExchange *exchange, const char *name, const char *datacenter_id)
{
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];

      if (asset->kind != FR_LOCAL_DOMAIN ||
          strcmp (fr_local_asset_get (asset, "name"), name) != 0 ||
          strcmp (fr_local_asset_get (asset, "datacenterId"), datacenter_id) != 0)
        continue;

      fr_local_exchange_refuse (exchange, "NAME_NOT_UNIQUE",
                                "Another Network Domain named '%s' already exists.", name);
      return FALSE;
    }

  return TRUE;
}

/* The address from which servers without a NAT rule go out. */
static char *
make_snat_address (FrLocalExchange *exchange, const char *datacenter_id)
{
  guint32 base = 0;

  fr_ipv4_parse (fr_local_catalog_is_here (datacenter_id) ? exchange->store->public_network
                                                          : "203.0.113.0",
                 &base);

  return fr_ipv4_format (base + 10);
}

static void
deploy_domain (FrLocalExchange *exchange)
{
  const char *datacenter_id = fr_local_exchange_get_text (exchange, "datacenterId");
  const char *name = fr_local_exchange_get_text (exchange, "name");
  const char *description = fr_local_exchange_get_text (exchange, "description");
  g_autofree char *now = fr_local_world_format_time (exchange->world);
  g_autofree char *snat = NULL;
  FrLocalAsset *domain;

  if (!fr_local_catalog_has_datacenter (datacenter_id))
    {
      fr_local_exchange_reject (exchange, "datacenterId", "there is no data center %s",
                                datacenter_id);
      return;
    }
  if (!check_domain_name (exchange, name, datacenter_id) ||
      !fr_local_guard_nothing_deploys (exchange))
    return;

  snat = make_snat_address (exchange, datacenter_id);
  domain =
    fr_local_world_add (exchange->world, FR_LOCAL_DOMAIN,
                        fr_local_json_make ("datacenterId:s", datacenter_id,
                                            "name:s", name,
                                            "description:s", description != NULL ? description : "",
                                            "type:s", fr_local_exchange_get_text (exchange, "type"),
                                            "snatIpv4Address:s", snat,
                                            "createTime:s", now,
                                            NULL));
  add_default_rules (exchange, domain);
  fr_local_life_begin (exchange->world, domain, exchange->operation, NULL);
  fr_local_exchange_accept (
    exchange, "networkDomainId", domain->id,
    "Request to deploy Network Domain '%s' has been accepted and is being processed.", name);
}

static void
edit_domain (FrLocalExchange *exchange)
{
  FrLocalAsset *domain = fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "id");
  const char *name = fr_local_exchange_get_text (exchange, "name");

  if (domain == NULL)
    return;
  if (name != NULL && strcmp (name, fr_local_asset_get (domain, "name")) != 0 &&
      !check_domain_name (exchange, name, fr_local_asset_get (domain, "datacenterId")))
    return;

  fr_local_guard_edit (exchange, domain);
}

static void
delete_domain (FrLocalExchange *exchange)
{
  FrLocalAsset *domain = fr_local_guard_need (exchange, FR_LOCAL_DOMAIN, "id");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  if (domain == NULL || !fr_local_guard_deletable (exchange, domain))
    return;

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];

      if (g_strcmp0 (fr_local_asset_get_domain (asset), domain->id) != 0 ||
          g_strcmp0 (fr_local_asset_get (asset, "ruleType"), "DEFAULT_RULE") == 0)
        continue;

      fr_local_exchange_refuse (
        exchange, "HAS_DEPENDENCY", "Network Domain '%s' still has a %s (%s).",
        fr_local_asset_get (domain, "name"), fr_local_kind_get_info (asset->kind)->noun, asset->id);
      return;
    }

  fr_local_guard_begin_deletion (exchange, domain);
}

const FrLocalOperation fr_local_routes_domain[] = {
  { "network/deployNetworkDomain", "DEPLOY_NETWORK_DOMAIN", TRUE, deploy_domain_fields,
    deploy_domain },
  { "network/editNetworkDomain", "EDIT_NETWORK_DOMAIN", FALSE, edit_domain_fields, edit_domain },
  { "network/deleteNetworkDomain", "DELETE_NETWORK_DOMAIN", TRUE, fr_local_guard_id_fields,
    delete_domain },
  { NULL },
};
