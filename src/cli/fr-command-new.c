/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-command.h"
#include "fr-draft.h"
#include "fr-error.h"
#include "fr-local-here.h"
#include "fr-plan.h"

/* What is asked for on the command line. */
typedef struct
{
  char *location;
  char *preset;
  char *host;
  int port;
  char *user;
  char *host_key;
} Words;

/* The networks and the port of this computer's world, which it chooses at its first start. */
static gboolean
settle_here (FrDraft *draft, GError **error)
{
  g_autofree char *subnet = NULL;
  g_autofree char *host = NULL;

  if (!fr_local_here_describe (&host, &subnet, error))
    return FALSE;
  g_object_set (draft, "api-host", host, "subnet", subnet, NULL);

  return TRUE;
}

static gboolean
set_preset (FrDraft *draft, const char *preset, GError **error)
{
  const char *const *presets = fr_draft_list_presets ();
  g_autofree char *list = g_strjoinv (", ", (char **) presets);

  if (preset == NULL)
    return TRUE;
  if (!g_strv_contains (presets, preset))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("There is no size “%s”. There are: %s."),
                   preset, list);
      return FALSE;
    }
  g_object_set (draft, "preset", preset, NULL);

  return TRUE;
}

/**
 * fr_command_draft:
 * @location: a data centre, or that of this computer, or %FR_DRAFT_OWN
 * @preset: (nullable): how large
 *
 * Returns: (transfer full): what a plan is made of, or %NULL with an error
 */
FrDraft *
fr_command_draft (const char *location, const char *preset, GError **error)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();

  g_object_set (draft, "location-id", location, NULL);
  if (!set_preset (draft, preset, error) ||
      (fr_draft_is_here (draft) && !settle_here (draft, error)))
    return NULL;

  return g_steal_pointer (&draft);
}

/* Readable for others: there is no secret in a plan. */
static gboolean
write_plan (const char *path, const char *text, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_file_set_contents (path, text, -1, &reason))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("The plan cannot be written: %s"),
               reason->message);

  return FALSE;
}

/* A host means a server that is there already, and the other way round. */
static gboolean
check_words (const Words *words, int argc, char **argv, GError **error)
{
  gboolean own = g_strcmp0 (words->location, FR_DRAFT_OWN) == 0;

  if (argc != 2)
    g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                 _ ("Name the file of the plan: fittings new fittings.yaml"));
  else if (own && words->host == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                 _ ("Name your server: --location %s --host NAME or --host ADDRESS"),
                 FR_DRAFT_OWN);
  else if (!own && (words->host != NULL || words->user != NULL || words->host_key != NULL))
    g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                 _ ("--host, --user and --host-key are for a server of your own: --location %s"),
                 FR_DRAFT_OWN);
  else if (words->port < 0 || words->port > 65535)
    g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                 _ ("--port takes a number from 1 to 65535."));
  else if (g_file_test (argv[1], G_FILE_TEST_EXISTS))
    g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                 _ ("%s is there already, and is kept. Choose another name, or remove it."),
                 argv[1]);
  else
    return TRUE;

  return FALSE;
}

static void
set_login (FrDraft *draft, const Words *words)
{
  if (words->host != NULL)
    g_object_set (draft, "host", words->host, NULL);
  if (words->user != NULL)
    g_object_set (draft, "user", words->user, NULL);
  if (words->host_key != NULL)
    g_object_set (draft, "host-key", words->host_key, NULL);
  if (words->port > 0)
    g_object_set (draft, "ssh-port", (guint) words->port, NULL);
}

/* A plan that cannot be built is not written. */
static char *
render (const Words *words, GError **error)
{
  const char *location = words->location != NULL ? words->location : FR_DRAFT_HERE;
  g_autoptr (FrDraft) draft = fr_command_draft (location, words->preset, error);
  g_autofree char *text = NULL;
  g_autoptr (FrPlan) plan = NULL;

  if (draft == NULL)
    return NULL;
  set_login (draft, words);
  text = fr_draft_render (draft);
  plan = fr_plan_parse (text, "fittings new", NULL, error);

  return plan != NULL ? g_steal_pointer (&text) : NULL;
}

static void
clear_words (Words *words)
{
  g_free (words->location);
  g_free (words->preset);
  g_free (words->host);
  g_free (words->user);
  g_free (words->host_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, clear_words)

static gboolean
run_new (int argc, char **argv, int *status, GError **error)
{
  g_auto (Words) words = { 0 };
  GOptionEntry entries[] = {
    { "location", 0, 0, G_OPTION_ARG_STRING, &words.location,
      N_ ("Data centre (this computer: HERE1, your own server: OWN)"), N_ ("ID") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &words.preset, N_ ("try-out, classic or many"),
      N_ ("SIZE") },
    { "host", 0, 0, G_OPTION_ARG_STRING, &words.host,
      N_ ("Name or IPv4 address of your own server"), N_ ("HOST") },
    { "port", 0, 0, G_OPTION_ARG_INT, &words.port, N_ ("Its port of SSH (22)"), N_ ("N") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &words.user, N_ ("Who signs in there (root)"),
      N_ ("NAME") },
    { "host-key", 0, 0, G_OPTION_ARG_STRING, &words.host_key,
      N_ ("Fingerprint of its host key, if you know it"), N_ ("SHA256:…") },
    { NULL },
  };
  g_autofree char *text = NULL;

  if (!fr_command_parse (&fr_command_new, entries, &argc, &argv, error) ||
      !check_words (&words, argc, argv, error))
    return FALSE;

  text = render (&words, error);
  if (text == NULL || !write_plan (argv[1], text, error))
    return FALSE;
  g_print (_ ("%s is written. “fittings check %s” reads it, “fittings deploy %s” makes it real.\n"),
           argv[1], argv[1], argv[1]);

  return TRUE;
}

const FrCommand fr_command_new = {
  "new",
  "PLAN",
  N_ ("writes a plan of a media server with a magic mirror"),
  NULL,
  run_new,
};
