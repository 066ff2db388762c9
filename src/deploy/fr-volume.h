/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Says how the disks of a server stand, for fr_volume_read(). */
#define FR_VOLUME_COMMAND                                                     \
  "echo \"root $(findmnt -n -b -o SOURCE,FSTYPE,SIZE /)\"; "                  \
  "if command -v lvs >/dev/null; then "                                       \
  "lvs --noheadings --nosuffix --units b --separator '|' "                    \
  "-o vg_name,lv_dm_path,lv_size 2>/dev/null | sed 's/^ */lv /'; "            \
  "pvs --noheadings --nosuffix --units b --separator '|' "                    \
  "-o pv_name,vg_name,pv_free 2>/dev/null | sed 's/^ */pv /'; fi; "           \
  "lsblk -b -n -P -o PATH,TYPE,SIZE,FSTYPE,PTTYPE,MOUNTPOINT,PKNAME,RO,RM | " \
  "sed 's/^/block /'"

/**
 * FrVolumeWork:
 * @group: (nullable): the volume group of the root; %NULL: there is none
 * @volume: (nullable): path of its logical volume
 * @root: path of what is mounted at /
 * @type: its file system
 * @fresh: (element-type utf8): disks to be added to the group
 * @grow: (element-type utf8): disks whose room goes to the volume
 * @resize: whether the file system is smaller than its volume
 * @missing_gb: size of a disk of the plan that is not there, or 0
 *
 * What is to be done about the disks of a server.
 */
typedef struct
{
  char *group;
  char *volume;
  char *root;
  char *type;
  GPtrArray *fresh;
  GPtrArray *grow;
  gboolean resize;
  guint missing_gb;
} FrVolumeWork;

FrVolumeWork *fr_volume_read (const char *printed, const guint *sizes_gb, guint n_sizes);
void fr_volume_work_free (FrVolumeWork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrVolumeWork, fr_volume_work_free)

G_END_DECLS
