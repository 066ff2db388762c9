/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-command.h"
#include "fr-draft.h"
#include "fr-error.h"
#include "fr-paths.h"
#include "fr-work.h"

#define NAME "mirror"

/* A plan that is there is used as it is: somebody may have changed it. */
static char *
find_plan (GError **error)
{
  g_autofree char *path = fr_paths_data ("plans", NAME ".yaml", NULL);
  g_autoptr (FrDraft) draft = NULL;
  g_autofree char *text = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  draft = fr_command_draft (FR_DRAFT_HERE, "try-out", error);
  if (draft == NULL)
    return NULL;
  text = fr_draft_render (draft);
  if (!fr_paths_write (path, text, -1, error))
    return NULL;

  return g_steal_pointer (&path);
}

static char *
make_picture_path (GError **error)
{
  g_autofree char *folder = fr_paths_data ("pictures", NULL);

  return fr_paths_ensure (folder, error) ? g_build_filename (folder, NAME ".png", NULL) : NULL;
}

static gboolean
run_try (int argc, char **argv, int *status, GError **error)
{
  g_auto (FrWorkOptions) options = { 0 };
  GOptionEntry entries[] = {
    { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, &options.snapshot,
      N_ ("Where to keep the picture"), N_ ("FILE.png") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print the result as JSON"), NULL },
    { NULL },
  };
  g_autofree char *plan = NULL;
  g_autoptr (FrWork) work = NULL;
  g_autoptr (GError) reason = NULL;

  if (!fr_command_parse (&fr_command_try, entries, &argc, &argv, error))
    return FALSE;
  if (argc > 1)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("“%s” is too much: fittings try"), argv[1]);
      return FALSE;
    }

  plan = find_plan (error);
  if (plan == NULL)
    return FALSE;
  if (options.snapshot == NULL)
    options.snapshot = make_picture_path (error);
  if (options.snapshot == NULL)
    return FALSE;
  if (!options.json)
    g_print (_ ("The plan: %s\n"), plan);
  work = fr_work_open (plan, &options, TRUE, FALSE, error);
  if (work == NULL)
    return FALSE;
  if (!fr_site_deploy (work->site, fr_command_get_cancellable (), &reason) ||
      (work->verdict == NULL && !fr_work_look (work, &reason)))
    {
      *status = fr_work_fail (work, g_steal_pointer (&reason), options.json);
      return TRUE;
    }

  fr_work_print (work, "deployed", options.json);
  if (!options.json)
    g_print (_ ("  PNG      %s\n\n“fittings dispose %s” takes it all away again.\n"),
             options.snapshot, NAME);

  return TRUE;
}

const FrCommand fr_command_try = {
  "try",
  "",
  N_ ("puts a media server on this computer and looks into its mirror"),
  N_ ("Members of --json: those of “fittings deploy”."),
  run_try,
};
