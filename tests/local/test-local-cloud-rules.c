/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "test-cloud-client.h"

#define DEPLOY_DOMAIN "network/deployNetworkDomain"
#define ANYBODY "'source': {'ip': {'address': 'ANY'}}"
#define REST_OF_RULE "'enabled': true, 'placement': {'position': 'LAST'}"

static guint
status_of (TestCloud *cloud, const char *method, const char *path)
{
  guint status;

  g_free (test_cloud_send (cloud, method, path, "application/json", NULL, &status));

  return status;
}

static void
test_doors (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *other = g_strdup_printf ("/caas/2.11/%s/network/vlan", "somebody-else");
  g_autofree char *late = g_strdup_printf ("/caas/2.14/%s/network/vlan", cloud->organization);
  g_autofree char *oldest = g_strdup_printf ("/caas/2.0/%s/network/vlan", cloud->organization);
  g_autofree char *endless = g_strnfill (1024 * 1024 + 1, ' ');
  guint status;

  g_assert_cmpuint (status_of (cloud, "GET", oldest), ==, 200);
  g_assert_cmpuint (status_of (cloud, "GET", other), ==, 403);
  g_assert_cmpuint (status_of (cloud, "GET", late), ==, 404);
  g_assert_cmpuint (status_of (cloud, "GET", "/"), ==, 404);
  g_assert_cmpuint (status_of (cloud, "GET", "network/nothing"), ==, 404);
  g_assert_cmpuint (status_of (cloud, "GET", "network/vlan/a/b"), ==, 404);
  g_assert_cmpuint (status_of (cloud, "POST", "network/vlan"), ==, 404);
  g_assert_cmpuint (status_of (cloud, "GET", "network/deployVlan"), ==, 405);
  g_assert_cmpuint (status_of (cloud, "DELETE", "network/vlan"), ==, 405);
  g_assert_cmpuint (status_of (cloud, "GET", "network/vlan/none"), ==, 400);

  g_free (test_cloud_send (cloud, "POST", DEPLOY_DOMAIN, "application/json", endless, &status));
  g_assert_cmpuint (status, !=, 200);
}

/* A wrong password gets no more than one sentence. */
static void
test_wrong_password (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *uri =
    g_strconcat (fr_local_cloud_get_endpoint (cloud->cloud), "/caas/2.11/user/myUser", NULL);
  const char *const wrong[] = { NULL, "Basic", "Basic Zml0dGluZy1yb29tOng=", "Bearer x" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
      g_autoptr (GBytes) reply = NULL;

      if (wrong[i] != NULL)
        soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                                     wrong[i]);
      reply = soup_session_send_and_read (cloud->session, message, NULL, NULL);
      g_assert_cmpuint (soup_message_get_status (message), ==, 401);
    }
}

/* What is wrong with a body is named, each place of it. */
static void
test_bodies (void)
{
  static const struct
  {
    const char *body;
    const char *place;
    const char *text;
  } wrong[] = {
    { "{'datacenterId': 'EU6', 'type': 'ADVANCED'}", "name", "is missing" },
    { "{'datacenterId': 'EU6', 'name': null, 'type': 'ADVANCED'}", "name", "is missing" },
    { "{'datacenterId': 'EU6', 'name': '', 'type': 'ADVANCED'}", "name", "must not be empty" },
    { "{'datacenterId': 'EU6', 'name': 7, 'type': 'ADVANCED'}", "name", "must be a text" },
    { "{'datacenterId': 'EU6', 'name': 'a', 'type': 'BEST'}", "type",
      "must be one of ESSENTIALS|ADVANCED|ENTERPRISE" },
    { "{'datacenterId': 'EU6', 'name': 'a', 'type': 'ADVANCED', 'colour': 1}", "colour",
      "is unknown" },
    { "{'datacenterId': 'XX1', 'name': 'a', 'type': 'ADVANCED'}", "datacenterId",
      "there is no data center XX1" },
  };
  g_autoptr (TestCloud) cloud = test_cloud_new ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonObject) envelope = test_cloud_post (cloud, DEPLOY_DOMAIN, "%s", wrong[i].body);
      JsonObject *error =
        json_array_get_object_element (json_object_get_array_member (envelope, "error"), 0);

      g_assert_cmpstr (json_object_get_string_member (envelope, "responseCode"), ==,
                       "INVALID_INPUT_DATA");
      g_assert_cmpstr (json_object_get_string_member (envelope, "operation"), ==,
                       "DEPLOY_NETWORK_DOMAIN");
      g_assert_cmpstr (json_object_get_string_member (error, "name"), ==, wrong[i].place);
      g_assert_cmpstr (json_object_get_string_member (error, "value"), ==, wrong[i].text);
    }

  test_cloud_refused (cloud, "INVALID_INPUT_DATA", DEPLOY_DOMAIN, "%s", "{'datacenterId':");
  test_cloud_refused (cloud, "INVALID_INPUT_DATA", DEPLOY_DOMAIN, "%s", "[]");
  test_cloud_refused (cloud, "INVALID_INPUT_DATA", DEPLOY_DOMAIN, "%s", "");
  test_cloud_refused (cloud, "INVALID_INPUT_DATA", "server/deployServer",
                      "{'name': 'x', 'imageId': 'y', 'start': 'maybe', 'networkInfo': {}}");
}

/* One deployment of a domain or VLAN at a time; what is under way is busy. */
static void
test_busy (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *id = NULL;
  g_autofree char *vlan_id = NULL;

  test_cloud_stop_clock (cloud);
  id = test_cloud_add (cloud, DEPLOY_DOMAIN,
                       "{'datacenterId': 'EU6', 'name': 'first', 'type': 'ADVANCED'}");
  test_cloud_refused (cloud, "NAME_NOT_UNIQUE", DEPLOY_DOMAIN,
                      "{'datacenterId': 'EU6', 'name': 'first', 'type': 'ADVANCED'}");
  test_cloud_refused (cloud, "RESOURCE_BUSY", DEPLOY_DOMAIN,
                      "{'datacenterId': 'EU6', 'name': 'second', 'type': 'ADVANCED'}");
  test_cloud_refused (cloud, "RESOURCE_BUSY", "network/deleteNetworkDomain", "{'id': '%s'}", id);
  test_cloud_refused (cloud, "RESOURCE_BUSY", "network/addPublicIpBlock",
                      "{'networkDomainId': '%s'}", id);
  test_cloud_pass (cloud, 2.9);
  test_cloud_refused (cloud, "RESOURCE_BUSY", "network/addPublicIpBlock",
                      "{'networkDomainId': '%s'}", id);
  test_cloud_pass (cloud, 0.2);
  g_free (test_cloud_add (cloud, "network/addPublicIpBlock", "{'networkDomainId': '%s'}", id));

  vlan_id = test_cloud_add_vlan (cloud, id, "vlan", "10.0.0.0");
  test_cloud_refused (cloud, "IP_ADDRESS_NOT_UNIQUE", "network/deployVlan",
                      "{'networkDomainId': '%s', 'name': 'other', 'privateIpv4NetworkAddress':"
                      " '10.0.0.0', 'privateIpv4PrefixSize': 20}",
                      id);
  test_cloud_refused (cloud, "INVALID_INPUT_DATA", "network/deployVlan",
                      "{'networkDomainId': '%s', 'name': 'public', 'privateIpv4NetworkAddress':"
                      " '8.8.8.0', 'privateIpv4PrefixSize': 24}",
                      id);
  test_cloud_refused (cloud, "HAS_DEPENDENCY", "network/deleteNetworkDomain", "{'id': '%s'}", id);
}

/* On this computer, a VLAN lies where a host can have an address. */
static void
test_here (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *id = test_cloud_add_domain (cloud, "HERE1", "here");
  g_autofree char *other_id = test_cloud_add_domain (cloud, "HERE1", "here-too");
  g_autofree char *vlan_id =
    test_cloud_add_vlan (cloud, id, "vlan", fr_local_cloud_get_network (cloud->cloud));
  g_autofree char *other_vlan_id =
    test_cloud_add_vlan (cloud, other_id, "vlan", fr_local_cloud_get_network (cloud->cloud));
  g_autofree char *image_id = test_cloud_find_image (cloud, "HERE1");
  const char *const domains[] = { id, other_id };
  const char *const vlans[] = { vlan_id, other_vlan_id };
  const char *const ends[] = { ".7", ".8" };

  test_cloud_refused (cloud, "INVALID_INPUT_DATA", "network/deployVlan",
                      "{'networkDomainId': '%s', 'name': 'far', 'privateIpv4NetworkAddress':"
                      " '10.0.0.0', 'privateIpv4PrefixSize': 24}",
                      id);

  /* Two domains share one network, so addresses must not meet. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *server_id = test_cloud_add (
        cloud, "server/deployServer",
        "{'name': 'twin', 'imageId': '%s', 'start': false, 'administratorPassword': 'Gl4ss+Silver',"
        " 'networkInfo': {'networkDomainId': '%s', 'primaryNic': {'vlanId': '%s'}}}",
        image_id, domains[i], vlans[i]);
      g_autofree char *path = g_strconcat ("server/server/", server_id, NULL);
      g_autoptr (JsonObject) server = test_cloud_get (cloud, path);
      JsonObject *network = json_object_get_object_member (server, "networkInfo");
      JsonObject *nic = json_object_get_object_member (network, "primaryNic");

      g_assert_true (
        g_str_has_suffix (json_object_get_string_member (nic, "privateIpv4"), ends[i]));
    }
}

static JsonArray *
list (TestCloud *cloud, const char *path, const char *item, JsonObject **page)
{
  *page = test_cloud_get (cloud, path);

  return json_object_get_array_member (*page, item);
}

static void
assert_list (TestCloud *cloud, const char *path, const char *item, const char *names, guint total)
{
  g_autoptr (JsonObject) page = NULL;
  JsonArray *array = list (cloud, path, item, &page);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (
      found, "%s ",
      json_object_get_string_member (json_array_get_object_element (array, i), "name"));
  g_assert_cmpstr (found->str, ==, names);
  g_assert_cmpint (json_object_get_int_member (page, "totalCount"), ==, total);
  g_assert_cmpint (json_object_get_int_member (page, "pageCount"), ==,
                   json_array_get_length (array));
}

static void
test_lists (void)
{
  const char *const names[] = { "delta", "alpha", "charlie", "bravo", "echo" };
  g_autoptr (TestCloud) cloud = test_cloud_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (test_cloud_add_domain (cloud, i == 4 ? "NA9" : "EU6", names[i]));

  assert_list (cloud, "network/networkDomain", "networkDomain", "delta alpha charlie bravo echo ",
               5);
  assert_list (cloud, "network/networkDomain?pageSize=2&pageNumber=2", "networkDomain",
               "charlie bravo ", 5);
  assert_list (cloud, "network/networkDomain?pageSize=2&pageNumber=9", "networkDomain", "", 5);
  assert_list (cloud, "network/networkDomain?orderBy=name", "networkDomain",
               "alpha bravo charlie delta echo ", 5);
  assert_list (cloud, "network/networkDomain?orderBy=datacenterId.DESCENDING,name", "networkDomain",
               "echo alpha bravo charlie delta ", 5);
  assert_list (cloud, "network/networkDomain?datacenterId=NA9", "networkDomain", "echo ", 1);
  assert_list (cloud, "network/networkDomain?name=alpha&name=echo", "networkDomain", "alpha echo ",
               2);
  assert_list (cloud, "network/networkDomain?name=alpha&name=echo&datacenterId=EU6",
               "networkDomain", "alpha ", 1);
  assert_list (cloud, "network/networkDomain?name.LIKE=*a&orderBy=name", "networkDomain",
               "alpha delta ", 2);
  assert_list (cloud, "network/networkDomain?name.GE=delta", "networkDomain", "delta echo ", 2);
  assert_list (cloud, "network/networkDomain?description.NULL=&name=nobody", "networkDomain", "",
               0);
  g_assert_cmpuint (status_of (cloud, "GET", "network/networkDomain?colour=red"), ==, 400);
  g_assert_cmpuint (status_of (cloud, "GET", "network/networkDomain?pageSize=0"), ==, 400);
  g_assert_cmpuint (status_of (cloud, "GET", "network/natRule"), ==, 400);
}

static char *
dup_rules (TestCloud *cloud, const char *domain_id)
{
  g_autofree char *path =
    g_strdup_printf ("network/firewallRule?networkDomainId=%s&name.LIKE=r*", domain_id);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *array = list (cloud, path, "firewallRule", &page);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append (
      found, json_object_get_string_member (json_array_get_object_element (array, i), "name"));

  return g_string_free (found, FALSE);
}

static void
test_firewall_order (void)
{
  static const struct
  {
    const char *name;
    const char *placement;
    const char *order;
  } rules[] = {
    { "r1", "{'position': 'LAST'}", "r1" },
    { "r2", "{'position': 'FIRST'}", "r2r1" },
    { "r3", "{'position': 'BEFORE', 'relativeToRule': 'r1'}", "r2r3r1" },
    { "r4", "{'position': 'AFTER', 'relativeToRule': 'r2'}", "r2r4r3r1" },
    { "r5", "{'position': 'LAST'}", "r2r4r3r1r5" },
  };
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *id = test_cloud_add_domain (cloud, "EU6", "walls");
  g_autofree char *last = NULL;
  g_autofree char *order = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *now = NULL;

      g_free (last);
      last = test_cloud_add (cloud, "network/createFirewallRule",
                             "{'networkDomainId': '%s', 'name': '%s', 'action': 'DROP',"
                             " 'ipVersion': 'IPV4', 'protocol': 'TCP', " ANYBODY ","
                             " 'destination': {'ip': {'address': 'ANY'}}, 'enabled': 'true',"
                             " 'placement': %s}",
                             id, rules[i].name, rules[i].placement);
      now = dup_rules (cloud, id);
      g_assert_cmpstr (now, ==, rules[i].order);
    }

  g_free (test_cloud_add (cloud, "network/editFirewallRule",
                          "{'id': '%s', 'placement': {'position': 'FIRST'}}", last));
  order = dup_rules (cloud, id);
  g_assert_cmpstr (order, ==, "r5r2r4r3r1");
  test_cloud_refused (
    cloud, "NAME_NOT_UNIQUE", "network/createFirewallRule",
    "{'networkDomainId': '%s', 'name': 'r1', 'action': 'DROP', 'ipVersion': 'IPV4',"
    " 'protocol': 'TCP', " ANYBODY ", 'destination': {'ip': {'address': 'ANY'}}, " REST_OF_RULE "}",
    id);
  test_cloud_refused (
    cloud, "INVALID_INPUT_DATA", "network/createFirewallRule",
    "{'networkDomainId': '%s', 'name': 'r9', 'action': 'DROP', 'ipVersion': 'IPV4',"
    " 'protocol': 'ICMP', " ANYBODY ", 'destination': {'ip': {'address': 'ANY'},"
    " 'port': {'begin': 1}}, " REST_OF_RULE "}",
    id);
}

/* What goes wrong because a test wants it to. */
static void
test_mishaps (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *ignored = NULL;
  g_autoptr (JsonObject) domain = NULL;
  guint status;

  fr_local_cloud_fail_next (cloud->cloud, "DEPLOY_NETWORK_DOMAIN", "OUT_OF_RESOURCES", 2);
  for (guint i = 0; i < 2; i++)
    test_cloud_refused (cloud, "OUT_OF_RESOURCES", DEPLOY_DOMAIN,
                        "{'datacenterId': 'EU6', 'name': 'a', 'type': 'ADVANCED'}");
  g_assert_cmpuint (fr_local_cloud_count (cloud->cloud, "deployNetworkDomain"), ==, 2);

  fr_local_cloud_fail_next (cloud->cloud, "LIST_VLAN", "503", 1);
  g_assert_cmpuint (status_of (cloud, "GET", "network/vlan"), ==, 503);
  g_assert_cmpuint (status_of (cloud, "GET", "network/vlan"), ==, 200);

  fr_local_cloud_fail_next (cloud->cloud, "deployNetworkDomain", "FAILED_ADD", 1);
  id = test_cloud_add (cloud, DEPLOY_DOMAIN,
                       "{'datacenterId': 'EU6', 'name': 'b', 'type': 'ADVANCED'}");
  path = g_strconcat ("network/networkDomain/", id, NULL);
  test_cloud_wait (cloud, path, "FAILED_ADD");
  domain = test_cloud_get (cloud, path);
  g_assert_nonnull (json_object_get_string_member (
    json_object_get_object_member (domain, "progress"), "failureReason"));
  g_free (test_cloud_add (cloud, "network/deleteNetworkDomain", "{'id': '%s'}", id));
  test_cloud_wait (cloud, path, NULL);

  /* It is done, and nobody is told. */
  fr_local_cloud_fail_next (cloud->cloud, "deployNetworkDomain", "CONNECTION_LOST", 1);
  ignored = test_cloud_send (cloud, "POST", DEPLOY_DOMAIN, "application/json",
                             "{\"datacenterId\": \"EU6\", \"name\": \"c\", \"type\": \"ADVANCED\"}",
                             &status);
  g_assert_cmpuint (status, ==, 0);
  assert_list (cloud, "network/networkDomain", "networkDomain", "c ", 1);
}

/* The same server as older clients see it. */
static void
test_shapes (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autofree char *new_path =
    g_strdup ("image/osImage?datacenterId=EU6&name=Ubuntu%2014.04%202%20CPU");
  g_autofree char *old_path = g_strdup_printf ("/caas/2.4/%s/%s", cloud->organization, new_path);
  g_autofree char *oldest_path = g_strdup_printf ("/caas/2.3/%s/%s", cloud->organization, new_path);
  const char *const paths[] = { new_path, old_path, oldest_path };
  const char *const has[] = { "scsiController", "disk", "operatingSystem" };
  const char *const lacks[] = { "disk", "scsiController", "guest" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (JsonObject) page = NULL;
      JsonArray *array = list (cloud, paths[i], "osImage", &page);
      JsonObject *image = json_array_get_object_element (array, 0);

      g_assert_cmpuint (json_array_get_length (array), ==, 1);
      g_assert_true (json_object_has_member (image, has[i]));
      g_assert_false (json_object_has_member (image, lacks[i]));
    }
}

/* XML that nobody would send. */
static void
test_hostile_xml (void)
{
  g_autoptr (TestCloud) cloud = test_cloud_new ();
  g_autoptr (GString) deep = g_string_new (NULL);
  const char *const bodies[] = {
    "<",
    "<a><b></a>",
    "no xml",
    "",
    "<deployNetworkDomain/>",
    "<!DOCTYPE x [<!ENTITY a "
    "\"aaaa\">]><deployNetworkDomain><name>&a;</name></deployNetworkDomain>",
    "<deployNetworkDomain><name><name/></name><name/></deployNetworkDomain>",
  };
  guint status;

  for (guint i = 0; i < 5000; i++)
    g_string_append (deep, "<a>");
  for (guint i = 0; i <= G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *text =
        test_cloud_send (cloud, "POST", DEPLOY_DOMAIN, "application/xml",
                         i < G_N_ELEMENTS (bodies) ? bodies[i] : deep->str, &status);

      g_assert_cmpuint (status, ==, 400);
      g_assert_nonnull (strstr (text, "<responseCode>INVALID_INPUT_DATA</responseCode>"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local-cloud-rules/doors", test_doors);
  g_test_add_func ("/local-cloud-rules/wrong-password", test_wrong_password);
  g_test_add_func ("/local-cloud-rules/bodies", test_bodies);
  g_test_add_func ("/local-cloud-rules/busy", test_busy);
  g_test_add_func ("/local-cloud-rules/here", test_here);
  g_test_add_func ("/local-cloud-rules/lists", test_lists);
  g_test_add_func ("/local-cloud-rules/firewall-order", test_firewall_order);
  g_test_add_func ("/local-cloud-rules/mishaps", test_mishaps);
  g_test_add_func ("/local-cloud-rules/shapes", test_shapes);
  g_test_add_func ("/local-cloud-rules/hostile-xml", test_hostile_xml);

  return g_test_run ();
}
