/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What servers and VLANs allow and refuse, on a clock that stands still. */

#include <string.h>

#include "test-cloud-client.h"

/* A network domain with a VLAN, and a server that is deployed and off. */
typedef struct
{
  TestCloud *cloud;
  char *domain_id;
  char *vlan_id;
  char *image_id;
  char *server_id;
} Yard;

static char *
deploy (Yard *yard, const char *name, const char *nic)
{
  return test_cloud_add (
    yard->cloud, "server/deployServer",
    "{'name': '%s', 'imageId': '%s', 'start': 'false', 'administratorPassword': 'Gl4ss+Silver',"
    " 'networkInfo': {'networkDomainId': '%s', 'primaryNic': {%s}, 'additionalNic': []}}",
    name, yard->image_id, yard->domain_id, nic);
}

static Yard *
yard_new (void)
{
  Yard *yard = g_new0 (Yard, 1);
  g_autofree char *nic = NULL;

  yard->cloud = test_cloud_new ();
  test_cloud_stop_clock (yard->cloud);
  yard->domain_id = test_cloud_add_domain (yard->cloud, "EU6", "yard");
  yard->vlan_id = test_cloud_add_vlan (yard->cloud, yard->domain_id, "vlan", "10.0.0.0");
  yard->image_id = test_cloud_find_image (yard->cloud, "EU6");
  nic = g_strdup_printf ("'vlanId': '%s'", yard->vlan_id);
  yard->server_id = deploy (yard, "first", nic);
  test_cloud_pass (yard->cloud, 10);

  return yard;
}

static void
yard_free (Yard *yard)
{
  test_cloud_free (yard->cloud);
  g_free (yard->domain_id);
  g_free (yard->vlan_id);
  g_free (yard->image_id);
  g_free (yard->server_id);
  g_free (yard);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Yard, yard_free)

/* Does something with the server that takes its time. */
static void
change (Yard *yard, const char *operation, const char *rest)
{
  g_autofree char *path = g_strconcat ("server/", operation, NULL);

  g_free (test_cloud_add (yard->cloud, path, "{'id': '%s'%s}", yard->server_id, rest));
  test_cloud_pass (yard->cloud, 10);
}

static void
refuse (Yard *yard, const char *code, const char *operation, const char *rest)
{
  g_autofree char *path = g_strconcat ("server/", operation, NULL);

  test_cloud_refused (yard->cloud, code, path, "{'id': '%s'%s}", yard->server_id, rest);
}

static JsonObject *
get_server (Yard *yard)
{
  g_autofree char *path = g_strconcat ("server/server/", yard->server_id, NULL);

  return test_cloud_get (yard->cloud, path);
}

static void
test_power (void)
{
  g_autoptr (Yard) yard = yard_new ();

  refuse (yard, "SERVER_STOPPED", "shutdownServer", "");
  refuse (yard, "SERVER_STOPPED", "powerOffServer", "");
  refuse (yard, "SERVER_STOPPED", "rebootServer", "");
  g_free (test_cloud_add (yard->cloud, "server/startServer", "{'id': '%s'}", yard->server_id));
  refuse (yard, "RESOURCE_BUSY", "startServer", "");
  refuse (yard, "RESOURCE_BUSY", "deleteServer", "");

  /* Started, but its guest is not up yet. */
  test_cloud_pass (yard->cloud, 2.1);
  refuse (yard, "SERVER_STARTED", "startServer", "");
  refuse (yard, "VMWARE_TOOLS_INVALID_STATUS", "shutdownServer", "");
  test_cloud_pass (yard->cloud, 2.1);
  change (yard, "rebootServer", "");
  refuse (yard, "SERVER_STARTED", "reconfigureServer", ", 'memoryGb': 8");
  refuse (yard, "SERVER_STARTED", "addDisk", ", 'sizeGb': 10, 'speed': 'STANDARD'");
  refuse (yard, "OPERATION_NOT_SUPPORTED", "cleanServer", "");
  change (yard, "shutdownServer", "");
  change (yard, "deleteServer", "");
  refuse (yard, "RESOURCE_NOT_FOUND", "startServer", "");
}

static void
test_failures (void)
{
  g_autoptr (Yard) yard = yard_new ();
  g_autofree char *nic = g_strdup_printf ("'vlanId': '%s'", yard->vlan_id);
  g_autoptr (JsonObject) server = NULL;

  fr_local_cloud_fail_next (yard->cloud->cloud, "startServer", "FAILED_CHANGE", 1);
  change (yard, "startServer", "");
  server = get_server (yard);
  g_assert_cmpstr (json_object_get_string_member (server, "state"), ==, "FAILED_CHANGE");
  g_assert_false (json_object_get_boolean_member (server, "started"));
  refuse (yard, "RESOURCE_LOCKED", "startServer", "");
  change (yard, "deleteServer", "");

  fr_local_cloud_fail_next (yard->cloud->cloud, "DEPLOY_SERVER", "FAILED_ADD", 1);
  g_free (yard->server_id);
  yard->server_id = deploy (yard, "second", nic);
  test_cloud_pass (yard->cloud, 10);
  refuse (yard, "RESOURCE_LOCKED", "startServer", "");
  refuse (yard, "RESOURCE_LOCKED", "deleteServer", "");
  change (yard, "cleanServer", "");
  refuse (yard, "RESOURCE_NOT_FOUND", "cleanServer", "");
}

static void
test_monitoring (void)
{
  g_autoptr (Yard) yard = yard_new ();

  refuse (yard, "RESOURCE_NOT_FOUND", "disableServerMonitoring", "");
  refuse (yard, "RESOURCE_NOT_FOUND", "changeServerMonitoringPlan", ", 'servicePlan': 'ADVANCED'");
  refuse (yard, "INVALID_INPUT_DATA", "enableServerMonitoring", ", 'servicePlan': 'BEST'");
  change (yard, "enableServerMonitoring", ", 'servicePlan': 'ESSENTIALS'");
  refuse (yard, "NO_CHANGE", "enableServerMonitoring", ", 'servicePlan': 'ESSENTIALS'");
  change (yard, "changeServerMonitoringPlan", ", 'servicePlan': 'ADVANCED'");
  change (yard, "disableServerMonitoring", "");
}

static void
test_hardware (void)
{
  g_autoptr (Yard) yard = yard_new ();
  g_autofree char *disk_id = NULL;
  g_autoptr (JsonObject) server = NULL;

  refuse (yard, "INVALID_INPUT_DATA", "reconfigureServer", ", 'cpuCount': 4, 'coresPerSocket': 3");
  refuse (yard, "INVALID_INPUT_DATA", "reconfigureServer", ", 'cpuCount': 33");
  refuse (yard, "INVALID_INPUT_DATA", "reconfigureServer", ", 'memoryGb': 4.5");
  refuse (yard, "INVALID_INPUT_DATA", "addDisk", ", 'sizeGb': 5, 'speed': 'STANDARD'");
  refuse (yard, "INVALID_INPUT_DATA", "addDisk", ", 'sizeGb': 10, 'speed': 'PROVISIONEDIOPS'");
  refuse (yard, "INVALID_INPUT_DATA", "addDisk",
          ", 'sizeGb': 10, 'speed': 'STANDARD', 'scsiId': 0");
  refuse (yard, "INVALID_INPUT_DATA", "addDisk",
          ", 'sizeGb': 10, 'speed': 'STANDARD', 'scsiId': 7");

  disk_id = test_cloud_add (yard->cloud, "server/addDisk",
                            "{'id': '%s', 'sizeGb': '10', 'speed': 'ECONOMY', 'scsiId': 5}",
                            yard->server_id);
  test_cloud_refused (yard->cloud, "RESOURCE_BUSY", "server/expandDisk",
                      "{'id': '%s', 'newSizeGb': 20}", disk_id);
  test_cloud_pass (yard->cloud, 10);
  test_cloud_refused (yard->cloud, "INVALID_INPUT_DATA", "server/expandDisk",
                      "{'id': '%s', 'newSizeGb': 10}", disk_id);
  test_cloud_refused (yard->cloud, "INVALID_INPUT_DATA", "server/expandDisk",
                      "{'id': '%s', 'newSizeGb': 1001}", disk_id);
  test_cloud_refused (yard->cloud, "RESOURCE_NOT_FOUND", "server/expandDisk",
                      "{'id': 'none', 'newSizeGb': 20}");
  g_free (test_cloud_add (yard->cloud, "server/removeDisk", "{'id': '%s'}", disk_id));
  test_cloud_pass (yard->cloud, 10);
  test_cloud_refused (yard->cloud, "RESOURCE_NOT_FOUND", "server/removeDisk", "{'id': '%s'}",
                      disk_id);

  change (yard, "editServerMetadata", ", 'name': 'renamed', 'description': {'nil': true}");
  server = get_server (yard);
  g_assert_cmpstr (json_object_get_string_member (server, "name"), ==, "renamed");
  g_assert_cmpstr (json_object_get_string_member (server, "description"), ==, "");
}

/* What the primary card may say. */
static void
test_addresses (void)
{
  static const struct
  {
    const char *nic;
    const char *code;
  } nics[] = {
    { "", "INVALID_INPUT_DATA" },
    { "'vlanId': 'none'", "RESOURCE_NOT_FOUND" },
    { "'privateIpv4': 'ten'", "INVALID_INPUT_DATA" },
    { "'privateIpv4': '10.1.0.7'", "IP_ADDRESS_OUT_OF_RANGE" },
    { "'privateIpv4': '10.0.0.3'", "IP_ADDRESS_OUT_OF_RANGE" },
    { "'privateIpv4': '10.0.0.255'", "IP_ADDRESS_OUT_OF_RANGE" },
    { "'privateIpv4': '10.0.0.7'", "IP_ADDRESS_NOT_UNIQUE" },
    { "'privateIpv4': '10.0.0.50'", "IP_ADDRESS_NOT_UNIQUE" },
    { "'privateIpv4': '10.0.0.51', 'vlanId': 'none'", "INVALID_INPUT_DATA" },
  };
  g_autoptr (Yard) yard = yard_new ();

  g_free (test_cloud_add (yard->cloud, "network/reservePrivateIpv4Address",
                          "{'vlanId': '%s', 'ipAddress': '10.0.0.50'}", yard->vlan_id));
  for (guint i = 0; i < G_N_ELEMENTS (nics); i++)
    test_cloud_refused (
      yard->cloud, nics[i].code, "server/deployServer",
      "{'name': 'x', 'imageId': '%s', 'start': false, 'administratorPassword': 'Gl4ss+Silver',"
      " 'networkInfo': {'networkDomainId': '%s', 'primaryNic': {%s}}}",
      yard->image_id, yard->domain_id, nics[i].nic);

  g_free (test_cloud_add (yard->cloud, "network/unreservePrivateIpv4Address",
                          "{'vlanId': '%s', 'ipAddress': '10.0.0.50'}", yard->vlan_id));
  g_free (deploy (yard, "fifty", "'privateIpv4': '10.0.0.50'"));
}

static void
test_full_vlan (void)
{
  g_autoptr (Yard) yard = yard_new ();
  g_autofree char *vlan_id = test_cloud_add (
    yard->cloud, "network/deployVlan",
    "{'networkDomainId': '%s', 'name': 'small', 'privateIpv4NetworkAddress': '10.0.1.0',"
    " 'privateIpv4PrefixSize': 29, 'attachedVlan': {'gatewayAddressing': 'LOW'}}",
    yard->domain_id);
  g_autofree char *nic = g_strdup_printf ("'vlanId': '%s'", vlan_id);

  test_cloud_pass (yard->cloud, 10);
  for (guint i = 0; i < 3; i++)
    g_free (deploy (yard, "one-of-three", nic));
  test_cloud_refused (
    yard->cloud, "NO_IP_ADDRESS_AVAILABLE", "server/deployServer",
    "{'name': 'x', 'imageId': '%s', 'start': false, 'administratorPassword': 'Gl4ss+Silver',"
    " 'networkInfo': {'networkDomainId': '%s', 'primaryNic': {%s}}}",
    yard->image_id, yard->domain_id, nic);
  test_cloud_refused (yard->cloud, "INVALID_INPUT_DATA", "network/expandVlan",
                      "{'id': '%s', 'privateIpv4PrefixSize': 29}", vlan_id);
  test_cloud_refused (yard->cloud, "INVALID_INPUT_DATA", "network/expandVlan",
                      "{'id': '%s', 'privateIpv4PrefixSize': 20}", vlan_id);
  g_free (test_cloud_add (yard->cloud, "network/expandVlan",
                          "{'id': '%s', 'privateIpv4PrefixSize': 28}", vlan_id));
  test_cloud_pass (yard->cloud, 10);
  g_free (deploy (yard, "fourth", nic));
}

static void
test_nics (void)
{
  g_autoptr (Yard) yard = yard_new ();
  g_autofree char *other_id =
    test_cloud_add_vlan (yard->cloud, yard->domain_id, "other", "10.0.1.0");
  g_autofree char *nic_id = NULL;
  g_autoptr (JsonObject) server = NULL;
  JsonObject *network;

  test_cloud_refused (yard->cloud, "NO_CHANGE", "server/addNic",
                      "{'serverId': '%s', 'nic': {'vlanId': '%s'}}", yard->server_id,
                      yard->vlan_id);
  nic_id =
    test_cloud_add (yard->cloud, "server/addNic",
                    "{'serverId': '%s', 'nic': {'privateIpv4': '10.0.1.20'}}", yard->server_id);
  test_cloud_pass (yard->cloud, 10);
  server = get_server (yard);
  network = json_object_get_object_member (server, "networkInfo");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (network, "additionalNic")),
                    ==, 1);
  test_cloud_refused (yard->cloud, "HAS_DEPENDENCY", "network/deleteVlan", "{'id': '%s'}",
                      other_id);
  g_free (test_cloud_add (yard->cloud, "server/removeNic", "{'id': '%s'}", nic_id));
  test_cloud_pass (yard->cloud, 10);
  test_cloud_refused (yard->cloud, "RESOURCE_NOT_FOUND", "server/removeNic", "{'id': '%s'}",
                      nic_id);
  g_free (test_cloud_add (yard->cloud, "network/deleteVlan", "{'id': '%s'}", other_id));
}

static void
test_public (void)
{
  g_autoptr (Yard) yard = yard_new ();
  TestCloud *cloud = yard->cloud;
  g_autofree char *path =
    g_strconcat ("network/reservedPublicIpv4Address?networkDomainId=", yard->domain_id, NULL);
  g_autoptr (JsonObject) list = NULL;

#define NAT "{'networkDomainId': '%s', 'internalIp': '%s'}"
  test_cloud_refused (cloud, "IP_ADDRESS_OUT_OF_RANGE", "network/createNatRule", NAT,
                      yard->domain_id, "10.9.0.7");
  test_cloud_refused (cloud, "NO_IP_ADDRESS_AVAILABLE", "network/createNatRule", NAT,
                      yard->domain_id, "10.0.0.7");
  g_free (test_cloud_add (cloud, "network/addPublicIpBlock", "{'networkDomainId': '%s'}",
                          yard->domain_id));
  test_cloud_refused (
    cloud, "IP_ADDRESS_OUT_OF_RANGE", "network/createNatRule",
    "{'networkDomainId': '%s', 'internalIp': '10.0.0.7', 'externalIp': '8.8.8.8'}",
    yard->domain_id);
  g_free (test_cloud_add (cloud, "network/createNatRule", NAT, yard->domain_id, "10.0.0.7"));
  test_cloud_refused (cloud, "IP_ADDRESS_NOT_UNIQUE", "network/createNatRule", NAT, yard->domain_id,
                      "10.0.0.7");
  g_free (test_cloud_add (cloud, "network/createNatRule", NAT, yard->domain_id, "10.0.0.8"));
  test_cloud_refused (cloud, "NO_IP_ADDRESS_AVAILABLE", "network/createNatRule", NAT,
                      yard->domain_id, "10.0.0.9");

  list = test_cloud_get (cloud, path);
  g_assert_cmpint (json_object_get_int_member (list, "totalCount"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local-cloud-servers/power", test_power);
  g_test_add_func ("/local-cloud-servers/failures", test_failures);
  g_test_add_func ("/local-cloud-servers/monitoring", test_monitoring);
  g_test_add_func ("/local-cloud-servers/hardware", test_hardware);
  g_test_add_func ("/local-cloud-servers/addresses", test_addresses);
  g_test_add_func ("/local-cloud-servers/full-vlan", test_full_vlan);
  g_test_add_func ("/local-cloud-servers/nics", test_nics);
  g_test_add_func ("/local-cloud-servers/public", test_public);

  return g_test_run ();
}
