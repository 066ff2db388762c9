/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-draft.h"

G_BEGIN_DECLS

/**
 * FrSize:
 *
 * How big a mirror is: so many servers, and what each of them has.
 */
typedef struct
{
  guint nodes;
  guint cpu;
  guint memory; /* GB */
  guint disk;   /* GB of all that are added, 0: none */
  guint disks;  /* so many are added */
} FrSize;

FrSize fr_size_of_preset (const char *preset, gboolean here, gboolean *cut);
FrSize fr_size_of_draft (FrDraft *draft);
FrSize fr_size_of_machine (void);
gboolean fr_size_equal (const FrSize *one, const FrSize *other);
void fr_size_apply (const FrSize *self, FrDraft *draft);
guint fr_size_count_people (const FrSize *self, gboolean here);
char *fr_size_describe (const FrSize *self);
char *fr_size_describe_briefly (const FrSize *self);

G_END_DECLS
