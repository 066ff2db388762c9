/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places and networks against the bodies of the API notes: what is sent, what is read. */

#include <string.h>

#include "canned-cloud.h"
#include "fr-cloud-network.h"
#include "fr-cloud-places.h"
#include "fr-cloud-server.h"
#include "fr-error.h"

static void
test_locations (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GPtrArray) locations = NULL;
  g_autoptr (GError) error = NULL;
  const FrCloudLocation *location;

  canned_cloud_answer (
    canned, "GET infrastructure/datacenter", 0, 200,
    "{\"datacenter\": ["
    "{\"id\": \"EU1\", \"type\": \"MCP 1.0\", \"displayName\": \"Old\"},"
    "{\"id\": \"EU6\", \"type\": \"MCP 2.0\", \"displayName\": \"Germany - Frankfurt\","
    " \"city\": \"Frankfurt\", \"country\": \"DE\", \"networking\": {\"type\": \"2\","
    " \"maintenanceStatus\": \"NORMAL\"}, \"hypervisor\": {\"maintenanceStatus\": \"NORMAL\","
    " \"diskSpeed\": [{\"id\": \"STANDARD\", \"available\": true}, {\"id\": \"ECONOMY\"},"
    " {\"id\": \"PROVISIONEDIOPS\", \"available\": false}],"
    " \"property\": [{\"name\": \"MIN_DISK_SIZE_GB\", \"value\": \"10\"},"
    " {\"name\": \"MAX_DISK_SIZE_GB\", \"value\": \"1000\"}, {\"name\": \"MAX_CPU_COUNT\","
    " \"value\": \"32\"}, {\"name\": \"MAX_MEMORY_MB\", \"value\": \"262144\"}]}},"
    "{\"id\": \"EU7\", \"type\": \"MCP 2.0\", \"displayName\": \"Amsterdam\","
    " \"hypervisor\": {\"maintenanceStatus\": \"MAINTENANCE\"}}], \"totalCount\": 3}");

  locations = fr_cloud_list_locations (cloud, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (locations->len, ==, 2);

  location = locations->pdata[0];
  g_assert_cmpstr (location->id, ==, "EU6");
  g_assert_cmpstr (location->name, ==, "Germany - Frankfurt");
  g_assert_cmpstr (location->city, ==, "Frankfurt");
  g_assert_cmpstr (location->country, ==, "DE");
  g_assert_false (location->maintenance);
  g_assert_cmpuint (location->max_cpu, ==, 32);
  g_assert_cmpuint (location->max_memory_gb, ==, 256);
  g_assert_cmpuint (location->min_disk_gb, ==, 10);
  g_assert_cmpuint (location->max_disk_gb, ==, 1000);
  g_assert_cmpuint (g_strv_length (location->disk_speeds), ==, 2);
  g_assert_cmpstr (location->disk_speeds[1], ==, "ECONOMY");

  location = locations->pdata[1];
  g_assert_true (location->maintenance);
  g_assert_cmpuint (location->max_cpu, ==, 0);
  g_assert_null (location->disk_speeds[0]);
}

static void
test_images (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GError) error = NULL;
  const FrCloudImage *image;

  canned_cloud_answer (
    canned, "GET image/osImage", 0, 200,
    "{\"osImage\": [{\"id\": \"i1\", \"datacenterId\": \"EU6\", \"name\": \"Ubuntu 14.04 2 CPU\","
    " \"sortOrder\": \"60\", \"guest\": {\"osCustomization\": \"true\", \"operatingSystem\":"
    " {\"id\": \"UBUNTU1464\", \"displayName\": \"UBUNTU14/64\", \"family\": \"UNIX\"}},"
    " \"cpu\": {\"count\": 2, \"speed\": \"STANDARD\"}, \"memoryGb\": 4, \"scsiController\":"
    " [{\"id\": \"c\", \"key\": 1000, \"disk\": [{\"id\": \"x0\", \"scsiId\": 0,"
    " \"sizeGb\": 10}]}],"
    " \"nic\": []}], \"totalCount\": 1}");
  canned_cloud_answer (
    canned, "GET image/customerImage", 0, 200,
    "{\"customerImage\": [{\"id\": \"i2\", \"datacenterId\": \"EU6\", \"name\": \"Mine\","
    " \"cpu\": {\"count\": 1}, \"memoryGb\": 2, \"disk\": [{\"id\": \"y0\", \"scsiId\": 0,"
    " \"sizeGb\": 20, \"speed\": \"STANDARD\"}]}], \"totalCount\": 1}");

  images = fr_cloud_list_images (cloud, "EU6", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (images->len, ==, 2);

  image = images->pdata[0];
  g_assert_cmpstr (image->name, ==, "Ubuntu 14.04 2 CPU");
  g_assert_cmpstr (image->os_id, ==, "UBUNTU1464");
  g_assert_cmpstr (image->family, ==, "UNIX");
  g_assert_cmpuint (image->cpu, ==, 2);
  g_assert_cmpuint (image->memory_gb, ==, 4);
  g_assert_true (image->customizable);
  g_assert_cmpstr (image->system_disk_id, ==, "x0");
  g_assert_cmpuint (image->system_disk_gb, ==, 10);

  image = images->pdata[1];
  g_assert_false (image->customizable);
  g_assert_cmpstr (image->system_disk_id, ==, "y0");

  query = canned_cloud_dup_last (canned, "GET image/customerImage");
  g_assert_true (g_str_has_prefix (query, "datacenterId=EU6&"));
}

static void
test_domain (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GPtrArray) domains = NULL;
  g_autoptr (GError) error = NULL;
  const FrCloudDomain *domain;

  canned_cloud_accept (canned, "POST network/deployNetworkDomain", "networkDomainId");
  canned_cloud_assert_new (
    fr_cloud_add_domain (cloud, "EU6", "mirror-domain", "one plan", "advanced", NULL, &error),
    error);
  canned_cloud_assert_sent (
    canned, "POST network/deployNetworkDomain",
    "{\"datacenterId\": \"EU6\", \"name\": \"mirror-domain\","
    " \"description\": \"one plan\", \"type\": \"ADVANCED\"}");

  canned_cloud_answer (canned, "GET network/networkDomain", 0, 200,
                       "{\"networkDomain\": [{\"id\": \"d1\", \"datacenterId\": \"EU6\","
                       " \"name\": \"mirror-domain\", \"type\": \"ADVANCED\","
                       " \"state\": \"FAILED_ADD\", \"progress\": {\"action\": \"X\","
                       " \"failureReason\": \"No room\"}}], \"totalCount\": \"1\"}");
  domains = fr_cloud_list_domains (cloud, "EU6", NULL, &error);
  g_assert_no_error (error);
  domain = domains->pdata[0];
  g_assert_cmpstr (domain->location_id, ==, "EU6");
  g_assert_cmpstr (domain->type, ==, "ADVANCED");
  g_assert_cmpstr (domain->state, ==, "FAILED_ADD");
  g_assert_cmpstr (domain->failure, ==, "No room");
  g_assert_null (domain->description);
}

static void
test_vlan (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GPtrArray) vlans = NULL;
  g_autoptr (GError) error = NULL;
  const FrCloudVlan *vlan;

  canned_cloud_accept (canned, "POST network/deployVlan", "vlanId");
  canned_cloud_assert_new (
    fr_cloud_add_vlan (cloud, "d1", "mirror-vlan", NULL, "10.11.0.0", 24, NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST network/deployVlan",
    "{\"networkDomainId\": \"d1\", \"name\": \"mirror-vlan\", \"description\": \"\","
    " \"privateIpv4NetworkAddress\": \"10.11.0.0\", \"privateIpv4PrefixSize\": 24,"
    " \"attachedVlan\": {\"gatewayAddressing\": \"LOW\"}}");

  canned_cloud_answer (canned, "GET network/vlan", 0, 200,
                       "{\"vlan\": [{\"id\": \"v1\", \"networkDomain\": {\"id\": \"d1\"},"
                       " \"name\": \"mirror-vlan\", \"privateIpv4Range\": {\"address\":"
                       " \"10.11.0.0\", \"prefixSize\": \"24\"}, \"state\": \"NORMAL\"}]}");
  vlans = fr_cloud_list_vlans (cloud, "d1", NULL, &error);
  g_assert_no_error (error);
  vlan = vlans->pdata[0];
  g_assert_cmpstr (vlan->domain_id, ==, "d1");
  g_assert_cmpstr (vlan->address, ==, "10.11.0.0");
  g_assert_cmpuint (vlan->prefix, ==, 24);
}

static void
test_addresses (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GPtrArray) reserved = NULL;
  g_autoptr (GPtrArray) nats = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "GET network/publicIpBlock", 0, 200, "{}");
  canned_cloud_accept (canned, "POST network/addPublicIpBlock", "publicIpBlockId");
  canned_cloud_assert_new (fr_cloud_add_block (cloud, "d1", NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST network/addPublicIpBlock",
    "{\"networkDomainId\": \"d1\"}");

  canned_cloud_accept (canned, "POST network/createNatRule", "natRuleId");
  canned_cloud_assert_new (
    fr_cloud_add_nat (cloud, "d1", "10.11.0.7", "203.0.113.16", NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST network/createNatRule",
    "{\"networkDomainId\": \"d1\", \"internalIp\": \"10.11.0.7\","
    " \"externalIp\": \"203.0.113.16\"}");
  canned_cloud_assert_new (fr_cloud_add_nat (cloud, "d1", "10.11.0.8", NULL, NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST network/createNatRule",
    "{\"networkDomainId\": \"d1\", \"internalIp\": \"10.11.0.8\"}");

  canned_cloud_answer (canned, "GET network/reservedPublicIpv4Address", 0, 200,
                       "{\"ip\": [{\"value\": \"203.0.113.17\", \"ipBlockId\": \"b1\"},"
                       " {\"ipAddress\": \"203.0.113.18\"}], \"totalCount\": 2}");
  reserved = fr_cloud_list_reserved (cloud, "d1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reserved->len, ==, 2);
  g_assert_cmpstr (reserved->pdata[0], ==, "203.0.113.17");
  g_assert_cmpstr (reserved->pdata[1], ==, "203.0.113.18");

  canned_cloud_answer (canned, "GET network/natRule", 0, 200,
                       "{\"natRule\": [{\"id\": \"n1\", \"internalIp\": \"10.11.0.7\","
                       " \"externalIp\": \"203.0.113.16\"}], \"totalCount\": 1}");
  nats = fr_cloud_list_nats (cloud, "d1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((FrCloudNat *) nats->pdata[0])->internal, ==, "10.11.0.7");
  g_assert_cmpstr (((FrCloudNat *) nats->pdata[0])->external, ==, "203.0.113.16");
}

static void
test_rules (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GError) error = NULL;
  const FrCloudRule *rule;

  canned_cloud_accept (canned, "POST network/createFirewallRule", "firewallRuleId");
  canned_cloud_assert_new (fr_cloud_add_rule (cloud, "d1", "Mirror1.UDPv4_40000..40199.plan", "udp",
                                              "203.0.113.16", 40000, 40199, NULL, &error),
                           error);
  canned_cloud_assert_sent (
    canned, "POST network/createFirewallRule",
    "{\"networkDomainId\": \"d1\", \"name\": \"Mirror1.UDPv4_40000..40199.plan\","
    " \"action\": \"ACCEPT_DECISIVELY\", \"ipVersion\": \"IPV4\", \"protocol\": \"UDP\","
    " \"source\": {\"ip\": {\"address\": \"ANY\"}}, \"destination\": {\"ip\":"
    " {\"address\": \"203.0.113.16\"}, \"port\": {\"begin\": 40000, \"end\": 40199}},"
    " \"enabled\": true, \"placement\": {\"position\": \"LAST\"}}");
  canned_cloud_assert_new (
    fr_cloud_add_rule (cloud, "d1", "r", "tcp", NULL, 8433, 8433, NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST network/createFirewallRule",
    "{\"networkDomainId\": \"d1\", \"name\": \"r\", \"action\": \"ACCEPT_DECISIVELY\","
    " \"ipVersion\": \"IPV4\", \"protocol\": \"TCP\", \"source\": {\"ip\": {\"address\":"
    " \"ANY\"}}, \"destination\": {\"ip\": {\"address\": \"ANY\"}, \"port\": {\"begin\":"
    " 8433}}, \"enabled\": true, \"placement\": {\"position\": \"LAST\"}}");

  canned_cloud_answer (
    canned, "GET network/firewallRule", 0, 200,
    "{\"firewallRule\": [{\"id\": \"f0\", \"ruleType\": \"DEFAULT_RULE\","
    " \"name\": \"CCDEFAULT.BlockOutboundMailIPv4\", \"protocol\": \"TCP\", \"source\": {},"
    " \"destination\": {\"ip\": {\"address\": \"ANY\"}, \"port\": {\"begin\": 25}}},"
    " {\"id\": \"f1\", \"ruleType\": \"CLIENT_RULE\", \"name\": \"lists\", \"protocol\": \"UDP\","
    " \"destination\": {\"ipAddressList\": {\"id\": \"l\"}, \"port\": {\"begin\": \"1\","
    " \"end\": \"9\"}}}], \"totalCount\": 2}");
  rules = fr_cloud_list_rules (cloud, "d1", NULL, &error);
  g_assert_no_error (error);

  rule = rules->pdata[0];
  g_assert_true (rule->is_default);
  g_assert_cmpstr (rule->destination, ==, "ANY");
  g_assert_cmpuint (rule->begin, ==, 25);
  g_assert_cmpuint (rule->end, ==, 25);

  rule = rules->pdata[1];
  g_assert_false (rule->is_default);
  g_assert_null (rule->destination);
  g_assert_cmpstr (rule->protocol, ==, "UDP");
  g_assert_cmpuint (rule->begin, ==, 1);
  g_assert_cmpuint (rule->end, ==, 9);
}

/* What is absent is deleted; what others still need goes after some tries. */
static void
test_delete (void)
{
  static const struct
  {
    const char *call;
    gboolean (*func) (FrCloud *, const char *, GCancellable *, GError **);
  } cases[] = {
    { "POST server/deleteServer", fr_cloud_delete_server },
    { "POST server/cleanServer", fr_cloud_clean_server },
    { "POST network/deleteNatRule", fr_cloud_delete_nat },
    { "POST network/deleteFirewallRule", fr_cloud_delete_rule },
    { "POST network/removePublicIpBlock", fr_cloud_delete_block },
    { "POST network/deleteVlan", fr_cloud_delete_vlan },
    { "POST network/deleteNetworkDomain", fr_cloud_delete_domain },
  };
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  canned_cloud_refuse (canned, "POST network/deleteVlan", 2, "HAS_DEPENDENCY", "Not yet.");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      canned_cloud_refuse (canned, cases[i].call, 0, "RESOURCE_NOT_FOUND", "Gone.");
      g_assert_true (cases[i].func (cloud, "a", NULL, &error));
      g_assert_no_error (error);
      canned_cloud_assert_sent (canned, cases[i].call, "{\"id\": \"a\"}");
    }
  g_assert_cmpuint (canned_cloud_count (canned, "POST network/deleteVlan"), ==, 3);

  canned_cloud_refuse (canned, "POST network/deleteNetworkDomain", 9, "HAS_DEPENDENCY", "Used.");
  g_assert_false (fr_cloud_delete_domain (cloud, "d1", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CLOUD);
}

/* A change that is accepted without the id of what was made is a broken answer. */
static void
test_no_id (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "POST network/createNatRule", 0, 200, "{\"responseCode\": \"OK\"}");
  g_assert_null (fr_cloud_add_nat (cloud, "d1", "10.0.0.7", NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "info[].natRuleId: missing"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cloud/calls/locations", test_locations);
  g_test_add_func ("/cloud/calls/images", test_images);
  g_test_add_func ("/cloud/calls/domain", test_domain);
  g_test_add_func ("/cloud/calls/vlan", test_vlan);
  g_test_add_func ("/cloud/calls/addresses", test_addresses);
  g_test_add_func ("/cloud/calls/rules", test_rules);
  g_test_add_func ("/cloud/calls/delete", test_delete);
  g_test_add_func ("/cloud/calls/no-id", test_no_id);

  return g_test_run ();
}
