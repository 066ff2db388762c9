/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-story.h"

#include <sqlite3.h>

#include "fr-job.h"
#include "fr-paths.h"

/* After so long without news nobody was building: it was resumed later. */
#define PAUSE_SECONDS 1800

static void
add_line (GString *text, sqlite3_stmt *statement)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_local (sqlite3_column_int64 (statement, 0));
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%F %T") : NULL;
  const char *detail = (const char *) sqlite3_column_text (statement, 3);

  g_string_append_printf (text, "%s  %-8s %s%s%s\n", stamp != NULL ? stamp : "",
                          (const char *) sqlite3_column_text (statement, 2),
                          (const char *) sqlite3_column_text (statement, 1),
                          detail != NULL ? "  " : "", detail != NULL ? detail : "");
}

/**
 * fr_site_dup_story:
 * @name: of a deployment
 * @seconds: (out) (nullable): that it took so far, without the time between two runs
 *
 * Reads a journal without changing it. Blocks for a moment.
 *
 * Returns: (transfer full): what was done when, a line for each event; empty when nothing is known
 */
char *
fr_site_dup_story (const char *name, guint *seconds)
{
  g_autofree char *path = fr_paths_state ("deployments", name, "journal.sqlite", NULL);
  GString *text = g_string_new (NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 before = 0;
  gint64 all = 0;

  fr_job_assert_may_block (G_STRFUNC);
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (db, "SELECT time, step, event, detail FROM event ORDER BY number", -1,
                          &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        gint64 now = sqlite3_column_int64 (statement, 0);

        if (before > 0 && now > before && now - before < PAUSE_SECONDS)
          all += now - before;
        before = now;
        add_line (text, statement);
      }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  if (seconds != NULL)
    *seconds = (guint) all;

  return g_string_free (text, FALSE);
}
