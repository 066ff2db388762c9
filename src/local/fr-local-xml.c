/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-xml.h"

#include <string.h>

/* Which members of an element are attributes; all others are elements. Where the name alone
 * does not tell, the one of its parent stands before it. */
static const struct
{
  const char *element;
  const char *attributes;
} table[] = {
  { "networkDomain", "id datacenterId" },
  { "vlan/networkDomain", "id name" },
  { "vlan", "id datacenterId" },
  { "natRule", "id datacenterId" },
  { "publicIpBlock", "id datacenterId" },
  { "firewallRule", "id datacenterId ruleType" },
  { "server", "id datacenterId" },
  { "osImage", "id datacenterId" },
  { "customerImage", "id datacenterId" },
  { "portList", "id" },
  { "ipAddressList", "id" },
  { "tagKey", "id" },
  { "source/portList", "id name" },
  { "source/ipAddressList", "id name" },
  { "destination/portList", "id name" },
  { "destination/ipAddressList", "id name" },
  { "childPortList", "id name" },
  { "childIpAddressList", "id name" },
  { "source/ip", "address prefixSize" },
  { "destination/ip", "address prefixSize" },
  { "port", "begin end" },
  { "ipAddress", "begin end prefixSize" },
  { "ip", "datacenterId ipBlockId networkDomainId" },
  { "ipv4", "datacenterId vlanId exclusive" },
  { "datacenter", "id type" },
  { "networking", "type maintenanceStatus" },
  { "hypervisor", "type maintenanceStatus" },
  { "backup", "type maintenanceStatus" },
  { "consoleAccess", "maintenanceStatus" },
  { "monitoring", "maintenanceStatus monitoringId servicePlan state" },
  { "diskSpeed", "id default available" },
  { "cpuSpeed", "id default available" },
  { "property", "name value" },
  { "privateIpv4Range", "address prefixSize" },
  { "ipv6Range", "address prefixSize" },
  { "outsideTransitVlanIpv4Subnet", "address prefixSize" },
  { "cpu", "count speed coresPerSocket" },
  { "disk", "id scsiId sizeGb speed state" },
  { "scsiController", "id adapterType key busNumber state" },
  { "operatingSystem", "id displayName family" },
  { "guest", "osCustomization" },
  { "vmTools", "type versionStatus runningStatus apiVersion" },
  { "vmwareTools", "versionStatus runningStatus apiVersion" },
  { "virtualHardware", "version upToDate" },
  { "networkInfo", "networkDomainId" },
  { "primaryNic",
    "id privateIpv4 ipv6 vlanId vlanName macAddress state key networkAdapter connected" },
  { "additionalNic",
    "id privateIpv4 ipv6 vlanId vlanName macAddress state key networkAdapter connected" },
  { "response", "requestId" },
  { "info", "name value" },
  { "warning", "name value" },
  { "error", "name value" },
};

static void render_object (GString *out, const char *parent, const char *name, const char *xmlns,
                           JsonObject *object);

static const char *
find_attributes (const char *parent, const char *name)
{
  g_autofree char *both = g_strdup_printf ("%s/%s", parent, name);
  const char *found = "";

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (strcmp (table[i].element, both) == 0)
        return table[i].attributes;
      if (strcmp (table[i].element, name) == 0)
        found = table[i].attributes;
    }

  return found;
}

static gboolean
is_attribute (const char *attributes, const char *member)
{
  g_auto (GStrv) words = g_strsplit (attributes, " ", -1);

  return g_strv_contains ((const char *const *) words, member) ||
         g_str_has_prefix (member, "page") || strcmp (member, "totalCount") == 0;
}

/* A value that is neither an object nor an array, as text. */
static char *
print_value (JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return g_markup_escape_text (json_node_get_string (node), -1);
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    }
}

static void
render_node (GString *out, const char *parent, const char *name, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      render_object (out, parent, name, NULL, json_node_get_object (node));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        render_node (out, parent, name, json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_VALUE (node))
    {
      g_autofree char *text = print_value (node);

      g_string_append_printf (out, "<%s>%s</%s>", name, text, name);
    }
}

static void
render_object (GString *out, const char *parent, const char *name, const char *xmlns,
               JsonObject *object)
{
  const char *attributes = find_attributes (parent, name);
  g_autoptr (GList) members = json_object_get_members (object);
  /* An address with attributes is the text of its element. */
  gboolean is_text = json_object_has_member (object, "value") &&
                     !is_attribute (attributes, "value") && *attributes != '\0';

  g_string_append_printf (out, "<%s", name);
  if (xmlns != NULL)
    g_string_append_printf (out, " xmlns=\"%s\"", xmlns);
  for (GList *each = members; each != NULL; each = each->next)
    {
      JsonNode *node = json_object_get_member (object, each->data);

      if (is_attribute (attributes, each->data) && JSON_NODE_HOLDS_VALUE (node))
        {
          g_autofree char *text = print_value (node);

          g_string_append_printf (out, " %s=\"%s\"", (const char *) each->data, text);
        }
    }
  g_string_append_c (out, '>');

  for (GList *each = members; each != NULL; each = each->next)
    {
      JsonNode *node = json_object_get_member (object, each->data);

      if (is_text && strcmp (each->data, "value") == 0)
        {
          g_autofree char *text = print_value (node);

          g_string_append (out, text);
        }
      else if (!is_attribute (attributes, each->data) || !JSON_NODE_HOLDS_VALUE (node))
        {
          render_node (out, name, each->data, node);
        }
    }
  g_string_append_printf (out, "</%s>", name);
}

/**
 * fr_local_xml_render:
 * @root: the name of the root
 * @xmlns: its namespace
 * @object: what is in it, as the API says it in JSON
 *
 * Returns: (transfer full): the twin of @object in XML, as the schema of API 2.4 has it
 */
char *
fr_local_xml_render (const char *root, const char *xmlns, JsonObject *object)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  g_return_val_if_fail (root != NULL && xmlns != NULL && object != NULL, NULL);

  render_object (out, "", root, xmlns, object);

  return g_string_free (out, FALSE);
}
