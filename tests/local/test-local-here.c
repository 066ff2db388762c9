/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server of this computer, from the API to a sign-in at its public address. */

#include "config.h"

#include <string.h>

#include "fr-local-here.h"
#include "fr-paths.h"
#include "test-cloud-client.h"
#include "test-host.h"

#define SPEED 1000

static TestWorld world;

/* What has been deployed, and who runs it now. */
typedef struct
{
  FrLocalHere *here;
  TestCloud *cloud;
  char *domain_id;
  char *server_id;
  char *server_path;
  char *private_ipv4;
  char *public_ipv4;
} Stay;

static void
begin (Stay *stay)
{
  g_autoptr (GError) error = NULL;

  stay->here = fr_local_here_start (0, SPEED, NULL, &error);
  g_assert_no_error (error);
  stay->cloud = test_cloud_new_for (
    fr_local_here_get_endpoint (stay->here), fr_local_here_get_ca_file (stay->here),
    fr_local_here_get_user (stay->here), fr_local_here_get_password (stay->here));
}

static void
end (Stay *stay)
{
  g_clear_pointer (&stay->cloud, test_cloud_free);
  g_clear_pointer (&stay->here, fr_local_here_stop);
}

static void
deploy (Stay *stay)
{
  TestCloud *cloud = stay->cloud;
  g_autofree char *image_id = test_cloud_find_image (cloud, "HERE1");
  g_autofree char *vlan_id = NULL;
  g_autofree char *host = NULL;
  g_autofree char *subnet = NULL;
  g_autoptr (JsonObject) server = NULL;
  JsonObject *network;

  g_assert_true (fr_local_here_describe (&host, &subnet, NULL));
  g_assert_true (g_str_has_suffix (cloud->endpoint, host));
  *strchr (subnet, '/') = '\0';
  stay->domain_id = test_cloud_add_domain (cloud, "HERE1", "stay");
  vlan_id = test_cloud_add_vlan (cloud, stay->domain_id, "vlan", subnet);
  stay->server_id = test_cloud_add (
    cloud, "server/deployServer",
    "{'name': 'mirror-1', 'imageId': '%s', 'start': false, 'administratorPassword': '%s',"
    " 'networkInfo': {'networkDomainId': '%s', 'primaryNic': {'vlanId': '%s'}}}",
    image_id, TEST_PASSWORD, stay->domain_id, vlan_id);
  stay->server_path = g_strconcat ("server/server/", stay->server_id, NULL);
  test_cloud_wait (cloud, stay->server_path, "NORMAL");

  server = test_cloud_get (cloud, stay->server_path);
  network = json_object_get_object_member (server, "networkInfo");
  stay->private_ipv4 = g_strdup (json_object_get_string_member (
    json_object_get_object_member (network, "primaryNic"), "privateIpv4"));
}

/* Gives the id of the rule that lets SSH in. */
static char *
publish (Stay *stay)
{
  TestCloud *cloud = stay->cloud;
  g_autofree char *nat_id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) nat = NULL;

  g_free (test_cloud_add (cloud, "network/addPublicIpBlock", "{'networkDomainId': '%s'}",
                          stay->domain_id));
  nat_id =
    test_cloud_add (cloud, "network/createNatRule", "{'networkDomainId': '%s', 'internalIp': '%s'}",
                    stay->domain_id, stay->private_ipv4);
  path = g_strconcat ("network/natRule/", nat_id, NULL);
  nat = test_cloud_get (cloud, path);
  stay->public_ipv4 = g_strdup (json_object_get_string_member (nat, "externalIp"));

  return test_cloud_add (
    cloud, "network/createFirewallRule",
    "{'networkDomainId': '%s', 'name': 'Mirror1.TCPv4_2222', 'action': 'ACCEPT_DECISIVELY',"
    " 'ipVersion': 'IPV4', 'protocol': 'TCP', 'source': {'ip': {'address': 'ANY'}},"
    " 'destination': {'ip': {'address': '%s'}, 'port': {'begin': %d}}, 'enabled': true,"
    " 'placement': {'position': 'LAST'}}",
    stay->domain_id, stay->public_ipv4, FR_LOCAL_HOST_SSH_PORT);
}

static FrSsh *
sign_in (Stay *stay, GError **error)
{
  FrSshTarget target = test_world_get_target (&world);

  target.host = stay->public_ipv4;

  return fr_ssh_open (&target, NULL, error);
}

static void
assert_signs_in (Stay *stay)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrSsh) ssh = sign_in (stay, &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  name = fr_ssh_capture (ssh, "hostname", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_strchomp (name), ==, "mirror-1");
}

static void
change_server (Stay *stay, const char *operation)
{
  g_autofree char *path = g_strconcat ("server/", operation, NULL);

  g_free (test_cloud_add (stay->cloud, path, "{'id': '%s'}", stay->server_id));
  test_cloud_wait (stay->cloud, stay->server_path,
                   strcmp (operation, "deleteServer") == 0 ? NULL : "NORMAL");
}

static void
test_stay (void)
{
  Stay stay = { 0 };
  g_autofree char *rule_id = NULL;
  g_autofree char *hosts = fr_paths_state ("cloud", "hosts", NULL);
  g_autofree char *files = NULL;
  g_autoptr (FrSsh) ssh = NULL;
  g_autoptr (GError) error = NULL;

  /* The password outlives the emulator, which ends before the server is ever started. */
  begin (&stay);
  deploy (&stay);
  end (&stay);
  begin (&stay);
  change_server (&stay, "startServer");
  rule_id = publish (&stay);
  assert_signs_in (&stay);

  /* What was on is on again, and what was open is open. */
  end (&stay);
  begin (&stay);
  assert_signs_in (&stay);

  g_free (test_cloud_add (stay.cloud, "network/deleteFirewallRule", "{'id': '%s'}", rule_id));
  ssh = sign_in (&stay, &error);
  g_assert_null (ssh);
  g_assert_nonnull (error);

  change_server (&stay, "powerOffServer");
  files = g_build_filename (hosts, stay.server_id, NULL);
  g_assert_true (g_file_test (files, G_FILE_TEST_IS_DIR));
  change_server (&stay, "deleteServer");
  g_assert_false (g_file_test (files, G_FILE_TEST_EXISTS));

  end (&stay);
  g_free (stay.domain_id);
  g_free (stay.server_id);
  g_free (stay.server_path);
  g_free (stay.private_ipv4);
  g_free (stay.public_ipv4);
}

int
main (int argc, char **argv)
{
  g_autofree char *why_not = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!test_world_init (&world, NULL, &why_not))
    {
      g_print ("1..0 # SKIP %s\n", why_not);
      return 0;
    }

  g_test_add_func ("/local-here/stay", test_stay);
  result = g_test_run ();

  test_world_clear (&world);

  return result;
}
