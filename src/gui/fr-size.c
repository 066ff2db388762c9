/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-size.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "fr-disks.h"

/**
 * fr_size_of_machine:
 *
 * Returns: what this computer has
 */
FrSize
fr_size_of_machine (void)
{
  gint64 bytes = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);
  FrSize size = { .nodes = 1, .cpu = CLAMP (g_get_num_processors (), 1, 32) };

  size.memory = (guint) CLAMP (bytes >> 30, 1, 256);

  return size;
}

/**
 * fr_size_of_draft:
 *
 * Returns: what has been asked for
 */
FrSize
fr_size_of_draft (FrDraft *draft)
{
  g_autoptr (GArray) disks = fr_disks_of_draft (draft);
  FrSize size = { 0 };

  g_object_get (draft, "nodes", &size.nodes, "cpu", &size.cpu, "memory", &size.memory, NULL);
  size.disks = disks->len;
  for (guint i = 0; i < disks->len; i++)
    size.disk += g_array_index (disks, FrDisk, i).size;

  return size;
}

/**
 * fr_size_of_preset:
 * @here: whether it is to fit into this computer
 * @cut: (out) (optional): whether it had to be made smaller
 *
 * Returns: what a preset stands for
 */
FrSize
fr_size_of_preset (const char *preset, gboolean here, gboolean *cut)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  FrSize machine = fr_size_of_machine ();
  FrSize whole, size;

  g_object_set (draft, "preset", preset, NULL);
  whole = size = fr_size_of_draft (draft);
  if (here)
    {
      /* Several servers on one computer share it: only as many as find room side by side. */
      size.nodes = CLAMP (machine.cpu / whole.cpu, 1, whole.nodes);
      size.cpu = MIN (whole.cpu, machine.cpu);
      size.memory = MIN (whole.memory, MAX (machine.memory / size.nodes, 1));
    }
  if (cut != NULL)
    *cut = !fr_size_equal (&whole, &size);

  return size;
}

gboolean
fr_size_equal (const FrSize *one, const FrSize *other)
{
  return one->nodes == other->nodes && one->cpu == other->cpu && one->memory == other->memory &&
         one->disk == other->disk && one->disks == other->disks;
}

/**
 * fr_size_apply:
 *
 * Several disks stay as they are: only their sum is known here.
 */
void
fr_size_apply (const FrSize *self, FrDraft *draft)
{
  g_object_set (draft, "nodes", self->nodes, "cpu", self->cpu, "memory", self->memory, NULL);
  if (self->disks <= 1)
    g_object_set (draft, "disk", self->disk, "disks", NULL, NULL);
}

/**
 * fr_size_count_people:
 * @here: whether this computer does the work, with the processors it has
 *
 * Returns: how many people can look into the mirror at once
 */
guint
fr_size_count_people (const FrSize *self, gboolean here)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  FrSize machine = fr_size_of_machine ();
  guint people;

  fr_size_apply (self, draft);
  people = fr_draft_count_mirrors (draft);
  if (!here)
    return people;

  fr_size_apply (&machine, draft);

  return MIN (people, fr_draft_count_mirrors (draft));
}

/**
 * fr_size_describe:
 *
 * Returns: (transfer full): "8 vCPU, 8 GB, +50 GB"
 */
char *
fr_size_describe (const FrSize *self)
{
  g_autofree char *each = NULL;

  if (self->disk > 0)
    /* Translators: virtual processors, memory, and the size of a disk that is added. */
    each = g_strdup_printf (_ ("%u vCPU, %u GB, +%u GB"), self->cpu, self->memory, self->disk);
  else
    /* Translators: virtual processors, memory. */
    each = g_strdup_printf (_ ("%u vCPU, %u GB"), self->cpu, self->memory);
  if (self->nodes == 1)
    return g_steal_pointer (&each);

  /* Translators: so many servers, each with … */
  return g_strdup_printf (_ ("%u × %s"), self->nodes, each);
}

/**
 * fr_size_describe_briefly:
 *
 * Returns: (transfer full): "2 × 16 vCPU"
 */
char *
fr_size_describe_briefly (const FrSize *self)
{
  if (self->nodes == 1)
    return g_strdup_printf (_ ("%u vCPU"), self->cpu);

  /* Translators: so many servers, each with so many virtual processors. */
  return g_strdup_printf (_ ("%u × %u vCPU"), self->nodes, self->cpu);
}
