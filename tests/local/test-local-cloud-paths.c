/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "test-cloud-client.h"

/* A network domain of this computer with one address that leads inside, and what is told. */
typedef struct
{
  TestCloud *cloud;
  char *domain_id;
  char *nat_id;
  char *public_ipv4;
  char *private_ipv4;
  GString *told;
} Walls;

static void
path_cb (const char *public_ipv4, const char *private_ipv4, guint begin, guint end, gboolean open,
         gpointer data)
{
  Walls *walls = data;

  g_assert_cmpstr (public_ipv4, ==, walls->public_ipv4);
  g_assert_cmpstr (private_ipv4, ==, walls->private_ipv4);
  g_string_append_printf (walls->told, "%c%u-%u ", open ? '+' : '-', begin, end);
}

static void
assert_told (Walls *walls, const char *expected)
{
  g_assert_cmpstr (walls->told->str, ==, expected);
  g_string_truncate (walls->told, 0);
}

static char *
replace_end (const char *network, const char *end)
{
  return g_strdup_printf ("%.*s%s", (int) (strlen (network) - 1), network, end);
}

static void
add_nat (Walls *walls)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) nat = NULL;

  walls->nat_id = test_cloud_add (walls->cloud, "network/createNatRule",
                                  "{'networkDomainId': '%s', 'internalIp': '%s'}", walls->domain_id,
                                  walls->private_ipv4);
  path = g_strconcat ("network/natRule/", walls->nat_id, NULL);
  nat = test_cloud_get (walls->cloud, path);
  walls->public_ipv4 = g_strdup (json_object_get_string_member (nat, "externalIp"));
}

static Walls *
walls_new (const char *datacenter_id)
{
  Walls *walls = g_new0 (Walls, 1);
  TestCloud *cloud = test_cloud_new ();
  gboolean here = strcmp (datacenter_id, "HERE1") == 0;
  const char *network = here ? fr_local_cloud_get_network (cloud->cloud) : "10.0.0.0";

  walls->cloud = cloud;
  walls->told = g_string_new (NULL);
  walls->private_ipv4 = replace_end (network, "7");
  walls->domain_id = test_cloud_add_domain (cloud, datacenter_id, "walls");
  g_free (test_cloud_add_vlan (cloud, walls->domain_id, "vlan", network));
  g_free (test_cloud_add (cloud, "network/addPublicIpBlock", "{'networkDomainId': '%s'}",
                          walls->domain_id));
  add_nat (walls);
  fr_local_cloud_set_path_func (cloud->cloud, path_cb, walls);

  return walls;
}

static void
walls_free (Walls *walls)
{
  test_cloud_free (walls->cloud);
  g_string_free (walls->told, TRUE);
  g_free (walls->domain_id);
  g_free (walls->nat_id);
  g_free (walls->public_ipv4);
  g_free (walls->private_ipv4);
  g_free (walls);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Walls, walls_free)

static char *
add_rule (Walls *walls, const char *name, const char *action, const char *protocol,
          const char *source, const char *destination)
{
  return test_cloud_add (
    walls->cloud, "network/createFirewallRule",
    "{'networkDomainId': '%s', 'name': '%s', 'action': '%s', 'ipVersion': 'IPV4',"
    " 'protocol': '%s', 'source': {%s}, 'destination': {%s}, 'enabled': true,"
    " 'placement': {'position': 'FIRST'}}",
    walls->domain_id, name, action, protocol, source, destination);
}

#define ANY "'ip': {'address': 'ANY'}"
#define ACCEPT "ACCEPT_DECISIVELY"

/* Each rule goes before the others. */
static void
test_order (void)
{
  g_autoptr (Walls) walls = walls_new ("HERE1");
  g_autofree char *all = NULL;
  g_autofree char *drop = NULL;
  g_autofree char *one = NULL;

  g_free (add_rule (walls, "udp", ACCEPT, "UDP", ANY, ANY ", 'port': {'begin': 40000}"));
  assert_told (walls, "");
  all = add_rule (walls, "all", ACCEPT, "IP", ANY, ANY);
  assert_told (walls, "+1-65535 ");
  drop = add_rule (walls, "drop", "DROP", "TCP", ANY, ANY ", 'port': {'begin': 100, 'end': 199}");
  assert_told (walls, "-1-65535 +1-99 +200-65535 ");
  one = add_rule (walls, "one", ACCEPT, "TCP", ANY, ANY ", 'port': {'begin': 150}");
  assert_told (walls, "+150-150 ");

  g_free (test_cloud_add (walls->cloud, "network/deleteFirewallRule", "{'id': '%s'}", all));
  assert_told (walls, "-1-99 -200-65535 ");
  g_free (test_cloud_add (walls->cloud, "network/editFirewallRule",
                          "{'id': '%s', 'enabled': false}", one));
  assert_told (walls, "-150-150 ");
  g_free (test_cloud_add (walls->cloud, "network/editFirewallRule",
                          "{'id': '%s', 'action': 'ACCEPT_DECISIVELY'}", drop));
  assert_told (walls, "+100-199 ");
  g_free (test_cloud_add (walls->cloud, "network/deleteNatRule", "{'id': '%s'}", walls->nat_id));
  assert_told (walls, "-100-199 ");
}

/* What a rule is about: this address or another, this computer or somebody else. */
static void
test_sides (void)
{
  g_autoptr (Walls) walls = walls_new ("HERE1");
  g_autofree char *ours =
    g_strdup_printf ("'ip': {'address': '%s'}, 'port': {'begin': 1}", walls->public_ipv4);
  g_autofree char *around = NULL;

  around = g_strdup_printf ("'ip': {'address': '%s', 'prefixSize': 16}, 'port': {'begin': 2}",
                            walls->public_ipv4);
  g_free (add_rule (walls, "ours", ACCEPT, "TCP", ANY, ours));
  assert_told (walls, "+1-1 ");
  g_free (add_rule (walls, "around", ACCEPT, "TCP", ANY, around));
  assert_told (walls, "-1-1 +1-2 ");
  g_free (add_rule (walls, "theirs", ACCEPT, "TCP", ANY,
                    "'ip': {'address': '203.0.113.16'}, 'port': {'begin': 5}"));
  g_free (add_rule (walls, "stranger", ACCEPT, "TCP", "'ip': {'address': '198.51.100.7'}",
                    ANY ", 'port': {'begin': 6}"));
  g_free (add_rule (walls, "source_port", ACCEPT, "TCP", ANY ", 'port': {'begin': 7}",
                    ANY ", 'port': {'begin': 8}"));
  assert_told (walls, "");
  g_free (add_rule (walls, "home", ACCEPT, "TCP", "'ip': {'address': '127.0.0.0', 'prefixSize': 8}",
                    ANY ", 'port': {'begin': 9}"));
  assert_told (walls, "+9-9 ");
}

static void
test_lists (void)
{
  g_autoptr (Walls) walls = walls_new ("HERE1");
  TestCloud *cloud = walls->cloud;
  g_autofree char *inner = test_cloud_add (
    cloud, "network/createPortList",
    "{'networkDomainId': '%s', 'name': 'inner', 'port': [{'begin': 10, 'end': 19}]}",
    walls->domain_id);
  g_autofree char *ports = test_cloud_add (cloud, "network/createPortList",
                                           "{'networkDomainId': '%s', 'name': 'outer', 'port': "
                                           "[{'begin': 30}], 'childPortListId': ['%s']}",
                                           walls->domain_id, inner);
  g_autofree char *addresses = test_cloud_add (
    cloud, "network/createIpAddressList",
    "{'networkDomainId': '%s', 'name': 'homes', 'ipVersion': 'IPV4',"
    " 'ipAddress': [{'begin': '192.0.2.1'}, {'begin': '127.0.0.0', 'end': '127.0.0.9'}]}",
    walls->domain_id);
  g_autofree char *source = g_strdup_printf ("'ipAddressListId': '%s'", addresses);
  g_autofree char *destination = g_strdup_printf (ANY ", 'portListId': '%s'", ports);
  g_autofree char *rule = add_rule (walls, "lists", ACCEPT, "TCP", source, destination);

  assert_told (walls, "+10-19 +30-30 ");
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/deletePortList", "{'id': '%s'}", ports);
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/deletePortList", "{'id': '%s'}", inner);
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/deleteIpAddressList", "{'id': '%s'}",
                      addresses);
  g_free (test_cloud_add (cloud, "network/editPortList",
                          "{'id': '%s', 'port': [{'begin': 31}], 'childPortListId': []}", ports));
  assert_told (walls, "-10-19 -30-30 +31-31 ");
  g_free (test_cloud_add (cloud, "network/deleteFirewallRule", "{'id': '%s'}", rule));
  assert_told (walls, "-31-31 ");
  g_free (test_cloud_add (cloud, "network/deletePortList", "{'id': '%s'}", ports));
  g_free (test_cloud_add (cloud, "network/deleteIpAddressList", "{'id': '%s'}", addresses));
}

/* Who listens late hears all; who listens after a restart, too. */
static void
test_late (void)
{
  g_autoptr (Walls) walls = walls_new ("HERE1");

  g_free (add_rule (walls, "ssh", ACCEPT, "TCP", ANY, ANY ", 'port': {'begin': 2222}"));
  assert_told (walls, "+2222-2222 ");
  fr_local_cloud_set_path_func (walls->cloud->cloud, path_cb, walls);
  assert_told (walls, "+2222-2222 ");
  test_cloud_restart (walls->cloud);
  fr_local_cloud_set_path_func (walls->cloud->cloud, path_cb, walls);
  assert_told (walls, "+2222-2222 ");
}

static void
test_elsewhere (void)
{
  g_autoptr (Walls) walls = walls_new ("EU6");

  g_free (add_rule (walls, "all", ACCEPT, "IP", ANY, ANY));
  assert_told (walls, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local-cloud-paths/order", test_order);
  g_test_add_func ("/local-cloud-paths/sides", test_sides);
  g_test_add_func ("/local-cloud-paths/lists", test_lists);
  g_test_add_func ("/local-cloud-paths/late", test_late);
  g_test_add_func ("/local-cloud-paths/elsewhere", test_elsewhere);

  return g_test_run ();
}
