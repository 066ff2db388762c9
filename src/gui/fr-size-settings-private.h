/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-disk-row.h"
#include "fr-field-note.h"
#include "fr-size-settings.h"

G_BEGIN_DECLS

struct _FrSizeSettings
{
  AdwPreferencesGroup parent_instance;

  AdwExpanderRow *expander;
  GtkEditable *name_row;
  FrFieldNote *name_note;
  GtkWidget *nodes_row;
  GtkAdjustment *nodes;
  AdwActionRow *cpu_row;
  GtkAdjustment *cpu;
  AdwComboRow *cpu_speed_row;
  AdwActionRow *memory_row;
  GtkAdjustment *memory;
  FrDiskRow *disk_rows[FR_DISKS_MOST];
  GtkWidget *add_disk_row;
  GtkWidget *undo_button;
  GtkEditable *appliance_row;
  FrFieldNote *appliance_note;
  AdwComboRow *kurento_row;
  AdwComboRow *monitoring_row;
  AdwComboRow *visitors_row;
  GtkEditable *networks_row;
  FrFieldNote *networks_note;
  GtkEditable *subnet_row;
  FrFieldNote *subnet_note;
  GtkWidget *ssh_port_row;
  GtkAdjustment *ssh_port;
  GtkAdjustment *control_port;
  GtkAdjustment *page_port;
  GtkAdjustment *media_first;
  GtkAdjustment *media_last;
  GtkWidget *media_last_row;
  FrFieldNote *ports_note;

  FrDraft *draft;
  FrLimits *limits; /* of a data centre; NULL: the usual ones */
  char **taken;
  GArray *removed; /* the disks before one of them was, for Undo; or NULL */
  char *visitors;  /* of the draft, as they were shown last */
  const char *problem;
  GtkWidget *where;
  gboolean showing;
};

/* The second choice of the row that says who may connect. */
#define FR_SIZE_SETTINGS_SOME 1

const FrLimits *fr_size_settings_get_limits (FrSizeSettings *self);
void fr_size_settings_examine (FrSizeSettings *self);
void fr_size_settings_show (FrSizeSettings *self);
void fr_size_settings_show_disks (FrSizeSettings *self);
void fr_size_settings_bind_disks (GtkWidgetClass *widget_class);

G_END_DECLS
