/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-shape.h"

#include <string.h>

#include "fr-local-json.h"

/* Since when a member is shown. */
static const struct
{
  const char *item;
  const char *member;
  guint since;
} members[] = {
  { "vlan", "gatewayAddressing", 5 },
  { "vlan", "attached", 5 },
  { "vlan", "small", 5 },
  { "natRule", "externalIpAddressability", 5 },
  { "server", "sataController", 5 },
  { "server", "ideController", 5 },
  { "server", "floppy", 5 },
  { "server", "softwareLabel", 5 },
  { "server", "tag", 4 },
  { "osImage", "sataController", 5 },
  { "osImage", "ideController", 5 },
  { "osImage", "floppy", 5 },
  { "osImage", "nic", 5 },
};

/**
 * fr_local_shape_show:
 *
 * Returns: (transfer full): the data of @asset as API 2.11 shows it now
 */
JsonObject *
fr_local_shape_show (FrLocalWorld *world, FrLocalAsset *asset)
{
  JsonObject *object = fr_local_json_copy (asset->data);
  gboolean running;

  if (asset->kind != FR_LOCAL_SERVER)
    return object;

  running =
    fr_local_json_get_flag (object, "started") &&
    fr_local_json_get_number (asset->hidden, "toolsUs", 0) <= fr_local_world_get_time (world);
  json_object_set_object_member (
    json_object_get_object_member (object, "guest"), "vmTools",
    fr_local_json_make ("type:s", "VMWARE_TOOLS",
                        "versionStatus:s", "CURRENT",
                        "runningStatus:s", running ? "RUNNING" : "NOT_RUNNING",
                        "apiVersion:i", 9359,
                        NULL));

  return object;
}

/* Until 2.4 the disks are listed without their controllers. */
static void
flatten_disks (JsonObject *object)
{
  JsonArray *controllers = json_object_get_array_member (object, "scsiController");
  JsonArray *flat = json_array_new ();

  for (guint i = 0; i < json_array_get_length (controllers); i++)
    {
      JsonArray *disks =
        json_object_get_array_member (json_array_get_object_element (controllers, i), "disk");

      for (guint j = 0; j < json_array_get_length (disks); j++)
        json_array_add_object_element (flat,
                                       json_object_ref (json_array_get_object_element (disks, j)));
    }
  json_object_set_array_member (object, "disk", flat);
  json_object_remove_member (object, "scsiController");
}

static void
hide_new_of_nics (JsonObject *object)
{
  JsonObject *nic = fr_local_json_get_object (object, "networkInfo.primaryNic");
  JsonArray *more = fr_local_json_get_array (object, "networkInfo.additionalNic");

  if (nic != NULL)
    json_object_remove_member (nic, "connected");
  for (guint i = 0; more != NULL && i < json_array_get_length (more); i++)
    json_object_remove_member (json_array_get_object_element (more, i), "connected");
}

/* Until 2.3 the operating system is not inside the guest. */
static void
open_guest (JsonObject *object)
{
  JsonObject *guest = json_object_get_object_member (object, "guest");
  JsonObject *tools = json_object_has_member (guest, "vmTools")
                        ? json_object_get_object_member (guest, "vmTools")
                        : NULL;

  json_object_set_object_member (
    object, "operatingSystem",
    json_object_ref (json_object_get_object_member (guest, "operatingSystem")));
  if (tools != NULL)
    {
      json_object_remove_member (tools, "type");
      json_object_set_object_member (object, "vmwareTools", json_object_ref (tools));
    }
  json_object_remove_member (object, "guest");
}

static void
convert_source (JsonObject *object)
{
  const char *image_id = fr_local_json_get_text (object, "source.value");

  json_object_set_string_member (object, "sourceImageId", image_id);
  json_object_remove_member (object, "source");
}

static void
convert_reservation (JsonObject *object)
{
  json_object_set_string_member (object, "value",
                                 json_object_get_string_member (object, "ipAddress"));
  json_object_remove_member (object, "ipAddress");
  json_object_remove_member (object, "exclusive");
  json_object_remove_member (object, "description");
}

/**
 * fr_local_shape_convert:
 * @object: what is shown, in the shape of API 2.11: changed
 * @item: what it is: "server"
 * @version: 4 for API 2.4
 *
 * Gives @object the shape that it had in an older version.
 */
void
fr_local_shape_convert (JsonObject *object, const char *item, guint version)
{
  gboolean is_server = strcmp (item, "server") == 0;
  gboolean has_guest = is_server || strcmp (item, "osImage") == 0;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (members[i].item, item) == 0 && version < members[i].since)
      json_object_remove_member (object, members[i].member);

  if (is_server && version < 10)
    convert_source (object);
  if (is_server && version < 5)
    hide_new_of_nics (object);
  if (has_guest && version < 5)
    flatten_disks (object);
  if (has_guest && version < 4)
    open_guest (object);
  if (strcmp (item, "ipv4") == 0)
    {
      json_object_remove_member (object, "id");
      json_object_remove_member (object, "state");
      if (version < 9)
        convert_reservation (object);
    }
}
