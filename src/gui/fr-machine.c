/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-machine.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-draft.h"

#define GB G_GUINT64_CONSTANT (1000000000)
#define LEAST_MEMORY (1 * GB) /* the media server and the system beside it      */
#define LEAST_DISK (3 * GB)   /* what the packages take, and updates before them */

/**
 * fr_machine_copy:
 * @self: (nullable):
 */
FrMachine *
fr_machine_copy (const FrMachine *self)
{
  FrMachine *copy;

  if (self == NULL)
    return NULL;

  copy = g_new (FrMachine, 1);
  *copy = *self;
  copy->system = g_strdup (self->system);
  copy->architecture = g_strdup (self->architecture);
  copy->obstacle = g_strdup (self->obstacle);

  return copy;
}

/**
 * fr_machine_free:
 * @self: (nullable):
 */
void
fr_machine_free (FrMachine *self)
{
  if (self == NULL)
    return;

  g_free (self->system);
  g_free (self->architecture);
  g_free (self->obstacle);
  g_free (self);
}

static void
add_part (GString *words, const char *part)
{
  g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", part);
}

/**
 * fr_machine_describe_size:
 *
 * Returns: (transfer full): "4 processors · 7.6 GB memory · 29.0 GB free"; what is not known is
 *   left out
 */
char *
fr_machine_describe_size (const FrMachine *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *memory = g_format_size (self->memory);
  g_autofree char *disk = g_format_size (self->disk_free);

  if (self->cpus > 0)
    {
      g_autofree char *part =
        g_strdup_printf (ngettext ("%u processor", "%u processors", self->cpus), self->cpus);

      add_part (words, part);
    }
  if (self->memory > 0)
    {
      /* Translators: a size, such as 7.6 GB */
      g_autofree char *part = g_strdup_printf (_ ("%s memory"), memory);

      add_part (words, part);
    }
  if (self->disk_free > 0)
    {
      /* Translators: a size, such as 29.0 GB; of the disk */
      g_autofree char *part = g_strdup_printf (_ ("%s free"), disk);

      add_part (words, part);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * fr_machine_describe_briefly:
 *
 * Returns: (transfer full): "4 processors"
 */
char *
fr_machine_describe_briefly (const FrMachine *self)
{
  if (self->cpus == 0)
    return g_strdup (_ ("As big as your server"));

  return g_strdup_printf (ngettext ("%u processor", "%u processors", self->cpus), self->cpus);
}

/**
 * fr_machine_describe:
 *
 * Returns: (transfer full): its system and architecture, and in a second line what it has
 */
char *
fr_machine_describe (const FrMachine *self)
{
  g_autofree char *size = fr_machine_describe_size (self);
  const char *sudo = self->sudo_asks ? _ ("sudo asks for the password") : NULL;
  g_autoptr (GString) words = g_string_new (self->system != NULL ? self->system : "");

  if (self->architecture != NULL)
    add_part (words, self->architecture);
  if (sudo != NULL)
    add_part (words, sudo);
  if (*size != '\0')
    g_string_append_printf (words, "\n%s", size);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * fr_machine_dup_warning:
 *
 * Returns: (transfer full) (nullable): what speaks against it, a sentence or more; it may work all
 *   the same
 */
char *
fr_machine_dup_warning (const FrMachine *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *memory = g_format_size (self->memory);
  g_autofree char *disk = g_format_size (self->disk_free);

  if (self->architecture != NULL && !g_str_equal (self->architecture, "x86_64") &&
      !g_str_equal (self->architecture, "amd64"))
    g_string_append_printf (words,
                            _ ("Kurento is packaged for x86-64 only, and this is %s. "),
                            self->architecture);
  if (self->memory > 0 && self->memory < LEAST_MEMORY)
    g_string_append_printf (words, _ ("%s of memory are little: 1 GB is the least. "), memory);
  if (self->disk_free > 0 && self->disk_free < LEAST_DISK)
    g_string_append_printf (words, _ ("%s are free on its disk: 3 GB are the least. "), disk);
  if (words->len == 0)
    return NULL;

  return g_strchomp (g_string_free (g_steal_pointer (&words), FALSE));
}

/**
 * fr_machine_count_people:
 *
 * Returns: how many people can look into a mirror there at once; 0 when its processors are not
 *   known
 */
guint
fr_machine_count_people (const FrMachine *self)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();

  if (self->cpus == 0)
    return 0;

  g_object_set (draft, "cpu", MIN (self->cpus, 32), "nodes", 1, NULL);

  return fr_draft_count_mirrors (draft) * MAX (self->cpus, 32) / 32;
}
