/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLocalMishaps:
 *
 * How many requests came for each operation, and which of the next ones go wrong: for tests.
 */
typedef struct _FrLocalMishaps FrLocalMishaps;

FrLocalMishaps *fr_local_mishaps_new (void);
void fr_local_mishaps_free (FrLocalMishaps *self);

void fr_local_mishaps_plan (FrLocalMishaps *self, const char *operation, const char *code,
                            guint count);
char *fr_local_mishaps_count (FrLocalMishaps *self, const char *word);
guint fr_local_mishaps_get_count (FrLocalMishaps *self, const char *operation);

G_END_DECLS
