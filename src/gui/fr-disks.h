/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-draft.h"

G_BEGIN_DECLS

#define FR_DISKS_MOST 8 /* that are added to one server here; a plan may have more */

/**
 * FrDisk:
 * @size: in GB
 * @speed: a word of the plan, which is never freed
 *
 * A disk that is added to a server.
 */
typedef struct
{
  guint size;
  const char *speed;
} FrDisk;

const char *fr_disks_find_speed (const char *word);
GArray *fr_disks_of_draft (FrDraft *draft);
void fr_disks_apply (GArray *disks, FrDraft *draft);

G_END_DECLS
