/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLogText:
 *
 * What one server prints, on its way to lines that a person reads.
 */
typedef struct _FrLogText FrLogText;

/* Called for each line that is complete. */
typedef void (*FrLogLine) (const char *line, gpointer data);

FrLogText *fr_log_text_new (void);
void fr_log_text_free (FrLogText *self);
void fr_log_text_feed (FrLogText *self, const char *text, FrLogLine func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLogText, fr_log_text_free)

G_END_DECLS
