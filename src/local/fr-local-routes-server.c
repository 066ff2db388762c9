/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include <crypt.h>
#include <string.h>

#include "fr-local-address.h"
#include "fr-local-catalog.h"
#include "fr-local-guard.h"
#include "fr-local-json.h"
#include "fr-local-life.h"
#include "fr-local-nic.h"

#define SPEEDS "STANDARD|HIGHPERFORMANCE|ECONOMY|PROVISIONEDIOPS"
#define SHORTEST_PASSWORD 8
#define MOST_ADDITIONAL_NICS 9

static const FrLocalField cpu_fields[] = {
  { "count", FR_LOCAL_NUMBER, .least = 1, .most = 32 },
  { "coresPerSocket", FR_LOCAL_NUMBER, .least = 1, .most = 32 },
  { "speed", FR_LOCAL_TEXT, .choices = "STANDARD|HIGHPERFORMANCE|ECONOMY" },
  { NULL },
};

static const FrLocalField network_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "primaryNic", FR_LOCAL_OBJECT, FR_LOCAL_REQUIRED, .members = fr_local_nic_fields },
  { "additionalNic", FR_LOCAL_OBJECTS, .members = fr_local_nic_fields },
  { NULL },
};

static const FrLocalField disk_fields[] = {
  { "id", FR_LOCAL_TEXT },
  { "scsiId", FR_LOCAL_NUMBER, .most = 15 },
  { "speed", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = SPEEDS },
  { "iops", FR_LOCAL_NUMBER, .least = 1 },
  { NULL },
};

static const FrLocalField tag_fields[] = {
  { "tagKeyName", FR_LOCAL_TEXT },
  { "tagKeyId", FR_LOCAL_TEXT },
  { "value", FR_LOCAL_TEXT },
  { NULL },
};

static const FrLocalField deploy_fields[] = {
  { "name", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = 75 },
  { "description", FR_LOCAL_TEXT, .most = 255 },
  { "imageId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "clusterId", FR_LOCAL_TEXT },
  { "start", FR_LOCAL_FLAG, FR_LOCAL_REQUIRED },
  { "administratorPassword", FR_LOCAL_TEXT, .most = 255 },
  { "cpu", FR_LOCAL_OBJECT, .members = cpu_fields },
  { "memoryGb", FR_LOCAL_NUMBER, .least = 1, .most = 256 },
  { "primaryDns", FR_LOCAL_ADDRESS },
  { "secondaryDns", FR_LOCAL_ADDRESS },
  { "ipv4Gateway", FR_LOCAL_ADDRESS },
  { "ipv6Gateway", FR_LOCAL_TEXT },
  { "networkInfo", FR_LOCAL_OBJECT, FR_LOCAL_REQUIRED, .members = network_fields },
  { "disk", FR_LOCAL_OBJECTS, .members = disk_fields },
  { "microsoftTimeZone", FR_LOCAL_TEXT },
  { "tag", FR_LOCAL_OBJECTS, .members = tag_fields },
  { "tagById", FR_LOCAL_OBJECTS, .members = tag_fields },
  { NULL },
};

/* The image, in the data centre of the domain. */
static JsonObject *
find_image (FrLocalExchange *exchange, FrLocalAsset *domain)
{
  const char *id = fr_local_exchange_get_text (exchange, "imageId");
  JsonObject *image = fr_local_catalog_find_image (id);
  const char *datacenter_id = fr_local_asset_get (domain, "datacenterId");

  if (image != NULL && strcmp (fr_local_json_get_text (image, "datacenterId"), datacenter_id) == 0)
    return image;

  fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "Image %s not found in Data Center %s.",
                            id, datacenter_id);
  g_clear_pointer (&image, json_object_unref);

  return NULL;
}

static gboolean
check_password (FrLocalExchange *exchange)
{
  const char *password = fr_local_exchange_get_text (exchange, "administratorPassword");

  if (password == NULL)
    fr_local_exchange_reject (exchange, "administratorPassword", "is missing");
  else if (strlen (password) < SHORTEST_PASSWORD)
    fr_local_exchange_reject (exchange, "administratorPassword", "is shorter than %d characters",
                              SHORTEST_PASSWORD);
  else
    return TRUE;

  return FALSE;
}

/* Processors as asked for, the rest as the image has them. */
static JsonObject *
make_cpu (FrLocalExchange *exchange, JsonObject *image)
{
  JsonObject *cpu = fr_local_json_copy (fr_local_json_get_object (image, "cpu"));
  JsonObject *asked = fr_local_json_get_object (exchange->body, "cpu");

  if (asked != NULL)
    fr_local_json_merge (cpu, asked);

  return cpu;
}

static gboolean
check_cpu (FrLocalExchange *exchange, JsonObject *cpu)
{
  gint64 count = fr_local_json_get_number (cpu, "count", 1);
  gint64 cores = fr_local_json_get_number (cpu, "coresPerSocket", 1);

  if (count % cores == 0)
    return TRUE;

  fr_local_exchange_reject (exchange, "cpu.coresPerSocket", "must divide the count of processors");
  return FALSE;
}

static gboolean
is_same_disk (JsonObject *asked, JsonObject *disk)
{
  const char *id = fr_local_json_get_text (asked, "id");

  if (id != NULL)
    return strcmp (id, fr_local_json_get_text (disk, "id")) == 0;

  return fr_local_json_get_number (asked, "scsiId", -1) ==
         fr_local_json_get_number (disk, "scsiId", -2);
}

/* Gives the disks of the image the speeds asked for, and ids of their own. */
static gboolean
take_disks (FrLocalExchange *exchange, const char *datacenter_id, JsonArray *disks)
{
  JsonArray *asked = fr_local_json_get_array (exchange->body, "disk");

  for (guint i = 0; asked != NULL && i < json_array_get_length (asked); i++)
    {
      JsonObject *wish = json_array_get_object_element (asked, i);
      const char *speed = fr_local_json_get_text (wish, "speed");
      gboolean found = FALSE;

      for (guint j = 0; j < json_array_get_length (disks); j++)
        if (is_same_disk (wish, json_array_get_object_element (disks, j)))
          {
            json_object_set_string_member (json_array_get_object_element (disks, j), "speed",
                                           speed);
            found = TRUE;
          }
      if (!found || !fr_local_catalog_has_disk_speed (datacenter_id, speed))
        {
          fr_local_exchange_reject (exchange, "disk",
                                    found ? "that speed is not sold there"
                                          : "the image has no such disk");
          return FALSE;
        }
    }

  for (guint j = 0; j < json_array_get_length (disks); j++)
    {
      g_autofree char *id = g_uuid_string_random ();

      json_object_set_string_member (json_array_get_object_element (disks, j), "id", id);
      json_object_set_string_member (json_array_get_object_element (disks, j), "state", "NORMAL");
    }

  return TRUE;
}

static JsonObject *
make_controller (FrLocalExchange *exchange, JsonObject *image)
{
  JsonArray *controllers = fr_local_json_get_array (image, "scsiController");
  g_autoptr (JsonObject) controller =
    fr_local_json_copy (json_array_get_object_element (controllers, 0));
  g_autofree char *id = g_uuid_string_random ();

  json_object_set_string_member (controller, "id", id);
  json_object_set_string_member (controller, "state", "NORMAL");

  return take_disks (exchange, fr_local_json_get_text (image, "datacenterId"),
                     json_object_get_array_member (controller, "disk"))
           ? g_steal_pointer (&controller)
           : NULL;
}

/* The network cards, each with an address of its own. */
static JsonObject *
make_network (FrLocalExchange *exchange, FrLocalAsset *domain)
{
  JsonObject *asked = fr_local_json_get_object (exchange->body, "networkInfo");
  JsonArray *more = fr_local_json_get_array (asked, "additionalNic");
  g_autoptr (JsonArray) taken = json_array_new ();
  g_autoptr (JsonObject) network = json_object_new ();
  JsonObject *nic;

  if (more != NULL && json_array_get_length (more) > MOST_ADDITIONAL_NICS)
    {
      fr_local_exchange_refuse (exchange, "EXCEEDS_LIMIT",
                                "A Server has at most %d additional NICs.", MOST_ADDITIONAL_NICS);
      return NULL;
    }

  json_object_set_string_member (network, "networkDomainId", domain->id);
  nic = fr_local_nic_make (exchange, domain, fr_local_json_get_object (asked, "primaryNic"),
                           "networkInfo.primaryNic", 0);
  if (nic == NULL)
    return NULL;
  json_object_set_object_member (network, "primaryNic", nic);

  for (guint i = 0; more != NULL && i < json_array_get_length (more); i++)
    {
      nic = fr_local_nic_make (exchange, domain, json_array_get_object_element (more, i),
                               "networkInfo.additionalNic", i + 1);
      if (nic == NULL)
        return NULL;
      if (fr_local_nic_has_vlan (network, taken, fr_local_json_get_text (nic, "vlanId")))
        {
          json_object_unref (nic);
          fr_local_exchange_reject (exchange, "networkInfo.additionalNic", "a VLAN is named twice");
          return NULL;
        }
      json_array_add_object_element (taken, nic);
    }
  json_object_set_array_member (network, "additionalNic", g_steal_pointer (&taken));

  return g_steal_pointer (&network);
}

/* Keeps the password as /etc/shadow would; itself only in memory, for the first start of a host. */
static void
keep_password (FrLocalAsset *server, const char *password)
{
  struct crypt_data scratch = { 0 };
  char salt[CRYPT_GENSALT_OUTPUT_SIZE];
  const char *hash = NULL;

  if (crypt_gensalt_rn ("$6$", 0, NULL, 0, salt, sizeof salt) != NULL)
    hash = crypt_r (password, salt, &scratch);
  if (hash != NULL && *hash != '*')
    json_object_set_string_member (server->hidden, "passwordHash", hash);
  explicit_bzero (&scratch, sizeof scratch);
  if (fr_local_catalog_is_here (fr_local_asset_get (server, "datacenterId")))
    server->secret = g_strdup (password);
}

static JsonObject *
make_server (FrLocalExchange *exchange, FrLocalAsset *domain, JsonObject *image)
{
  g_autoptr (JsonObject) cpu = make_cpu (exchange, image);
  g_autoptr (JsonObject) controller = NULL;
  JsonObject *network = NULL;
  gint64 memory_gb = fr_local_json_get_number (image, "memoryGb", 1);
  const char *image_id = fr_local_json_get_text (image, "id");
  const char *description = fr_local_exchange_get_text (exchange, "description");
  g_autofree char *now = fr_local_world_format_time (exchange->world);

  if (!check_cpu (exchange, cpu))
    return NULL;
  controller = make_controller (exchange, image);
  if (controller != NULL)
    network = make_network (exchange, domain);
  if (network == NULL)
    return NULL;

  return fr_local_json_make (
    "datacenterId:s", fr_local_asset_get (domain, "datacenterId"),
    "name:s", fr_local_exchange_get_text (exchange, "name"),
    "description:s", description != NULL ? description : "",
    "cpu:o", g_steal_pointer (&cpu),
    "memoryGb:i", (int) fr_local_exchange_get_number (exchange, "memoryGb", memory_gb),
    "scsiController:a", fr_local_json_wrap (g_steal_pointer (&controller)),
    "sataController:a", NULL,
    "ideController:a", NULL,
    "floppy:a", NULL,
    "networkInfo:o", network,
    "source:o", fr_local_json_make ("type:s", "IMAGE_ID", "value:s", image_id, NULL),
    "guest:o", fr_local_json_copy (fr_local_json_get_object (image, "guest")),
    "virtualHardware:o", fr_local_json_make ("version:s", "vmx-13", "upToDate:b", TRUE, NULL),
    "softwareLabel:a", NULL,
    "tag:a", NULL,
    "createTime:s", now,
    "deployed:b", FALSE,
    "started:b", FALSE,
    NULL);
}

static void
deploy (FrLocalExchange *exchange)
{
  FrLocalAsset *domain =
    fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "networkInfo.networkDomainId");
  gboolean start = fr_local_json_get_flag (exchange->body, "start");
  gboolean customized = strcmp (exchange->operation, "DEPLOY_SERVER") == 0;
  g_autoptr (JsonObject) image = domain != NULL ? find_image (exchange, domain) : NULL;
  JsonObject *data;
  JsonObject *then;
  FrLocalAsset *server;

  if (image == NULL || (customized && !check_password (exchange)))
    return;
  data = make_server (exchange, domain, image);
  if (data == NULL)
    return;

  server = fr_local_world_add (exchange->world, FR_LOCAL_SERVER, data);
  if (customized)
    keep_password (server, fr_local_exchange_get_text (exchange, "administratorPassword"));
  then = fr_local_json_make ("deployed:b", TRUE, NULL);
  if (start)
    json_object_set_boolean_member (then, "started", TRUE);
  fr_local_life_begin (exchange->world, server, exchange->operation, then);
  fr_local_exchange_accept (
    exchange, "serverId", server->id,
    "Request to deploy Server '%s' has been accepted and is being processed.",
    fr_local_exchange_get_text (exchange, "name"));
}

const FrLocalOperation fr_local_routes_server[] = {
  { "server/deployServer", "DEPLOY_SERVER", TRUE, deploy_fields, deploy },
  { "server/deployUncustomizedServer", "DEPLOY_UNCUSTOMIZED_SERVER", TRUE, deploy_fields, deploy },
  { NULL },
};
