/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrHistory:
 *
 * How long steps have taken at one location, learnt from earlier deployments.
 */
typedef struct _FrHistory FrHistory;

/* The kind of a whole deployment, made in one go. */
#define FR_HISTORY_WHOLE "whole"

FrHistory *fr_history_load (const char *location);
void fr_history_free (FrHistory *self);
gboolean fr_history_find (FrHistory *self, const char *kind, guint *least_ms, guint *most_ms);
void fr_history_add (FrHistory *self, const char *kind, gint64 ms);
gboolean fr_history_save (FrHistory *self, GError **error);

gboolean fr_history_guess (const char *location, const char *const *others, guint *least_ms,
                           guint *most_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrHistory, fr_history_free)

G_END_DECLS
