/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-sites.h"

#include "fr-draft.h"
#include "fr-journal.h"
#include "fr-paths.h"

/**
 * test_site_make:
 * @age: in seconds
 *
 * Writes what a deployment leaves on disk, without having made anything.
 */
void
test_site_make (const char *name, const char *state, const char *location, gint64 age)
{
  g_autofree char *folder = fr_paths_state ("deployments", name, NULL);
  g_autofree char *path = fr_paths_state ("deployments", name, "journal.sqlite", NULL);
  g_autofree char *plan = fr_paths_state ("deployments", name, "plan.yaml", NULL);
  g_autofree char *created =
    g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC - age);
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *text = NULL;
  g_autofree char *server = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FrJournal) journal = NULL;

  g_object_set (draft, "location-id", location, "name", name, "host", "198.51.100.2", "user",
                "admin", NULL);
  text = fr_draft_render (draft);
  g_assert_true (fr_paths_ensure (folder, &error));
  g_assert_true (fr_paths_write (plan, text, -1, &error));
  journal = fr_journal_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (fr_journal_set_fact (journal, "", "mark", "test", &error));
  g_assert_true (fr_journal_set_fact (journal, "", "state", state, &error));
  g_assert_true (fr_journal_set_fact (journal, "", "location", location, &error));
  g_assert_true (fr_journal_set_fact (journal, "", "created", created, &error));
  if (!fr_draft_is_own (draft))
    return;

  server = g_strconcat (name, "-01", NULL);
  g_assert_true (fr_journal_set_fact (journal, server, "public-ipv4", "198.51.100.2", &error));
  g_assert_true (fr_journal_set_fact (journal, "", "endpoint", "ssh://admin@198.51.100.2:22",
                                      &error));
}
