/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_PART_LIST (fr_part_list_get_type ())
G_DECLARE_FINAL_TYPE (FrPartList, fr_part_list, FR, PART_LIST, AdwBin)

void fr_part_list_set_parts (FrPartList *self, GPtrArray *parts, GHashTable *there,
                             const char *location_id, const char *place);

G_END_DECLS
