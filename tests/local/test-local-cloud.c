/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "fr-error.h"
#include "test-cloud-client.h"

/* A server of this computer on its way from nothing to nothing. */
typedef struct
{
  TestCloud *cloud;
  char *domain_id;
  char *vlan_id;
  char *server_id;
  char *server_path;
  char *private_ipv4;
  GString *told; /* of power and ways */
} Life;

static void
power_cb (const char *server_id, const char *name, const char *private_ipv4, const char *password,
          gboolean on, gpointer data)
{
  Life *life = data;

  g_string_append_printf (life->told, "%s %s %s;", name, on ? "on" : "off",
                          password != NULL ? password : "-");
}

static void
path_cb (const char *public_ipv4, const char *private_ipv4, guint begin, guint end, gboolean open,
         gpointer data)
{
  Life *life = data;

  g_string_append_printf (life->told, "%s %u-%u;", open ? "open" : "close", begin, end);
}

static void
gone_cb (const char *server_id, gpointer data)
{
  Life *life = data;

  g_string_append (life->told, "gone;");
}

static void
assert_told (Life *life, const char *expected)
{
  g_assert_cmpstr (life->told->str, ==, expected);
  g_string_truncate (life->told, 0);
}

static void
watch (Life *life)
{
  fr_local_cloud_set_power_func (life->cloud->cloud, power_cb, life);
  fr_local_cloud_set_path_func (life->cloud->cloud, path_cb, life);
  fr_local_cloud_set_gone_func (life->cloud->cloud, gone_cb, life);
}

static void
begin_life (Life *life, const char *name)
{
  TestCloud *cloud = life->cloud;
  g_autofree char *image_id = test_cloud_find_image (cloud, "HERE1");
  g_autoptr (JsonObject) server = NULL;
  JsonObject *network;

  life->domain_id = test_cloud_add_domain (cloud, "HERE1", name);
  life->vlan_id = test_cloud_add_vlan (cloud, life->domain_id, "mirror-vlan",
                                       fr_local_cloud_get_network (cloud->cloud));
  life->server_id = test_cloud_add (
    cloud, "server/deployServer",
    "{'name': 'mirror-1', 'imageId': '%s', 'start': false,"
    " 'administratorPassword': 'Gl4ss-and-Silver', 'cpu': {'count': 2}, 'memoryGb': 4,"
    " 'networkInfo': {'networkDomainId': '%s', 'primaryNic': {'vlanId': '%s'}}}",
    image_id, life->domain_id, life->vlan_id);
  life->server_path = g_strconcat ("server/server/", life->server_id, NULL);
  test_cloud_wait (cloud, life->server_path, "NORMAL");

  server = test_cloud_get (cloud, life->server_path);
  g_assert_true (json_object_get_boolean_member (server, "deployed"));
  g_assert_false (json_object_get_boolean_member (server, "started"));
  network = json_object_get_object_member (server, "networkInfo");
  life->private_ipv4 = g_strdup (json_object_get_string_member (
    json_object_get_object_member (network, "primaryNic"), "privateIpv4"));
  g_assert_true (g_str_has_suffix (life->private_ipv4, ".7"));
}

static void
clear_life (Life *life)
{
  g_free (life->domain_id);
  g_free (life->vlan_id);
  g_free (life->server_id);
  g_free (life->server_path);
  g_free (life->private_ipv4);
  g_string_free (life->told, TRUE);
  test_cloud_free (life->cloud);
}

static void
change_server (Life *life, const char *operation)
{
  g_autofree char *path = g_strconcat ("server/", operation, NULL);

  g_free (test_cloud_add (life->cloud, path, "{'id': '%s'}", life->server_id));
  test_cloud_wait (life->cloud, life->server_path, "NORMAL");
}

/* Processors, memory, a bigger disk and another one. */
static void
grow_server (Life *life)
{
  TestCloud *cloud = life->cloud;
  g_autoptr (JsonObject) server = NULL;
  g_autofree char *disk_id = NULL;
  JsonArray *controllers, *disks;

  g_free (test_cloud_add (cloud, "server/reconfigureServer",
                          "{'id': '%s', 'cpuCount': 4, 'memoryGb': '8'}", life->server_id));
  test_cloud_wait (cloud, life->server_path, "NORMAL");
  disk_id =
    test_cloud_add (cloud, "server/addDisk", "{'serverId': '%s', 'sizeGb': 20, 'speed': 'ECONOMY'}",
                    life->server_id);
  test_cloud_wait (cloud, life->server_path, "NORMAL");
  g_free (test_cloud_add (cloud, "server/expandDisk", "{'id': '%s', 'newSizeGb': 50}", disk_id));
  test_cloud_wait (cloud, life->server_path, "NORMAL");

  server = test_cloud_get (cloud, life->server_path);
  g_assert_cmpint (json_object_get_int_member (server, "memoryGb"), ==, 8);
  g_assert_cmpint (
    json_object_get_int_member (json_object_get_object_member (server, "cpu"), "count"), ==, 4);
  controllers = json_object_get_array_member (server, "scsiController");
  disks = json_object_get_array_member (json_array_get_object_element (controllers, 0), "disk");
  g_assert_cmpuint (json_array_get_length (disks), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (disks, 1), "sizeGb"),
                   ==, 50);
}

/* On, off and on again, off; then gone. */
static void
use_server (Life *life)
{
  TestCloud *cloud = life->cloud;

  g_free (test_cloud_add (cloud, "server/enableServerMonitoring",
                          "{'id': '%s', 'servicePlan': 'ESSENTIALS'}", life->server_id));
  change_server (life, "startServer");
  assert_told (life, "mirror-1 on Gl4ss-and-Silver;");
  change_server (life, "resetServer");
  assert_told (life, "mirror-1 off -;mirror-1 on -;");
  test_cloud_refused (cloud, "SERVER_STARTED", "server/deleteServer", "{'id': '%s'}",
                      life->server_id);

  change_server (life, "powerOffServer");
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "server/deleteServer", "{'id': '%s'}",
                      life->server_id);
  g_free (
    test_cloud_add (cloud, "server/disableServerMonitoring", "{'id': '%s'}", life->server_id));
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/deleteVlan", "{'id': '%s'}", life->vlan_id);
  g_free (test_cloud_add (cloud, "server/deleteServer", "{'id': '%s'}", life->server_id));
  test_cloud_wait (cloud, life->server_path, NULL);
  assert_told (life, "mirror-1 off -;gone;");
}

static void
remove_networks (Life *life, const char *block_id)
{
  TestCloud *cloud = life->cloud;
  g_autofree char *vlan_path = g_strconcat ("network/vlan/", life->vlan_id, NULL);
  g_autofree char *domain_path = g_strconcat ("network/networkDomain/", life->domain_id, NULL);

  g_free (test_cloud_add (cloud, "network/deleteVlan", "{'id': '%s'}", life->vlan_id));
  test_cloud_wait (cloud, vlan_path, NULL);
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/deleteNetworkDomain", "{'id': '%s'}",
                      life->domain_id);
  g_free (test_cloud_add (cloud, "network/removePublicIpBlock", "{'id': '%s'}", block_id));
  g_free (test_cloud_add (cloud, "network/deleteNetworkDomain", "{'id': '%s'}", life->domain_id));
  test_cloud_wait (cloud, domain_path, NULL);
}

static void
test_life (void)
{
  Life life = { .cloud = test_cloud_new (), .told = g_string_new (NULL) };
  TestCloud *cloud = life.cloud;
  g_autofree char *block_id = NULL;
  g_autofree char *nat_id = NULL;
  g_autofree char *rule_id = NULL;

  watch (&life);
  begin_life (&life, "mirror-domain");
  grow_server (&life);

  block_id = test_cloud_add (cloud, "network/addPublicIpBlock", "{'networkDomainId': '%s'}",
                             life.domain_id);
  nat_id = test_cloud_add (cloud, "network/createNatRule",
                           "{'networkDomainId': '%s', 'internalIp': '%s'}", life.domain_id,
                           life.private_ipv4);
  rule_id = test_cloud_add (
    cloud, "network/createFirewallRule",
    "{'networkDomainId': '%s', 'name': 'Mirror1.TCPv4_8433', 'action': 'ACCEPT_DECISIVELY',"
    " 'ipVersion': 'IPV4', 'protocol': 'TCP', 'source': {'ip': {'address': 'ANY'}},"
    " 'destination': {'ip': {'address': 'ANY'}, 'port': {'begin': 8433, 'end': 8443}},"
    " 'enabled': true, 'placement': {'position': 'LAST'}}",
    life.domain_id);
  assert_told (&life, "open 8433-8443;");

  use_server (&life);
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/removePublicIpBlock", "{'id': '%s'}",
                      block_id);
  g_free (test_cloud_add (cloud, "network/deleteFirewallRule", "{'id': '%s'}", rule_id));
  assert_told (&life, "close 8433-8443;");
  g_free (test_cloud_add (cloud, "network/deleteNatRule", "{'id': '%s'}", nat_id));
  remove_networks (&life, block_id);

  clear_life (&life);
}

/* What was deployed yesterday is still there, and what was on is switched on again. */
static void
test_restart (void)
{
  Life life = { .cloud = test_cloud_new (), .told = g_string_new (NULL) };
  g_autofree char *endpoint = g_strdup (fr_local_cloud_get_endpoint (life.cloud->cloud));
  g_autofree char *password = g_strdup (fr_local_cloud_get_password (life.cloud->cloud));
  g_autofree char *hash = NULL;

  begin_life (&life, "kept");
  test_cloud_restart (life.cloud);
  g_assert_cmpstr (fr_local_cloud_get_endpoint (life.cloud->cloud), ==, endpoint);
  g_assert_cmpstr (fr_local_cloud_get_password (life.cloud->cloud), ==, password);

  /* The password itself is lost with the process, which its hash is not. */
  watch (&life);
  change_server (&life, "startServer");
  assert_told (&life, "mirror-1 on -;");
  hash = fr_local_cloud_dup_password_hash (life.cloud->cloud, life.server_id);
  g_assert_true (g_str_has_prefix (hash, "$6$"));

  test_cloud_restart (life.cloud);
  watch (&life);
  assert_told (&life, "mirror-1 on -;");

  clear_life (&life);
}

/* An operation that was under way when the emulator stopped goes on when it starts. */
static void
test_restart_midway (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) domain = NULL;

  test_cloud_stop_clock (cloud);
  id = test_cloud_add (cloud, "network/deployNetworkDomain",
                       "{'datacenterId': 'EU6', 'name': 'midway', 'type': 'ESSENTIALS'}");
  path = g_strconcat ("network/networkDomain/", id, NULL);
  domain = test_cloud_get (cloud, path);
  g_assert_cmpstr (json_object_get_string_member (domain, "state"), ==, "PENDING_ADD");
  g_assert_cmpstr (
    json_object_get_string_member (json_object_get_object_member (domain, "progress"), "action"),
    ==, "DEPLOY_NETWORK_DOMAIN");

  test_cloud_restart (cloud);
  test_cloud_wait (cloud, path, "NORMAL");
}

static void
test_one_runner (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *endpoint = NULL;
  g_autofree char *ca_file = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  g_assert_null (fr_local_cloud_start (cloud->folder, 0, 1, TRUE, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_clear_error (&error);

  g_assert_true (
    fr_local_cloud_find (cloud->folder, &endpoint, &ca_file, &user, &password, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (endpoint, ==, fr_local_cloud_get_endpoint (cloud->cloud));
  g_assert_cmpstr (ca_file, ==, fr_local_cloud_get_ca_file (cloud->cloud));
  g_assert_cmpstr (user, ==, fr_local_cloud_get_user (cloud->cloud));
  g_assert_cmpstr (password, ==, fr_local_cloud_get_password (cloud->cloud));

  g_clear_pointer (&cloud->cloud, fr_local_cloud_stop);
  g_assert_false (fr_local_cloud_find (cloud->folder, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_NOT_FOUND);
}

/* What is secret can be read by its owner alone, and no password of a server is in a file. */
static void
test_secrets (void)
{
  Life life = { .cloud = test_cloud_new (), .told = g_string_new (NULL) };
  g_autoptr (GDir) dir = NULL;
  const char *name;

  begin_life (&life, "secrets");
  dir = g_dir_open (life.cloud->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (life.cloud->folder, name, NULL);
      g_autofree char *text = NULL;
      struct stat status;

      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_null (strstr (text, "Gl4ss-and-Silver"));
      if (g_str_has_suffix (name, ".json") || strcmp (name, "key.pem") == 0)
        g_assert_cmpint (status.st_mode & 077, ==, 0);
      g_assert_cmpstr (name, !=, "ca-key.pem");
    }

  clear_life (&life);
}

/* A port that somebody else uses is named, when it was asked for. */
static void
test_port_in_use (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *folder = g_build_filename (cloud->folder, "other", NULL);
  guint port = (guint) atoi (strrchr (fr_local_cloud_get_endpoint (cloud->cloud), ':') + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_local_cloud_start (folder, port, 1, FALSE, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "port"));
}

/* A world that cannot be read is not thrown away. */
static void
test_broken_world (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *path = g_build_filename (cloud->folder, "world.json", NULL);
  const char *const broken[] = { "{", "[]", "{\"format\": 99, \"asset\": []}" };

  g_clear_pointer (&cloud->cloud, fr_local_cloud_stop);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_assert_true (g_file_set_contents (path, broken[i], -1, NULL));
      g_assert_null (fr_local_cloud_start (cloud->folder, 0, 1, FALSE, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_STATE);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, broken[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local-cloud/life", test_life);
  g_test_add_func ("/local-cloud/restart", test_restart);
  g_test_add_func ("/local-cloud/restart-midway", test_restart_midway);
  g_test_add_func ("/local-cloud/one-runner", test_one_runner);
  g_test_add_func ("/local-cloud/secrets", test_secrets);
  g_test_add_func ("/local-cloud/port-in-use", test_port_in_use);
  g_test_add_func ("/local-cloud/broken-world", test_broken_world);

  return g_test_run ();
}
