/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-server.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-answer.h"
#include "fr-cloud-private.h"
#include "fr-cloud-types.h"

/**
 * fr_cloud_list_servers:
 * @domain_id: (nullable): a domain, %NULL for all
 * @location_id: (nullable): a data centre, %NULL for all
 *
 * Blocks. Section 11.2.
 *
 * Returns: (transfer full) (element-type FrCloudServer): %NULL on error
 */
GPtrArray *
fr_cloud_list_servers (FrCloud *self, const char *domain_id, const char *location_id,
                       GCancellable *cancellable, GError **error)
{
  g_autofree char *query = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  query = fr_cloud_query ("networkDomainId", domain_id, "datacenterId", location_id, NULL);
  return fr_cloud_list (self, &fr_cloud_server_type, "server/server", query, cancellable, error);
}

/**
 * fr_cloud_get_server:
 * @id: of a server
 *
 * Blocks. Section 11.2.
 *
 * Returns: (transfer full): %NULL with %FR_ERROR_NOT_FOUND when there is none
 */
FrCloudServer *
fr_cloud_get_server (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_autofree char *safe = NULL;
  g_autofree char *call = NULL;
  g_autofree char *what = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) reason = NULL;
  FrCloudServer *server;

  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, NULL);

  safe = g_uri_escape_string (id, NULL, FALSE);
  call = g_strconcat ("server/server/", safe, NULL);
  what = g_strdup_printf (_ ("Server %s"), id);
  node = fr_cloud_get (self, call, what, cancellable, error);
  if (node == NULL)
    return NULL;

  server = fr_cloud_fields_read (&fr_cloud_server_type, node, "server", &reason);
  if (server == NULL)
    fr_cloud_answer_misshapen (what, g_steal_pointer (&reason), error);
  return server;
}

static JsonObject *
make_cpu (const FrCloudServerWish *wish)
{
  JsonObject *cpu = json_object_new ();

  if (wish->cpu > 0)
    json_object_set_int_member (cpu, "count", wish->cpu);
  if (wish->cores > 0)
    json_object_set_int_member (cpu, "coresPerSocket", wish->cores);
  if (wish->cpu_speed != NULL)
    {
      g_autofree char *speed = g_ascii_strup (wish->cpu_speed, -1);

      json_object_set_string_member (cpu, "speed", speed);
    }

  return cpu;
}

static JsonObject *
make_wish (const FrCloudServerWish *wish)
{
  JsonObject *body = json_object_new ();
  JsonObject *network = json_object_new ();
  JsonObject *nic = json_object_new ();
  JsonObject *cpu = make_cpu (wish);

  json_object_set_string_member (body, "name", wish->name);
  json_object_set_string_member (body, "description",
                                 wish->description != NULL ? wish->description : "");
  json_object_set_string_member (body, "imageId", wish->image_id);
  json_object_set_boolean_member (body, "start", FALSE);
  if (wish->password != NULL)
    json_object_set_string_member (body, "administratorPassword", wish->password);

  if (json_object_get_size (cpu) > 0)
    json_object_set_object_member (body, "cpu", json_object_ref (cpu));
  json_object_unref (cpu);
  if (wish->memory_gb > 0)
    json_object_set_int_member (body, "memoryGb", wish->memory_gb);

  json_object_set_string_member (nic, "vlanId", wish->vlan_id);
  json_object_set_string_member (network, "networkDomainId", wish->domain_id);
  json_object_set_object_member (network, "primaryNic", nic);
  json_object_set_array_member (network, "additionalNic", json_array_new ());
  json_object_set_object_member (body, "networkInfo", network);

  return body;
}

/**
 * fr_cloud_add_server:
 * @wish: what it shall be; its name, image, domain and network are needed
 *
 * Names of servers are not unique: look before. Blocks until the cloud has accepted it;
 * fr_cloud_wait_ready() waits until it is there, switched off. Section 11.1.
 *
 * Returns: (transfer full): its id, or %NULL
 */
char *
fr_cloud_add_server (FrCloud *self, const FrCloudServerWish *wish, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (JsonObject) body = make_wish (wish);
  g_autofree char *what = g_strdup_printf (_ ("Server “%s”"), wish->name);
  g_autofree char *query = fr_cloud_query ("networkDomainId", wish->domain_id, "name", wish->name,
                                           NULL);
  FrCloudLookup lookup = { &fr_cloud_server_type, "server/server", query,
                           G_STRUCT_OFFSET (FrCloudServer, name), wish->name };
  FrCloudPost post = { .action = wish->password != NULL ? "server/deployServer"
                                                        : "server/deployUncustomizedServer",
                       .what = what,
                       .body = body,
                       .info = "serverId",
                       .find = fr_cloud_find_only,
                       .data = &lookup };
  char *id = NULL;

  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/**
 * fr_cloud_resize_server:
 * @server_id: a server that is switched off
 * @cpu: processors, 0 to keep them
 * @cores: cores per socket, 0 to keep them; has to divide @cpu
 * @speed: (nullable): of the processors, in any case; %NULL to keep it
 * @memory_gb: 0 to keep it
 *
 * Blocks until the cloud has accepted it. Section 11.4.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_resize_server (FrCloud *self, const char *server_id, guint cpu, guint cores,
                        const char *speed, guint memory_gb, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Size of server %s"), server_id);
  FrCloudPost post = { .action = "server/reconfigureServer",
                       .what = what,
                       .body = body,
                       .fine = "NO_CHANGE" };

  g_return_val_if_fail (FR_IS_CLOUD (self), FALSE);

  json_object_set_string_member (body, "id", server_id);
  if (cpu > 0)
    json_object_set_int_member (body, "cpuCount", cpu);
  if (cores > 0)
    json_object_set_int_member (body, "coresPerSocket", cores);
  if (memory_gb > 0)
    json_object_set_int_member (body, "memoryGb", memory_gb);
  if (speed != NULL)
    {
      g_autofree char *word = g_ascii_strup (speed, -1);

      json_object_set_string_member (body, "cpuSpeed", word);
    }

  return fr_cloud_post (self, &post, NULL, cancellable, error);
}

/**
 * fr_cloud_monitor_server:
 * @server_id: a server at rest
 * @plan: (nullable): "essentials" or "advanced", in any case; %NULL to switch it off
 *
 * Blocks until it is so. Section 12.1.
 *
 * Returns: whether it is so
 */
gboolean
fr_cloud_monitor_server (FrCloud *self, const char *server_id, const char *plan,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (FrCloudServer) server = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Monitoring of server %s"), server_id);
  g_autofree char *word = plan != NULL ? g_ascii_strup (plan, -1) : NULL;
  FrCloudPost post = { .action = "server/enableServerMonitoring",
                       .what = what,
                       .body = body,
                       .fine = "NO_CHANGE" };

  if (plan == NULL)
    return fr_cloud_post_id (self, "server/disableServerMonitoring", _ ("Monitoring of server"),
                             server_id, "NO_CHANGE RESOURCE_NOT_FOUND", NULL, cancellable, error);

  server = fr_cloud_get_server (self, server_id, cancellable, error);
  if (server == NULL)
    return FALSE;
  if (g_strcmp0 (server->monitoring, word) == 0)
    return TRUE;
  if (server->monitoring != NULL)
    post.action = "server/changeServerMonitoringPlan";

  json_object_set_string_member (body, "id", server_id);
  json_object_set_string_member (body, "servicePlan", word);
  return fr_cloud_post (self, &post, NULL, cancellable, error);
}

/**
 * fr_cloud_start_server:
 * @id: of a server
 *
 * Blocks until the cloud has accepted it; fr_cloud_wait_power() waits for the rest. A server
 * that is on is fine. Section 11.3.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_start_server (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "server/startServer", _ ("Start of server"), id, "SERVER_STARTED",
                           NULL, cancellable, error);
}

/**
 * fr_cloud_shutdown_server:
 * @id: of a server
 *
 * Asks the system inside to stop. One that does not listen (its tools do not run, even after
 * some tries) is switched off instead. Blocks until the cloud has accepted it;
 * fr_cloud_wait_power() waits for the rest. A server that is off is fine. Section 11.3.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_shutdown_server (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  if (fr_cloud_post_id (self, "server/shutdownServer", _ ("Shutdown of server"), id,
                        "SERVER_STOPPED", "VMWARE_TOOLS_INVALID_STATUS", cancellable, &reason))
    return TRUE;

  if (strstr (reason->message, "VMWARE_TOOLS_INVALID_STATUS") != NULL)
    return fr_cloud_power_off_server (self, id, cancellable, error);

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/**
 * fr_cloud_power_off_server:
 * @id: of a server
 *
 * Blocks until the cloud has accepted it; fr_cloud_wait_power() waits for the rest. A server
 * that is off is fine. Section 11.3.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_power_off_server (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "server/powerOffServer", _ ("Power of server"), id,
                           "SERVER_STOPPED", NULL, cancellable, error);
}

/**
 * fr_cloud_clean_server:
 * @id: of a server that could not be built
 *
 * Takes away what is left of it, as a deletion would be refused. Blocks until the cloud has
 * accepted it. What is absent is clean. Section 11.3.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_clean_server (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "server/cleanServer", _ ("Remains of server"), id,
                           "RESOURCE_NOT_FOUND", NULL, cancellable, error);
}

/**
 * fr_cloud_delete_server:
 * @id: of a server that is switched off and not monitored
 *
 * Blocks until the cloud has accepted it; fr_cloud_wait_gone() waits for the rest. What is
 * absent is deleted already. Section 11.3.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_delete_server (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "server/deleteServer", _ ("Server"), id, "RESOURCE_NOT_FOUND",
                           "HAS_DEPENDENCY", cancellable, error);
}
