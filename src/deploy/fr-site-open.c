/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fr-error.h"
#include "fr-paths.h"

#define MARK_LENGTH 12

/* Beside the journal, so that a deployment whose journal is damaged still knows its own. */
static gboolean
keep_mark (FrSite *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "mark", NULL);

  return fr_paths_write (path, self->mark, -1, error);
}

static void
remove_beside (const char *journal, const char *ending)
{
  g_autofree char *path = g_strconcat (journal, ending, NULL);

  g_remove (path);
}

/* A damaged journal is set aside. The mark tells what is ours, the looks learn the rest. */
static gboolean
rescue (FrSite *self, const char *journal, GError **error)
{
  g_autofree char *aside = g_strdup_printf ("%s.damaged", journal);
  g_autofree char *path = g_build_filename (self->folder, "mark", NULL);
  g_autofree char *mark = NULL;

  if (!fr_journal_is_damaged (journal))
    return TRUE;
  if (!g_file_get_contents (path, &mark, NULL, NULL) || !g_str_has_prefix (mark, "#fr-") ||
      g_rename (journal, aside) != 0)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                   _ ("The journal “%s” is damaged, and what is in the cloud cannot be told by its "
                      "mark. Take the folder away and dispose by hand; nothing was changed."),
                   journal);
      return FALSE;
    }

  remove_beside (journal, "-wal");
  remove_beside (journal, "-shm");
  self->mark = g_strdup (g_strchomp (mark));
  self->notice = g_strdup_printf (_ ("The journal was damaged. It is kept as %s; a new one is made "
                                     "from what is in the cloud."),
                                  aside);

  return TRUE;
}

static gboolean
make_mark (FrSite *self, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *now =
    g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);

  if (self->mark == NULL)
    self->mark = g_strdup_printf ("#fr-%.*s", MARK_LENGTH, uuid);

  return keep_mark (self, error) &&
         fr_site_set_fact (self, "mark", self->mark, error) &&
         fr_site_set_fact (self, "created", now, error);
}

/* Opened by its name, a deployment is read from the copy. */
static gboolean
keep_plan (FrSite *self, GError **error)
{
  g_autofree char *copy = g_build_filename (self->folder, "plan.yaml", NULL);
  g_autofree char *path = g_canonicalize_filename (self->plan->path, NULL);

  return fr_paths_write (copy, self->plan->text, -1, error) &&
         (g_str_equal (path, copy) || fr_site_set_fact (self, "plan", path, error)) &&
         fr_site_set_fact (self, "location", self->facility->location_id, error);
}

/**
 * fr_site_open_folder:
 *
 * Folder, journal and mark; those of an earlier run are taken up again. Without a cloud nothing
 * is changed, so nobody is kept away.
 *
 * Returns: %FALSE with an error, see fr_site_new()
 */
gboolean
fr_site_open_folder (FrSite *self, GError **error)
{
  g_autofree char *journal = NULL;
  g_autofree char *known = NULL;

  self->folder = fr_paths_state ("deployments", self->name, NULL);
  journal = g_build_filename (self->folder, "journal.sqlite", NULL);
  if (!fr_paths_ensure (self->folder, error))
    return FALSE;
  if (self->cloud != NULL && (!fr_site_lock (self, error) || !rescue (self, journal, error)))
    return FALSE;
  self->journal = fr_journal_open (journal, error);
  if (self->journal == NULL)
    return FALSE;

  known = fr_journal_dup_fact (self->journal, "", "mark");
  if (known != NULL)
    self->mark = g_steal_pointer (&known);
  else if (!make_mark (self, error))
    return FALSE;
  /* Things may be in the cloud although the new journal knows of none. */
  if (self->notice != NULL && !fr_journal_write (self->journal, "journal", "intent", NULL, error))
    return FALSE;

  return self->cloud == NULL ||
         (fr_site_check_endpoint (self, error) && keep_plan (self, error));
}
