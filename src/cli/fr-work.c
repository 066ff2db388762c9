/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-work.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-endpoint.h"
#include "fr-error.h"
#include "fr-plan-values.h"
#include "fr-site-steps.h"

/**
 * fr_work_options_clear:
 */
void
fr_work_options_clear (FrWorkOptions *options)
{
  g_free (options->endpoint);
  g_free (options->ca_file);
  g_free (options->name);
  g_free (options->snapshot);
  g_free (options->key_file);
  g_free (options->host_key);
  g_strfreev (options->parameters);
}

/* A deployment goes before a file of the same name, a path or a plan before both. */
static gboolean
is_name (const char *words)
{
  if (strchr (words, '/') != NULL || g_str_has_suffix (words, ".yaml") ||
      g_str_has_suffix (words, ".yml"))
    return FALSE;

  return !g_file_test (words, G_FILE_TEST_EXISTS) || fr_site_check (words, NULL);
}

static char *
make_name (const char *path)
{
  char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return name;
}

static gboolean
check_name (const char *name, const char *path, GError **error)
{
  g_autofree char *known = fr_site_read_fact (name, "", "plan");
  g_autofree char *here = g_canonicalize_filename (path, NULL);

  if (strchr (name, '/') != NULL || *name == '.' || *name == '\0')
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("“%s” cannot name a deployment: no slash, and no dot in front."), name);
      return FALSE;
    }
  if (known == NULL || g_str_equal (known, here))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
               _ ("There is a deployment “%s” already, of the plan %s. Give this one a --name."),
               name, known);

  return FALSE;
}

/* Values that were given when it was deployed count, unless there are new ones. */
static GHashTable *
read_values (const char *name, const FrWorkOptions *options, char **kept, GError **error)
{
  g_auto (GStrv) old = NULL;
  const char *const *items = (const char *const *) options->parameters;
  g_autofree char *known = fr_site_read_fact (name, "", "parameters");

  if (items == NULL && known != NULL && *known != '\0')
    {
      old = g_strsplit (known, "\n", -1);
      items = (const char *const *) old;
    }
  *kept = items != NULL ? g_strjoinv ("\n", (char **) items) : g_strdup ("");

  return items != NULL ? fr_plan_values_new (items, error)
                       : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* What was deployed is told, and taken away, by the plan as it was deployed. */
static char *
find_deployed (const char *name, const char *words, gboolean need_cloud, GError **error)
{
  g_autoptr (GError) reason = NULL;

  /* With a cloud, a damaged journal can be made anew. */
  if (fr_site_check (name, &reason) ||
      (need_cloud && g_error_matches (reason, FR_ERROR, FR_ERROR_STATE)))
    return fr_site_dup_plan_path (name, error);
  if (!g_error_matches (reason, FR_ERROR, FR_ERROR_NOT_FOUND) || g_str_equal (name, words))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                 _ ("%s has not been deployed. “fittings deploy” does it; “fittings list” shows "
                    "what has been."),
                 words);

  return NULL;
}

/* Where a deployment is was told once; it need not be told again. */
static gboolean
reach (FrWork *self, const FrPlan *plan, const FrWorkOptions *options, GError **error)
{
  g_autofree char *endpoint = g_strdup (options->endpoint);
  g_autofree char *ca_file = g_strdup (options->ca_file);

  if (endpoint == NULL && !fr_endpoint_is_here (plan))
    endpoint = fr_site_read_fact (self->name, "", "endpoint");
  if (ca_file == NULL)
    ca_file = fr_site_read_fact (self->name, "", "ca");
  self->reach = fr_reach_new (plan, endpoint, ca_file, error);
  if (self->reach == NULL)
    return FALSE;
  fr_cloud_set_busy_func (self->reach->cloud, fr_report_wait, self->report);

  return TRUE;
}

static gboolean
remember (FrWork *self, const char *parameters, const FrWorkOptions *options, GError **error)
{
  g_autofree char *ca_file =
    options->ca_file != NULL ? g_canonicalize_filename (options->ca_file, NULL) : NULL;

  return fr_site_set_fact (self->site, "parameters", parameters, error) &&
         (ca_file == NULL || fr_site_set_fact (self->site, "ca", ca_file, error));
}

static gboolean
open_site (FrWork *self, FrPlan *plan, const FrWorkOptions *options, gboolean need_cloud,
           const char *parameters, GError **error)
{
  gboolean own = plan->facilities->len == 1 &&
                 fr_plan_facility_is_own (g_ptr_array_index (plan->facilities, 0));
  g_autofree char *password = NULL;
  const char *notice;

  self->report = fr_report_new (options->json);
  password = own && need_cloud ? fr_work_dup_own_password (self, options)
                               : g_strdup (fr_command_get_secret ("SHARED_SECRET"));
  if (need_cloud && !own && !reach (self, plan, options, error))
    {
      fr_plan_free (plan);
      return FALSE;
    }
  self->site = fr_site_new (plan, need_cloud ? FR_SITE_WORK : FR_SITE_TELL,
                            self->reach != NULL ? self->reach->cloud : NULL, self->name,
                            password, error);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  if (self->site == NULL || (need_cloud && !remember (self, parameters, options, error)))
    return FALSE;

  notice = fr_site_get_notice (self->site);
  if (notice != NULL)
    g_printerr ("%s\n", notice);
  if (need_cloud)
    fr_site_set_own_key (self->site, options->key_file);
  fr_site_set_meet (self->site, fr_work_meet, self);
  fr_site_set_report (self->site, fr_report_step, fr_report_log, self->report);
  fr_site_set_doing (self->site, fr_report_doing, self->report);
  if (!options->no_mirror)
    fr_site_set_try (self->site, fr_work_try_site, self);

  return TRUE;
}

/* Whether the Internet reaches a server of the plan, so that there may be a mirror. */
static gboolean
is_reached (const FrPlan *plan)
{
  for (guint i = 0; i < plan->facilities->len; i++)
    {
      const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, i);

      for (guint j = 0; j < facility->blueprints->len; j++)
        {
          const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, j);

          for (guint k = 0; k < blueprint->nodes->len; k++)
            if (((FrPlanNode *) g_ptr_array_index (blueprint->nodes, k))->internet)
              return TRUE;
        }
    }

  return FALSE;
}

/**
 * fr_work_open:
 * @words: a plan's path, or a deployment's name
 * @options: what the user asked for
 * @need_cloud: whether the cloud is to be reached
 * @need_deployment: whether it must have been deployed before
 *
 * Returns: (transfer full): or %NULL with an error
 */
FrWork *
fr_work_open (const char *words, const FrWorkOptions *options, gboolean need_cloud,
              gboolean need_deployment, GError **error)
{
  g_autoptr (FrWork) self = g_new0 (FrWork, 1);
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (FrPlan) plan = NULL;
  gboolean named = is_name (words);

  g_mutex_init (&self->look_mutex);
  if (named || options->name == NULL)
    self->name = named ? g_strdup (words) : make_name (words);
  else
    self->name = g_strdup (options->name);
  self->snapshot = options->snapshot;
  self->host_key = options->host_key;

  if (need_deployment)
    path = find_deployed (self->name, words, need_cloud, error);
  else if (named)
    path = fr_site_dup_plan_path (words, error);
  else if (check_name (self->name, words, error))
    path = g_strdup (words);
  if (path == NULL)
    return NULL;

  values = read_values (self->name, options, &kept, error);
  plan = values != NULL ? fr_plan_load (path, values, error) : NULL;
  if (plan == NULL)
    return NULL;
  /* Who only takes away looks nowhere. */
  if (need_cloud && !need_deployment && !options->no_mirror && is_reached (plan) &&
      !fr_work_check_look (error))
    return NULL;
  if (!open_site (self, g_steal_pointer (&plan), options, need_cloud, kept, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * fr_work_free:
 * @self: (nullable):
 */
void
fr_work_free (FrWork *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->site, fr_site_free);
  g_clear_pointer (&self->reach, fr_reach_free);
  g_clear_pointer (&self->report, fr_report_free);
  g_clear_pointer (&self->verdict_json, json_node_unref);
  g_mutex_clear (&self->look_mutex);
  g_free (self->verdict);
  g_free (self->name);
  g_free (self);
}
