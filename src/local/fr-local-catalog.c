/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-catalog.h"

#include <string.h>

#include "fr-local-json.h"

#define HERE "HERE1"

static const struct
{
  const char *id;
  const char *name;
  const char *city;
  const char *country;
} datacenters[] = {
  { HERE, "This computer", "Here", "ZZ" },
  { "EU6", "Germany - Frankfurt", "Frankfurt", "DE" },
  { "EU7", "Netherlands - Amsterdam", "Amsterdam", "NL" },
  { "EU8", "Belgium - Brussels", "Brussels", "BE" },
  { "NA9", "US - East 3 - MCP 2.0", "Ashburn", "US" },
  { "NA12", "US - West 3 - MCP 2.0", "Santa Clara", "US" },
  { "AU9", "Australia - Sydney 3 - MCP 2.0", "Sydney", "AU" },
  { "AU10", "Australia - Melbourne 4 - MCP 2.0", "Melbourne", "AU" },
  { "AU11", "New Zealand - Hamilton 1 - MCP 2.0", "Hamilton", "NZ" },
  { "AF3", "South Africa - Johannesburg 3 - MCP 2.0", "Johannesburg", "ZA" },
  { "AP3", "Singapore 1 - MCP 2.0", "Singapore", "SG" },
  { "AP4", "Japan - Tokyo", "Tokyo", "JP" },
  { "AP5", "China - Hong Kong", "Hong Kong", "CN" },
  { "CA2", "Canada - Toronto", "Toronto", "CA" },
};

static const struct
{
  const char *id;
  const char *name;
  const char *description;
} speeds[] = {
  { "STANDARD", "Standard", "Standard Disk Speed" },
  { "HIGHPERFORMANCE", "High Performance", "Faster than Standard" },
  { "ECONOMY", "Economy", "Slower than Standard" },
};

static const struct
{
  const char *name;
  gint64 value;
} limits[] = {
  { "MIN_DISK_SIZE_GB", 10 },
  { "MAX_DISK_SIZE_GB", 1000 },
  { "MAX_TOTAL_ADDITIONAL_STORAGE_GB", 14000 },
  { "MAX_TOTAL_IMAGE_STORAGE_GB", 2600 },
  { "MAX_CPU_COUNT", 32 },
  { "MIN_MEMORY_MB", 1024 },
  { "MAX_MEMORY_MB", 262144 },
};

static const struct
{
  gboolean here; /* on this computer, or in all other data centres */
  const char *name;
  const char *description;
  const char *key;
  const char *system_id;
  const char *system_name;
  const char *family;
  guint cpu;
  guint memory_gb;
  guint disk_gb;
} images[] = {
  { TRUE, "Fitting Room mirror 1 CPU", "A sandbox of this computer with a mirror server",
    "T-MIRROR-1-2-10", "DEBIAN1264", "DEBIAN12/64", "UNIX", 1, 2, 10 },
  { FALSE, "CentOS 7 64-bit 2 CPU", "CentOS Release 7 64-bit", "T-CENT-7-64-2-4-10", "CENTOS764",
    "CENTOS7/64", "UNIX", 2, 4, 10 },
  { FALSE, "Ubuntu 12.04 2 CPU", "Ubuntu 12.04.5 LTS 64-bit", "T-UBUNTU-12-64-2-4-10", "UBUNTU1264",
    "UBUNTU12/64", "UNIX", 2, 4, 10 },
  { FALSE, "Ubuntu 14.04 2 CPU", "Ubuntu 14.04.2 LTS 64-bit", "T-UBUNTU-14-64-2-4-10", "UBUNTU1464",
    "UBUNTU14/64", "UNIX", 2, 4, 10 },
  { FALSE, "Ubuntu 16.04 64-bit 2 CPU", "Ubuntu 16.04 LTS 64-bit", "T-UBUNTU-16-64-2-4-10",
    "UBUNTU1664", "UBUNTU16/64", "UNIX", 2, 4, 10 },
  { FALSE, "Ubuntu 20.04 2 CPU", "Ubuntu 20.04 LTS 64-bit", "T-UBUNTU-20-64-2-4-10", "UBUNTU2064",
    "UBUNTU20/64", "UNIX", 2, 4, 10 },
  { FALSE, "Ubuntu 22.04 2 CPU", "Ubuntu 22.04 LTS 64-bit", "T-UBUNTU-22-64-2-4-10", "UBUNTU2264",
    "UBUNTU22/64", "UNIX", 2, 4, 10 },
  { FALSE, "Ubuntu 24.04 2 CPU", "Ubuntu 24.04 LTS 64-bit", "T-UBUNTU-24-64-2-4-10", "UBUNTU2464",
    "UBUNTU24/64", "UNIX", 2, 4, 10 },
  { FALSE, "Win2012 R2 Std 2 CPU", "Windows 2012 R2 Standard", "T-WIN-2012R2-STD-2-4-50",
    "WIN2012R2S64", "WIN2012R2S/64", "WINDOWS", 2, 4, 50 },
};

/**
 * fr_local_catalog_is_here:
 * @datacenter_id: (nullable): a data centre
 *
 * Returns: whether it is this computer
 */
gboolean
fr_local_catalog_is_here (const char *datacenter_id)
{
  return g_strcmp0 (datacenter_id, HERE) == 0;
}

/**
 * fr_local_catalog_has_datacenter:
 *
 * Returns: whether there is a data centre @id
 */
gboolean
fr_local_catalog_has_datacenter (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (datacenters); i++)
    if (g_strcmp0 (datacenters[i].id, id) == 0)
      return TRUE;

  return FALSE;
}

/**
 * fr_local_catalog_has_disk_speed:
 *
 * Returns: whether the data centre sells disks and processors of that speed
 */
gboolean
fr_local_catalog_has_disk_speed (const char *datacenter_id, const char *speed)
{
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (g_strcmp0 (speeds[i].id, speed) == 0)
      return TRUE;

  return FALSE;
}

/**
 * fr_local_catalog_get_limit:
 * @property: "MAX_CPU_COUNT" and so on
 *
 * Returns: the limit in the data centre
 */
gint64
fr_local_catalog_get_limit (const char *datacenter_id, const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (strcmp (limits[i].name, property) == 0)
      return limits[i].value;

  g_return_val_if_reached (0);
}

/* An id that is the same each time, and looks like the others. */
static char *
make_id (const char *datacenter_id, const char *what)
{
  g_autofree char *both = g_strdup_printf ("%s/%s", datacenter_id, what);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, both, -1);

  return g_strdup_printf ("%.8s-%.4s-3%.3s-8%.3s-%.12s", sum, sum + 8, sum + 13, sum + 17,
                          sum + 20);
}

static JsonArray *
make_speeds (void)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      JsonObject *speed = fr_local_json_make ("id:s", speeds[i].id,
                                              "displayName:s", speeds[i].name,
                                              "description:s", speeds[i].description,
                                              "available:b", TRUE,
                                              "default:b", i == 0,
                                              NULL);

      json_array_add_object_element (array, speed);
    }

  return array;
}

static JsonArray *
make_limits (void)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, limits[i].value);

      json_array_add_object_element (
        array, fr_local_json_make ("name:s", limits[i].name, "value:s", value, NULL));
    }

  return array;
}

static JsonObject *
make_part (const char *type)
{
  return fr_local_json_make ("type:s", type,
                             "maintenanceStatus:s", "NORMAL",
                             "property:a", NULL,
                             NULL);
}

/**
 * fr_local_catalog_list_datacenters:
 *
 * Returns: (transfer full) (element-type JsonObject): all data centres, as the API shows them
 */
GPtrArray *
fr_local_catalog_list_datacenters (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (datacenters); i++)
    {
      JsonObject *hypervisor = fr_local_json_make ("type:s", "VMWARE",
                                                   "maintenanceStatus:s", "NORMAL",
                                                   "diskSpeed:a", make_speeds (),
                                                   "cpuSpeed:a", make_speeds (),
                                                   "property:a", make_limits (),
                                                   NULL);

      g_ptr_array_add (
        list,
        fr_local_json_make ("id:s", datacenters[i].id,
                            "type:s", "MCP 2.0",
                            "displayName:s", datacenters[i].name,
                            "city:s", datacenters[i].city,
                            "country:s", datacenters[i].country,
                            "networking:o", make_part ("2"),
                            "hypervisor:o", hypervisor,
                            "backup:o", make_part ("COMMVAULT"),
                            "consoleAccess:o", make_part (NULL),
                            "monitoring:o", make_part (NULL),
                            NULL));
    }

  return list;
}

static JsonObject *
make_system (guint i)
{
  return fr_local_json_make ("id:s", images[i].system_id,
                             "displayName:s", images[i].system_name,
                             "family:s", images[i].family,
                             NULL);
}

/**
 * fr_local_catalog_list_systems:
 *
 * Returns: (transfer full) (element-type JsonObject): all operating systems
 */
GPtrArray *
fr_local_catalog_list_systems (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    g_ptr_array_add (list, make_system (i));

  return list;
}

static JsonObject *
make_image (const char *datacenter_id, guint i)
{
  g_autofree char *id = make_id (datacenter_id, images[i].name);
  g_autofree char *controller_id = make_id (id, "controller");
  g_autofree char *disk_id = make_id (id, "disk");
  JsonObject *disk = fr_local_json_make ("id:s", disk_id,
                                         "scsiId:i", 0,
                                         "sizeGb:i", images[i].disk_gb,
                                         "speed:s", "STANDARD",
                                         NULL);
  JsonObject *controller =
    fr_local_json_make ("id:s", controller_id,
                        "adapterType:s", "LSI_LOGIC_PARALLEL",
                        "key:i", 1000,
                        "busNumber:i", 0,
                        "disk:a", fr_local_json_wrap (disk),
                        NULL);
  JsonObject *cpu = fr_local_json_make ("count:i", images[i].cpu,
                                        "speed:s", "STANDARD",
                                        "coresPerSocket:i", 1,
                                        NULL);
  JsonObject *guest =
    fr_local_json_make ("osCustomization:b", TRUE,
                        "operatingSystem:o", make_system (i),
                        NULL);

  return fr_local_json_make ("id:s", id,
                             "datacenterId:s", datacenter_id,
                             "name:s", images[i].name,
                             "description:s", images[i].description,
                             "osImageKey:s", images[i].key,
                             "sortOrder:i", 10 * (int) i,
                             "createTime:s", "2016-06-09T17:36:31.000Z",
                             "state:s", "NORMAL",
                             "guest:o", guest,
                             "cpu:o", cpu,
                             "memoryGb:i", images[i].memory_gb,
                             "scsiController:a", fr_local_json_wrap (controller),
                             "sataController:a", NULL,
                             "ideController:a", NULL,
                             "floppy:a", NULL,
                             "nic:a", NULL,
                             "softwareLabel:a", NULL,
                             NULL);
}

/**
 * fr_local_catalog_list_images:
 *
 * Returns: (transfer full) (element-type JsonObject): the images of all data centres
 */
GPtrArray *
fr_local_catalog_list_images (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint place = 0; place < G_N_ELEMENTS (datacenters); place++)
    for (guint i = 0; i < G_N_ELEMENTS (images); i++)
      if (images[i].here == fr_local_catalog_is_here (datacenters[place].id))
        g_ptr_array_add (list, make_image (datacenters[place].id, i));

  return list;
}

/**
 * fr_local_catalog_find_image:
 *
 * Returns: (transfer full) (nullable): the image with @id
 */
JsonObject *
fr_local_catalog_find_image (const char *id)
{
  g_autoptr (GPtrArray) list = fr_local_catalog_list_images ();

  for (guint i = 0; i < list->len; i++)
    if (g_strcmp0 (fr_local_json_get_text (list->pdata[i], "id"), id) == 0)
      return json_object_ref (list->pdata[i]);

  return NULL;
}
