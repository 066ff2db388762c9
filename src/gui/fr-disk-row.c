/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-disk-row.h"

#include <glib/gi18n-lib.h>

/**
 * FrDiskRow:
 *
 * A disk that is added to each server: how big and how fast, within what the data centre sells.
 */
struct _FrDiskRow
{
  AdwActionRow parent_instance;

  GtkMenuButton *edit_button;
  GtkSpinButton *size_spin;
  GtkAdjustment *size;
  GtkDropDown *speed_drop;
  GtkWidget *remove_button;

  FrLimits *limits;
  guint number;
  FrDisk disk;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (FrDiskRow, fr_disk_row, ADW_TYPE_ACTION_ROW)

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
name_speed (const char *speed)
{
  static const struct
  {
    const char *speed;
    const char *name;
  } names[] = {
    { "standard", N_ ("Standard") },
    { "highperformance", N_ ("High performance") },
    { "economy", N_ ("Economy") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].speed, speed) == 0)
      return _ (names[i].name);

  return speed;
}

static const char *const *
get_speeds (FrDiskRow *self)
{
  return (const char *const *) self->limits->disk_speeds;
}

static guint
find_speed (FrDiskRow *self, const char *speed)
{
  for (guint i = 0; get_speeds (self)[i] != NULL; i++)
    if (g_strcmp0 (get_speeds (self)[i], speed) == 0)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

static void
show (FrDiskRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *limits = NULL;
  g_autofree char *name = NULL;
  const char *problem = fr_disk_row_get_problem (self);
  gboolean fast = fr_limits_has_speed (self->limits, self->disk.speed);

  /* Translators: the number of a disk, its size, its speed: "Disk 1 · 50 GB · Standard" */
  title = g_strdup_printf (_ ("Disk %u · %u GB · %s"), self->number, self->disk.size,
                           name_speed (self->disk.speed));
  limits = g_strdup_printf (problem != NULL ? _ ("This data centre sells %'u to %'u GB")
                                            : _ ("Added to the system’s own; %'u to %'u GB"),
                            self->limits->least_disk, self->limits->most_disk);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), fast ? limits : problem);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  /* Translators: for screen readers */
  name = g_strdup_printf (_ ("Remove disk %u"), self->number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
edited_cb (FrDiskRow *self)
{
  guint selected;

  if (self->showing || self->limits == NULL)
    return;

  selected = gtk_drop_down_get_selected (self->speed_drop);
  self->disk.size = (guint) gtk_adjustment_get_value (self->size);
  if (selected != GTK_INVALID_LIST_POSITION)
    self->disk.speed = fr_disks_find_speed (get_speeds (self)[selected]);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_cb (FrDiskRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
fr_disk_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_DISK_ROW);

  G_OBJECT_CLASS (fr_disk_row_parent_class)->dispose (object);
}

static void
fr_disk_row_finalize (GObject *object)
{
  fr_limits_free (FR_DISK_ROW (object)->limits);

  G_OBJECT_CLASS (fr_disk_row_parent_class)->finalize (object);
}

static void
fr_disk_row_class_init (FrDiskRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_disk_row_dispose;
  object_class->finalize = fr_disk_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_DISK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", FR_TYPE_DISK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-disk-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrDiskRow, edit_button);
  gtk_widget_class_bind_template_child (widget_class, FrDiskRow, size_spin);
  gtk_widget_class_bind_template_child (widget_class, FrDiskRow, size);
  gtk_widget_class_bind_template_child (widget_class, FrDiskRow, speed_drop);
  gtk_widget_class_bind_template_child (widget_class, FrDiskRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
fr_disk_row_init (FrDiskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->disk.size = 10;
  self->disk.speed = "standard";
  self->number = 1;
  fr_disk_row_set_limits (self, fr_limits_get_usual ());
}

/**
 * fr_disk_row_set_limits:
 * @limits: what the data centre sells
 *
 * The disk stays as it is, also when it is not sold there.
 */
void
fr_disk_row_set_limits (FrDiskRow *self, const FrLimits *limits)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_return_if_fail (FR_IS_DISK_ROW (self) && limits != NULL);

  /* Another list of speeds is another choice: not while one of them is being chosen. */
  if (self->limits != NULL && fr_limits_equal (self->limits, limits))
    return;

  fr_limits_free (self->limits);
  self->limits = fr_limits_copy (limits);
  for (guint i = 0; get_speeds (self)[i] != NULL; i++)
    gtk_string_list_append (names, name_speed (get_speeds (self)[i]));
  self->showing = TRUE;
  gtk_drop_down_set_model (self->speed_drop, G_LIST_MODEL (names));
  gtk_adjustment_set_lower (self->size, limits->least_disk);
  gtk_adjustment_set_upper (self->size, limits->most_disk);
  self->showing = FALSE;
  fr_disk_row_set_disk (self, self->number, &self->disk);
}

/**
 * fr_disk_row_set_disk:
 * @number: of the disk, the first is 1
 */
void
fr_disk_row_set_disk (FrDiskRow *self, guint number, const FrDisk *disk)
{
  g_return_if_fail (FR_IS_DISK_ROW (self) && disk != NULL);

  self->showing = TRUE;
  self->number = number;
  self->disk = *disk;
  gtk_adjustment_set_value (self->size, disk->size);
  gtk_drop_down_set_selected (self->speed_drop, find_speed (self, disk->speed));
  self->showing = FALSE;
  show (self);
}

FrDisk
fr_disk_row_get_disk (FrDiskRow *self)
{
  g_return_val_if_fail (FR_IS_DISK_ROW (self), ((FrDisk){ 0 }));

  return self->disk;
}

/**
 * fr_disk_row_get_problem:
 *
 * Returns: (transfer none) (nullable): why the disk is not sold
 */
const char *
fr_disk_row_get_problem (FrDiskRow *self)
{
  g_return_val_if_fail (FR_IS_DISK_ROW (self), NULL);

  if (!fr_limits_has_speed (self->limits, self->disk.speed))
    return _ ("This data centre does not sell disks of that speed.");
  if (self->disk.size < self->limits->least_disk || self->disk.size > self->limits->most_disk)
    return _ ("This data centre does not sell disks of that size.");

  return NULL;
}

/**
 * fr_disk_row_get_button:
 *
 * Returns: (transfer none): what opens the settings of the disk
 */
GtkWidget *
fr_disk_row_get_button (FrDiskRow *self)
{
  g_return_val_if_fail (FR_IS_DISK_ROW (self), NULL);

  return GTK_WIDGET (self->edit_button);
}
