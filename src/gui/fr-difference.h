/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-job.h"
#include "fr-making.h"

G_BEGIN_DECLS

/**
 * FrDifference:
 * @known: whether somebody could be asked
 * @there: (element-type utf8 utf8): “domain mirror”, “network mirror-lan”, “server mirror-01” of
 *   all that exists there already -> what the cloud has of it, or an empty text
 *
 * What of a plan exists already. Read-only, shared by reference.
 */
typedef struct
{
  gboolean known;
  GHashTable *there;
} FrDifference;

FrDifference *fr_difference_ref (FrDifference *self);
void fr_difference_unref (FrDifference *self);
void fr_difference_run (gpointer owner, FrMaking *making, const char *text, FrJobDone done,
                        GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrDifference, fr_difference_unref)

G_END_DECLS
