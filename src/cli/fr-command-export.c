/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "fr-command.h"
#include "fr-error.h"
#include "fr-plan-values.h"
#include "fr-plan.h"
#include "fr-site.h"
#include "fr-user-data.h"

/* What is asked for on the command line. */
typedef struct
{
  gboolean ours; /* the plan that we write ourselves */
  gboolean with_secrets;
  char *name;
  char **parameters;
  const char *plan; /* or NULL */
  const char *node; /* or NULL */
} Words;

static void
clear_words (Words *words)
{
  g_free (words->name);
  g_strfreev (words->parameters);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, clear_words)

static char *
make_name (const char *path)
{
  char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return name;
}

/* A file of this name, or the plan of a deployment. */
static char *
find_plan (const char *words, GError **error)
{
  if (strchr (words, '/') != NULL || strchr (words, '.') != NULL ||
      g_file_test (words, G_FILE_TEST_EXISTS))
    return g_strdup (words);

  return fr_site_dup_plan_path (words, error);
}

/* The deployment that was made of this plan, not one that only has its name. */
static char *
find_deployment (const Words *words, const char *path)
{
  g_autofree char *name = words->name != NULL ? g_strdup (words->name) : make_name (words->plan);
  g_autofree char *copy = fr_site_dup_plan_path (name, NULL);
  g_autofree char *known = copy != NULL ? fr_site_read_fact (name, "", "plan") : NULL;
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  return copy != NULL && (g_str_equal (whole, copy) || g_strcmp0 (whole, known) == 0)
           ? g_steal_pointer (&name)
           : NULL;
}

/* Those of the command line, else those that the deployment was made with. */
static GHashTable *
read_values (const Words *words, const char *deployment, GError **error)
{
  g_autofree char *known = deployment != NULL && words->parameters == NULL
                             ? fr_site_read_fact (deployment, "", "parameters")
                             : NULL;
  g_auto (GStrv) old = known != NULL && *known != '\0' ? g_strsplit (known, "\n", -1) : NULL;
  char **items = words->parameters != NULL ? words->parameters : old;
  const char *none[] = { NULL };

  return fr_plan_values_new (items != NULL ? (const char *const *) items : none, error);
}

static const FrPlanNode *
find_node (const FrPlan *plan, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const FrPlanNode *node = NULL;

  for (guint i = 0; i < plan->facilities->len; i++)
    {
      const FrPlanFacility *facility = plan->facilities->pdata[i];

      for (guint j = 0; j < facility->blueprints->len; j++)
        {
          const FrPlanBlueprint *blueprint = facility->blueprints->pdata[j];

          for (guint k = 0; k < blueprint->nodes->len; k++)
            {
              node = blueprint->nodes->pdata[k];
              if (g_strcmp0 (node->name, name) == 0)
                return node;
              g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", node->name);
            }
        }
    }
  if (name == NULL && fr_plan_count_nodes (plan) == 1)
    return node;

  if (node == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("The plan has no server."));
  else if (name == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                 _ ("The plan has several servers. Name one of them after the plan: %s."),
                 names->str);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                 _ ("The plan has no server “%s”. There are: %s."), name, names->str);

  return NULL;
}

static gboolean
print (const FrPlan *plan, const Words *words, const char *deployment, GError **error)
{
  const FrPlanNode *node = find_node (plan, words->node, error);
  g_autofree char *text = node != NULL ? fr_user_data_render (plan, node, deployment,
                                                              words->with_secrets, error)
                                       : NULL;

  if (text == NULL)
    return FALSE;
  fputs (text, stdout); /* UTF-8, whatever the terminal speaks */

  return TRUE;
}

static gboolean
export_ours (const Words *words, GError **error)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *text = fr_draft_render (draft);
  g_autoptr (FrPlan) plan = fr_plan_parse (text, "fittings export", NULL, error);

  return plan != NULL && print (plan, words, NULL, error);
}

static gboolean
export_plan (const Words *words, GError **error)
{
  g_autofree char *path = find_plan (words->plan, error);
  g_autofree char *deployment = path != NULL ? find_deployment (words, path) : NULL;
  g_autoptr (GHashTable) values = path != NULL ? read_values (words, deployment, error) : NULL;
  g_autoptr (FrPlan) plan = values != NULL ? fr_plan_load (path, values, error) : NULL;

  return plan != NULL && print (plan, words, deployment, error);
}

static gboolean
run_export (int argc, char **argv, int *status, GError **error)
{
  g_auto (Words) words = { 0 };
  GOptionEntry entries[] = {
    { "default", 0, 0, G_OPTION_ARG_NONE, &words.ours,
      N_ ("Of the plan that “fittings new” writes for a data centre"), NULL },
    { "with-secrets", 0, 0, G_OPTION_ARG_NONE, &words.with_secrets,
      N_ ("Tell the secrets of the deployment, too"), NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &words.name,
      N_ ("Name of the deployment, instead of the plan's"), N_ ("NAME") },
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &words.parameters,
      N_ ("Give a parameter of the plan a value"), N_ ("NAME=VALUE") },
    { NULL },
  };

  if (!fr_command_parse (&fr_command_export, entries, &argc, &argv, error))
    return FALSE;
  words.plan = argc > 2 ? argv[2] : NULL;
  words.node = argc > 3 ? argv[3] : NULL;
  if (argc < 2 || argc > 4 || !g_str_equal (argv[1], "cloud-init") ||
      words.ours == (words.plan != NULL))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("Say what to export, and of which plan: fittings export cloud-init "
                      "fittings.yaml, or fittings export cloud-init --default"));
      return FALSE;
    }

  return words.ours ? export_ours (&words, error) : export_plan (&words, error);
}

const FrCommand fr_command_export = {
  "export",
  "cloud-init PLAN",
  N_ ("prints what cloud-init of a server of the plan is given"),
  N_ ("Addresses and keys come from the deployment of the plan when there is one; else an\n"
      "example stands there, and a comment says so. Secrets are left out unless you ask."),
  run_export,
};
