/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include <string.h>

#include "fr-local-catalog.h"
#include "fr-local-guard.h"
#include "fr-local-json.h"
#include "fr-local-life.h"

#define SPEEDS "STANDARD|HIGHPERFORMANCE|ECONOMY|PROVISIONEDIOPS"
#define LAST_POSITION 15
#define POSITION_OF_CONTROLLER 7

static const FrLocalField controller_fields[] = {
  { "controllerId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "scsiId", FR_LOCAL_NUMBER, .most = LAST_POSITION },
  { NULL },
};

static const FrLocalField add_disk_fields[] = {
  { "id", FR_LOCAL_TEXT },       /* of the server, until 2.4 */
  { "serverId", FR_LOCAL_TEXT }, /* since then               */
  { "scsiController", FR_LOCAL_OBJECT, .members = controller_fields },
  { "scsiId", FR_LOCAL_NUMBER, .most = LAST_POSITION },
  { "sizeGb", FR_LOCAL_NUMBER, FR_LOCAL_REQUIRED, .least = 1 },
  { "speed", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = SPEEDS },
  { "iops", FR_LOCAL_NUMBER, .least = 1 },
  { NULL },
};

static const FrLocalField expand_disk_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "newSizeGb", FR_LOCAL_NUMBER, FR_LOCAL_REQUIRED, .least = 1 },
  { NULL },
};

static const FrLocalField speed_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "speed", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = SPEEDS },
  { "iops", FR_LOCAL_NUMBER, .least = 1 },
  { NULL },
};

/* The disks of the one controller that each server has. */
static JsonArray *
get_disks (JsonArray *controllers)
{
  return fr_local_json_get_array (json_array_get_object_element (controllers, 0), "disk");
}

/* A copy of the controllers of a server, to be changed and merged when the operation ends. */
static JsonObject *
copy_controllers (FrLocalAsset *server)
{
  g_autoptr (JsonObject) part = json_object_new ();

  json_object_set_member (part, "scsiController",
                          json_object_dup_member (server->data, "scsiController"));

  return fr_local_json_copy (part);
}

static JsonObject *
find_disk (JsonArray *disks, const char *member, const char *text, gint64 number)
{
  for (guint i = 0; i < json_array_get_length (disks); i++)
    {
      JsonObject *disk = json_array_get_object_element (disks, i);

      if (text != NULL ? g_strcmp0 (fr_local_json_get_text (disk, member), text) == 0
                       : fr_local_json_get_number (disk, member, -1) == number)
        return disk;
    }

  return NULL;
}

/* The server that has the disk of the body, at rest and stopped; or NULL with a refusal. */
static FrLocalAsset *
need_disk (FrLocalExchange *exchange)
{
  const char *id = fr_local_exchange_get_text (exchange, "id");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *server = assets->pdata[i];

      if (server->kind == FR_LOCAL_SERVER &&
          find_disk (get_disks (json_object_get_array_member (server->data, "scsiController")),
                     "id", id, 0) != NULL)
        return fr_local_guard_stopped (exchange, server) ? server : NULL;
    }

  fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "Disk %s not found.", id);
  return NULL;
}

static gboolean
check_size (FrLocalExchange *exchange, const char *place, FrLocalAsset *server, gint64 size)
{
  const char *datacenter_id = fr_local_asset_get (server, "datacenterId");
  gint64 least = fr_local_catalog_get_limit (datacenter_id, "MIN_DISK_SIZE_GB");
  gint64 most = fr_local_catalog_get_limit (datacenter_id, "MAX_DISK_SIZE_GB");

  if (size >= least && size <= most)
    return TRUE;

  fr_local_exchange_reject (exchange, place, "must be between %d and %d", (int) least, (int) most);
  return FALSE;
}

static gboolean
check_speed (FrLocalExchange *exchange, FrLocalAsset *server)
{
  const char *speed = fr_local_exchange_get_text (exchange, "speed");
  const char *datacenter_id = fr_local_asset_get (server, "datacenterId");

  if (fr_local_catalog_has_disk_speed (datacenter_id, speed))
    return TRUE;

  fr_local_exchange_reject (exchange, "speed", "%s is not sold in Data Center %s", speed,
                            datacenter_id);
  return FALSE;
}

/* The position asked for, or the first free one; -1 with a refusal. */
static gint64
choose_position (FrLocalExchange *exchange, JsonArray *disks)
{
  gint64 asked = fr_local_exchange_get_number (
    exchange, "scsiId", fr_local_exchange_get_number (exchange, "scsiController.scsiId", -1));

  if (asked == POSITION_OF_CONTROLLER ||
      (asked >= 0 && find_disk (disks, "scsiId", NULL, asked) != NULL))
    {
      fr_local_exchange_reject (exchange, "scsiId", "position %d is taken", (int) asked);
      return -1;
    }
  if (asked >= 0)
    return asked;

  for (gint64 position = 0; position <= LAST_POSITION; position++)
    if (position != POSITION_OF_CONTROLLER && find_disk (disks, "scsiId", NULL, position) == NULL)
      return position;

  fr_local_exchange_refuse (exchange, "EXCEEDS_LIMIT", "The controller has no free position.");
  return -1;
}

/* The server that gets a disk: named by one of three members, according to the version. */
static FrLocalAsset *
need_server_for_disk (FrLocalExchange *exchange)
{
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);
  const char *controller_id = fr_local_exchange_get_text (exchange, "scsiController.controllerId");
  FrLocalAsset *server = NULL;

  if (controller_id == NULL)
    {
      server = fr_local_guard_need (
        exchange, FR_LOCAL_SERVER,
        fr_local_exchange_get_text (exchange, "serverId") != NULL ? "serverId" : "id");
      return server != NULL && fr_local_guard_stopped (exchange, server) ? server : NULL;
    }

  for (guint i = 0; i < assets->len && server == NULL; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];
      JsonArray *controllers = fr_local_json_get_array (asset->data, "scsiController");

      if (asset->kind == FR_LOCAL_SERVER &&
          g_strcmp0 (fr_local_json_get_text (json_array_get_object_element (controllers, 0), "id"),
                     controller_id) == 0)
        server = asset;
    }
  if (server == NULL)
    fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "Controller %s not found.",
                              controller_id);

  return server != NULL && fr_local_guard_stopped (exchange, server) ? server : NULL;
}

static void
add_disk (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_server_for_disk (exchange);
  g_autoptr (JsonObject) then = server != NULL ? copy_controllers (server) : NULL;
  gint64 size = fr_local_exchange_get_number (exchange, "sizeGb", 0);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *place = NULL;
  JsonArray *now, *later;
  gint64 position;

  if (server == NULL || !check_size (exchange, "sizeGb", server, size) ||
      !check_speed (exchange, server))
    return;
  now = get_disks (json_object_get_array_member (server->data, "scsiController"));
  later = get_disks (json_object_get_array_member (then, "scsiController"));
  position = choose_position (exchange, now);
  if (position < 0)
    return;

  json_array_add_object_element (
    now, fr_local_json_make ("id:s", id,
                             "scsiId:i", (int) position,
                             "sizeGb:i", (int) size,
                             "speed:s", fr_local_exchange_get_text (exchange, "speed"),
                             "state:s", "PENDING_ADD",
                             NULL));
  json_array_add_object_element (
    later,
    fr_local_json_make ("id:s", id,
                        "scsiId:i", (int) position,
                        "sizeGb:i", (int) size,
                        "speed:s", fr_local_exchange_get_text (exchange, "speed"),
                        "state:s", "NORMAL",
                        NULL));
  fr_local_life_begin (exchange->world, server, exchange->operation, g_steal_pointer (&then));
  fr_local_exchange_accept (exchange, "diskId", id,
                            "Request to add a disk to Server '%s' has been accepted.",
                            fr_local_asset_get (server, "name"));
  place = g_strdup_printf ("%d", (int) position);
  fr_local_exchange_add_info (exchange, "scsiId", place);
  fr_local_exchange_add_info (exchange, "speed", fr_local_exchange_get_text (exchange, "speed"));
}

/* Changes one disk when the operation ends: its size or its speed, or it goes. */
static void
change_disk (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_disk (exchange);
  const char *id = fr_local_exchange_get_text (exchange, "id");
  const char *speed = fr_local_exchange_get_text (exchange, "speed");
  gint64 size = fr_local_exchange_get_number (exchange, "newSizeGb", 0);
  g_autoptr (JsonObject) then = server != NULL ? copy_controllers (server) : NULL;
  JsonArray *disks;
  JsonObject *disk;

  if (server == NULL || (size != 0 && !check_size (exchange, "newSizeGb", server, size)) ||
      (speed != NULL && !check_speed (exchange, server)))
    return;

  disks = get_disks (json_object_get_array_member (then, "scsiController"));
  disk = find_disk (disks, "id", id, 0);
  if (size != 0 && size <= fr_local_json_get_number (disk, "sizeGb", 0))
    {
      fr_local_exchange_reject (exchange, "newSizeGb", "a disk can only grow");
      return;
    }

  if (size != 0)
    json_object_set_int_member (disk, "sizeGb", size);
  else if (speed != NULL)
    json_object_set_string_member (disk, "speed", speed);
  else
    for (guint i = json_array_get_length (disks); i > 0; i--)
      if (json_array_get_object_element (disks, i - 1) == disk)
        json_array_remove_element (disks, i - 1);

  fr_local_life_begin (exchange->world, server, exchange->operation, g_steal_pointer (&then));
  fr_local_exchange_accept (exchange, NULL, NULL,
                            "Request to change a disk of Server '%s' has been accepted.",
                            fr_local_asset_get (server, "name"));
}

const FrLocalOperation fr_local_routes_disk[] = {
  { "server/addDisk", "ADD_DISK", TRUE, add_disk_fields, add_disk },
  { "server/expandDisk", "EXPAND_DISK", TRUE, expand_disk_fields, change_disk },
  { "server/changeDiskSpeed", "CHANGE_DISK_SPEED", TRUE, speed_fields, change_disk },
  { "server/removeDisk", "REMOVE_DISK", TRUE, fr_local_guard_id_fields, change_disk },
  { NULL },
};
