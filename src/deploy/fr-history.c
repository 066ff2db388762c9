/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-history.h"

#include <sqlite3.h>
#include <string.h>

#include "fr-job.h"
#include "fr-paths.h"

/* So many durations of a kind of step are remembered; the newest count. */
#define MOST_DURATIONS 8

struct _FrHistory
{
  char *location;
  char *group; /* the same, fit for the file */
  char *path;
  GHashTable *kinds; /* kind to GArray of guint, in ms */
};

/* What each journal knows: from the intent to the outcome that followed it. */
static const char durations[] =
  "SELECT a.step, b.time - a.time FROM event a JOIN event b ON b.number ="
  " (SELECT min (number) FROM event WHERE step = a.step AND number > a.number)"
  " WHERE a.event = 'intent' AND a.detail IS NULL AND b.event = 'done'"
  " AND EXISTS (SELECT 1 FROM fact WHERE owner = '' AND name = 'location' AND value = ?)"
  " ORDER BY a.number LIMIT 2000";

static GArray *
take_kind (FrHistory *self, const char *kind)
{
  GArray *array = g_hash_table_lookup (self->kinds, kind);

  if (array == NULL)
    {
      array = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->kinds, g_strdup (kind), array);
    }

  return array;
}

/**
 * fr_history_add:
 * @kind: of a step
 * @ms: that it took
 */
void
fr_history_add (FrHistory *self, const char *kind, gint64 ms)
{
  guint value = (guint) CLAMP (ms, 0, G_MAXUINT);
  GArray *array;

  g_return_if_fail (self != NULL && kind != NULL);

  array = take_kind (self, kind);
  g_array_append_val (array, value);
  if (array->len > MOST_DURATIONS)
    g_array_remove_range (array, 0, array->len - MOST_DURATIONS);
}

/* Journals are read, never made, and a broken one teaches nothing. */
static void
read_journal (FrHistory *self, const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (db, durations, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_bind_text (statement, 1, self->location, -1, SQLITE_TRANSIENT) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        const char *step = (const char *) sqlite3_column_text (statement, 0);
        g_autofree char *kind = step != NULL ? g_strndup (step, strcspn (step, ":")) : NULL;

        if (kind != NULL)
          fr_history_add (self, kind, sqlite3_column_int64 (statement, 1) * 1000);
      }
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static void
read_journals (FrHistory *self)
{
  g_autofree char *folder = fr_paths_state ("deployments", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, "journal.sqlite", NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        read_journal (self, path);
    }
}

static void
read_file (FrHistory *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;

  g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL);
  keys = g_key_file_get_keys (file, self->group, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      gsize length = 0;
      g_autofree int *list =
        g_key_file_get_integer_list (file, self->group, keys[i], &length, NULL);

      for (gsize j = 0; list != NULL && j < length; j++)
        fr_history_add (self, keys[i], list[j]);
    }
}

/**
 * fr_history_load:
 * @location: a data centre: each has a speed of its own
 *
 * Reads what the journals of this user know, and what those that are gone have left. Blocks for a
 * moment.
 *
 * Returns: (transfer full): the history, which may be empty
 */
FrHistory *
fr_history_load (const char *location)
{
  FrHistory *self;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (location != NULL, NULL);

  self = g_new0 (FrHistory, 1);
  self->location = g_strdup (location);
  self->group = g_uri_escape_string (location, NULL, TRUE);
  self->path = fr_paths_state ("durations.ini", NULL);
  self->kinds =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  read_journals (self);
  read_file (self);

  return self;
}

/**
 * fr_history_free:
 * @self: (nullable):
 */
void
fr_history_free (FrHistory *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->kinds);
  g_free (self->location);
  g_free (self->group);
  g_free (self->path);
  g_free (self);
}

/**
 * fr_history_find:
 * @kind: of a step
 * @least_ms: (out): that it took
 * @most_ms: (out): that it took
 *
 * Returns: %FALSE when nothing is known about it
 */
gboolean
fr_history_find (FrHistory *self, const char *kind, guint *least_ms, guint *most_ms)
{
  GArray *array;

  g_return_val_if_fail (self != NULL && kind != NULL, FALSE);

  array = g_hash_table_lookup (self->kinds, kind);
  if (array == NULL || array->len == 0)
    return FALSE;

  *least_ms = G_MAXUINT;
  *most_ms = 0;
  for (guint i = 0; i < array->len; i++)
    {
      guint value = g_array_index (array, guint, i);

      *least_ms = MIN (*least_ms, value);
      *most_ms = MAX (*most_ms, value);
    }

  return TRUE;
}

/**
 * fr_history_save:
 *
 * Keeps it for the next deployment, whose journal may be gone by then. Blocks for a moment.
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_history_save (FrHistory *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer kind, array;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL, FALSE);

  g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL);
  g_hash_table_iter_init (&iter, self->kinds);
  while (g_hash_table_iter_next (&iter, &kind, &array))
    {
      GArray *list = array;

      g_key_file_set_integer_list (file, self->group, kind, (int *) (gpointer) list->data,
                                   list->len);
    }
  text = g_key_file_to_data (file, NULL, NULL);

  return fr_paths_write (self->path, text, -1, error);
}

/**
 * fr_history_guess:
 * @location: (nullable): where; %NULL: anywhere else than at one of @others
 * @others: (nullable): locations that are of another kind
 * @least_ms: (out): that a whole deployment took
 * @most_ms: (out): that a whole deployment took
 *
 * Blocks for a moment.
 *
 * Returns: %FALSE when none has come to its end there in one go
 */
gboolean
fr_history_guess (const char *location, const char *const *others, guint *least_ms,
                  guint *most_ms)
{
  g_autofree char *path = fr_paths_state ("durations.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  groups = g_key_file_get_groups (file, NULL);
  *least_ms = G_MAXUINT;
  *most_ms = 0;
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *name = g_uri_unescape_string (groups[i], NULL);
      gsize length = 0;
      g_autofree int *list =
        g_key_file_get_integer_list (file, groups[i], FR_HISTORY_WHOLE, &length, NULL);

      if (location != NULL ? g_strcmp0 (name, location) != 0
                           : name == NULL || (others != NULL && g_strv_contains (others, name)))
        continue;
      for (gsize j = 0; list != NULL && j < length; j++)
        {
          *least_ms = MIN (*least_ms, (guint) MAX (list[j], 0));
          *most_ms = MAX (*most_ms, (guint) MAX (list[j], 0));
        }
    }

  return *most_ms > 0;
}
