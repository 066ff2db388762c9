/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define FR_TYPE_DRAFT (fr_draft_get_type ())
G_DECLARE_FINAL_TYPE (FrDraft, fr_draft, FR, DRAFT, GObject)

/* The location behind which this computer itself stands. */
#define FR_DRAFT_HERE "HERE1"

/* No location: the server is there already, and is reached by SSH. */
#define FR_DRAFT_OWN "OWN"

FrDraft *fr_draft_new (void);
const char *const *fr_draft_list_presets (void);
gboolean fr_draft_is_here (FrDraft *self);
gboolean fr_draft_is_own (FrDraft *self);
guint fr_draft_count_mirrors (FrDraft *self);
char *fr_draft_render (FrDraft *self);

G_END_DECLS
