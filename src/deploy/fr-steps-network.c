/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-network.h"
#include "fr-cloud-places.h"
#include "fr-cloud-wait.h"
#include "fr-error.h"

#define LIMIT_SECONDS 1800

static gboolean
check_image (GPtrArray *images, const FrPlanNode *node, const char *location, GError **error)
{
  for (guint i = 0; i < images->len; i++)
    if (g_strcmp0 (((FrCloudImage *) g_ptr_array_index (images, i))->name, node->appliance) == 0)
      return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("%s has no image “%s” for the server %s. It has %u others, such as “%s”."),
               location, node->appliance, node->name, images->len,
               images->len > 0 ? ((FrCloudImage *) g_ptr_array_index (images, 0))->name : "");

  return FALSE;
}

static gboolean
check_location (FrSite *site, GPtrArray *locations, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < locations->len; i++)
    {
      const FrCloudLocation *location = g_ptr_array_index (locations, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", location->id);
      if (g_strcmp0 (location->id, site->facility->location_id) != 0)
        continue;
      if (!location->maintenance)
        return TRUE;
      g_set_error (error, FR_ERROR, FR_ERROR_CLOUD,
                   _ ("The data centre %s is under maintenance. Wait, or choose another of %s."),
                   location->id, names->str);
      return FALSE;
    }

  g_set_error (
    error, FR_ERROR, FR_ERROR_PLAN,
    _ ("There is no data centre “%s” at this address. There are: %s. Change locationId."),
    site->facility->location_id, names->str);

  return FALSE;
}

/* The pre-flight: what can be refused before anything is made. */
FrLook
fr_location_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrSite *site = ((FrTask *) data)->site;
  g_autoptr (GPtrArray) locations = NULL;
  g_autoptr (GPtrArray) images = NULL;

  if (!fr_site_check_account (site, cancellable, error))
    return FR_LOOK_FAILED;
  locations = fr_cloud_list_locations (site->cloud, cancellable, error);
  if (locations == NULL || !check_location (site, locations, error))
    return FR_LOOK_FAILED;

  images = fr_cloud_list_images (site->cloud, site->facility->location_id, cancellable, error);
  if (images == NULL)
    return FR_LOOK_FAILED;
  for (guint i = 0; i < site->nodes->len; i++)
    {
      FrSiteNode *node = g_ptr_array_index (site->nodes, i);

      if (!check_image (images, node->plan, site->facility->location_id, error))
        return FR_LOOK_FAILED;
    }

  return FR_LOOK_DONE;
}

/* By its name. A half-made one counts as not there: the act waits for it. */
static gboolean
find_domain (FrTask *task, gboolean *ready, char **description, GCancellable *cancellable,
             GError **error)
{
  FrSite *site = task->site;
  g_autoptr (GPtrArray) domains =
    fr_cloud_list_domains (site->cloud, site->facility->location_id, cancellable, error);
  const char *id = NULL;

  *ready = FALSE;
  if (domains == NULL)
    return FALSE;

  for (guint i = 0; i < domains->len; i++)
    {
      const FrCloudDomain *domain = g_ptr_array_index (domains, i);

      if (g_strcmp0 (domain->name, task->domain->plan->domain_name) != 0)
        continue;
      id = domain->id;
      *ready = g_strcmp0 (domain->state, "NORMAL") == 0;
      if (description != NULL)
        *description = g_strdup (domain->description);
      break;
    }

  /* At once: others may be reading it. */
  fr_site_learn (site, &task->domain->id, id);

  return TRUE;
}

FrLook
fr_domain_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  gboolean ready;

  if (!find_domain (data, &ready, NULL, cancellable, error))
    return FR_LOOK_FAILED;

  return ready ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_domain_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const FrPlanBlueprint *plan = task->domain->plan;
  g_autofree char *id = fr_site_recall (task->site, &task->domain->id);
  g_autofree char *description = fr_site_describe (task->site, plan->domain_description);

  if (id == NULL)
    id = fr_cloud_add_domain (task->site->cloud, task->site->facility->location_id,
                              plan->domain_name, description,
                              plan->domain_service != NULL ? plan->domain_service : "essentials",
                              cancellable, error);

  return id != NULL && fr_cloud_wait_ready (task->site->cloud, FR_CLOUD_DOMAIN, id, LIMIT_SECONDS,
                                            cancellable, error);
}

FrLook
fr_domain_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrCloud *cloud = task->site->cloud;
  g_autofree char *description = NULL;
  g_autofree char *id = NULL;
  gboolean ready;

  if (!find_domain (task, &ready, &description, cancellable, error))
    return FR_LOOK_FAILED;
  id = fr_site_recall (task->site, &task->domain->id);
  if (id == NULL)
    return fr_site_leave (note, NULL);
  if (!fr_site_sweep_vlans (task->site, id, task->domain->plan->domain_name, cancellable, error))
    return FR_LOOK_FAILED;
  if (!fr_site_owns (task->site, description))
    return fr_site_leave (note, _ ("it is not of this deployment, and stays"));
  if (fr_site_keeps (task->site, task->domain, NULL))
    return fr_site_leave (note, _ ("the plan keeps something in it"));

  return fr_site_settle_undo (
    fr_cloud_delete_domain (cloud, id, cancellable, error) &&
    fr_cloud_wait_gone (cloud, FR_CLOUD_DOMAIN, id, LIMIT_SECONDS, cancellable, error));
}

/**
 * fr_domain_is_ours:
 * @ours: (out): whether the network domain of @task carries our mark
 *
 * Learns the domain. Returns: %FALSE with an error
 */
gboolean
fr_domain_is_ours (FrTask *task, gboolean *ours, GCancellable *cancellable, GError **error)
{
  g_autofree char *description = NULL;
  gboolean ready;

  if (!find_domain (task, &ready, &description, cancellable, error))
    return FALSE;
  *ours = fr_site_owns (task->site, description);

  return TRUE;
}

static gboolean
find_vlan (FrTask *task, gboolean *ready, char **description, GCancellable *cancellable,
           GError **error)
{
  FrSite *site = task->site;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autoptr (GPtrArray) vlans = NULL;
  const char *id = NULL;

  *ready = FALSE;
  if (domain_id == NULL)
    {
      fr_site_learn (site, &task->network->id, NULL);
      return TRUE;
    }
  vlans = fr_cloud_list_vlans (site->cloud, domain_id, cancellable, error);
  if (vlans == NULL)
    return FALSE;

  for (guint i = 0; i < vlans->len; i++)
    {
      const FrCloudVlan *vlan = g_ptr_array_index (vlans, i);

      if (g_strcmp0 (vlan->name, task->network->plan->network_name) != 0)
        continue;
      id = vlan->id;
      *ready = g_strcmp0 (vlan->state, "NORMAL") == 0;
      if (description != NULL)
        *description = g_strdup (vlan->description);
      break;
    }
  fr_site_learn (site, &task->network->id, id);

  return TRUE;
}

FrLook
fr_vlan_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  gboolean ready;

  if (!find_vlan (data, &ready, NULL, cancellable, error))
    return FR_LOOK_FAILED;

  return ready ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_vlan_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const FrPlanBlueprint *plan = task->network->plan;
  g_autofree char *id = fr_site_recall (task->site, &task->network->id);
  g_autofree char *domain_id = fr_site_recall (task->site, &task->domain->id);
  g_autofree char *description = fr_site_describe (task->site, plan->network_description);

  if (id == NULL)
    id = fr_cloud_add_vlan (task->site->cloud, domain_id, plan->network_name, description,
                            plan->network_address, plan->network_prefix, cancellable, error);

  return id != NULL && fr_cloud_wait_ready (task->site->cloud, FR_CLOUD_VLAN, id, LIMIT_SECONDS,
                                            cancellable, error);
}

FrLook
fr_vlan_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrCloud *cloud = task->site->cloud;
  g_autofree char *description = NULL;
  g_autofree char *id = NULL;
  gboolean ready, ours;

  if (fr_site_keeps (task->site, NULL, task->network))
    return fr_site_leave (note, _ ("the plan keeps it"));
  if (!fr_domain_is_ours (task, &ours, cancellable, error) ||
      !find_vlan (task, &ready, &description, cancellable, error))
    return FR_LOOK_FAILED;
  id = fr_site_recall (task->site, &task->network->id);
  if (id == NULL)
    return fr_site_leave (note, NULL);
  if (!fr_site_owns (task->site, description))
    return fr_site_leave (note, _ ("it is not of this deployment, and stays"));

  return fr_site_settle_undo (
    fr_cloud_delete_vlan (cloud, id, cancellable, error) &&
    fr_cloud_wait_gone (cloud, FR_CLOUD_VLAN, id, LIMIT_SECONDS, cancellable, error));
}
