/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-journal.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-paths.h"

#define VERSION 1

struct _FrJournal
{
  sqlite3 *db;
  char *path;
  GMutex mutex;
};

static const char schema[] =
  "PRAGMA journal_mode = WAL;"
  "PRAGMA synchronous = FULL;"
  "CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY, time INTEGER NOT NULL, step TEXT "
  "NOT NULL,"
  "  event TEXT NOT NULL, detail TEXT);"
  "CREATE INDEX IF NOT EXISTS event_step ON event (step, number);"
  "CREATE TABLE IF NOT EXISTS fact (owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT,"
  "  PRIMARY KEY (owner, name));";

static gboolean
fail (FrJournal *self, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("The journal “%s” cannot be used: %s. Nothing was changed; make room, or deploy "
                  "again if it is damaged."),
               self->path, self->db != NULL ? sqlite3_errmsg (self->db) : _ ("out of memory"));
  return FALSE;
}

/* Binds the strings to the question marks of @sql and runs it. The first column of the first
 * row, if there is one, goes to @first. */
static gboolean
query (FrJournal *self, const char *sql, const char *const *values, guint n_values, char **first,
       GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good;
  int result;

  g_mutex_lock (&self->mutex);
  good = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK;
  for (guint i = 0; good && i < n_values; i++)
    good = sqlite3_bind_text (statement, (int) i + 1, values[i], -1, SQLITE_TRANSIENT) == SQLITE_OK;

  if (good)
    {
      result = sqlite3_step (statement);
      good = result == SQLITE_DONE || result == SQLITE_ROW;
      if (result == SQLITE_ROW && first != NULL)
        *first = g_strdup ((const char *) sqlite3_column_text (statement, 0));
    }

  if (!good)
    fail (self, error);
  sqlite3_finalize (statement);
  g_mutex_unlock (&self->mutex);

  return good;
}

static gboolean
check_version (FrJournal *self, GError **error)
{
  g_autofree char *version = NULL;

  if (!query (self, "PRAGMA user_version", NULL, 0, &version, error))
    return FALSE;

  if (g_ascii_strtoll (version, NULL, 10) > VERSION)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                   _ ("The journal “%s” was written by a newer Fitting Room. Use that one; nothing "
                      "was changed."),
                   self->path);
      return FALSE;
    }

  return TRUE;
}

/**
 * fr_journal_is_damaged:
 * @path: a file
 *
 * Returns: whether it is there, can be read, and is not a journal that is whole
 */
gboolean
fr_journal_is_damaged (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL);
  gboolean whole = TRUE;

  fr_job_assert_may_block (G_STRFUNC);
  if (result == SQLITE_OK)
    {
      sqlite3_busy_timeout (db, 5000);
      result = sqlite3_prepare_v2 (db, "PRAGMA quick_check (1)", -1, &statement, NULL);
    }
  if (result == SQLITE_OK && (result = sqlite3_step (statement)) == SQLITE_ROW)
    whole = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return result == SQLITE_NOTADB || result == SQLITE_CORRUPT || !whole;
}

/**
 * fr_journal_open:
 * @path: the file; it and its folder are made when they are not there
 *
 * Opens a journal. Blocks for a moment.
 *
 * Returns: (transfer full): the journal, or %NULL with %FR_ERROR_STATE when the file cannot be
 *   used, is no journal, or comes from a newer version; the file is then as it was
 */
FrJournal *
fr_journal_open (const char *path, GError **error)
{
  g_autoptr (FrJournal) self = g_new0 (FrJournal, 1);
  g_autofree char *folder = g_path_get_dirname (path);

  fr_job_assert_may_block (G_STRFUNC);
  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);

  if (!fr_paths_ensure (folder, error))
    return NULL;
  if (sqlite3_open (path, &self->db) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  g_chmod (path, 0600);
  sqlite3_busy_timeout (self->db, 5000);

  if (!check_version (self, error))
    return NULL;
  if (sqlite3_exec (self->db, schema, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec (self->db, "PRAGMA user_version = 1", NULL, NULL, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * fr_journal_free:
 * @self: (nullable):
 */
void
fr_journal_free (FrJournal *self)
{
  if (self == NULL)
    return;

  sqlite3_close (self->db);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

/**
 * fr_journal_write:
 * @step: the id of a step
 * @event: "intent", "done", "kept", "skipped", "failed" or "undone"
 * @detail: (nullable): words for a person; never a secret
 *
 * Adds a line. It is on the disk when this returns.
 *
 * Returns: %FALSE with %FR_ERROR_STATE: then the step must not act
 */
gboolean
fr_journal_write (FrJournal *self, const char *step, const char *event, const char *detail,
                  GError **error)
{
  const char *values[] = { step, event, detail };

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && step != NULL && event != NULL, FALSE);

  return query (
    self, "INSERT INTO event (time, step, event, detail) VALUES (strftime ('%s', 'now'), ?, ?, ?)",
    values, G_N_ELEMENTS (values), NULL, error);
}

/**
 * fr_journal_dup_last_event:
 * @step: the id of a step
 *
 * Returns: (transfer full) (nullable): its newest event; "intent" means that the outcome of
 *   the last call is unknown
 */
char *
fr_journal_dup_last_event (FrJournal *self, const char *step)
{
  const char *values[] = { step };
  char *event = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && step != NULL, NULL);

  query (self, "SELECT event FROM event WHERE step = ? ORDER BY number DESC LIMIT 1", values, 1,
         &event, NULL);

  return event;
}

/**
 * fr_journal_count:
 * @event: a kind of event
 *
 * Returns: how often it was written
 */
guint
fr_journal_count (FrJournal *self, const char *event)
{
  const char *values[] = { event };
  g_autofree char *count = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && event != NULL, 0);

  query (self, "SELECT count (*) FROM event WHERE event = ?", values, 1, &count, NULL);

  return count != NULL ? (guint) g_ascii_strtoull (count, NULL, 10) : 0;
}

/**
 * fr_journal_set_fact:
 * @owner: whose fact: a server of the plan, or "" for the deployment
 * @name: such as "public-ipv4"
 * @value: (nullable): what was learnt; %NULL forgets it
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_journal_set_fact (FrJournal *self, const char *owner, const char *name, const char *value,
                     GError **error)
{
  const char *values[] = { owner, name, value };

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && owner != NULL && name != NULL, FALSE);

  return query (self, "INSERT OR REPLACE INTO fact (owner, name, value) VALUES (?, ?, ?)", values,
                G_N_ELEMENTS (values), NULL, error);
}

/**
 * fr_journal_dup_fact:
 *
 * Returns: (transfer full) (nullable): what was learnt, or %NULL
 */
char *
fr_journal_dup_fact (FrJournal *self, const char *owner, const char *name)
{
  const char *values[] = { owner, name };
  char *value = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && owner != NULL && name != NULL, NULL);

  query (self, "SELECT value FROM fact WHERE owner = ? AND name = ?", values, 2, &value, NULL);

  return value;
}
