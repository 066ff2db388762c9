/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site-world.h"

#include <stdlib.h>

#include "../soup-log.h"
#include "fr-cloud-access.h"
#include "fr-cloud-network.h"
#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"
#include "fr-process.h"

#define SPEED 1000

#define PLAN(glue)                                                    \
  "locationId: EU6\n"                                                 \
  "blueprints:\n"                                                     \
  "  - studio:\n"                                                     \
  "      domain: {name: Studio One, description: plan, ipv4: auto}\n" \
  "      ethernet: {name: StudioLan, subnet: 10.77.0.0}\n"            \
  "      nodes:\n"                                                    \
  "        - \"web-0[1..2]\":\n"                                      \
  "            appliance: Ubuntu 24.04 2 CPU\n"                       \
  "            cpu: 4\n"                                              \
  "            memory: 8\n"                                           \
  "            disks:\n"                                              \
  "              - 1 20 standard\n"                                   \
  "              - 2 30 economy\n"                                    \
  "            monitoring: essentials\n" glue

const char *const site_world_plan = PLAN ("");
const char *const site_world_glued = PLAN ("            glue:\n"
                                           "              - internet 8433 udp:40000..40019\n");

static const char *const posts[] = {
  "DEPLOY_NETWORK_DOMAIN",
  "DELETE_NETWORK_DOMAIN",
  "DEPLOY_VLAN",
  "DELETE_VLAN",
  "DEPLOY_SERVER",
  "DELETE_SERVER",
  "CLEAN_SERVER",
  "RECONFIGURE_SERVER",
  "ADD_DISK",
  "EXPAND_DISK",
  "START_SERVER",
  "SHUTDOWN_SERVER",
  "POWER_OFF_SERVER",
  "ENABLE_SERVER_MONITORING",
  "CHANGE_SERVER_MONITORING_PLAN",
  "DISABLE_SERVER_MONITORING",
  "ADD_PUBLIC_IP_BLOCK",
  "REMOVE_PUBLIC_IP_BLOCK",
  "CREATE_NAT_RULE",
  "DELETE_NAT_RULE",
  "CREATE_FIREWALL_RULE",
  "DELETE_FIREWALL_RULE",
};

SiteWorld *
site_world_new (void)
{
  SiteWorld *self = g_new0 (SiteWorld, 1);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  self->home = g_dir_make_tmp ("fittings-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("FITTINGS_HOME", self->home, TRUE);
  folder = g_build_filename (self->home, "cloud", NULL);
  soup_log_prepare ();
  self->emulator = fr_local_cloud_start (folder, 0, SPEED, FALSE, &error);
  g_assert_no_error (error);
  self->cloud = fr_cloud_new (
    fr_local_cloud_get_endpoint (self->emulator), fr_local_cloud_get_user (self->emulator),
    fr_local_cloud_get_password (self->emulator), fr_local_cloud_get_ca_file (self->emulator),
    &error);
  g_assert_no_error (error);
  fr_cloud_set_pace (self->cloud, 5, 2);
  fr_cloud_set_patience (self->cloud, 10);

  return self;
}

void
site_world_free (SiteWorld *self)
{
  const char *const argv[] = { "rm", "-rf", self->home, NULL };

  g_clear_object (&self->cloud);
  g_clear_pointer (&self->emulator, fr_local_cloud_stop);
  fr_process_run (argv, NULL, 10, NULL, NULL, NULL);
  g_free (self->home);
  g_free (self);
}

FrSite *
site_world_open (SiteWorld *self, const char *plan)
{
  g_autoptr (GError) error = NULL;
  FrPlan *parsed = fr_plan_parse (plan, "studio.yaml", NULL, &error);
  FrSite *site;

  g_assert_no_error (error);
  site = fr_site_new (parsed, FR_SITE_WORK, self->cloud, "studio", NULL, &error);
  g_assert_no_error (error);

  return site;
}

void
site_world_deploy (SiteWorld *self, const char *plan)
{
  g_autoptr (FrSite) site = site_world_open (self, plan);
  g_autoptr (GError) error = NULL;

  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
}

/* What needs an SSH server is out of reach here: the deployment is stopped before it. */
typedef struct
{
  GCancellable *cancellable;
  guint contacts;
} Ports;

static void
ports_cb (const FrStepNews *news, gpointer data)
{
  Ports *ports = data;

  if (g_str_has_prefix (news->step->id, "contact:") && ++ports->contacts == 2)
    g_cancellable_cancel (ports->cancellable);
}

gboolean
site_world_try_ports (SiteWorld *self, const char *plan, GError **error)
{
  g_autoptr (FrSite) site = site_world_open (self, plan);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) reason = NULL;
  Ports ports = { cancellable, 0 };

  fr_site_set_report (site, ports_cb, NULL, &ports);
  g_assert_false (fr_site_deploy (site, cancellable, &reason));
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

void
site_world_open_ports (SiteWorld *self, const char *plan)
{
  g_autoptr (GError) error = NULL;

  site_world_try_ports (self, plan, &error);
  g_assert_no_error (error);
}

void
site_world_dispose (SiteWorld *self, const char *plan)
{
  g_autoptr (FrSite) site = site_world_open (self, plan);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (self->home, "state", "deployments", "studio", NULL);

  fr_site_dispose (site, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

guint
site_world_count_posts (SiteWorld *self)
{
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    count += fr_local_cloud_count (self->emulator, posts[i]);

  return count;
}

static void
list_servers (SiteWorld *self, GPtrArray *lines, const FrCloudDomain *domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers =
    fr_cloud_list_servers (self->cloud, domain->id, LOCATION, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);
      GString *line = g_string_new (NULL);

      g_string_append_printf (line, "server %s %u CPU %u GB %s %s", server->name, server->cpu,
                              server->memory_gb,
                              server->monitoring != NULL ? server->monitoring : "unmonitored",
                              server->started ? "on" : "off");
      for (guint n = 0; n < server->disks->len; n++)
        {
          const FrCloudDisk *disk = g_ptr_array_index (server->disks, n);

          g_string_append_printf (line, " %u:%u:%s", disk->scsi_id, disk->size_gb, disk->speed);
        }
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
}

static void
list_access (SiteWorld *self, GPtrArray *lines, const FrCloudDomain *domain)
{
  g_autoptr (GPtrArray) blocks = fr_cloud_list_blocks (self->cloud, domain->id, NULL, NULL);
  g_autoptr (GPtrArray) nats = fr_cloud_list_nats (self->cloud, domain->id, NULL, NULL);
  g_autoptr (GPtrArray) rules = fr_cloud_list_rules (self->cloud, domain->id, NULL, NULL);

  for (guint i = 0; i < blocks->len; i++)
    g_ptr_array_add (lines, g_strdup ("block"));
  for (guint i = 0; i < nats->len; i++)
    g_ptr_array_add (lines, g_strdup ("nat"));
  for (guint i = 0; i < rules->len; i++)
    {
      const FrCloudRule *rule = g_ptr_array_index (rules, i);

      if (!rule->is_default)
        g_ptr_array_add (lines, g_strdup_printf ("rule %s %s %u %u", rule->name, rule->protocol,
                                                 rule->begin, rule->end));
    }
}

static void
list_networks (SiteWorld *self, GPtrArray *lines, const FrCloudDomain *domain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) vlans = fr_cloud_list_vlans (self->cloud, domain->id, NULL, &error);

  g_assert_no_error (error);
  g_ptr_array_add (lines, g_strdup_printf ("domain %s", domain->name));
  for (guint i = 0; i < vlans->len; i++)
    g_ptr_array_add (lines, g_strdup_printf (
                              "vlan %s", ((FrCloudVlan *) g_ptr_array_index (vlans, i))->name));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Everything that is in the cloud, a line for each, sorted. Identifiers are left out. */
char *
site_world_list (SiteWorld *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) domains = fr_cloud_list_domains (self->cloud, LOCATION, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < domains->len; i++)
    {
      const FrCloudDomain *domain = g_ptr_array_index (domains, i);

      list_networks (self, lines, domain);
      list_servers (self, lines, domain);
      list_access (self, lines, domain);
    }
  g_ptr_array_sort (lines, compare);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* Id of the domain with this name. */
char *
site_world_find_domain (SiteWorld *self, const char *name)
{
  g_autoptr (GPtrArray) domains = fr_cloud_list_domains (self->cloud, LOCATION, NULL, NULL);

  for (guint i = 0; domains != NULL && i < domains->len; i++)
    {
      const FrCloudDomain *domain = g_ptr_array_index (domains, i);

      if (g_str_equal (domain->name, name))
        return g_strdup (domain->id);
    }

  return NULL;
}

/* The lines of @text, sorted. */
char *
site_world_sort (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare);

  return g_strjoinv ("\n", lines);
}

/* @text with each @from replaced. */
char *
site_world_replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  g_assert_nonnull (parts[1]);

  return g_strjoinv (to, parts);
}

/* As somebody else would do it, who leaves the ways to it behind. */
void
site_world_remove_server (SiteWorld *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = fr_cloud_list_servers (self->cloud, NULL, LOCATION, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);

      if (!g_str_equal (server->name, name))
        continue;
      fr_cloud_monitor_server (self->cloud, server->id, NULL, NULL, &error);
      g_assert_no_error (error);
      if (server->started)
        {
          fr_cloud_power_off_server (self->cloud, server->id, NULL, &error);
          g_assert_no_error (error);
          fr_cloud_wait_power (self->cloud, server->id, FALSE, 30, NULL, &error);
          g_assert_no_error (error);
        }
      fr_cloud_delete_server (self->cloud, server->id, NULL, &error);
      g_assert_no_error (error);
      fr_cloud_wait_gone (self->cloud, FR_CLOUD_SERVER, server->id, 30, NULL, &error);
      g_assert_no_error (error);
    }
}
