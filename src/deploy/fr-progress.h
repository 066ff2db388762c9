/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrProgress:
 *
 * What a server is at, heard from what its errand prints: the module of cloud-init, the command
 * of the plan, the packages that apt has counted.
 */
typedef struct _FrProgress FrProgress;

FrProgress *fr_progress_new (void);
void fr_progress_free (FrProgress *self);
gboolean fr_progress_hear (FrProgress *self, const char *text, gsize length);
const char *fr_progress_get_words (FrProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrProgress, fr_progress_free)

G_END_DECLS
