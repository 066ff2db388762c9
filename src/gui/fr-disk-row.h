/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-disks.h"
#include "fr-limits.h"

G_BEGIN_DECLS

#define FR_TYPE_DISK_ROW (fr_disk_row_get_type ())
G_DECLARE_FINAL_TYPE (FrDiskRow, fr_disk_row, FR, DISK_ROW, AdwActionRow)

void fr_disk_row_set_limits (FrDiskRow *self, const FrLimits *limits);
void fr_disk_row_set_disk (FrDiskRow *self, guint number, const FrDisk *disk);
FrDisk fr_disk_row_get_disk (FrDiskRow *self);
const char *fr_disk_row_get_problem (FrDiskRow *self);
GtkWidget *fr_disk_row_get_button (FrDiskRow *self);

G_END_DECLS
