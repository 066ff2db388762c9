/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrJournal:
 *
 * What one deployment meant to do, what came of it, and the facts it has learnt, on disk.
 * May be used from several threads.
 */
typedef struct _FrJournal FrJournal;

gboolean fr_journal_is_damaged (const char *path);
FrJournal *fr_journal_open (const char *path, GError **error);
void fr_journal_free (FrJournal *self);

gboolean fr_journal_write (FrJournal *self, const char *step, const char *event, const char *detail,
                           GError **error);
char *fr_journal_dup_last_event (FrJournal *self, const char *step);
guint fr_journal_count (FrJournal *self, const char *event);

gboolean fr_journal_set_fact (FrJournal *self, const char *owner, const char *name,
                              const char *value, GError **error);
char *fr_journal_dup_fact (FrJournal *self, const char *owner, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrJournal, fr_journal_free)

G_END_DECLS
