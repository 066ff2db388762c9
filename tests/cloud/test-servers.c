/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers and disks against the bodies of the API notes: what is sent, what is read. */

#include "canned-cloud.h"
#include "fr-cloud-server.h"
#include "fr-error.h"

static void
test_add_server (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;
  FrCloudServerWish wish = { .name = "mirror-1",
                             .description = "web mirror #plan",
                             .image_id = "i1",
                             .domain_id = "d1",
                             .vlan_id = "v1",
                             .password = "Gl4ss-and-Silver",
                             .cpu = 4,
                             .cores = 1,
                             .cpu_speed = "standard",
                             .memory_gb = 8 };
  FrCloudServerWish plain = { "m", NULL, "i2", "d1", "v1" };

  canned_cloud_accept (canned, "POST server/deployServer", "serverId");
  canned_cloud_assert_new (fr_cloud_add_server (cloud, &wish, NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST server/deployServer",
    "{\"name\": \"mirror-1\", \"description\": \"web mirror #plan\","
    " \"imageId\": \"i1\","
    " \"start\": false, \"administratorPassword\": \"Gl4ss-and-Silver\","
    " \"cpu\": {\"count\": 4, \"coresPerSocket\": 1, \"speed\": \"STANDARD\"},"
    " \"memoryGb\": 8, \"networkInfo\": {\"networkDomainId\": \"d1\","
    " \"primaryNic\": {\"vlanId\": \"v1\"}, \"additionalNic\": []}}");

  canned_cloud_accept (canned, "POST server/deployUncustomizedServer", "serverId");
  canned_cloud_assert_new (fr_cloud_add_server (cloud, &plain, NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST server/deployUncustomizedServer",
    "{\"name\": \"m\", \"description\": \"\", \"imageId\": \"i2\", \"start\": false,"
    " \"networkInfo\": {\"networkDomainId\": \"d1\","
    " \"primaryNic\": {\"vlanId\": \"v1\"},"
    " \"additionalNic\": []}}");
}

#define SERVER                                                                                   \
  "{\"id\": \"s1\", \"datacenterId\": \"EU6\", \"name\": \"mirror-1\", \"description\": \"x\", " \
  "\"cpu\": {\"count\": 4, \"speed\": \"STANDARD\", \"coresPerSocket\": \"2\"}, "                \
  "\"memoryGb\": 8, \"scsiController\": [{\"id\": \"c\", \"disk\": ["                            \
  "{\"id\": \"x0\", \"scsiId\": 0, \"sizeGb\": 10, \"speed\": \"STANDARD\", "                    \
  "\"state\": \"NORMAL\"}]}, {\"id\": \"e\", \"disk\": [{\"id\": \"x1\", \"scsiId\": 1, "        \
  "\"sizeGb\": 100}]}], \"networkInfo\": {\"networkDomainId\": \"d1\", \"primaryNic\": "         \
  "{\"privateIpv4\": \"10.11.0.7\", \"ipv6\": \"2001:db8::7\", \"vlanId\": \"v1\"}, "            \
  "\"additionalNic\": null}, \"monitoring\": {\"servicePlan\": \"ESSENTIALS\"}, "                \
  "\"progress\": {\"action\": \"ADD_DISK\"}, \"deployed\": true, \"started\": \"true\", "        \
  "\"state\": \"PENDING_CHANGE\"}"

static void
test_server (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (FrCloudServer) server = NULL;
  g_autoptr (FrCloudServer) none = NULL;
  g_autoptr (GError) error = NULL;
  const FrCloudDisk *disk;

  canned_cloud_answer (canned, "GET server/server/s1", 0, 200, SERVER);
  server = fr_cloud_get_server (cloud, "s1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (server->domain_id, ==, "d1");
  g_assert_cmpstr (server->vlan_id, ==, "v1");
  g_assert_cmpstr (server->private_ipv4, ==, "10.11.0.7");
  g_assert_cmpstr (server->ipv6, ==, "2001:db8::7");
  g_assert_cmpstr (server->action, ==, "ADD_DISK");
  g_assert_cmpstr (server->monitoring, ==, "ESSENTIALS");
  g_assert_cmpstr (server->cpu_speed, ==, "STANDARD");
  g_assert_cmpuint (server->cpu, ==, 4);
  g_assert_cmpuint (server->cores, ==, 2);
  g_assert_cmpuint (server->memory_gb, ==, 8);
  g_assert_true (server->deployed);
  g_assert_true (server->started);
  g_assert_cmpuint (server->disks->len, ==, 2);
  disk = server->disks->pdata[1];
  g_assert_cmpuint (disk->scsi_id, ==, 1);
  g_assert_cmpuint (disk->size_gb, ==, 100);

  canned_cloud_refuse (canned, "GET server/server/s2", 0, "RESOURCE_NOT_FOUND",
                       "Server s2 not found.");
  none = fr_cloud_get_server (cloud, "s2", NULL, &error);
  g_assert_null (none);
  g_assert_error (error, FR_ERROR, FR_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "Server s2: Server s2 not found. (RESOURCE_NOT_FOUND)");
}

static void
test_change_server (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "GET server/server/s1", 0, 200, SERVER);
  canned_cloud_accept (canned, "POST server/reconfigureServer", "x");
  g_assert_true (fr_cloud_resize_server (cloud, "s1", 2, 1, "economy", 0, NULL, &error));
  canned_cloud_assert_sent (
    canned, "POST server/reconfigureServer",
    "{\"id\": \"s1\", \"cpuCount\": 2, \"coresPerSocket\": 1,"
    " \"cpuSpeed\": \"ECONOMY\"}");

  canned_cloud_accept (canned, "POST server/addDisk", "diskId");
  canned_cloud_assert_new (fr_cloud_add_disk (cloud, "s1", 50, NULL, NULL, &error), error);
  canned_cloud_assert_sent (
    canned, "POST server/addDisk",
    "{\"serverId\": \"s1\", \"sizeGb\": 50, \"speed\": \"STANDARD\"}");

  canned_cloud_accept (canned, "POST server/expandDisk", "x");
  g_assert_true (fr_cloud_expand_disk (cloud, "x0", 60, NULL, &error));
  canned_cloud_assert_sent (
    canned, "POST server/expandDisk",
    "{\"id\": \"x0\", \"newSizeGb\": 60}");

  g_assert_true (fr_cloud_monitor_server (cloud, "s1", "essentials", NULL, &error));
  canned_cloud_accept (canned, "POST server/changeServerMonitoringPlan", "x");
  g_assert_true (fr_cloud_monitor_server (cloud, "s1", "advanced", NULL, &error));
  canned_cloud_assert_sent (
    canned, "POST server/changeServerMonitoringPlan",
    "{\"id\": \"s1\", \"servicePlan\": \"ADVANCED\"}");
  canned_cloud_refuse (canned, "POST server/disableServerMonitoring", 0, "NO_CHANGE",
                       "Off already.");
  g_assert_true (fr_cloud_monitor_server (cloud, "s1", NULL, NULL, &error));
  g_assert_no_error (error);
}

/* What is so already is fine; a shutdown that nobody hears becomes a power-off. */
static void
test_power (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  canned_cloud_refuse (canned, "POST server/startServer", 0, "SERVER_STARTED", "On already.");
  g_assert_true (fr_cloud_start_server (cloud, "s1", NULL, &error));
  g_assert_no_error (error);
  canned_cloud_assert_sent (
    canned, "POST server/startServer",
    "{\"id\": \"s1\"}");

  canned_cloud_refuse (canned, "POST server/shutdownServer", 1, "SERVER_STOPPED", "Off already.");
  g_assert_true (fr_cloud_shutdown_server (cloud, "s1", NULL, &error));
  g_assert_no_error (error);

  canned_cloud_refuse (canned, "POST server/shutdownServer", 0, "VMWARE_TOOLS_INVALID_STATUS",
                       "No.");
  canned_cloud_accept (canned, "POST server/powerOffServer", "x");
  g_assert_true (fr_cloud_shutdown_server (cloud, "s1", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (canned_cloud_count (canned, "POST server/powerOffServer"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cloud/servers/add", test_add_server);
  g_test_add_func ("/cloud/servers/read", test_server);
  g_test_add_func ("/cloud/servers/change", test_change_server);
  g_test_add_func ("/cloud/servers/power", test_power);

  return g_test_run ();
}
