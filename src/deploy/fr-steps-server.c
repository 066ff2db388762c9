/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-places.h"
#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"
#include "fr-error.h"

#define LIMIT_SECONDS 3600
#define STOP_SECONDS 600

/* Names need not be unique: ours goes before another one of that name. */
static FrCloudServer *
choose_server (FrTask *task, GPtrArray *servers)
{
  guint chosen = servers->len;

  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);

      if (g_strcmp0 (server->name, task->node->plan->name) != 0)
        continue;
      if (chosen == servers->len || fr_site_owns (task->site, server->description))
        chosen = i;
    }

  return chosen < servers->len ? g_ptr_array_steal_index (servers, chosen) : NULL;
}

/**
 * fr_server_find:
 *
 * What is known of the server is learnt on the way.
 *
 * Returns: (transfer full) (nullable): the server of @task as it is now; %NULL without an error
 *   when there is none, with %FR_ERROR_EXISTS when it is somebody else's
 */
FrCloudServer *
fr_server_find (FrTask *task, GCancellable *cancellable, GError **error)
{
  FrSite *site = task->site;
  FrSiteNode *node = task->node;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autoptr (GPtrArray) servers = NULL;
  FrCloudServer *found;

  servers = domain_id != NULL ? fr_cloud_list_servers (
                                  site->cloud, domain_id, site->facility->location_id, cancellable,
                                  error)
                              : g_ptr_array_new ();
  if (servers == NULL)
    return NULL;

  found = choose_server (task, servers);
  if (found != NULL && !fr_site_owns (site, found->description))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                   _ ("There is a server “%s” in the network domain %s already, and it is not of "
                      "this deployment. Give yours another name."),
                   found->name, task->domain->plan->domain_name);
      g_clear_pointer (&found, fr_cloud_server_free);
    }

  fr_site_learn (site, &node->id, found != NULL ? found->id : NULL);
  if (found != NULL)
    {
      fr_site_learn (site, &node->private_ipv4, found->private_ipv4);
      fr_site_learn (site, &node->ipv6, found->ipv6);
    }

  return found;
}

/**
 * fr_server_learn:
 *
 * Learns domain, id and addresses of the server of @task, if there is one of ours.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_server_learn (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrCloudServer) server = NULL;
  gboolean ours;

  if (!fr_domain_is_ours (task, &ours, cancellable, error))
    return FALSE;
  server = fr_server_find (task, cancellable, &reason);
  if (reason == NULL || g_error_matches (reason, FR_ERROR, FR_ERROR_EXISTS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/**
 * fr_server_need:
 *
 * Returns: (transfer full): the same where there must be one; %NULL with an error
 */
FrCloudServer *
fr_server_need (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  FrCloudServer *server = fr_server_find (task, cancellable, &reason);

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (server == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CLOUD,
                 _ ("The server %s is not there any more. Somebody else may have deleted it."),
                 task->node->plan->name);

  return server;
}

/**
 * fr_server_wait_ready:
 * @id: of the server of @task
 *
 * Returns: whether the cloud has ended what it was doing to it, else %FALSE with an error
 */
gboolean
fr_server_wait_ready (FrTask *task, const char *id, GCancellable *cancellable, GError **error)
{
  return fr_cloud_wait_ready (task->site->cloud, FR_CLOUD_SERVER, id, LIMIT_SECONDS, cancellable,
                              error);
}

FrLook
fr_server_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrCloudServer) server = fr_server_find (data, cancellable, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }

  return server != NULL && server->deployed && g_strcmp0 (server->state, "NORMAL") == 0
           ? FR_LOOK_DONE
           : FR_LOOK_TODO;
}

static char *
find_image (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) images = fr_cloud_list_images (
    task->site->cloud, task->site->facility->location_id, cancellable, error);

  if (images == NULL)
    return NULL;
  for (guint i = 0; i < images->len; i++)
    {
      const FrCloudImage *image = g_ptr_array_index (images, i);

      if (g_strcmp0 (image->name, task->node->plan->appliance) == 0)
        return g_strdup (image->id);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("The image “%s” is not there any more."),
               task->node->plan->appliance);

  return NULL;
}

/* A new server has a new host key: that of the one that was there before is nobody's. */
static gboolean
forget_old (FrTask *task, GError **error)
{
  g_autofree char *host =
    fr_journal_dup_fact (task->site->journal, task->node->plan->name, "public-ipv4");

  return host == NULL || fr_site_forget_host (task->site, host, error);
}

gboolean
fr_server_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  const FrPlanNode *plan = task->node->plan;
  g_autofree char *id = fr_site_recall (site, &task->node->id);
  g_autofree char *image_id = NULL;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autofree char *vlan_id = fr_site_recall (site, &task->network->id);
  g_autofree char *description = fr_site_describe (site, plan->description);
  FrCloudServerWish wish = {
    .name = plan->name,
    .description = description,
    .domain_id = domain_id,
    .vlan_id = vlan_id,
    .password = site->password,
    .cpu = plan->cpu,
    .cores = plan->cores,
    .cpu_speed = plan->cpu_speed,
    .memory_gb = plan->memory_gb,
  };

  if (id == NULL)
    {
      image_id = find_image (task, cancellable, error);
      if (image_id == NULL || !forget_old (task, error))
        return FALSE;
      wish.image_id = image_id;
      id = fr_cloud_add_server (site->cloud, &wish, cancellable, error);
    }

  return id != NULL && fr_server_wait_ready (task, id, cancellable, error);
}

static gboolean
switch_off (FrTask *task, const char *id, GCancellable *cancellable, GError **error)
{
  return fr_cloud_power_off_server (task->site->cloud, id, cancellable, error) &&
         fr_cloud_wait_power (task->site->cloud, id, FALSE, STOP_SECONDS, cancellable, error);
}

/**
 * fr_server_stop:
 * @server: of @task, as it was found
 *
 * Shuts the server down when it runs: its hardware is changed at rest only. The step that starts
 * it comes later. Blocks until it is off.
 *
 * Returns: %FALSE with an error; %FR_ERROR_PLAN when the plan wants it to run always
 */
gboolean
fr_server_stop (FrTask *task, const FrCloudServer *server, GCancellable *cancellable,
                GError **error)
{
  FrCloud *cloud = task->site->cloud;
  g_autoptr (GError) reason = NULL;

  if (!server->started)
    return TRUE;
  if (task->node->plan->keep_running)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("The server %s has to be stopped for this change, and the plan wants it to "
                      "run always. Stop it yourself, or change the plan."),
                   server->name);
      return FALSE;
    }

  if (fr_cloud_shutdown_server (cloud, server->id, cancellable, &reason) &&
      fr_cloud_wait_power (cloud, server->id, FALSE, STOP_SECONDS, cancellable, &reason))
    return TRUE;
  g_debug ("%s does not shut down: %s", server->name, reason->message);

  return switch_off (task, server->id, cancellable, error);
}

/* The server as it is once the cloud has stopped changing it; %NULL without an error when there
 * is none of ours. */
static FrCloudServer *
find_at_rest (FrTask *task, char **note, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrCloudServer) server = NULL;

  if (!fr_server_learn (task, cancellable, error))
    return NULL;
  server = fr_server_find (task, cancellable, &reason);
  if (server != NULL && g_str_has_prefix (server->state, "PENDING") &&
      !g_str_has_prefix (server->state, "PENDING_DELETE"))
    {
      /* That it failed is fine: it is to go. */
      if (!fr_server_wait_ready (task, server->id, cancellable, &reason))
        g_debug ("%s: %s", server->name, reason->message);
      g_clear_error (&reason);
      g_clear_pointer (&server, fr_cloud_server_free);
      server = fr_server_find (task, cancellable, &reason);
    }
  if (server != NULL)
    return g_steal_pointer (&server);

  if (g_error_matches (reason, FR_ERROR, FR_ERROR_EXISTS))
    *note = g_strdup (_ ("it is not of this deployment, and stays"));
  else if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return NULL;
}

static gboolean
remove_server (FrTask *task, const FrCloudServer *server, GCancellable *cancellable,
               GError **error)
{
  FrCloud *cloud = task->site->cloud;
  gboolean broken = g_str_has_prefix (server->state, "FAILED") && !server->deployed;

  if (server->started && !switch_off (task, server->id, cancellable, error))
    return FALSE;

  return (broken ? fr_cloud_clean_server (cloud, server->id, cancellable, error)
                 : fr_cloud_delete_server (cloud, server->id, cancellable, error)) &&
         fr_cloud_wait_gone (cloud, FR_CLOUD_SERVER, server->id, LIMIT_SECONDS, cancellable,
                             error);
}

FrLook
fr_server_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = NULL;
  g_autoptr (GError) reason = NULL;

  if (task->node->plan->keep)
    return fr_site_leave (note, _ ("the plan keeps it"));
  server = find_at_rest (task, note, cancellable, &reason);
  if (server != NULL)
    return fr_site_settle_undo (remove_server (task, server, cancellable, error));
  if (reason == NULL)
    return FR_LOOK_SKIP;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FR_LOOK_FAILED;
}

FrLook
fr_monitoring_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *ignored = NULL;

  if (task->node->plan->keep)
    return fr_site_leave (note, _ ("the plan keeps it"));
  server = find_at_rest (task, &ignored, cancellable, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }
  if (server == NULL || server->monitoring == NULL)
    return fr_site_leave (note, NULL);

  return fr_site_settle_undo (
    fr_cloud_monitor_server (task->site->cloud, server->id, NULL, cancellable, error) &&
    fr_server_wait_ready (task, server->id, cancellable, error));
}
