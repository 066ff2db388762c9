/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-paths.h"

/* A name is one part of a path, and none that leads out of the folder. */
static char *
make_path (const char *name, const char *file)
{
  if (strchr (name, '/') != NULL || *name == '.' || *name == '\0')
    return NULL;

  return fr_paths_state ("deployments", name, file, NULL);
}

static FrJournal *
open_journal (const char *name)
{
  g_autofree char *path = make_path (name, "journal.sqlite");

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR) ? fr_journal_open (path, NULL)
                                                                    : NULL;
}

/**
 * fr_site_check:
 * @name: of a deployment
 *
 * Returns: %FALSE with %FR_ERROR_NOT_FOUND when there is none, or with %FR_ERROR_STATE when its
 *   journal cannot be read
 */
gboolean
fr_site_check (const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (FrJournal) journal = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  path = make_path (name, "journal.sqlite");
  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      if (fr_journal_is_damaged (path))
        {
          g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                       _ ("The journal “%s” is damaged. “fittings deploy” sets it aside and makes "
                          "a new one from what is in the cloud; “fittings dispose” does so, too."),
                       path);
          return FALSE;
        }
      journal = fr_journal_open (path, error);
      if (journal == NULL)
        return FALSE;
      mark = fr_journal_dup_fact (journal, "", "mark");
    }
  if (mark != NULL)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
               _ ("There is no deployment “%s”. “fittings list” shows those that there are."),
               name);

  return FALSE;
}

/**
 * fr_site_info_free:
 * @info: (nullable):
 */
void
fr_site_info_free (FrSiteInfo *info)
{
  if (info == NULL)
    return;

  g_free (info->name);
  g_free (info->plan_path);
  g_free (info->location);
  g_free (info->state);
  g_free (info->endpoint);
  g_free (info);
}

static FrSiteInfo *
read_info (const char *name)
{
  g_autoptr (FrJournal) journal = NULL;
  g_autofree char *created = NULL;
  g_autoptr (GError) reason = NULL;
  FrSiteInfo *info;

  if (!fr_site_check (name, &reason) && !g_error_matches (reason, FR_ERROR, FR_ERROR_STATE))
    return NULL;

  info = g_new0 (FrSiteInfo, 1);
  info->name = g_strdup (name);
  journal = reason == NULL ? open_journal (name) : NULL;
  if (journal == NULL)
    {
      info->state = g_strdup ("damaged");
      return info;
    }

  info->plan_path = fr_journal_dup_fact (journal, "", "plan");
  info->location = fr_journal_dup_fact (journal, "", "location");
  info->state = fr_journal_dup_fact (journal, "", "state");
  info->endpoint = fr_journal_dup_fact (journal, "", "endpoint");
  created = fr_journal_dup_fact (journal, "", "created");
  info->created = created != NULL ? g_ascii_strtoll (created, NULL, 10) : 0;

  return info;
}

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  const FrSiteInfo *one = *(const FrSiteInfo *const *) a;
  const FrSiteInfo *two = *(const FrSiteInfo *const *) b;

  return g_strcmp0 (one->name, two->name);
}

/**
 * fr_site_list:
 *
 * Returns: (transfer full) (element-type FrSiteInfo): all deployments of this user, by name
 */
GPtrArray *
fr_site_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_site_info_free);
  g_autofree char *folder = fr_paths_state ("deployments", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  fr_job_assert_may_block (G_STRFUNC);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      FrSiteInfo *info = read_info (name);

      if (info != NULL)
        g_ptr_array_add (list, info);
    }
  g_ptr_array_sort (list, compare_infos);

  return list;
}

/**
 * fr_site_dup_plan_path:
 * @name: of a deployment
 *
 * Returns: (transfer full): path of the plan as it was deployed, or %NULL with
 *   %FR_ERROR_NOT_FOUND
 */
char *
fr_site_dup_plan_path (const char *name, GError **error)
{
  g_autofree char *path = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (name != NULL, NULL);

  path = make_path (name, "plan.yaml");
  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);

  g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
               _ ("There is no deployment “%s”. “fittings list” shows those that there are."),
               name);

  return NULL;
}

/**
 * fr_site_find_key:
 * @name: of a deployment, or of one to come
 *
 * Blocks for a moment.
 *
 * Returns: (transfer full) (nullable): path of the private key that this deployment signs in with,
 *   once it has been made
 */
char *
fr_site_find_key (const char *name)
{
  g_autofree char *path = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (name != NULL, NULL);

  path = make_path (name, "key");

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path)
                                                                    : NULL;
}

/**
 * fr_site_read_fact:
 * @name: of a deployment
 * @server: name of a server, or "" for the deployment itself
 * @fact: see fr_site_dup_fact()
 *
 * Returns: (transfer full) (nullable): what is known, without a cloud
 */
char *
fr_site_read_fact (const char *name, const char *server, const char *fact)
{
  g_autoptr (FrJournal) journal = open_journal (name);

  fr_job_assert_may_block (G_STRFUNC);
  return journal != NULL ? fr_journal_dup_fact (journal, server, fact) : NULL;
}
