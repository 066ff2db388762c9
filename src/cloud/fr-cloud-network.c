/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-network.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-private.h"
#include "fr-cloud-types.h"

/**
 * fr_cloud_list_domains:
 * @location_id: a data centre
 *
 * Blocks. Section 6.
 *
 * Returns: (transfer full) (element-type FrCloudDomain): %NULL on error
 */
GPtrArray *
fr_cloud_list_domains (FrCloud *self, const char *location_id, GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *query = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self) && location_id != NULL, NULL);

  query = fr_cloud_query ("datacenterId", location_id, NULL);
  return fr_cloud_list (self, &fr_cloud_domain_type, "network/networkDomain", query, cancellable,
                        error);
}

/**
 * fr_cloud_add_domain:
 * @location_id: a data centre
 * @name: unique there
 * @description: (nullable): of one line
 * @type: the service plan, "ESSENTIALS" or "ADVANCED", in any case
 *
 * Blocks until the cloud has accepted it; fr_cloud_wait_ready() waits until it is there.
 * Section 6.
 *
 * Returns: (transfer full): its id; %NULL with %FR_ERROR_EXISTS when the name is taken
 */
char *
fr_cloud_add_domain (FrCloud *self, const char *location_id, const char *name,
                     const char *description, const char *type, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Network domain “%s”"), name);
  g_autofree char *query = fr_cloud_query ("datacenterId", location_id, "name", name, NULL);
  g_autofree char *plan = g_ascii_strup (type, -1);
  FrCloudLookup lookup = { &fr_cloud_domain_type, "network/networkDomain", query,
                           G_STRUCT_OFFSET (FrCloudDomain, name), name };
  FrCloudPost post = { .action = "network/deployNetworkDomain",
                       .what = what,
                       .body = body,
                       .info = "networkDomainId",
                       .find = fr_cloud_find_only,
                       .data = &lookup };
  char *id = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  json_object_set_string_member (body, "datacenterId", location_id);
  json_object_set_string_member (body, "name", name);
  json_object_set_string_member (body, "description", description != NULL ? description : "");
  json_object_set_string_member (body, "type", plan);

  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/**
 * fr_cloud_delete_domain:
 * @id: of a domain
 *
 * Blocks until the cloud has accepted it. What is absent is deleted already. Section 6.
 *
 * Returns: %FALSE with %FR_ERROR_CLOUD while something is in it
 */
gboolean
fr_cloud_delete_domain (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "network/deleteNetworkDomain", _ ("Network domain"), id,
                           "RESOURCE_NOT_FOUND", "HAS_DEPENDENCY", cancellable, error);
}

/**
 * fr_cloud_list_vlans:
 * @domain_id: a domain
 *
 * Blocks. Section 7.
 *
 * Returns: (transfer full) (element-type FrCloudVlan): %NULL on error
 */
GPtrArray *
fr_cloud_list_vlans (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *query = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self) && domain_id != NULL, NULL);

  query = fr_cloud_query ("networkDomainId", domain_id, NULL);
  return fr_cloud_list (self, &fr_cloud_vlan_type, "network/vlan", query, cancellable, error);
}

/**
 * fr_cloud_add_vlan:
 * @domain_id: a domain that is ready
 * @name: unique in the domain
 * @description: (nullable): of one line
 * @address: base of the private IPv4 range
 * @prefix: its size, 16 to 24
 *
 * Blocks until the cloud has accepted it; fr_cloud_wait_ready() waits until it is there. The
 * gateway is the first address. Section 7.
 *
 * Returns: (transfer full): its id; %NULL with %FR_ERROR_EXISTS when the name is taken
 */
char *
fr_cloud_add_vlan (FrCloud *self, const char *domain_id, const char *name, const char *description,
                   const char *address, guint prefix, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Network “%s”"), name);
  g_autofree char *query = fr_cloud_query ("networkDomainId", domain_id, "name", name, NULL);
  FrCloudLookup lookup = { &fr_cloud_vlan_type, "network/vlan", query,
                           G_STRUCT_OFFSET (FrCloudVlan, name), name };
  FrCloudPost post = { .action = "network/deployVlan",
                       .what = what,
                       .body = body,
                       .info = "vlanId",
                       .find = fr_cloud_find_only,
                       .data = &lookup };
  JsonObject *attached;
  char *id = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  attached = json_object_new ();
  json_object_set_string_member (attached, "gatewayAddressing", "LOW");
  json_object_set_string_member (body, "networkDomainId", domain_id);
  json_object_set_string_member (body, "name", name);
  json_object_set_string_member (body, "description", description != NULL ? description : "");
  json_object_set_string_member (body, "privateIpv4NetworkAddress", address);
  json_object_set_int_member (body, "privateIpv4PrefixSize", prefix);
  json_object_set_object_member (body, "attachedVlan", attached);

  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/**
 * fr_cloud_delete_vlan:
 * @id: of a network
 *
 * Blocks until the cloud has accepted it. What is absent is deleted already. Section 7.
 *
 * Returns: %FALSE with %FR_ERROR_CLOUD while a server is on it
 */
gboolean
fr_cloud_delete_vlan (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "network/deleteVlan", _ ("Network"), id, "RESOURCE_NOT_FOUND",
                           "HAS_DEPENDENCY", cancellable, error);
}
