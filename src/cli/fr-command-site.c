/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "fr-error.h"
#include "fr-work.h"

static gboolean
parse (const FrCommand *command, FrWorkOptions *options, int argc, char **argv, char **words,
       GError **error)
{
  GOptionEntry entries[] = {
    { "endpoint", 0, 0, G_OPTION_ARG_STRING, &options->endpoint,
      N_ ("Address of the cloud's API, instead of the plan's"), "URL" },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca_file,
      N_ ("Certificate of the authority that is trusted there"), N_ ("FILE") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name,
      N_ ("Name of the deployment, instead of the plan's"), N_ ("NAME") },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options->key_file,
      N_ ("Your private key for a server of your own"), N_ ("FILE") },
    { "accept-host-key", 0, 0, G_OPTION_ARG_STRING, &options->host_key,
      N_ ("Host key of a server of your own, at first contact"), "SHA256:…" },
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &options->parameters,
      N_ ("Give a parameter of the plan a value"), N_ ("NAME=VALUE") },
    { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, &options->snapshot,
      N_ ("Keep a picture of the mirror"), N_ ("FILE.png") },
    { "no-mirror", 0, 0, G_OPTION_ARG_NONE, &options->no_mirror,
      N_ ("Do not look into the mirror at the end"), NULL },
    { "forget", 0, 0, G_OPTION_ARG_NONE, &options->forget,
      N_ ("Forget a server of your own that is gone for good (dispose)"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print the result as JSON"), NULL },
    { NULL },
  };

  if (!fr_command_parse (command, entries, &argc, &argv, error))
    return FALSE;
  if (argc == 2)
    {
      *words = argv[1];
      return TRUE;
    }

  g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
               _ ("Name one plan or deployment: fittings %s fittings.yaml"), command->name);

  return FALSE;
}

static gboolean
run_deploy (int argc, char **argv, int *status, GError **error)
{
  g_auto (FrWorkOptions) options = { 0 };
  g_autoptr (FrWork) work = NULL;
  g_autoptr (GError) reason = NULL;
  char *words;

  if (!parse (&fr_command_deploy, &options, argc, argv, &words, error))
    return FALSE;
  work = fr_work_open (words, &options, TRUE, FALSE, error);
  if (work == NULL)
    return FALSE;

  if (fr_site_deploy (work->site, fr_command_get_cancellable (), &reason))
    fr_work_print (work, "deployed", options.json);
  else
    *status = fr_work_fail (work, g_steal_pointer (&reason), options.json);

  return TRUE;
}

static gboolean
run_information (int argc, char **argv, int *status, GError **error)
{
  g_auto (FrWorkOptions) options = { 0 };
  g_autoptr (FrWork) work = NULL;
  g_autofree char *state = NULL;
  char *words;

  if (!parse (&fr_command_information, &options, argc, argv, &words, error))
    return FALSE;
  work = fr_work_open (words, &options, FALSE, TRUE, error);
  if (work == NULL)
    return FALSE;

  state = fr_site_dup_fact (work->site, "", "state");
  fr_work_print (work, state != NULL ? state : "unknown", options.json);

  return TRUE;
}

/* What the plan keeps for ever leaves the deployment with it. */
static void
print_disposed (FrWork *work, gboolean forgotten, gboolean json)
{
  g_autofree char *state = fr_site_read_fact (work->name, "", "state");
  g_autoptr (JsonNode) root = NULL;

  if (json)
    {
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, fr_work_to_json (work, state != NULL ? state
                                                          : forgotten   ? "forgotten"
                                                                        : "disposed"));
      fr_command_print (root);
    }
  else if (state != NULL)
    g_print (_ ("%s: all that the plan does not keep (“destroy: never”) is gone.\n"), work->name);
  else if (forgotten)
    g_print (_ ("%s is forgotten. Should its server come back, root takes back there what was "
                "changed: sh /var/lib/fitting-room/take-back play\n"),
             work->name);
  else if (fr_site_is_own (work->site))
    g_print (_ ("%s is gone: what it had changed on your server is taken back.\n"), work->name);
  else
    g_print (_ ("%s is gone: nothing with its mark is left in the cloud.\n"), work->name);
}

static gboolean
run_dispose (int argc, char **argv, int *status, GError **error)
{
  g_auto (FrWorkOptions) options = { 0 };
  g_autoptr (FrWork) work = NULL;
  g_autoptr (GError) reason = NULL;
  char *words;

  if (!parse (&fr_command_dispose, &options, argc, argv, &words, error))
    return FALSE;
  work = fr_work_open (words, &options, TRUE, TRUE, error);
  if (work == NULL)
    return FALSE;

  if (options.forget
        ? fr_site_abandon (work->site, &reason)
        : fr_site_dispose (work->site, fr_command_get_cancellable (), &reason))
    print_disposed (work, options.forget, options.json);
  else
    *status = fr_work_fail (work, g_steal_pointer (&reason), options.json);

  return TRUE;
}

/* A member that is not known is null. */
static void
add_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
print_list_json (GPtrArray *list)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    {
      const FrSiteInfo *info = g_ptr_array_index (list, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "deployment", info->name);
      add_text (object, "state", info->state);
      add_text (object, "location", info->location);
      add_text (object, "plan", info->plan_path);
      add_text (object, "endpoint", info->endpoint);
      json_object_set_int_member (object, "created", info->created);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (root, array);
  fr_command_print (root);
}

static gboolean
run_list (int argc, char **argv, int *status, GError **error)
{
  gboolean json = FALSE;
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print the list as JSON"), NULL },
    { NULL },
  };
  g_autoptr (GPtrArray) list = NULL;

  if (!fr_command_parse (&fr_command_list, entries, &argc, &argv, error))
    return FALSE;
  if (argc > 1)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("“%s” is too much: fittings list"), argv[1]);
      return FALSE;
    }

  list = fr_site_list ();
  if (json)
    print_list_json (list);
  for (guint i = 0; !json && i < list->len; i++)
    {
      const FrSiteInfo *info = g_ptr_array_index (list, i);

      g_print ("%-20s %-10s %-8s %s\n", info->name, info->state != NULL ? info->state : "?",
               info->location != NULL ? info->location : "?",
               info->plan_path != NULL ? info->plan_path : "?");
    }
  if (!json && list->len == 0)
    g_print (_ ("Nothing has been deployed.\n"));

  return TRUE;
}

const FrCommand fr_command_deploy = {
  "deploy",
  "PLAN|NAME",
  N_ ("makes a plan real, or goes on where it stopped"),
  N_ ("Members of --json:\n"
      "  deployment   its name\n"
      "  state        deployed, or failed\n"
      "  steps        array of {step, state, elapsed_ms, note}; state is kept, done, skipped,\n"
      "               failed or removed\n"
      "  information  array of lines\n"
      "  mirror       what was seen, as “fittings mirror --json” has it; when it was tried\n"
      "  error        {code, message}; only when it failed"),
  run_deploy,
};

const FrCommand fr_command_information = {
  "information",
  "PLAN|NAME",
  N_ ("tells how to use what was deployed"),
  N_ ("Members of --json:\n"
      "  deployment   its name\n"
      "  state        deploying, deployed, failed, disposing or kept\n"
      "  steps        an empty array\n"
      "  information  array of lines\n"
      "  error        {code, message}; only when it failed"),
  run_information,
};

const FrCommand fr_command_dispose = {
  "dispose",
  "PLAN|NAME",
  N_ ("takes everything of a deployment away again"),
  N_ ("Members of --json:\n"
      "  deployment   its name\n"
      "  state        disposed; forgotten; kept, when the plan keeps something for ever; failed\n"
      "  steps        array of {step, state, elapsed_ms, note}; state is kept, done, skipped,\n"
      "               failed or removed\n"
      "  error        {code, message}; only when it failed"),
  run_dispose,
};

const FrCommand fr_command_list = {
  "list",
  "",
  N_ ("lists the deployments"),
  N_ ("--json prints an array, with these members of each:\n"
      "  deployment   its name\n"
      "  state        deploying, deployed, failed, disposing, kept or damaged\n"
      "  location     data centre\n"
      "  plan         where the plan was read\n"
      "  endpoint     address of the cloud, or ssh://USER@HOST:PORT\n"
      "  created      seconds since 1970"),
  run_list,
};
