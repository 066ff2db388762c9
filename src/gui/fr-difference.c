/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-difference.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "fr-cloud-network.h"
#include "fr-cloud-server.h"
#include "fr-endpoint.h"
#include "fr-plan-summary.h"
#include "fr-plan-values.h"
#include "fr-plan.h"
#include "fr-site.h"

/* Somebody waits for the page: a cloud that is busy is not asked twice. */
#define PATIENCE_SECONDS 20

/* What a worker is to find out. */
typedef struct
{
  char *text;
  char *endpoint; /* or NULL: by the plan */
  char *user;
  char *password;
} Question;

static void
question_free (Question *question)
{
  g_free (question->text);
  g_free (question->endpoint);
  g_free (question->user);
  if (question->password != NULL)
    explicit_bzero (question->password, strlen (question->password));
  g_free (question->password);
  g_free (question);
}

static void
clear (gpointer data)
{
  g_hash_table_unref (((FrDifference *) data)->there);
}

/**
 * fr_difference_ref:
 */
FrDifference *
fr_difference_ref (FrDifference *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * fr_difference_unref:
 */
void
fr_difference_unref (FrDifference *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
note (FrDifference *self, const char *kind, const char *name, char *words)
{
  if (name != NULL)
    g_hash_table_replace (self->there, g_strdup_printf ("%s %s", kind, name), words);
  else
    g_free (words);
}

static void
note_blueprint (FrDifference *self, const FrPlanBlueprint *blueprint)
{
  note (self, "domain", blueprint->domain_name, g_strdup (""));
  note (self, "network", blueprint->network_name, g_strdup (""));
  for (guint i = 0; i < blueprint->nodes->len; i++)
    {
      const FrPlanNode *node = g_ptr_array_index (blueprint->nodes, i);

      note (self, "server", node->name, fr_plan_summary_dup_size (node->cpu, node->memory_gb));
    }
}

/* As it was deployed, with the values that were given then. */
static FrPlan *
load_site (const FrSiteInfo *info)
{
  g_autofree char *path = fr_site_dup_plan_path (info->name, NULL);
  g_autofree char *given = fr_site_read_fact (info->name, "", "parameters");
  g_auto (GStrv) items = given != NULL && *given != '\0' ? g_strsplit (given, "\n", -1) : NULL;
  g_autoptr (GHashTable) values =
    items != NULL ? fr_plan_values_new ((const char *const *) items, NULL) : NULL;

  return path != NULL ? fr_plan_load (path, values, NULL) : NULL;
}

/* This computer has what was deployed here: its cloud need not be started for that. */
static void
look_here (FrDifference *self, const char *location)
{
  g_autoptr (GPtrArray) sites = fr_site_list ();

  self->known = TRUE;
  for (guint i = 0; i < sites->len; i++)
    {
      const FrSiteInfo *info = g_ptr_array_index (sites, i);
      gboolean begun = info->state != NULL && g_strcmp0 (info->location, location) == 0;
      g_autoptr (FrPlan) plan = begun ? load_site (info) : NULL;
      const FrPlanFacility *facility;

      if (plan == NULL || plan->facilities->len == 0)
        continue;
      facility = g_ptr_array_index (plan->facilities, 0);
      for (guint j = 0; j < facility->blueprints->len; j++)
        note_blueprint (self, g_ptr_array_index (facility->blueprints, j));
    }
}

static gboolean
is_at (const FrSiteInfo *info, const char *end)
{
  g_auto (GStrv) endpoints = g_strsplit (info->endpoint != NULL ? info->endpoint : "", " ", -1);

  for (guint i = 0; endpoints[i] != NULL; i++)
    if (g_str_has_prefix (endpoints[i], "ssh://") && g_str_has_suffix (endpoints[i], end))
      return info->state != NULL;

  return FALSE;
}

/* Nobody signs in for that: what was set up from here is known here. */
static void
look_own (FrDifference *self, const FrPlanFacility *facility)
{
  g_autoptr (GPtrArray) sites = fr_site_list ();

  self->known = TRUE;
  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          const FrPlanNode *node = g_ptr_array_index (blueprint->nodes, j);
          g_autofree char *end = NULL;

          if (node->login == NULL || node->login->host == NULL)
            continue;
          end = g_strdup_printf ("@%s:%u", node->login->host, node->login->port);
          for (guint k = 0; k < sites->len; k++)
            if (is_at (g_ptr_array_index (sites, k), end))
              note (self, "server", node->name, g_strdup (""));
        }
    }
}

static gboolean
look_in_domain (FrDifference *self, FrCloud *cloud, const FrCloudDomain *domain,
                GCancellable *cancellable)
{
  g_autoptr (GPtrArray) networks = fr_cloud_list_vlans (cloud, domain->id, cancellable, NULL);
  g_autoptr (GPtrArray) servers =
    fr_cloud_list_servers (cloud, domain->id, domain->location_id, cancellable, NULL);

  if (networks == NULL || servers == NULL)
    return FALSE;

  for (guint i = 0; i < networks->len; i++)
    note (self, "network", ((FrCloudVlan *) g_ptr_array_index (networks, i))->name, g_strdup (""));
  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);

      note (self, "server", server->name,
            fr_plan_summary_dup_size (server->cpu, server->memory_gb));
    }

  return TRUE;
}

static gboolean
names_domain (const FrPlanFacility *facility, const char *name)
{
  for (guint i = 0; i < facility->blueprints->len; i++)
    if (g_strcmp0 (((FrPlanBlueprint *) g_ptr_array_index (facility->blueprints, i))->domain_name,
                   name) == 0)
      return TRUE;

  return FALSE;
}

static void
ask_cloud (FrDifference *self, const FrPlan *plan, const Question *question,
           GCancellable *cancellable)
{
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);
  g_autofree char *endpoint =
    question->endpoint != NULL ? g_strdup (question->endpoint) : fr_endpoint_find (plan, NULL);
  g_autoptr (FrCloud) cloud = NULL;
  g_autoptr (FrCloudAccount) account = NULL;
  g_autoptr (GPtrArray) domains = NULL;

  if (endpoint == NULL || question->user == NULL || question->password == NULL)
    return;
  cloud = fr_cloud_new (endpoint, question->user, question->password, NULL, NULL);
  if (cloud == NULL)
    return;

  fr_cloud_set_patience (cloud, PATIENCE_SECONDS);
  account = fr_cloud_sign_in (cloud, cancellable, NULL);
  domains = account != NULL
              ? fr_cloud_list_domains (cloud, facility->location_id, cancellable, NULL)
              : NULL;
  self->known = domains != NULL;
  for (guint i = 0; domains != NULL && i < domains->len; i++)
    {
      const FrCloudDomain *domain = g_ptr_array_index (domains, i);

      if (!names_domain (facility, domain->name))
        continue;
      note (self, "domain", domain->name, g_strdup (""));
      self->known = look_in_domain (self, cloud, domain, cancellable) && self->known;
    }
}

static gpointer
look_job (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  FrDifference *self = g_atomic_rc_box_new0 (FrDifference);
  g_autoptr (FrPlan) plan = fr_plan_parse (question->text, "plan", NULL, NULL);

  self->there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (plan == NULL || plan->facilities->len != 1)
    return self;

  if (fr_plan_facility_is_own (g_ptr_array_index (plan->facilities, 0)))
    look_own (self, g_ptr_array_index (plan->facilities, 0));
  else if (fr_endpoint_is_here (plan))
    look_here (self, ((FrPlanFacility *) g_ptr_array_index (plan->facilities, 0))->location_id);
  else
    ask_cloud (self, plan, question, cancellable);

  return self;
}

/**
 * fr_difference_run:
 * @making: who signs in, and where
 * @text: of a plan
 * @done: gets a #FrDifference, never %NULL
 *
 * Finds out, on a thread of its own, what of a plan exists already.
 */
void
fr_difference_run (gpointer owner, FrMaking *making, const char *text, FrJobDone done,
                   GCancellable *cancellable)
{
  Question *question = g_new0 (Question, 1);

  question->text = g_strdup (text);
  question->endpoint = fr_making_dup_text (making, "endpoint");
  question->user = fr_making_dup_text (making, "user");
  question->password = fr_making_dup_text (making, "password");
  fr_job_run (owner, look_job, question, (GDestroyNotify) question_free,
              (GDestroyNotify) fr_difference_unref, done, cancellable);
}
