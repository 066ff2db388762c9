/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is not ours is used where that is harmless, refused where it is not, and never removed;
 * what is ours is removed, and what cannot be is told. */

#include <string.h>

#include "fr-cloud-access.h"
#include "fr-cloud-network.h"
#include "fr-cloud-places.h"
#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"
#include "fr-error.h"
#include "site-world.h"

#define LIMIT 30

static char *
add_domain (SiteWorld *world, const char *name, const char *description)
{
  g_autoptr (GError) error = NULL;
  char *id =
    fr_cloud_add_domain (world->cloud, LOCATION, name, description, "essentials", NULL, &error);

  g_assert_no_error (error);
  fr_cloud_wait_ready (world->cloud, FR_CLOUD_DOMAIN, id, LIMIT, NULL, &error);
  g_assert_no_error (error);

  return id;
}

static char *
add_vlan (SiteWorld *world, const char *domain_id, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *id = fr_cloud_add_vlan (world->cloud, domain_id, name, "of somebody else", "10.77.0.0", 24,
                                NULL, &error);

  g_assert_no_error (error);
  fr_cloud_wait_ready (world->cloud, FR_CLOUD_VLAN, id, LIMIT, NULL, &error);
  g_assert_no_error (error);

  return id;
}

static void
add_server (SiteWorld *world, const char *domain_id, const char *vlan_id, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = fr_cloud_list_images (world->cloud, LOCATION, NULL, &error);
  FrCloudServerWish wish = { .name = name,
                             .description = "of somebody else",
                             .domain_id = domain_id,
                             .vlan_id = vlan_id,
                             .password = "Gl4ss-and-Silver" };
  g_autofree char *id = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < images->len; i++)
    if (g_str_has_prefix (((FrCloudImage *) images->pdata[i])->name, "Ubuntu 24"))
      wish.image_id = ((FrCloudImage *) images->pdata[i])->id;
  id = fr_cloud_add_server (world->cloud, &wish, NULL, &error);
  g_assert_no_error (error);
  fr_cloud_wait_ready (world->cloud, FR_CLOUD_SERVER, id, LIMIT, NULL, &error);
  g_assert_no_error (error);
}

/* Domain, network and a block of addresses of somebody else: used, and still there afterwards. */
static void
test_networks (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *domain_id = add_domain (world, "Studio One", "of somebody else");
  g_autofree char *vlan_id = add_vlan (world, domain_id, "StudioLan");
  g_autofree char *block_id = fr_cloud_add_block (world->cloud, domain_id, NULL, NULL);
  g_autofree char *before = site_world_list (world);
  g_autofree char *with = NULL;
  g_autofree char *after = NULL;
  g_autofree char *same_id = NULL;

  site_world_open_ports (world, site_world_glued);
  with = site_world_list (world);
  g_assert_nonnull (strstr (with, "server web-01"));
  g_assert_nonnull (strstr (with, "rule Web02.TCPv4_8433.plumbery"));

  site_world_dispose (world, site_world_glued);
  after = site_world_list (world);
  g_assert_cmpstr (after, ==, before);
  same_id = site_world_find_domain (world, "Studio One");
  g_assert_cmpstr (same_id, ==, domain_id);
}

static void
test_server (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *domain_id = add_domain (world, "Studio One", "of somebody else");
  g_autofree char *vlan_id = add_vlan (world, domain_id, "StudioLan");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FrSite) site = NULL;

  add_server (world, domain_id, vlan_id, "web-02");
  before = site_world_list (world);

  site = site_world_open (world, site_world_plan);
  g_assert_false (fr_site_deploy (site, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "web-02"));
  g_clear_pointer (&site, fr_site_free);

  site_world_dispose (world, site_world_plan);
  after = site_world_list (world);
  g_assert_cmpstr (after, ==, before);
}

/* Things with our mark that the plan does not name any more: they go, too. */
static void
test_changed_plan (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *fewer = site_world_replace (site_world_glued, "web-0[1..2]", "web-03");
  g_autofree char *moved = site_world_replace (fewer, "StudioLan, subnet: 10.77.0.0",
                                               "OtherLan, subnet: 10.78.0.0");
  g_autofree char *mark = NULL;
  g_autofree char *id = NULL;
  g_autofree char *list = NULL;

  site_world_open_ports (world, site_world_glued);
  mark = fr_site_read_fact ("studio", "", "mark");
  id = add_domain (world, "Elsewhere", mark);
  site_world_dispose (world, moved);
  list = site_world_list (world);
  g_assert_cmpstr (list, ==, "");
}

/* The server has gone behind our back: the ways to it go, too. */
static void
test_vanished (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *list = NULL;

  site_world_open_ports (world, site_world_glued);
  site_world_remove_server (world, "web-01");
  site_world_dispose (world, site_world_glued);
  list = site_world_list (world);
  g_assert_cmpstr (list, ==, "");
}

static void
test_keep (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *plan = site_world_replace (site_world_glued, "            cpu: 4\n",
                                              "            cpu: 4\n            destroy: never\n");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *state = NULL;
  g_autoptr (FrSite) site = NULL;
  g_autoptr (GError) error = NULL;

  site_world_open_ports (world, plan);
  before = site_world_list (world);
  site = site_world_open (world, plan);
  fr_site_dispose (site, NULL, &error);
  g_assert_no_error (error);
  after = site_world_list (world);
  g_assert_cmpstr (after, ==, before);
  state = fr_site_read_fact ("studio", "", "state");
  g_assert_cmpstr (state, ==, "kept");
}

/* Something that cannot be removed is told, and the deployment is not forgotten. */
static void
test_left (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FrSite) site = NULL;
  g_autoptr (GPtrArray) left = NULL;

  site_world_deploy (world, site_world_plan);
  site = site_world_open (world, site_world_plan);
  left = fr_site_list_left (site, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 4); /* two servers, a network, a domain */

  fr_local_cloud_fail_next (world->emulator, "DELETE_NETWORK_DOMAIN", "AUTHORIZATION_FAILURE", 1);
  g_assert_false (fr_site_dispose (site, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Add a network domain"));
  g_clear_pointer (&site, fr_site_free);
  state = fr_site_read_fact ("studio", "", "state");
  g_assert_cmpstr (state, ==, "disposing");
  site_world_dispose (world, site_world_plan);
}

/* Not two at once, and not in another cloud, whose emptiness would look like success. */
static void
test_one_at_a_time (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (FrSite) first = site_world_open (world, site_world_plan);
  FrPlan *plan = fr_plan_parse (site_world_plan, "studio.yaml", NULL, NULL);

  g_assert_null (fr_site_new (plan, FR_SITE_WORK, world->cloud, "studio", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "process"));
}

static void
test_other_account (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *home = g_strdup (world->home);
  g_autoptr (SiteWorld) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FrSite) site = NULL;
  FrPlan *plan;

  site_world_deploy (world, site_world_plan);
  other = site_world_new ();
  g_setenv ("FITTINGS_HOME", home, TRUE);
  plan = fr_plan_parse (site_world_plan, "studio.yaml", NULL, NULL);
  g_assert_null (fr_site_new (plan, FR_SITE_WORK, other->cloud, "studio", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_clear_error (&error);

  /* The same address, another organisation. */
  site = site_world_open (world, site_world_plan);
  g_assert_true (fr_site_set_fact (site, "account", "somebody-else", &error));
  g_assert_false (fr_site_deploy (site, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (fr_site_dispose (site, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
}

/* Refused before anything was made: there is no deployment afterwards. */
static void
test_refused_early (void)
{
  static const char *const words[][2] = {
    { "EU6", "XX9" },
    { "Ubuntu 24.04 2 CPU", "Amiga 1.3" },
  };
  g_autoptr (SiteWorld) world = site_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *text = site_world_replace (site_world_plan, words[i][0], words[i][1]);
      g_autoptr (FrSite) site = site_world_open (world, text);
      g_autoptr (GPtrArray) list = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (fr_site_deploy (site, NULL, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
      g_assert_nonnull (strstr (error->message, words[i][1]));
      list = fr_site_list ();
      g_assert_cmpuint (list->len, ==, 0);
    }
  g_assert_cmpuint (site_world_count_posts (world), ==, 0);
}

static const char *const operations[] = {
  "DISABLE_SERVER_MONITORING",
  "POWER_OFF_SERVER",
  "DELETE_SERVER",
  "DELETE_FIREWALL_RULE",
  "DELETE_NAT_RULE",
  "REMOVE_PUBLIC_IP_BLOCK",
  "DELETE_VLAN",
  "DELETE_NETWORK_DOMAIN",
};

/* Every removal is refused once: each run goes on where the one before stopped. */
static void
test_dispose_refused (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *list = NULL;
  gboolean gone = FALSE;
  guint runs = 0;

  site_world_open_ports (world, site_world_glued);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    fr_local_cloud_fail_next (world->emulator, operations[i], "AUTHORIZATION_FAILURE", 1);

  while (!gone)
    {
      g_autoptr (FrSite) site = site_world_open (world, site_world_glued);
      g_autoptr (GError) error = NULL;

      gone = fr_site_dispose (site, NULL, &error);
      if (!gone)
        g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
      g_assert_cmpuint (++runs, <=, G_N_ELEMENTS (operations) + 1);
    }

  g_assert_cmpuint (runs, >, 3);
  list = site_world_list (world);
  g_assert_cmpstr (list, ==, "");
}

/* Half-made things, and failed ones: they are taken away like whole ones. */
static void
test_dispose_failed (void)
{
  static const char *const causes[][2] = {
    { "DEPLOY_NETWORK_DOMAIN", "FAILED_ADD" },
    { "DEPLOY_VLAN", "FAILED_ADD" },
    { "DEPLOY_SERVER", "FAILED_ADD" },
    { "ADD_DISK", "FAILED_CHANGE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autoptr (SiteWorld) world = site_world_new ();
      g_autoptr (FrSite) site = site_world_open (world, site_world_plan);
      g_autoptr (GError) error = NULL;
      g_autofree char *list = NULL;

      g_test_message ("%s %s", causes[i][0], causes[i][1]);
      fr_local_cloud_fail_next (world->emulator, causes[i][0], causes[i][1], 1);
      if (!fr_site_deploy (site, NULL, &error))
        g_test_message ("%s", error->message);
      g_clear_pointer (&site, fr_site_free);
      site_world_dispose (world, site_world_plan);
      list = site_world_list (world);
      g_assert_cmpstr (list, ==, "");
    }
}

/* The journal is lost; what is in the cloud is known by its mark. */
static void
test_damaged_journal (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *path =
    g_build_filename (world->home, "state", "deployments", "studio", "journal.sqlite", NULL);
  g_autofree char *list = NULL;
  g_autoptr (FrSite) site = NULL;
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GError) error = NULL;
  guint count;

  site_world_deploy (world, site_world_plan);
  g_assert_true (g_file_set_contents (path, "this is no journal any more, but a letter", -1, NULL));
  known = fr_site_list ();
  g_assert_cmpuint (known->len, ==, 1);
  g_assert_cmpstr (((FrSiteInfo *) g_ptr_array_index (known, 0))->state, ==, "damaged");
  g_assert_false (fr_site_check ("studio", &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_STATE);
  g_clear_error (&error);

  count = site_world_count_posts (world);
  site = site_world_open (world, site_world_plan);
  g_assert_nonnull (fr_site_get_notice (site));
  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (site_world_count_posts (world), ==, count);
  g_clear_pointer (&site, fr_site_free);

  site_world_dispose (world, site_world_plan);
  list = site_world_list (world);
  g_assert_cmpstr (list, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/foreign/networks", test_networks);
  g_test_add_func ("/deploy/foreign/server", test_server);
  g_test_add_func ("/deploy/foreign/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/deploy/foreign/other-account", test_other_account);
  g_test_add_func ("/deploy/foreign/refused-early", test_refused_early);
  g_test_add_func ("/deploy/foreign/damaged-journal", test_damaged_journal);
  g_test_add_func ("/deploy/dispose/left", test_left);
  g_test_add_func ("/deploy/dispose/changed-plan", test_changed_plan);
  g_test_add_func ("/deploy/dispose/vanished", test_vanished);
  g_test_add_func ("/deploy/dispose/keep", test_keep);
  g_test_add_func ("/deploy/dispose/refused", test_dispose_refused);
  g_test_add_func ("/deploy/dispose/failed", test_dispose_failed);

  return g_test_run ();
}
