/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include "fr-local-guard.h"
#include "fr-local-json.h"

static const FrLocalField range_fields[] = {
  { "begin", FR_LOCAL_NUMBER, FR_LOCAL_REQUIRED, .least = 1, .most = 65535 },
  { "end", FR_LOCAL_NUMBER, .least = 1, .most = 65535 },
  { NULL },
};

static const FrLocalField address_fields[] = {
  { "begin", FR_LOCAL_ADDRESS, FR_LOCAL_REQUIRED },
  { "end", FR_LOCAL_ADDRESS },
  { "prefixSize", FR_LOCAL_NUMBER, .most = 128 },
  { NULL },
};

static const FrLocalField create_ports_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = 75 },
  { "description", FR_LOCAL_TEXT, .most = 255 },
  { "port", FR_LOCAL_OBJECTS, .members = range_fields },
  { "childPortListId", FR_LOCAL_TEXTS },
  { NULL },
};

static const FrLocalField edit_ports_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "description", FR_LOCAL_TEXT, FR_LOCAL_ERASABLE, .most = 255 },
  { "port", FR_LOCAL_OBJECTS, .members = range_fields },
  { "childPortListId", FR_LOCAL_TEXTS },
  { NULL },
};

static const FrLocalField create_addresses_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = 75 },
  { "description", FR_LOCAL_TEXT, .most = 255 },
  { "ipVersion", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = "IPV4|IPV6" },
  { "ipAddress", FR_LOCAL_OBJECTS, .members = address_fields },
  { "childIpAddressListId", FR_LOCAL_TEXTS },
  { NULL },
};

static const FrLocalField edit_addresses_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "description", FR_LOCAL_TEXT, FR_LOCAL_ERASABLE, .most = 255 },
  { "ipAddress", FR_LOCAL_OBJECTS, .members = address_fields },
  { "childIpAddressListId", FR_LOCAL_TEXTS },
  { NULL },
};

/* The two kinds of lists, which differ in words only. */
typedef struct
{
  FrLocalKind kind;
  const char *items;
  const char *children; /* as they are read    */
  const char *ids;      /* as they are written */
  const char *info;
} Words;

static const Words port_words = { FR_LOCAL_PORT_LIST, "port", "childPortList", "childPortListId",
                                  "portListId" };
static const Words address_words = { FR_LOCAL_ADDRESS_LIST, "ipAddress", "childIpAddressList",
                                     "childIpAddressListId", "ipAddressListId" };

/* The child lists as they are read, with their names; or NULL with an answer. */
static JsonArray *
make_children (FrLocalExchange *exchange, const Words *words, const char *domain_id)
{
  JsonArray *ids = fr_local_json_get_array (exchange->body, words->ids);
  g_autoptr (JsonArray) children = json_array_new ();

  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);
      FrLocalAsset *child =
        fr_local_world_find_by (exchange->world, words->kind, "id", id, domain_id);

      if (child == NULL)
        {
          fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "%s %s not found.",
                                    fr_local_kind_get_info (words->kind)->noun, id);
          return NULL;
        }
      json_array_add_object_element (
        children,
        fr_local_json_make ("id:s", id, "name:s", fr_local_asset_get (child, "name"), NULL));
    }

  return g_steal_pointer (&children);
}

/* Puts what the body says into the data of a list. */
static gboolean
fill (FrLocalExchange *exchange, const Words *words, JsonObject *data, const char *domain_id)
{
  JsonArray *children = make_children (exchange, words, domain_id);
  JsonArray *items = fr_local_json_get_array (exchange->body, words->items);

  if (children == NULL)
    return FALSE;
  if ((items == NULL || json_array_get_length (items) == 0) &&
      json_array_get_length (children) == 0)
    {
      json_array_unref (children);
      fr_local_exchange_reject (exchange, words->items, "at least one is needed");
      return FALSE;
    }

  fr_local_json_merge (data, exchange->body);
  json_object_remove_member (data, words->ids);
  json_object_set_array_member (data, words->children, children);
  if (!json_object_has_member (data, words->items))
    json_object_set_array_member (data, words->items, json_array_new ());

  return TRUE;
}

static void
create (FrLocalExchange *exchange, const Words *words)
{
  FrLocalAsset *domain = fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "networkDomainId");
  const char *name = fr_local_exchange_get_text (exchange, "name");
  g_autofree char *now = fr_local_world_format_time (exchange->world);
  g_autoptr (JsonObject) data = NULL;
  FrLocalAsset *list;

  if (domain == NULL || !fr_local_guard_name (exchange, words->kind, name, domain->id))
    return;
  data = fr_local_json_make ("description:s", "", "createTime:s", now, NULL);
  if (!fill (exchange, words, data, domain->id))
    return;

  list = fr_local_world_add (exchange->world, words->kind, g_steal_pointer (&data));
  fr_local_exchange_accept (exchange, words->info, list->id, "%s '%s' has been created.",
                            fr_local_kind_get_info (words->kind)->noun, name);
}

static void
edit (FrLocalExchange *exchange, const Words *words)
{
  FrLocalAsset *list = fr_local_guard_need (exchange, words->kind, "id");

  if (list != NULL && fill (exchange, words, list->data, fr_local_asset_get_domain (list)))
    fr_local_exchange_accept (exchange, NULL, NULL, "%s '%s' has been edited.",
                              fr_local_kind_get_info (words->kind)->noun,
                              fr_local_asset_get (list, "name"));
}

static gboolean
refers_to (FrLocalAsset *asset, const Words *words, const char *id)
{
  const char *shown = fr_local_kind_get_info (words->kind)->item;
  g_autofree char *source = g_strdup_printf ("source.%s.id", shown);
  g_autofree char *destination = g_strdup_printf ("destination.%s.id", shown);
  JsonArray *children = fr_local_json_get_array (asset->data, words->children);

  if (g_strcmp0 (fr_local_asset_get (asset, source), id) == 0 ||
      g_strcmp0 (fr_local_asset_get (asset, destination), id) == 0)
    return TRUE;

  for (guint i = 0; children != NULL && i < json_array_get_length (children); i++)
    if (g_strcmp0 (fr_local_json_get_text (json_array_get_object_element (children, i), "id"),
                   id) == 0)
      return TRUE;

  return FALSE;
}

static void
delete_list (FrLocalExchange *exchange, const Words *words)
{
  FrLocalAsset *list = fr_local_guard_need (exchange, words->kind, "id");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  if (list == NULL)
    return;

  for (guint i = 0; i < assets->len; i++)
    if (refers_to (assets->pdata[i], words, list->id))
      {
        FrLocalAsset *asset = assets->pdata[i];

        fr_local_exchange_refuse (exchange, "HAS_DEPENDENCY", "'%s' is still used by %s '%s'.",
                                  fr_local_asset_get (list, "name"),
                                  fr_local_kind_get_info (asset->kind)->noun,
                                  fr_local_asset_get (asset, "name"));
        return;
      }

  fr_local_exchange_accept (exchange, NULL, NULL, "'%s' has been deleted.",
                            fr_local_asset_get (list, "name"));
  fr_local_world_remove (exchange->world, list);
}

static void
create_ports (FrLocalExchange *exchange)
{
  create (exchange, &port_words);
}

static void
edit_ports (FrLocalExchange *exchange)
{
  edit (exchange, &port_words);
}

static void
delete_ports (FrLocalExchange *exchange)
{
  delete_list (exchange, &port_words);
}

static void
create_addresses (FrLocalExchange *exchange)
{
  create (exchange, &address_words);
}

static void
edit_addresses (FrLocalExchange *exchange)
{
  edit (exchange, &address_words);
}

static void
delete_addresses (FrLocalExchange *exchange)
{
  delete_list (exchange, &address_words);
}

const FrLocalOperation fr_local_routes_lists[] = {
  { "network/createPortList", "CREATE_PORT_LIST", FALSE, create_ports_fields, create_ports },
  { "network/editPortList", "EDIT_PORT_LIST", FALSE, edit_ports_fields, edit_ports },
  { "network/deletePortList", "DELETE_PORT_LIST", FALSE, fr_local_guard_id_fields, delete_ports },
  { "network/createIpAddressList", "CREATE_IP_ADDRESS_LIST", FALSE, create_addresses_fields,
    create_addresses },
  { "network/editIpAddressList", "EDIT_IP_ADDRESS_LIST", FALSE, edit_addresses_fields,
    edit_addresses },
  { "network/deleteIpAddressList", "DELETE_IP_ADDRESS_LIST", FALSE, fr_local_guard_id_fields,
    delete_addresses },
  { NULL },
};
