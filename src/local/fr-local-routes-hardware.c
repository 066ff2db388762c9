/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include "fr-local-guard.h"
#include "fr-local-json.h"
#include "fr-local-life.h"
#include "fr-local-nic.h"

static const FrLocalField reconfigure_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "memoryGb", FR_LOCAL_NUMBER, .least = 1, .most = 256 },
  { "cpuCount", FR_LOCAL_NUMBER, .least = 1, .most = 32 },
  { "coresPerSocket", FR_LOCAL_NUMBER, .least = 1, .most = 32 },
  { "cpuSpeed", FR_LOCAL_TEXT, .choices = "STANDARD|HIGHPERFORMANCE|ECONOMY" },
  { NULL },
};

static const FrLocalField metadata_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, .least = 1, .most = 75 },
  { "description", FR_LOCAL_TEXT, FR_LOCAL_ERASABLE, .most = 255 },
  { "drsEligible", FR_LOCAL_FLAG },
  { NULL },
};

static const FrLocalField add_nic_fields[] = {
  { "serverId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "nic", FR_LOCAL_OBJECT, FR_LOCAL_REQUIRED, .members = fr_local_nic_fields },
  { NULL },
};

static void
reconfigure (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need (exchange, FR_LOCAL_SERVER, "id");
  g_autoptr (JsonObject) cpu = NULL;
  const char *speed = fr_local_exchange_get_text (exchange, "cpuSpeed");
  gint64 count, cores, memory_gb;

  if (server == NULL || !fr_local_guard_stopped (exchange, server))
    return;

  cpu = fr_local_json_copy (fr_local_json_get_object (server->data, "cpu"));
  count =
    fr_local_exchange_get_number (exchange, "cpuCount", fr_local_json_get_number (cpu, "count", 1));
  cores = fr_local_exchange_get_number (exchange, "coresPerSocket",
                                        fr_local_json_get_number (cpu, "coresPerSocket", 1));
  if (count % cores != 0)
    {
      fr_local_exchange_reject (exchange, "coresPerSocket", "must divide the count of processors");
      return;
    }

  memory_gb = fr_local_json_get_number (server->data, "memoryGb", 1);
  json_object_set_int_member (cpu, "count", count);
  json_object_set_int_member (cpu, "coresPerSocket", cores);
  if (speed != NULL)
    json_object_set_string_member (cpu, "speed", speed);
  fr_local_life_begin (
    exchange->world, server, exchange->operation,
    fr_local_json_make (
      "cpu:o", g_steal_pointer (&cpu),
      "memoryGb:i", (int) fr_local_exchange_get_number (exchange, "memoryGb", memory_gb),
      NULL));
  fr_local_exchange_accept (
    exchange, NULL, NULL,
    "Request to reconfigure Server '%s' has been accepted and is being processed.",
    fr_local_asset_get (server, "name"));
}

static void
edit_metadata (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need_at_rest (exchange, FR_LOCAL_SERVER, "id");

  if (server != NULL)
    fr_local_guard_edit (exchange, server);
}

/* The server with a card on the VLAN that is asked for already has what is asked for. */
static void
add_nic (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need_at_rest (exchange, FR_LOCAL_SERVER, "serverId");
  FrLocalAsset *domain;
  JsonObject *network;
  g_autoptr (JsonObject) then = NULL;
  g_autoptr (JsonObject) nic = NULL;
  JsonArray *more;

  if (server == NULL)
    return;

  network = fr_local_json_get_object (server->data, "networkInfo");
  more = json_object_get_array_member (network, "additionalNic");
  domain =
    fr_local_world_find (exchange->world, FR_LOCAL_DOMAIN, fr_local_asset_get_domain (server));
  nic = fr_local_nic_make (exchange, domain, fr_local_json_get_object (exchange->body, "nic"),
                           "nic", json_array_get_length (more) + 1);
  if (nic == NULL)
    return;
  if (fr_local_nic_has_vlan (network, more, fr_local_json_get_text (nic, "vlanId")))
    {
      fr_local_exchange_refuse (exchange, "NO_CHANGE",
                                "Server '%s' has a NIC on that VLAN already.",
                                fr_local_asset_get (server, "name"));
      return;
    }

  json_array_add_object_element (more, fr_local_json_copy (nic));
  then = fr_local_json_make ("networkInfo:o", fr_local_json_copy (network), NULL);
  json_object_set_string_member (
    json_array_get_object_element (more, json_array_get_length (more) - 1), "state", "PENDING_ADD");
  fr_local_life_begin (exchange->world, server, exchange->operation, g_steal_pointer (&then));
  fr_local_exchange_accept (exchange, "nicId", fr_local_json_get_text (nic, "id"),
                            "Request to add a NIC to Server '%s' has been accepted.",
                            fr_local_asset_get (server, "name"));
}

/* The index of an additional card of @asset, or -1. */
static int
find_nic (FrLocalAsset *asset, const char *id)
{
  JsonArray *nics = fr_local_json_get_array (asset->data, "networkInfo.additionalNic");

  for (guint i = 0; nics != NULL && i < json_array_get_length (nics); i++)
    if (g_strcmp0 (fr_local_json_get_text (json_array_get_object_element (nics, i), "id"), id) == 0)
      return (int) i;

  return -1;
}

static void
remove_nic (FrLocalExchange *exchange)
{
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);
  const char *id = fr_local_exchange_get_text (exchange, "id");

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *server = assets->pdata[i];
      int number = find_nic (server, id);
      JsonObject *network;

      if (number < 0)
        continue;
      if (!fr_local_guard_rest (exchange, server))
        return;

      network = fr_local_json_copy (fr_local_json_get_object (server->data, "networkInfo"));
      json_array_remove_element (json_object_get_array_member (network, "additionalNic"),
                                 (guint) number);
      fr_local_life_begin (exchange->world, server, exchange->operation,
                           fr_local_json_make ("networkInfo:o", network, NULL));
      fr_local_exchange_accept (exchange, NULL, NULL,
                                "Request to remove a NIC of Server '%s' has been accepted.",
                                fr_local_asset_get (server, "name"));
      return;
    }

  fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "NIC %s not found.", id);
}

const FrLocalOperation fr_local_routes_hardware[] = {
  { "server/reconfigureServer", "RECONFIGURE_SERVER", TRUE, reconfigure_fields, reconfigure },
  { "server/editServerMetadata", "EDIT_SERVER_METADATA", FALSE, metadata_fields, edit_metadata },
  { "server/addNic", "ADD_NIC", TRUE, add_nic_fields, add_nic },
  { "server/removeNic", "REMOVE_NIC", TRUE, fr_local_guard_id_fields, remove_nic },
  { NULL },
};
