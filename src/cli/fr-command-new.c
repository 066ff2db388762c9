/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-command.h"
#include "fr-draft.h"
#include "fr-error.h"
#include "fr-local-here.h"

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

/**
 * fr_command_render:
 * @location: a data centre, or that of this computer
 * @preset: (nullable): how large
 *
 * Returns: (transfer full): the text of a plan, or %NULL with an error
 */
char *
fr_command_render (const char *location, const char *preset, GError **error)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();

  g_object_set (draft, "location-id", location, NULL);
  if (preset != NULL)
    {
      if (!g_strv_contains (fr_draft_list_presets (), preset))
        {
          g_autofree char *list = g_strjoinv (", ", (char **) fr_draft_list_presets ());

          g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                       _ ("There is no size “%s”. There are: %s."), preset, list);
          return NULL;
        }
      g_object_set (draft, "preset", preset, NULL);
    }
  if (fr_draft_is_here (draft) && !settle_here (draft, error))
    return NULL;

  return fr_draft_render (draft);
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

static gboolean
run_new (int argc, char **argv, int *status, GError **error)
{
  g_autofree char *location = NULL;
  g_autofree char *preset = NULL;
  GOptionEntry entries[] = {
    { "location", 0, 0, G_OPTION_ARG_STRING, &location,
      N_ ("Data centre (this computer: HERE1)"), N_ ("ID") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &preset, N_ ("try-out, classic or many"), N_ ("SIZE") },
    { NULL },
  };
  g_autofree char *text = NULL;

  if (!fr_command_parse (&fr_command_new, entries, &argc, &argv, error))
    return FALSE;
  if (argc != 2)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("Name the file of the plan: fittings new fittings.yaml"));
      return FALSE;
    }
  if (g_file_test (argv[1], G_FILE_TEST_EXISTS))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                   _ ("%s is there already, and is kept. Choose another name, or remove it."),
                   argv[1]);
      return FALSE;
    }

  text = fr_command_render (location != NULL ? location : FR_DRAFT_HERE, preset, error);
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
