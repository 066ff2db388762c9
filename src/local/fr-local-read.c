/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-read.h"

#include <string.h>

#include "fr-local-address.h"
#include "fr-local-catalog.h"
#include "fr-local-json.h"
#include "fr-local-list.h"
#include "fr-local-shape.h"

#define PAGE_SIZE 250

/* A list that is not made of assets. */
typedef struct
{
  const char *path;
  const char *item;
  const char *plural;
  const char *word;
  GPtrArray *(*list) (FrLocalExchange *exchange);
} Catalog;

static GPtrArray *
list_datacenters (FrLocalExchange *exchange)
{
  return fr_local_catalog_list_datacenters ();
}

static GPtrArray *
list_systems (FrLocalExchange *exchange)
{
  return fr_local_catalog_list_systems ();
}

static GPtrArray *
list_images (FrLocalExchange *exchange)
{
  return fr_local_catalog_list_images ();
}

static GPtrArray *
list_nothing (FrLocalExchange *exchange)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
}

static JsonObject *
make_used_address (FrLocalAsset *nat, FrLocalAsset *block)
{
  return fr_local_json_make ("value:s", fr_local_asset_get (nat, "externalIp"),
                             "datacenterId:s", fr_local_asset_get (nat, "datacenterId"),
                             "ipBlockId:s", block->id,
                             "networkDomainId:s", fr_local_asset_get_domain (nat),
                             NULL);
}

/* The public addresses that NAT rules use. */
static GPtrArray *
list_used_addresses (FrLocalExchange *exchange)
{
  GPtrArray *list = list_nothing (exchange);
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *nat = assets->pdata[i];
      const char *domain_id = fr_local_asset_get_domain (nat);
      const char *address = fr_local_asset_get (nat, "externalIp");
      FrLocalAsset *block = NULL;

      if (nat->kind == FR_LOCAL_NAT)
        block = fr_local_address_find_block (exchange->world, domain_id, address);
      if (block != NULL)
        g_ptr_array_add (list, make_used_address (nat, block));
    }

  return list;
}

static const Catalog catalogs[] = {
  { "infrastructure/datacenter", "datacenter", "datacenters", "DATACENTER", list_datacenters },
  { "infrastructure/operatingSystem", "operatingSystem", "operatingSystems", "OPERATING_SYSTEM",
    list_systems },
  { "image/osImage", "osImage", "osImages", "OS_IMAGE", list_images },
  { "image/customerImage", "customerImage", "customerImages", "CUSTOMER_IMAGE", list_nothing },
  { "network/reservedPublicIpv4Address", "ip", "reservedPublicIpv4Addresses",
    "RESERVED_PUBLIC_IPV4_ADDRESS", list_used_addresses },
  /* There are never any of these: what makes them is not supported. */
  { "server/antiAffinityRule", "antiAffinityRule", "antiAffinityRules", "ANTI_AFFINITY_RULE",
    list_nothing },
  { "tag/tag", "tag", "tags", "TAG", list_nothing },
  { "tag/tagKey", "tagKey", "tagKeys", "TAG_KEY", list_nothing },
  { "networkDomainVip/node", "node", "nodes", "NODE", list_nothing },
  { "networkDomainVip/pool", "pool", "pools", "POOL", list_nothing },
  { "networkDomainVip/poolMember", "poolMember", "poolMembers", "POOL_MEMBER", list_nothing },
  { "networkDomainVip/virtualListener", "virtualListener", "virtualListeners", "VIRTUAL_LISTENER",
    list_nothing },
};

static void
show_list (FrLocalExchange *exchange, GPtrArray *objects, const char *item, const char *plural,
           guint page_size)
{
  g_autoptr (JsonObject) list = json_object_new ();
  JsonArray *page = fr_local_list_page (exchange, objects, page_size, list);

  if (page == NULL)
    return;

  for (guint i = 0; i < json_array_get_length (page); i++)
    fr_local_shape_convert (json_array_get_object_element (page, i), item, exchange->version);
  json_object_set_array_member (list, item, page);
  fr_local_exchange_show (exchange, plural, g_steal_pointer (&list));
}

/* Shows the object with the id, or says that there is none. */
static void
show_one (FrLocalExchange *exchange, GPtrArray *objects, const char *id, const char *item,
          const char *noun)
{
  for (guint i = 0; i < objects->len; i++)
    if (g_strcmp0 (fr_local_json_get_text (objects->pdata[i], "id"), id) == 0)
      {
        fr_local_shape_convert (objects->pdata[i], item, exchange->version);
        fr_local_exchange_show (exchange, item, json_object_ref (objects->pdata[i]));
        return;
      }

  fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "%s %s not found.", noun, id);
}

static GPtrArray *
list_assets (FrLocalExchange *exchange, FrLocalKind kind, const char *id)
{
  GPtrArray *list = list_nothing (exchange);
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];

      if (asset->kind == kind && (id == NULL || strcmp (asset->id, id) == 0))
        g_ptr_array_add (list, fr_local_shape_show (exchange->world, asset));
    }

  return list;
}

static void
read_assets (FrLocalExchange *exchange, FrLocalKind kind, const char *id)
{
  const FrLocalKindInfo *info = fr_local_kind_get_info (kind);
  g_autoptr (GPtrArray) list = list_assets (exchange, kind, id);

  if (id != NULL)
    show_one (exchange, list, id, info->item, info->noun);
  else if (info->required != NULL &&
           fr_local_exchange_get_filter (exchange, info->required) == NULL)
    fr_local_exchange_reject (exchange, info->required, "is missing");
  else
    show_list (exchange, list, info->item, info->plural, info->page_size);
}

static void
read_catalog (FrLocalExchange *exchange, const Catalog *catalog, const char *id)
{
  g_autoptr (GPtrArray) list = catalog->list (exchange);

  if (id != NULL)
    show_one (exchange, list, id, catalog->item, catalog->item);
  else
    show_list (exchange, list, catalog->item, catalog->plural, PAGE_SIZE);
}

/* Whether @path is @resource, or something below it, whose id is then given. */
static gboolean
is_below (const char *path, const char *resource, const char **id)
{
  gsize length = strlen (resource);

  if (strncmp (path, resource, length) != 0 || (path[length] != '\0' && path[length] != '/'))
    return FALSE;

  *id = path[length] == '/' ? path + length + 1 : NULL;
  return *id == NULL || (**id != '\0' && strchr (*id, '/') == NULL);
}

/**
 * fr_local_read_find:
 * @path: of a GET, "network/vlan" or "network/vlan/ID"
 *
 * Returns: (transfer full) (nullable): the word of the operation, %NULL when nothing is there
 */
char *
fr_local_read_find (const char *path)
{
  const char *id;

  for (guint i = 0; i < FR_LOCAL_N_KINDS; i++)
    if (is_below (path, fr_local_kind_get_info ((FrLocalKind) i)->path, &id))
      return g_strdup_printf ("%s_%s", id != NULL ? "GET" : "LIST",
                              fr_local_kind_get_info ((FrLocalKind) i)->word);

  for (guint i = 0; i < G_N_ELEMENTS (catalogs); i++)
    if (is_below (path, catalogs[i].path, &id))
      return g_strdup_printf ("%s_%s", id != NULL ? "GET" : "LIST", catalogs[i].word);

  return NULL;
}

/**
 * fr_local_read:
 * @exchange: a GET
 * @path: for which fr_local_read_find() has found something
 *
 * Answers with a list or with one object.
 */
void
fr_local_read (FrLocalExchange *exchange, const char *path)
{
  const char *id;

  for (guint i = 0; i < FR_LOCAL_N_KINDS; i++)
    if (is_below (path, fr_local_kind_get_info ((FrLocalKind) i)->path, &id))
      {
        read_assets (exchange, (FrLocalKind) i, id);
        return;
      }

  for (guint i = 0; i < G_N_ELEMENTS (catalogs); i++)
    if (is_below (path, catalogs[i].path, &id))
      {
        read_catalog (exchange, &catalogs[i], id);
        return;
      }
}
