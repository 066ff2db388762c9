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

/* The server of this task as it is now; %NULL without an error when there is none. What is
 * known of it is learnt on the way. */
static FrCloudServer *
find_server (FrTask *task, GCancellable *cancellable, GError **error)
{
  FrSite *site = task->site;
  FrSiteNode *node = task->node;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autoptr (GPtrArray) servers = NULL;
  FrCloudServer *found = NULL;

  fr_site_learn (site, &node->id, NULL);
  if (domain_id == NULL)
    return NULL;
  servers = fr_cloud_list_servers (site->cloud, domain_id, site->facility->location_id, cancellable,
                                   error);
  if (servers == NULL)
    return NULL;

  for (guint i = 0; i < servers->len && found == NULL; i++)
    {
      FrCloudServer *server = g_ptr_array_index (servers, i);

      if (g_strcmp0 (server->name, node->plan->name) == 0)
        found = g_ptr_array_steal_index (servers, i);
    }
  if (found == NULL)
    return NULL;

  if (!fr_site_owns (site, found->description))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                   _ ("There is a server “%s” in the network domain %s already, and it is not of "
                      "this deployment. Give yours another name."),
                   found->name, task->domain->plan->domain_name);
      fr_cloud_server_free (found);
      return NULL;
    }

  fr_site_learn (site, &node->id, found->id);
  fr_site_learn (site, &node->private_ipv4, found->private_ipv4);
  fr_site_learn (site, &node->ipv6, found->ipv6);

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
  server = find_server (task, cancellable, &reason);
  if (reason == NULL || g_error_matches (reason, FR_ERROR, FR_ERROR_EXISTS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* The same where there must be one. */
static FrCloudServer *
need_server (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  FrCloudServer *server = find_server (task, cancellable, &reason);

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (server == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CLOUD,
                 _ ("The server %s is not there any more. Somebody else may have deleted it."),
                 task->node->plan->name);

  return server;
}

static gboolean
wait_ready (FrTask *task, const char *id, GCancellable *cancellable, GError **error)
{
  return fr_cloud_wait_ready (task->site->cloud, FR_CLOUD_SERVER, id, LIMIT_SECONDS, cancellable,
                              error);
}

FrLook
fr_server_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrCloudServer) server = find_server (data, cancellable, &reason);

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

  return id != NULL && wait_ready (task, id, cancellable, error);
}

static gboolean
switch_off (FrTask *task, const char *id, GCancellable *cancellable, GError **error)
{
  return fr_cloud_power_off_server (task->site->cloud, id, cancellable, error) &&
         fr_cloud_wait_power (task->site->cloud, id, FALSE, STOP_SECONDS, cancellable, error);
}

gboolean
fr_server_undo (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  g_autoptr (GError) reason = NULL;
  g_autoptr (FrCloudServer) server = NULL;

  if (task->node->plan->keep)
    return TRUE;
  if (!fr_server_learn (task, cancellable, error))
    return FALSE;
  server = find_server (task, cancellable, &reason);
  /* A server of somebody else is left alone. */
  if (g_error_matches (reason, FR_ERROR, FR_ERROR_EXISTS))
    return TRUE;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (server == NULL)
    return TRUE;

  if (g_strcmp0 (server->state, "NORMAL") != 0 &&
      !g_str_has_prefix (server->state, "FAILED") &&
      !g_str_has_prefix (server->state, "PENDING_DELETE") &&
      !wait_ready (task, server->id, cancellable, &reason))
    g_debug ("%s: %s", server->name, reason->message);
  if (server->started && !switch_off (task, server->id, cancellable, error))
    return FALSE;
  if (g_str_has_prefix (server->state, "FAILED") && !server->deployed)
    return fr_cloud_clean_server (site->cloud, server->id, cancellable, error) &&
           fr_cloud_wait_gone (site->cloud, FR_CLOUD_SERVER, server->id, LIMIT_SECONDS, cancellable,
                               error);

  return fr_cloud_delete_server (site->cloud, server->id, cancellable, error) &&
         fr_cloud_wait_gone (site->cloud, FR_CLOUD_SERVER, server->id, LIMIT_SECONDS, cancellable,
                             error);
}

static gboolean
has_size (const FrCloudServer *server, const FrPlanNode *plan)
{
  return (plan->cpu == 0 || server->cpu == plan->cpu) &&
         (plan->cores == 0 || server->cores == plan->cores) &&
         (plan->memory_gb == 0 || server->memory_gb == plan->memory_gb) &&
         (plan->cpu_speed == NULL ||
          g_ascii_strcasecmp (server->cpu_speed != NULL ? server->cpu_speed : "",
                              plan->cpu_speed) == 0);
}

FrLook
fr_resize_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = need_server (task, cancellable, error);

  if (server == NULL)
    return FR_LOOK_FAILED;

  return has_size (server, task->node->plan) ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_resize_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const FrPlanNode *plan = task->node->plan;
  g_autofree char *id = fr_site_recall (task->site, &task->node->id);

  return fr_cloud_resize_server (task->site->cloud, id, plan->cpu, plan->cores, plan->cpu_speed,
                                 plan->memory_gb, cancellable, error) &&
         wait_ready (task, id, cancellable, error);
}

static const FrCloudDisk *
find_disk (const FrCloudServer *server, guint scsi_id)
{
  for (guint i = 0; i < server->disks->len; i++)
    {
      const FrCloudDisk *disk = g_ptr_array_index (server->disks, i);

      if (disk->scsi_id == scsi_id)
        return disk;
    }

  return NULL;
}

FrLook
fr_disk_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = need_server (task, cancellable, error);
  const FrCloudDisk *disk;

  if (server == NULL)
    return FR_LOOK_FAILED;
  disk = find_disk (server, task->disk->id);

  return disk != NULL && disk->size_gb >= task->disk->size_gb &&
             g_strcmp0 (server->state, "NORMAL") == 0
           ? FR_LOOK_DONE
           : FR_LOOK_TODO;
}

gboolean
fr_disk_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrCloud *cloud = task->site->cloud;
  g_autoptr (FrCloudServer) server = need_server (task, cancellable, error);
  const FrCloudDisk *disk;
  g_autofree char *id = NULL;

  if (server == NULL || !wait_ready (task, server->id, cancellable, error))
    return FALSE;

  disk = find_disk (server, task->disk->id);
  if (disk == NULL)
    id = fr_cloud_add_disk (cloud, server->id, task->disk->size_gb,
                            task->disk->speed != NULL ? task->disk->speed : "standard", cancellable,
                            error);
  else if (disk->size_gb >= task->disk->size_gb ||
           fr_cloud_expand_disk (cloud, disk->id, task->disk->size_gb, cancellable, error))
    id = g_strdup (disk->id);

  return id != NULL && wait_ready (task, server->id, cancellable, error);
}

FrLook
fr_monitoring_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const char *wanted = task->node->plan->monitoring;
  g_autoptr (FrCloudServer) server = NULL;

  if (wanted == NULL)
    {
      *note = g_strdup (_ ("the plan asks for none"));
      return FR_LOOK_SKIP;
    }
  server = need_server (task, cancellable, error);
  if (server == NULL)
    return FR_LOOK_FAILED;

  return server->monitoring != NULL && g_ascii_strcasecmp (server->monitoring, wanted) == 0
           ? FR_LOOK_DONE
           : FR_LOOK_TODO;
}

gboolean
fr_monitoring_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *id = fr_site_recall (task->site, &task->node->id);
  g_autofree char *plan = g_ascii_strup (task->node->plan->monitoring, -1);

  return fr_cloud_monitor_server (task->site->cloud, id, plan, cancellable, error) &&
         wait_ready (task, id, cancellable, error);
}

gboolean
fr_monitoring_undo (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = NULL;

  if (!fr_server_learn (task, cancellable, error))
    return FALSE;
  server = find_server (task, cancellable, NULL);
  if (server == NULL || server->monitoring == NULL || task->node->plan->keep)
    return TRUE;

  return fr_cloud_monitor_server (task->site->cloud, server->id, NULL, cancellable, error) &&
         wait_ready (task, server->id, cancellable, error);
}

FrLook
fr_start_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrCloudServer) server = need_server (data, cancellable, error);

  if (server == NULL)
    return FR_LOOK_FAILED;

  return server->started && g_strcmp0 (server->state, "NORMAL") == 0 ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_start_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = need_server (task, cancellable, error);

  if (server == NULL || !wait_ready (task, server->id, cancellable, error))
    return FALSE;

  return (server->started ||
          fr_cloud_start_server (task->site->cloud, server->id, cancellable, error)) &&
         fr_cloud_wait_power (task->site->cloud, server->id, TRUE, LIMIT_SECONDS, cancellable,
                              error);
}
