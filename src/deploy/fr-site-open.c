/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fr-error.h"
#include "fr-paths.h"

#define MARK_LENGTH 12

/* What a deployment must know even when its journal is damaged, a line for each. */
static const char *const identity[] = { "mark", "endpoint", "account" };

static char *
make_identity_path (FrSite *self)
{
  return g_build_filename (self->folder, "identity", NULL);
}

/**
 * fr_site_keep_identity:
 *
 * Writes down beside the journal what is ours, and where: a deployment whose journal is damaged
 * still knows its own by it.
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_site_keep_identity (FrSite *self, GError **error)
{
  g_autofree char *path = make_identity_path (self);
  g_autofree char *old = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (identity); i++)
    {
      g_autofree char *value = fr_journal_dup_fact (self->journal, "", identity[i]);

      g_string_append_printf (text, "%s\n", value != NULL ? value : "");
    }

  return (g_file_get_contents (path, &old, NULL, NULL) && g_str_equal (old, text->str)) ||
         fr_paths_write (path, text->str, (gssize) text->len, error);
}

static gboolean
is_identity (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_str_has_prefix (text, "#fr-") && g_strv_length (lines) > G_N_ELEMENTS (identity);
}

static gboolean
recall_identity (FrSite *self, char **lines, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (identity); i++)
    if (*lines[i] != '\0' && !fr_site_set_fact (self, identity[i], lines[i], error))
      return FALSE;

  /* Things may be in the cloud although the new journal knows of none. */
  return fr_journal_write (self->journal, "journal", "intent", NULL, error);
}

static void
remove_beside (const char *journal, const char *ending)
{
  g_autofree char *path = g_strconcat (journal, ending, NULL);

  g_remove (path);
}

/* A damaged journal is set aside. The mark tells what is ours, the looks learn the rest.
 * @lines gets the identity, or stays %NULL when nothing was damaged. */
static gboolean
set_aside (FrSite *self, const char *journal, char ***lines, GError **error)
{
  g_autofree char *aside = g_strdup_printf ("%s.damaged", journal);
  g_autofree char *path = make_identity_path (self);
  g_autofree char *text = NULL;

  if (!fr_journal_is_damaged (journal))
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, NULL) || !is_identity (text) ||
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
  *lines = g_strsplit (text, "\n", -1);
  self->notice = g_strdup_printf (_ ("The journal was damaged. It is kept as %s; a new one is made "
                                     "from what is in the cloud."),
                                  aside);

  return TRUE;
}

static gboolean
make_mark (FrSite *self, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC);

  self->mark = g_strdup_printf ("#fr-%.*s", MARK_LENGTH, uuid);

  return fr_site_set_fact (self, "mark", self->mark, error) &&
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
 * Folder, journal and mark; those of an earlier run are taken up again. Who only tells changes
 * nothing, so nobody is kept away.
 *
 * Returns: %FALSE with an error, see fr_site_new()
 */
gboolean
fr_site_open_folder (FrSite *self, GError **error)
{
  g_autofree char *journal = NULL;
  g_auto (GStrv) lines = NULL;

  self->folder = fr_paths_state ("deployments", self->name, NULL);
  journal = g_build_filename (self->folder, "journal.sqlite", NULL);
  if (!fr_paths_ensure (self->folder, error))
    return FALSE;
  if (self->works &&
      (!fr_site_lock (self, error) || !set_aside (self, journal, &lines, error)))
    return FALSE;
  self->journal = fr_journal_open (journal, error);
  if (self->journal == NULL || (lines != NULL && !recall_identity (self, lines, error)))
    return FALSE;

  self->mark = fr_journal_dup_fact (self->journal, "", "mark");
  if (self->mark == NULL && !make_mark (self, error))
    return FALSE;

  return !self->works ||
         (fr_site_check_endpoint (self, error) && fr_site_keep_identity (self, error) &&
          keep_plan (self, error));
}
