/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-size-settings-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-name.h"
#include "fr-plan-check.h"
#include "fr-visitors.h"

#define LEAST_PORT 1024
#define LEAST_MEDIA 20 /* ports: each mirror takes some */

/* What may be wrong with a setting. */

static void
set_problem (FrSizeSettings *self, const char *problem, gpointer where)
{
  if (self->problem != NULL || problem == NULL)
    return;

  self->problem = problem;
  self->where = where;
}

static void
mark (GtkWidget *row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static void
check_name (FrSizeSettings *self)
{
  const char *why =
    fr_name_get_problem (gtk_editable_get_text (self->name_row), (const char *const *) self->taken);

  fr_field_note_say (self->name_note, GTK_WIDGET (self->name_row), why);
  set_problem (self, why != NULL ? _ ("Give the mirror another name to go on") : NULL,
               self->name_row);
}

static void
check_appliance (FrSizeSettings *self)
{
  const char *image = gtk_editable_get_text (self->appliance_row);
  const char *why = NULL;

  if (*image == '\0')
    why = _ ("A server is made from an image: name one, like Ubuntu 24.04.");
  else if (strpbrk (image, "\"\\{}") != NULL)
    why = _ ("An image’s name has no quotes, backslashes or braces.");
  fr_field_note_say (self->appliance_note, GTK_WIDGET (self->appliance_row), why);
  set_problem (self, why != NULL ? _ ("Name an image for the servers to go on") : NULL,
               self->appliance_row);
}

/* The plan knows best what a network may be. */
static void
check_subnet (FrSizeSettings *self)
{
  g_autofree char *text = fr_draft_render (self->draft);
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "fittings.yaml", NULL);
  const char *why = NULL;

  for (guint i = 0; i < findings->len && why == NULL; i++)
    {
      const FrFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_has_suffix (finding->code, "subnet"))
        why = finding->message;
    }
  if (*gtk_editable_get_text (self->subnet_row) == '\0')
    why = _ ("The servers need a network: write one, like 10.77.0.0/24.");
  fr_field_note_say (self->subnet_note, GTK_WIDGET (self->subnet_row), why);
  set_problem (self, why != NULL ? _ ("Correct the network of the servers to go on") : NULL,
               self->subnet_row);
}

static void
check_ports (FrSizeSettings *self)
{
  guint ports[] = {
    (guint) gtk_adjustment_get_value (self->ssh_port),
    (guint) gtk_adjustment_get_value (self->control_port),
    (guint) gtk_adjustment_get_value (self->page_port),
  };
  guint first = (guint) gtk_adjustment_get_value (self->media_first);
  guint last = (guint) gtk_adjustment_get_value (self->media_last);
  const char *why = NULL;

  if (ports[0] == ports[1] || ports[1] == ports[2] || ports[0] == ports[2])
    why = _ ("SSH, control and page need a port each: two of them are the same.");
  else if (last < first + LEAST_MEDIA - 1)
    why = _ ("Pictures need at least 20 ports: the last is too close to the first.");
  for (guint i = 0; i < G_N_ELEMENTS (ports) && why == NULL && fr_draft_is_here (self->draft); i++)
    if (MIN (ports[i], first) < LEAST_PORT)
      why = _ ("On this computer, ports under 1024 belong to the administrator: take higher ones.");
  fr_field_note_say (self->ports_note, self->media_last_row, why);
  set_problem (self, why != NULL ? _ ("Correct the ports to go on") : NULL, self->media_last_row);
}

/* What a data centre does not sell, which a preset or another data centre may ask for. */
static void
check_size (FrSizeSettings *self)
{
  const FrLimits *limits = fr_size_settings_get_limits (self);
  gboolean much = gtk_adjustment_get_value (self->cpu) > limits->cpu;
  gboolean large = gtk_adjustment_get_value (self->memory) > limits->memory;

  mark (GTK_WIDGET (self->cpu_row), much);
  mark (GTK_WIDGET (self->memory_row), large);
  set_problem (self, much ? _ ("Ask for fewer processors to go on") : NULL, self->cpu_row);
  set_problem (self, large ? _ ("Ask for less memory to go on") : NULL, self->memory_row);
  for (guint i = 0; i < FR_DISKS_MOST; i++)
    if (gtk_widget_get_visible (GTK_WIDGET (self->disk_rows[i])))
      set_problem (self,
                   fr_disk_row_get_problem (self->disk_rows[i]) != NULL
                     ? _ ("Change the disk to go on")
                     : NULL,
                   fr_disk_row_get_button (self->disk_rows[i]));
}

static void
check_visitors (FrSizeSettings *self)
{
  gboolean some = adw_combo_row_get_selected (self->visitors_row) == FR_SIZE_SETTINGS_SOME;
  const char *typed = gtk_editable_get_text (self->networks_row);
  g_autofree char *why = NULL;
  g_autofree char *networks = some ? fr_visitors_read (typed, &why) : NULL;

  /* Nobody is told that a field is empty before having been there. */
  fr_field_note_say (self->networks_note, GTK_WIDGET (self->networks_row),
                     *typed != '\0' ? why : NULL);
  set_problem (self, why != NULL ? _ ("Write which networks may connect to go on") : NULL,
               self->networks_row);
}

/**
 * fr_size_settings_examine:
 *
 * For fr-size-settings.c: says below each setting what is wrong with it, and finds the first
 * problem.
 */
void
fr_size_settings_examine (FrSizeSettings *self)
{
  gboolean here = fr_draft_is_here (self->draft);
  gboolean own = fr_draft_is_own (self->draft);

  self->problem = NULL;
  self->where = NULL;
  check_name (self);
  if (!here && !own)
    {
      check_size (self);
      check_appliance (self);
      check_subnet (self);
    }
  if (!here)
    check_visitors (self);
  check_ports (self);
}
