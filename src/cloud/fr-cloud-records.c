/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-records.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-types.h"

#define NEEDED TRUE
#define OPTIONAL FALSE
#define NIC "networkInfo.primaryNic."
#define AT(type, member) G_STRUCT_OFFSET (type, member)

static const FrCloudField account_fields[] = {
  { "organization.id", FR_CLOUD_TEXT, AT (FrCloudAccount, id), NEEDED },
  { "organization.name", FR_CLOUD_TEXT, AT (FrCloudAccount, name), OPTIONAL },
  { "userName", FR_CLOUD_TEXT, AT (FrCloudAccount, user), NEEDED },
  { "organization.homeGeoId", FR_CLOUD_TEXT, AT (FrCloudAccount, home), OPTIONAL },
};

static const FrCloudField location_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudLocation, id), NEEDED },
  { "displayName", FR_CLOUD_TEXT, AT (FrCloudLocation, name), NEEDED },
  { "city", FR_CLOUD_TEXT, AT (FrCloudLocation, city), OPTIONAL },
  { "country", FR_CLOUD_TEXT, AT (FrCloudLocation, country), OPTIONAL },
  { "type", FR_CLOUD_TEXT, AT (FrCloudLocation, type), OPTIONAL },
};

static const FrCloudField image_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudImage, id), NEEDED },
  { "name", FR_CLOUD_TEXT, AT (FrCloudImage, name), NEEDED },
  { "datacenterId", FR_CLOUD_TEXT, AT (FrCloudImage, location_id), NEEDED },
  { "guest.operatingSystem.id", FR_CLOUD_TEXT, AT (FrCloudImage, os_id), OPTIONAL },
  { "guest.operatingSystem.family", FR_CLOUD_TEXT, AT (FrCloudImage, family), OPTIONAL },
  { "guest.osCustomization", FR_CLOUD_FLAG, AT (FrCloudImage, customizable), OPTIONAL },
  { "cpu.count", FR_CLOUD_NUMBER, AT (FrCloudImage, cpu), NEEDED },
  { "memoryGb", FR_CLOUD_NUMBER, AT (FrCloudImage, memory_gb), NEEDED },
};

static const FrCloudField domain_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudDomain, id), NEEDED },
  { "name", FR_CLOUD_TEXT, AT (FrCloudDomain, name), NEEDED },
  { "description", FR_CLOUD_TEXT, AT (FrCloudDomain, description), OPTIONAL },
  { "datacenterId", FR_CLOUD_TEXT, AT (FrCloudDomain, location_id), NEEDED },
  { "type", FR_CLOUD_TEXT, AT (FrCloudDomain, type), OPTIONAL },
  { "state", FR_CLOUD_TEXT, AT (FrCloudDomain, state), NEEDED },
  { "progress.failureReason", FR_CLOUD_TEXT, AT (FrCloudDomain, failure), OPTIONAL },
};

static const FrCloudField vlan_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudVlan, id), NEEDED },
  { "name", FR_CLOUD_TEXT, AT (FrCloudVlan, name), NEEDED },
  { "description", FR_CLOUD_TEXT, AT (FrCloudVlan, description), OPTIONAL },
  { "networkDomain.id", FR_CLOUD_TEXT, AT (FrCloudVlan, domain_id), NEEDED },
  { "privateIpv4Range.address", FR_CLOUD_TEXT, AT (FrCloudVlan, address), NEEDED },
  { "privateIpv4Range.prefixSize", FR_CLOUD_NUMBER, AT (FrCloudVlan, prefix), NEEDED },
  { "state", FR_CLOUD_TEXT, AT (FrCloudVlan, state), NEEDED },
  { "progress.failureReason", FR_CLOUD_TEXT, AT (FrCloudVlan, failure), OPTIONAL },
};

static const FrCloudField disk_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudDisk, id), NEEDED },
  { "scsiId", FR_CLOUD_NUMBER, AT (FrCloudDisk, scsi_id), OPTIONAL },
  { "sizeGb", FR_CLOUD_NUMBER, AT (FrCloudDisk, size_gb), NEEDED },
  { "speed", FR_CLOUD_TEXT, AT (FrCloudDisk, speed), OPTIONAL },
  { "state", FR_CLOUD_TEXT, AT (FrCloudDisk, state), OPTIONAL },
};

static const FrCloudField server_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudServer, id), NEEDED },
  { "name", FR_CLOUD_TEXT, AT (FrCloudServer, name), NEEDED },
  { "description", FR_CLOUD_TEXT, AT (FrCloudServer, description), OPTIONAL },
  { "datacenterId", FR_CLOUD_TEXT, AT (FrCloudServer, location_id), NEEDED },
  { "networkInfo.networkDomainId", FR_CLOUD_TEXT, AT (FrCloudServer, domain_id), OPTIONAL },
  { NIC "vlanId", FR_CLOUD_TEXT, AT (FrCloudServer, vlan_id), OPTIONAL },
  { NIC "privateIpv4", FR_CLOUD_TEXT, AT (FrCloudServer, private_ipv4), OPTIONAL },
  { NIC "ipv6", FR_CLOUD_TEXT, AT (FrCloudServer, ipv6), OPTIONAL },
  { "state", FR_CLOUD_TEXT, AT (FrCloudServer, state), NEEDED },
  { "progress.action", FR_CLOUD_TEXT, AT (FrCloudServer, action), OPTIONAL },
  { "progress.failureReason", FR_CLOUD_TEXT, AT (FrCloudServer, failure), OPTIONAL },
  { "monitoring.servicePlan", FR_CLOUD_TEXT, AT (FrCloudServer, monitoring), OPTIONAL },
  { "cpu.count", FR_CLOUD_NUMBER, AT (FrCloudServer, cpu), NEEDED },
  { "cpu.coresPerSocket", FR_CLOUD_NUMBER, AT (FrCloudServer, cores), OPTIONAL },
  { "cpu.speed", FR_CLOUD_TEXT, AT (FrCloudServer, cpu_speed), OPTIONAL },
  { "memoryGb", FR_CLOUD_NUMBER, AT (FrCloudServer, memory_gb), NEEDED },
  { "deployed", FR_CLOUD_FLAG, AT (FrCloudServer, deployed), NEEDED },
  { "started", FR_CLOUD_FLAG, AT (FrCloudServer, started), NEEDED },
};

static const FrCloudField block_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudBlock, id), NEEDED },
  { "baseIp", FR_CLOUD_TEXT, AT (FrCloudBlock, base), NEEDED },
  { "size", FR_CLOUD_NUMBER, AT (FrCloudBlock, size), NEEDED },
};

static const FrCloudField nat_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudNat, id), NEEDED },
  { "internalIp", FR_CLOUD_TEXT, AT (FrCloudNat, internal), NEEDED },
  { "externalIp", FR_CLOUD_TEXT, AT (FrCloudNat, external), NEEDED },
};

static const FrCloudField rule_fields[] = {
  { "id", FR_CLOUD_TEXT, AT (FrCloudRule, id), NEEDED },
  { "name", FR_CLOUD_TEXT, AT (FrCloudRule, name), NEEDED },
  { "protocol", FR_CLOUD_TEXT, AT (FrCloudRule, protocol), NEEDED },
  { "destination.ip.address", FR_CLOUD_TEXT, AT (FrCloudRule, destination), OPTIONAL },
  { "destination.port.begin", FR_CLOUD_NUMBER, AT (FrCloudRule, begin), OPTIONAL },
  { "destination.port.end", FR_CLOUD_NUMBER, AT (FrCloudRule, end), OPTIONAL },
};

static gboolean
is_troubled (JsonObject *object, const char *path)
{
  const char *status = fr_cloud_fields_find_text (object, path);

  return status != NULL && !g_str_equal (status, "NORMAL");
}

/* Limits come as a list of names and values; figures that are not there stay 0. */
static gboolean
read_limits (FrCloudLocation *location, JsonObject *hypervisor, const char *place, GError **error)
{
  const struct
  {
    const char *name;
    guint *value;
  } limits[] = {
    { "MAX_CPU_COUNT", &location->max_cpu },
    { "MAX_MEMORY_MB", &location->max_memory_gb },
    { "MIN_DISK_SIZE_GB", &location->min_disk_gb },
    { "MAX_DISK_SIZE_GB", &location->max_disk_gb },
  };
  JsonArray *list;

  if (!fr_cloud_fields_find_list (hypervisor, "property", place, &list, error))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *name;
      JsonNode *value;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      name = fr_cloud_fields_find_text (json_node_get_object (node), "name");
      value = fr_cloud_fields_find (json_node_get_object (node), "value");
      for (guint j = 0; value != NULL && j < G_N_ELEMENTS (limits); j++)
        if (g_strcmp0 (name, limits[j].name) == 0)
          fr_cloud_fields_to_number (value, limits[j].value);
    }

  location->max_memory_gb /= 1024;
  return TRUE;
}

/* Only what is sold: a speed that is not has "available": false. */
static gboolean
read_speeds (JsonObject *hypervisor, GPtrArray *speeds, const char *place, GError **error)
{
  JsonArray *list;

  if (!fr_cloud_fields_find_list (hypervisor, "diskSpeed", place, &list, error))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *id = object != NULL ? fr_cloud_fields_find_text (object, "id") : NULL;
      JsonNode *available = object != NULL ? fr_cloud_fields_find (object, "available") : NULL;
      gboolean sold = TRUE;

      if (available != NULL)
        fr_cloud_fields_to_flag (available, &sold);
      if (id != NULL && sold)
        g_ptr_array_add (speeds, g_strdup (id));
    }

  return TRUE;
}

static gboolean
read_location (gpointer record, JsonObject *object, const char *place, GError **error)
{
  FrCloudLocation *location = record;
  JsonNode *hypervisor = fr_cloud_fields_find (object, "hypervisor");
  g_autofree char *here = g_strconcat (place, ".hypervisor", NULL);
  g_autoptr (GPtrArray) speeds = g_ptr_array_new_with_free_func (g_free);
  JsonObject *limits;

  location->maintenance = is_troubled (object, "networking.maintenanceStatus") ||
                          is_troubled (object, "hypervisor.maintenanceStatus");

  if (hypervisor != NULL && JSON_NODE_HOLDS_OBJECT (hypervisor))
    {
      limits = json_node_get_object (hypervisor);
      if (!read_limits (location, limits, here, error) ||
          !read_speeds (limits, speeds, here, error))
        return FALSE;
    }

  g_ptr_array_add (speeds, NULL);
  location->disk_speeds = (char **) g_ptr_array_steal (speeds, NULL);
  return TRUE;
}

static void
clear_location (gpointer record)
{
  FrCloudLocation *location = record;

  g_strfreev (location->disk_speeds);
}

/* Disks hang below their controllers since version 2.5, and lay flat before. */
static gboolean
read_disks (JsonObject *object, const char *place, GPtrArray *disks, GError **error)
{
  JsonArray *list;

  if (!fr_cloud_fields_read_list (&fr_cloud_disk_type, object, "disk", place, disks, error) ||
      !fr_cloud_fields_find_list (object, "scsiController", place, &list, error))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      g_autofree char *here = g_strdup_printf ("%s.scsiController[%u]", place, i);

      if (JSON_NODE_HOLDS_OBJECT (node) &&
          !fr_cloud_fields_read_list (&fr_cloud_disk_type, json_node_get_object (node), "disk",
                                      here, disks, error))
        return FALSE;
    }

  return TRUE;
}

static GPtrArray *
new_disks (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) fr_cloud_disk_free);
}

static gboolean
read_image (gpointer record, JsonObject *object, const char *place, GError **error)
{
  FrCloudImage *image = record;
  g_autoptr (GPtrArray) disks = new_disks ();
  FrCloudDisk *disk;

  if (!read_disks (object, place, disks, error))
    return FALSE;

  if (disks->len > 0)
    {
      disk = g_ptr_array_index (disks, 0);
      image->system_disk_id = g_steal_pointer (&disk->id);
      image->system_disk_gb = disk->size_gb;
    }

  return TRUE;
}

static void
clear_image (gpointer record)
{
  FrCloudImage *image = record;

  g_free (image->system_disk_id);
}

static gboolean
read_server (gpointer record, JsonObject *object, const char *place, GError **error)
{
  FrCloudServer *server = record;

  server->disks = new_disks ();
  return read_disks (object, place, server->disks, error);
}

static void
clear_server (gpointer record)
{
  FrCloudServer *server = record;

  g_clear_pointer (&server->disks, g_ptr_array_unref);
}

static gboolean
read_rule (gpointer record, JsonObject *object, const char *place, GError **error)
{
  FrCloudRule *rule = record;
  const char *kind = fr_cloud_fields_find_text (object, "ruleType");

  rule->is_default = g_strcmp0 (kind, "DEFAULT_RULE") == 0;
  if (rule->end == 0)
    rule->end = rule->begin;

  return TRUE;
}

#define DEFINE_TYPE(Struct, stem, title, read_rest, clear_rest) \
  const FrCloudType fr_cloud_##stem##_type = {                  \
    title,                                                      \
    NULL,                                                       \
    sizeof (Struct),                                            \
    stem##_fields,                                              \
    G_N_ELEMENTS (stem##_fields),                               \
    read_rest,                                                  \
    clear_rest,                                                 \
    (GDestroyNotify) fr_cloud_##stem##_free,                    \
  };                                                            \
                                                                \
  void fr_cloud_##stem##_free (Struct *stem)                    \
  {                                                             \
    fr_cloud_fields_free (&fr_cloud_##stem##_type, stem);       \
  }

DEFINE_TYPE (FrCloudAccount, account, N_ ("Account"), NULL, NULL)
DEFINE_TYPE (FrCloudLocation, location, N_ ("Data centres"), read_location, clear_location)
DEFINE_TYPE (FrCloudImage, image, N_ ("Images"), read_image, clear_image)
DEFINE_TYPE (FrCloudDomain, domain, N_ ("Network domains"), NULL, NULL)
DEFINE_TYPE (FrCloudVlan, vlan, N_ ("Networks"), NULL, NULL)
DEFINE_TYPE (FrCloudDisk, disk, N_ ("Disks"), NULL, NULL)
DEFINE_TYPE (FrCloudServer, server, N_ ("Servers"), read_server, clear_server)
DEFINE_TYPE (FrCloudBlock, block, N_ ("Public addresses"), NULL, NULL)
DEFINE_TYPE (FrCloudNat, nat, N_ ("Address translations"), NULL, NULL)
DEFINE_TYPE (FrCloudRule, rule, N_ ("Firewall rules"), read_rule, NULL)
