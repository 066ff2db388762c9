/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-size-settings-private.h"

/* The disks that are added to each server: one row each, and a way back for the one that was
 * removed last. */

/**
 * fr_size_settings_show_disks:
 *
 * For fr-size-settings.c: a row for each disk of the draft, as many as there are rows.
 */
void
fr_size_settings_show_disks (FrSizeSettings *self)
{
  gboolean own = fr_draft_is_own (self->draft);
  g_autoptr (GArray) disks = fr_disks_of_draft (self->draft);
  guint n = own ? 0 : disks->len;

  for (guint i = 0; i < FR_DISKS_MOST; i++)
    {
      if (i < n)
        {
          fr_disk_row_set_limits (self->disk_rows[i], fr_size_settings_get_limits (self));
          fr_disk_row_set_disk (self->disk_rows[i], i + 1, &g_array_index (disks, FrDisk, i));
        }
      gtk_widget_set_visible (GTK_WIDGET (self->disk_rows[i]), i < n);
    }
  gtk_widget_set_visible (self->add_disk_row, !own && n < FR_DISKS_MOST);
  gtk_widget_set_visible (self->undo_button, self->removed != NULL);
}

/* Told once, when all of it is written. */
static void
write_disks (FrSizeSettings *self, GArray *disks)
{
  self->showing = TRUE;
  fr_disks_apply (disks, self->draft);
  self->showing = FALSE;
  fr_size_settings_show (self);
}

static void
disk_cb (FrSizeSettings *self)
{
  g_autoptr (GArray) disks = NULL;

  if (self->draft == NULL || self->showing)
    return;

  disks = fr_disks_of_draft (self->draft);
  for (guint i = 0; i < MIN (disks->len, FR_DISKS_MOST); i++)
    g_array_index (disks, FrDisk, i) = fr_disk_row_get_disk (self->disk_rows[i]);
  write_disks (self, disks);
}

static void
add_disk_cb (FrSizeSettings *self)
{
  const FrLimits *limits = fr_size_settings_get_limits (self);
  g_autoptr (GArray) disks = fr_disks_of_draft (self->draft);
  FrDisk disk = { limits->least_disk, fr_disks_find_speed (limits->disk_speeds[0]) };

  g_clear_pointer (&self->removed, g_array_unref);
  g_array_append_val (disks, disk);
  write_disks (self, disks);
  gtk_widget_grab_focus (fr_disk_row_get_button (self->disk_rows[disks->len - 1]));
}

static void
remove_disk_cb (FrSizeSettings *self, FrDiskRow *row)
{
  GArray *disks = fr_disks_of_draft (self->draft);

  g_clear_pointer (&self->removed, g_array_unref);
  self->removed = g_array_copy (disks);
  for (guint i = MIN (disks->len, FR_DISKS_MOST); i > 0; i--)
    if (self->disk_rows[i - 1] == row)
      g_array_remove_index (disks, i - 1);
  gtk_widget_set_visible (self->undo_button, TRUE);
  gtk_widget_set_visible (self->add_disk_row, TRUE);
  gtk_widget_grab_focus (self->undo_button);
  write_disks (self, disks);
  g_array_unref (disks);
}

static void
undo_cb (FrSizeSettings *self)
{
  g_autoptr (GArray) disks = g_steal_pointer (&self->removed);

  if (disks == NULL)
    return;

  gtk_widget_grab_focus (self->add_disk_row);
  write_disks (self, disks);
}

/**
 * fr_size_settings_bind_disks:
 *
 * For fr-size-settings.c: rows and buttons of disks in the template.
 */
void
fr_size_settings_bind_disks (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < FR_DISKS_MOST; i++)
    {
      g_autofree char *name = g_strdup_printf ("disk_%u_row", i + 1);

      gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,
                                                 G_STRUCT_OFFSET (FrSizeSettings, disk_rows) +
                                                   (gssize) (i * sizeof (FrDiskRow *)));
    }
  gtk_widget_class_bind_template_callback (widget_class, disk_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_disk_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_disk_cb);
}
