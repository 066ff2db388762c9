/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life of a small plan, against our own emulator: two servers side by side. */

#include <glib/gstdio.h>

#include "../soup-log.h"
#include "fr-cloud-network.h"
#include "fr-cloud-places.h"
#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"
#include "fr-error.h"
#include "fr-local-cloud.h"

#define LOCATION "EU6"
#define N_SERVERS 2
#define LIMIT 30

/* What one server of the plan is made of. */
typedef struct
{
  FrCloud *cloud;
  const char *name;
  const char *image_id;
  const char *domain_id;
  const char *vlan_id;
  char *id;
  char *private_ipv4;
} Mirror;

static void
build_hardware (Mirror *mirror)
{
  g_autoptr (FrCloudServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *disk_id = NULL;
  FrCloud *cloud = mirror->cloud;

  fr_cloud_resize_server (cloud, mirror->id, 4, 2, "standard", 8, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_ready (cloud, FR_CLOUD_SERVER, mirror->id, LIMIT, NULL, &error);
  g_assert_no_error (error);

  server = fr_cloud_get_server (cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->cpu, ==, 4);
  g_assert_cmpuint (server->cores, ==, 2);
  g_assert_cmpuint (server->memory_gb, ==, 8);
  g_assert_cmpuint (server->disks->len, >=, 1);
  mirror->private_ipv4 = g_strdup (server->private_ipv4);

  fr_cloud_expand_disk (cloud, ((FrCloudDisk *) server->disks->pdata[0])->id, 60, NULL, &error);
  g_assert_no_error (error);
  disk_id = fr_cloud_add_disk (cloud, mirror->id, 20, "economy", NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_ready (cloud, FR_CLOUD_SERVER, mirror->id, LIMIT, NULL, &error);
  g_assert_no_error (error);

  g_clear_pointer (&server, fr_cloud_server_free);
  server = fr_cloud_get_server (cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server->disks->len, ==, 2);
  g_assert_cmpuint (((FrCloudDisk *) server->disks->pdata[0])->size_gb, ==, 60);
  g_assert_cmpuint (((FrCloudDisk *) server->disks->pdata[1])->size_gb, ==, 20);
  g_assert_cmpstr (((FrCloudDisk *) server->disks->pdata[1])->id, ==, disk_id);
}

static gpointer
build_thread (gpointer data)
{
  Mirror *mirror = data;
  g_autoptr (GError) error = NULL;
  FrCloudServerWish wish = { .name = mirror->name,
                             .description = "#plan",
                             .image_id = mirror->image_id,
                             .domain_id = mirror->domain_id,
                             .vlan_id = mirror->vlan_id,
                             .password = "Gl4ss-and-Silver" };

  mirror->id = fr_cloud_add_server (mirror->cloud, &wish, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_ready (mirror->cloud, FR_CLOUD_SERVER, mirror->id, LIMIT, NULL, &error);
  g_assert_no_error (error);

  build_hardware (mirror);
  fr_cloud_monitor_server (mirror->cloud, mirror->id, "essentials", NULL, &error);
  g_assert_no_error (error);
  fr_cloud_monitor_server (mirror->cloud, mirror->id, "essentials", NULL, &error);
  g_assert_no_error (error);

  fr_cloud_start_server (mirror->cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_power (mirror->cloud, mirror->id, TRUE, LIMIT, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_start_server (mirror->cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

static gpointer
remove_thread (gpointer data)
{
  Mirror *mirror = data;
  g_autoptr (GError) error = NULL;

  fr_cloud_monitor_server (mirror->cloud, mirror->id, NULL, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_shutdown_server (mirror->cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_power (mirror->cloud, mirror->id, FALSE, LIMIT, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_delete_server (mirror->cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_gone (mirror->cloud, FR_CLOUD_SERVER, mirror->id, LIMIT, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_delete_server (mirror->cloud, mirror->id, NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

static void
run_each (GThreadFunc func, Mirror *mirrors)
{
  GThread *threads[N_SERVERS];

  for (guint i = 0; i < N_SERVERS; i++)
    threads[i] = g_thread_new (mirrors[i].name, func, &mirrors[i]);
  for (guint i = 0; i < N_SERVERS; i++)
    g_thread_join (threads[i]);
}

static char *
choose_image (FrCloud *cloud)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) locations = fr_cloud_list_locations (cloud, NULL, &error);
  g_autoptr (GPtrArray) images = NULL;
  gboolean found = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < locations->len; i++)
    {
      const FrCloudLocation *location = locations->pdata[i];

      if (!g_str_equal (location->id, LOCATION))
        continue;
      found = TRUE;
      g_assert_cmpuint (location->max_cpu, >, 0);
      g_assert_cmpuint (location->max_memory_gb, >, 0);
      g_assert_nonnull (location->disk_speeds[0]);
    }
  g_assert_true (found);

  images = fr_cloud_list_images (cloud, LOCATION, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < images->len; i++)
    {
      const FrCloudImage *image = images->pdata[i];

      g_assert_cmpstr (image->location_id, ==, LOCATION);
      if (g_str_has_prefix (image->name, "Ubuntu"))
        return g_strdup (image->id);
    }

  g_assert_not_reached ();
}

/* One public address and two rules for each server. */
static void
open_doors (FrCloud *cloud, const char *domain_id, Mirror *mirrors)
{
  g_autoptr (GPtrArray) nats = NULL;
  g_autoptr (GPtrArray) reserved = NULL;
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *block_id = fr_cloud_add_block (cloud, domain_id, NULL, &error);
  guint own = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < N_SERVERS; i++)
    {
      g_autofree char *id = NULL;

      id = fr_cloud_add_nat (cloud, domain_id, mirrors[i].private_ipv4, NULL, NULL, &error);
      g_assert_no_error (error);
    }

  nats = fr_cloud_list_nats (cloud, domain_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nats->len, ==, N_SERVERS);
  reserved = fr_cloud_list_reserved (cloud, domain_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reserved->len, ==, N_SERVERS);

  for (guint i = 0; i < N_SERVERS; i++)
    {
      const FrCloudNat *nat = nats->pdata[i];
      g_autofree char *name = g_strdup_printf ("Mirror%u.UDPv4_40000..40199.plan", i);
      g_autofree char *id = NULL;
      g_autofree char *again = NULL;

      id = fr_cloud_add_rule (cloud, domain_id, name, "udp", nat->external, 40000, 40199, NULL,
                              &error);
      g_assert_no_error (error);
      again = fr_cloud_add_rule (cloud, domain_id, name, "udp", nat->external, 40000, 40199, NULL,
                                 &error);
      g_assert_null (again);
      g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
      g_clear_error (&error);
    }

  rules = fr_cloud_list_rules (cloud, domain_id, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rules->len; i++)
    own += !((FrCloudRule *) rules->pdata[i])->is_default;
  g_assert_cmpuint (own, ==, N_SERVERS);
  g_assert_cmpuint (rules->len, >, own);
}

static void
close_doors (FrCloud *cloud, const char *domain_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) nats = fr_cloud_list_nats (cloud, domain_id, NULL, &error);
  g_autoptr (GPtrArray) rules = fr_cloud_list_rules (cloud, domain_id, NULL, &error);
  g_autoptr (GPtrArray) blocks = fr_cloud_list_blocks (cloud, domain_id, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < rules->len; i++)
    {
      const FrCloudRule *rule = rules->pdata[i];

      if (!rule->is_default && !fr_cloud_delete_rule (cloud, rule->id, NULL, &error))
        g_assert_no_error (error);
    }
  for (guint i = 0; i < nats->len; i++)
    g_assert_true (fr_cloud_delete_nat (cloud, ((FrCloudNat *) nats->pdata[i])->id, NULL, NULL));
  for (guint i = 0; i < blocks->len; i++)
    g_assert_true (fr_cloud_delete_block (cloud, ((FrCloudBlock *) blocks->pdata[i])->id, NULL,
                                          NULL));
}

/* Nothing was made twice, whatever was lost on the way. */
static void
check_single (FrCloud *cloud, const char *domain_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) domains = fr_cloud_list_domains (cloud, LOCATION, NULL, &error);
  g_autoptr (GPtrArray) vlans = fr_cloud_list_vlans (cloud, domain_id, NULL, &error);
  g_autoptr (GPtrArray) blocks = fr_cloud_list_blocks (cloud, domain_id, NULL, &error);
  g_autoptr (GPtrArray) servers = fr_cloud_list_servers (cloud, domain_id, LOCATION, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (domains->len, ==, 1);
  g_assert_cmpuint (vlans->len, ==, 1);
  g_assert_cmpuint (blocks->len, ==, 1);
  g_assert_cmpuint (servers->len, ==, N_SERVERS);
}

static void
live (FrCloud *cloud)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *image_id = choose_image (cloud);
  g_autofree char *domain_id = NULL;
  g_autofree char *vlan_id = NULL;
  Mirror mirrors[N_SERVERS] = { { cloud, "mirror-1", image_id }, { cloud, "mirror-2", image_id } };

  domain_id = fr_cloud_add_domain (cloud, LOCATION, "mirrors", "#plan", "advanced", NULL, &error);
  g_assert_no_error (error);
  /* The domain is not ready yet: the call comes back until it is. */
  vlan_id = fr_cloud_add_vlan (cloud, domain_id, "net", "#plan", "10.11.0.0", 24, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_ready (cloud, FR_CLOUD_DOMAIN, domain_id, LIMIT, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_ready (cloud, FR_CLOUD_VLAN, vlan_id, LIMIT, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < N_SERVERS; i++)
    {
      mirrors[i].domain_id = domain_id;
      mirrors[i].vlan_id = vlan_id;
    }
  run_each (build_thread, mirrors);
  open_doors (cloud, domain_id, mirrors);

  check_single (cloud, domain_id);
  close_doors (cloud, domain_id);
  run_each (remove_thread, mirrors);
  g_assert_true (fr_cloud_delete_vlan (cloud, vlan_id, NULL, NULL));
  g_assert_true (fr_cloud_wait_gone (cloud, FR_CLOUD_VLAN, vlan_id, LIMIT, NULL, NULL));
  g_assert_true (fr_cloud_delete_domain (cloud, domain_id, NULL, NULL));
  g_assert_true (fr_cloud_wait_gone (cloud, FR_CLOUD_DOMAIN, domain_id, LIMIT, NULL, NULL));

  for (guint i = 0; i < N_SERVERS; i++)
    {
      g_free (mirrors[i].id);
      g_free (mirrors[i].private_ipv4);
    }
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

typedef struct
{
  char *folder;
  FrLocalCloud *emulator;
  FrCloud *cloud;
} World;

static void
open_world (World *world)
{
  g_autoptr (GError) error = NULL;

  world->folder = g_build_filename (g_getenv ("FITTINGS_HOME"), "cloud", NULL);
  soup_log_prepare ();
  world->emulator = fr_local_cloud_start (world->folder, 0, 20.0, FALSE, &error);
  g_assert_no_error (error);

  world->cloud = fr_cloud_new (fr_local_cloud_get_endpoint (world->emulator),
                               fr_local_cloud_get_user (world->emulator),
                               fr_local_cloud_get_password (world->emulator),
                               fr_local_cloud_get_ca_file (world->emulator), &error);
  g_assert_no_error (error);
  fr_cloud_set_pace (world->cloud, 50, 50);
}

static void
close_world (World *world)
{
  g_clear_object (&world->cloud);
  g_clear_pointer (&world->emulator, fr_local_cloud_stop);
  remove_folder (world->folder);
  g_free (world->folder);
}

static void
test_life (void)
{
  World world = { 0 };
  gint64 begun = g_get_monotonic_time ();

  open_world (&world);
  live (world.cloud);
  g_test_message ("%d ms", (int) ((g_get_monotonic_time () - begun) / 1000));
  close_world (&world);
}

/* The same, while the answers to most changes are lost once after they were carried out. */
static void
test_lost_answers (void)
{
  static const struct
  {
    const char *operation;
    guint count;
  } losses[] = {
    { "deployNetworkDomain", 1 },
    { "deployVlan", 1 },
    { "deployServer", N_SERVERS },
    { "reconfigureServer", 1 },
    { "expandDisk", N_SERVERS },
    { "addDisk", N_SERVERS },
    { "enableServerMonitoring", 1 },
    { "startServer", 1 },
    { "addPublicIpBlock", 1 },
    { "createNatRule", 1 },
    { "createFirewallRule", 1 },
    { "deleteFirewallRule", 1 },
    { "deleteNatRule", 1 },
    { "removePublicIpBlock", 1 },
    { "shutdownServer", 1 },
    { "deleteServer", 1 },
    { "deleteVlan", 1 },
    { "deleteNetworkDomain", 1 },
  };
  World world = { 0 };

  open_world (&world);
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    fr_local_cloud_fail_next (world.emulator, losses[i].operation, "CONNECTION_LOST",
                              losses[i].count);
  live (world.cloud);
  close_world (&world);
}

/* Refusals that pass, and one server that cannot be built. */
static void
test_mishaps (void)
{
  World world = { 0 };
  g_autofree char *domain_id = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;

  open_world (&world);
  fr_local_cloud_fail_next (world.emulator, "deployNetworkDomain", "RESOURCE_BUSY", 2);
  domain_id = fr_cloud_add_domain (world.cloud, LOCATION, "d", NULL, "essentials", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fr_local_cloud_count (world.emulator, "deployNetworkDomain"), ==, 3);
  g_assert_true (fr_cloud_wait_ready (world.cloud, FR_CLOUD_DOMAIN, domain_id, LIMIT, NULL, NULL));

  none = fr_cloud_add_domain (world.cloud, LOCATION, "d", NULL, "essentials", NULL, &error);
  g_assert_null (none);
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_clear_error (&error);

  g_clear_pointer (&domain_id, g_free);
  fr_local_cloud_fail_next (world.emulator, "deployNetworkDomain", "FAILED_ADD", 1);
  domain_id = fr_cloud_add_domain (world.cloud, LOCATION, "e", NULL, "essentials", NULL, &error);
  g_assert_no_error (error);
  g_assert_false (fr_cloud_wait_ready (world.cloud, FR_CLOUD_DOMAIN, domain_id, LIMIT, NULL,
                                       &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CLOUD);
  close_world (&world);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("fr-cloud-XXXXXX", NULL);
  int status;

  g_setenv ("FITTINGS_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cloud/emulator/life", test_life);
  g_test_add_func ("/cloud/emulator/lost-answers", test_lost_answers);
  g_test_add_func ("/cloud/emulator/mishaps", test_mishaps);

  status = g_test_run ();
  remove_folder (home);
  return status;
}
