/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-volume.h"

#include <string.h>

#define GB (G_GUINT64_CONSTANT (1) << 30)

/* Less than this stays free behind the last extent. */
#define LEAST_FREE (G_GUINT64_CONSTANT (64) << 20)

typedef struct
{
  char *path;
  guint64 size;
  guint64 free;   /* of a physical volume */
  gboolean blank; /* nothing is on it     */
  gboolean ours;  /* in the group of the root */
} Disk;

static void
disk_free (gpointer data)
{
  Disk *disk = data;

  g_free (disk->path);
  g_free (disk);
}

/* The value of NAME="…" in a line of lsblk. */
static char *
get_value (const char *line, const char *name)
{
  g_autofree char *key = g_strdup_printf (" %s=\"", name);
  const char *at = strstr (line, key);
  const char *end;

  if (at == NULL)
    return g_strdup ("");
  at += strlen (key);
  end = strchr (at, '"');

  return end != NULL ? g_strndup (at, (gsize) (end - at)) : g_strdup ("");
}

static gboolean
has_value (const char *line, const char *name, const char *value)
{
  g_autofree char *found = get_value (line, name);

  return g_str_equal (found, value);
}

static Disk *
find_disk (GPtrArray *disks, const char *path)
{
  for (guint i = 0; i < disks->len; i++)
    if (g_str_equal (((Disk *) g_ptr_array_index (disks, i))->path, path))
      return g_ptr_array_index (disks, i);

  return NULL;
}

/* Whole disks; those that something is on, or that something holds, are not blank. */
static GPtrArray *
read_disks (char **lines)
{
  GPtrArray *disks = g_ptr_array_new_with_free_func (disk_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Disk *disk;
      g_autofree char *size = NULL;

      if (!g_str_has_prefix (lines[i], "block ") || !has_value (lines[i], "TYPE", "disk"))
        continue;
      size = get_value (lines[i], "SIZE");
      disk = g_new0 (Disk, 1);
      disk->path = get_value (lines[i], "PATH");
      disk->size = g_ascii_strtoull (size, NULL, 10);
      disk->blank = has_value (lines[i], "FSTYPE", "") && has_value (lines[i], "PTTYPE", "") &&
                    has_value (lines[i], "MOUNTPOINT", "") && has_value (lines[i], "RO", "0") &&
                    has_value (lines[i], "RM", "0");
      g_ptr_array_add (disks, disk);
    }
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *parent = get_value (lines[i], "PKNAME");
      g_autofree char *path = g_build_filename ("/dev", parent, NULL);
      Disk *disk = *parent != '\0' ? find_disk (disks, path) : NULL;

      if (disk != NULL)
        disk->blank = FALSE;
    }

  return disks;
}

/* "lv GROUP|PATH|SIZE": that of the root. */
static guint64
read_volume (FrVolumeWork *self, char **lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;

      if (!g_str_has_prefix (lines[i], "lv "))
        continue;
      words = g_strsplit (lines[i] + strlen ("lv "), "|", -1);
      if (g_strv_length (words) != 3 || !g_str_equal (words[1], self->root))
        continue;
      self->group = g_strdup (words[0]);
      self->volume = g_strdup (words[1]);
      return g_ascii_strtoull (words[2], NULL, 10);
    }

  return 0;
}

/* "pv PATH|GROUP|FREE". Returns how many the group of the root has. */
static guint
read_physical (FrVolumeWork *self, char **lines, GPtrArray *disks)
{
  guint count = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;
      Disk *disk;

      if (!g_str_has_prefix (lines[i], "pv "))
        continue;
      words = g_strsplit (lines[i] + strlen ("pv "), "|", -1);
      if (g_strv_length (words) != 3)
        continue;
      disk = find_disk (disks, words[0]);
      if (disk != NULL)
        disk->blank = FALSE;
      if (g_strcmp0 (words[1], self->group) != 0)
        continue;
      count++;
      if (disk == NULL)
        continue;
      disk->ours = TRUE;
      disk->free = g_ascii_strtoull (words[2], NULL, 10);
    }

  return count;
}

/* Disks are a little smaller or larger than they are called. */
static gboolean
is_of_size (const Disk *disk, guint gb)
{
  guint64 size = gb * GB;
  guint64 off = disk->size > size ? disk->size - size : size - disk->size;

  return off <= size / 100;
}

/* One size of the plan: how many disks of it are wanted, in the group, and blank. One physical
 * volume of the group was there before any disk was added. */
static void
settle_size (FrVolumeWork *self, GPtrArray *disks, guint n_physical, guint gb, guint wanted)
{
  guint there = 0;

  for (guint i = 0; i < disks->len; i++)
    {
      Disk *disk = g_ptr_array_index (disks, i);

      if (!disk->ours || !is_of_size (disk, gb))
        continue;
      there++;
      if (disk->free >= LEAST_FREE)
        g_ptr_array_add (self->grow, g_strdup (disk->path));
    }
  if (there > 0 && there == n_physical)
    there--;
  for (guint i = 0; i < disks->len && there < wanted; i++)
    {
      Disk *disk = g_ptr_array_index (disks, i);

      if (!disk->blank || !is_of_size (disk, gb))
        continue;
      g_ptr_array_add (self->fresh, g_strdup (disk->path));
      g_ptr_array_add (self->grow, g_strdup (disk->path));
      there++;
    }
  if (there < wanted)
    self->missing_gb = gb;
}

/**
 * fr_volume_read:
 * @printed: by %FR_VOLUME_COMMAND
 * @sizes_gb: (array length=n_sizes): of the disks that the plan adds
 * @n_sizes: how many
 *
 * Finds out what is to be done so that the root has the room of the added disks. A disk that has
 * a partition table, a file system or a holder is never touched.
 *
 * Returns: (transfer full): what is to be done
 */
FrVolumeWork *
fr_volume_read (const char *printed, const guint *sizes_gb, guint n_sizes)
{
  FrVolumeWork *self;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) disks = NULL;
  guint64 root_size = 0;
  guint64 volume_size;
  guint n_physical;

  g_return_val_if_fail (printed != NULL, NULL);

  self = g_new0 (FrVolumeWork, 1);
  self->fresh = g_ptr_array_new_with_free_func (g_free);
  self->grow = g_ptr_array_new_with_free_func (g_free);
  lines = g_strsplit (printed, "\n", -1);
  for (guint i = 0; lines[i] != NULL && self->root == NULL; i++)
    {
      g_autoptr (GRegex) spaces = g_regex_new (" +", 0, 0, NULL);
      g_auto (GStrv) words = NULL;

      if (!g_str_has_prefix (lines[i], "root "))
        continue;
      words = g_regex_split (spaces, lines[i], 0);
      self->root = g_strdup (g_strv_length (words) > 1 ? words[1] : "");
      self->type = g_strdup (g_strv_length (words) > 2 ? words[2] : "");
      root_size = g_strv_length (words) > 3 ? g_ascii_strtoull (words[3], NULL, 10) : 0;
    }
  if (self->root == NULL)
    self->root = g_strdup ("");
  if (self->type == NULL)
    self->type = g_strdup ("");
  volume_size = read_volume (self, lines);
  if (self->group == NULL)
    return self;

  disks = read_disks (lines);
  n_physical = read_physical (self, lines, disks);
  for (guint i = 0; i < n_sizes; i++)
    {
      guint wanted = 0;
      gboolean seen = FALSE;

      for (guint j = 0; j < n_sizes; j++)
        wanted += sizes_gb[j] == sizes_gb[i] ? 1 : 0;
      for (guint j = 0; j < i; j++)
        seen = seen || sizes_gb[j] == sizes_gb[i];
      if (!seen)
        settle_size (self, disks, n_physical, sizes_gb[i], wanted);
    }
  /* The tables of ext4 take some of it. */
  self->resize = root_size > 0 && root_size < volume_size / 100 * 85;

  return self;
}

/**
 * fr_volume_work_free:
 * @self: (nullable):
 */
void
fr_volume_work_free (FrVolumeWork *self)
{
  if (self == NULL)
    return;

  g_free (self->group);
  g_free (self->volume);
  g_free (self->root);
  g_free (self->type);
  g_ptr_array_unref (self->fresh);
  g_ptr_array_unref (self->grow);
  g_free (self);
}
