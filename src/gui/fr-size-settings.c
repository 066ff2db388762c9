/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-size-settings.h"

#include <glib/gi18n-lib.h>

#include "fr-field-note.h"
#include "fr-name.h"
#include "fr-plan-check.h"
#include "fr-plan-words.h"
#include "fr-size.h"

#define LEAST_DISK 10 /* what the cloud sells */
#define LEAST_PORT 1024
#define LEAST_MEDIA 20 /* ports: each mirror takes some */

/**
 * FrSizeSettings:
 *
 * All that a draft has, each with its limits, and what is wrong with it below it. Says "changed"
 * when the draft or a problem is another one.
 */
struct _FrSizeSettings
{
  AdwPreferencesGroup parent_instance;

  AdwExpanderRow *expander;
  GtkEditable *name_row;
  FrFieldNote *name_note;
  GtkAdjustment *nodes;
  AdwActionRow *cpu_row;
  GtkAdjustment *cpu;
  AdwActionRow *memory_row;
  GtkAdjustment *memory;
  GtkWidget *disk_row;
  GtkAdjustment *disk;
  AdwComboRow *disk_speed_row;
  GtkWidget *add_disk_row;
  GtkWidget *undo_button;
  GtkEditable *appliance_row;
  FrFieldNote *appliance_note;
  AdwComboRow *monitoring_row;
  GtkEditable *subnet_row;
  FrFieldNote *subnet_note;
  GtkAdjustment *ssh_port;
  GtkAdjustment *control_port;
  GtkAdjustment *page_port;
  GtkAdjustment *media_first;
  GtkAdjustment *media_last;
  GtkWidget *media_last_row;
  FrFieldNote *ports_note;

  FrDraft *draft;
  char **taken;
  guint removed_disk; /* GiB, for Undo */
  const char *problem;
  GtkWidget *where;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (FrSizeSettings, fr_size_settings, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_problem (FrSizeSettings *self, const char *problem, gpointer where)
{
  if (self->problem != NULL || problem == NULL)
    return;

  self->problem = problem;
  self->where = where;
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

static void
examine (FrSizeSettings *self)
{
  self->problem = NULL;
  self->where = NULL;
  check_name (self);
  if (!fr_draft_is_here (self->draft))
    {
      check_appliance (self);
      check_subnet (self);
    }
  check_ports (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static guint
find_word (const char *const *words, const char *word)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return i;

  return 0;
}

static void
show_disk (FrSizeSettings *self, guint disk)
{
  gboolean any = disk > 0;

  if (any)
    gtk_adjustment_set_value (self->disk, disk);
  gtk_widget_set_visible (self->disk_row, any);
  gtk_widget_set_visible (GTK_WIDGET (self->disk_speed_row), any);
  gtk_widget_set_visible (self->add_disk_row, !any);
  gtk_widget_set_visible (self->undo_button, self->removed_disk > 0);
}

static void
show_limits (FrSizeSettings *self)
{
  gboolean here = fr_draft_is_here (self->draft);
  FrSize machine = fr_size_of_machine ();
  guint cpu = here ? machine.cpu : 32;
  guint memory = here ? machine.memory : 256;
  g_autofree char *cpu_words = NULL;
  g_autofree char *memory_words = NULL;

  if (here)
    {
      cpu_words = g_strdup_printf (ngettext ("vCPU of each server; this computer has %u",
                                             "vCPU of each server; this computer has %u", cpu),
                                   cpu);
      memory_words = g_strdup_printf (_ ("GiB of each server; this computer has %u"), memory);
    }
  else
    {
      cpu_words = g_strdup_printf (_ ("vCPU of each server; 1 to %u"), cpu);
      memory_words = g_strdup_printf (_ ("GiB of each server; 1 to %u"), memory);
    }
  gtk_adjustment_set_upper (self->cpu, cpu);
  gtk_adjustment_set_upper (self->memory, memory);
  adw_action_row_set_subtitle (self->cpu_row, cpu_words);
  adw_action_row_set_subtitle (self->memory_row, memory_words);
  gtk_widget_set_visible (GTK_WIDGET (self->appliance_row), !here);
  gtk_widget_set_visible (GTK_WIDGET (self->subnet_row), !here);
  if (here)
    {
      fr_field_note_say (self->appliance_note, GTK_WIDGET (self->appliance_row), NULL);
      fr_field_note_say (self->subnet_note, GTK_WIDGET (self->subnet_row), NULL);
    }
}

static void
show_text (GtkEditable *row, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (row), text) != 0)
    gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
show (FrSizeSettings *self)
{
  g_autofree char *name = NULL;
  g_autofree char *speed = NULL;
  g_autofree char *appliance = NULL;
  g_autofree char *monitoring = NULL;
  g_autofree char *subnet = NULL;
  FrSize size = fr_size_of_draft (self->draft);
  guint ssh, control, page, first, last;

  g_object_get (self->draft, "name", &name, "disk-speed", &speed, "appliance", &appliance,
                "monitoring", &monitoring, "subnet", &subnet, "ssh-port", &ssh, "control-port",
                &control, "page-port", &page, "media-first", &first, "media-last", &last, NULL);
  self->showing = TRUE;
  show_limits (self);
  show_text (self->name_row, name);
  show_text (self->appliance_row, appliance);
  show_text (self->subnet_row, subnet);
  gtk_adjustment_set_value (self->nodes, size.nodes);
  gtk_adjustment_set_value (self->cpu, size.cpu);
  gtk_adjustment_set_value (self->memory, size.memory);
  show_disk (self, size.disk);
  adw_combo_row_set_selected (self->disk_speed_row, find_word (fr_plan_words_disk_speeds, speed));
  adw_combo_row_set_selected (self->monitoring_row,
                              monitoring == NULL || *monitoring == '\0'
                                ? 0
                                : 1 + find_word (fr_plan_words_monitoring, monitoring));
  gtk_adjustment_set_value (self->ssh_port, ssh);
  gtk_adjustment_set_value (self->control_port, control);
  gtk_adjustment_set_value (self->page_port, page);
  gtk_adjustment_set_value (self->media_first, first);
  gtk_adjustment_set_value (self->media_last, last);
  self->showing = FALSE;
  examine (self);
}

/* One way only: from the widgets into the draft. */
static void
edited_cb (FrSizeSettings *self)
{
  guint speed, monitoring;

  if (self->draft == NULL || self->showing)
    return;

  self->showing = TRUE;
  speed = adw_combo_row_get_selected (self->disk_speed_row);
  monitoring = adw_combo_row_get_selected (self->monitoring_row);
  g_object_set (self->draft,
                "name", gtk_editable_get_text (self->name_row),
                "nodes", (guint) gtk_adjustment_get_value (self->nodes),
                "cpu", (guint) gtk_adjustment_get_value (self->cpu),
                "memory", (guint) gtk_adjustment_get_value (self->memory),
                "disk-speed", fr_plan_words_disk_speeds[speed],
                "appliance", gtk_editable_get_text (self->appliance_row),
                "monitoring", monitoring == 0 ? NULL : fr_plan_words_monitoring[monitoring - 1],
                "subnet", gtk_editable_get_text (self->subnet_row),
                "ssh-port", (guint) gtk_adjustment_get_value (self->ssh_port),
                "control-port", (guint) gtk_adjustment_get_value (self->control_port),
                "page-port", (guint) gtk_adjustment_get_value (self->page_port),
                "media-first", (guint) gtk_adjustment_get_value (self->media_first),
                "media-last", (guint) gtk_adjustment_get_value (self->media_last),
                NULL);
  if (gtk_widget_get_visible (self->disk_row))
    g_object_set (self->draft, "disk", (guint) gtk_adjustment_get_value (self->disk), NULL);
  self->showing = FALSE;
  examine (self);
}

static void
drafted_cb (FrSizeSettings *self)
{
  if (!self->showing)
    show (self);
}

static void
add_disk_cb (FrSizeSettings *self)
{
  guint disk = self->removed_disk > 0 ? self->removed_disk : LEAST_DISK;

  self->removed_disk = 0;
  g_object_set (self->draft, "disk", disk, NULL);
  gtk_widget_grab_focus (self->disk_row);
}

static void
remove_disk_cb (FrSizeSettings *self)
{
  self->removed_disk = (guint) gtk_adjustment_get_value (self->disk);
  g_object_set (self->draft, "disk", 0, NULL);
  gtk_widget_grab_focus (self->undo_button);
}

static void
fr_size_settings_dispose (GObject *object)
{
  FrSizeSettings *self = FR_SIZE_SETTINGS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_SIZE_SETTINGS);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (fr_size_settings_parent_class)->dispose (object);
}

static void
fr_size_settings_finalize (GObject *object)
{
  g_strfreev (FR_SIZE_SETTINGS (object)->taken);

  G_OBJECT_CLASS (fr_size_settings_parent_class)->finalize (object);
}

static void
bind_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, expander);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, name_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, name_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, cpu_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, memory_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, disk_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, disk_speed_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, add_disk_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, undo_button);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, appliance_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, appliance_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, monitoring_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, subnet_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, subnet_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, media_last_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, ports_note);
}

static void
fr_size_settings_class_init (FrSizeSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_size_settings_dispose;
  object_class->finalize = fr_size_settings_finalize;

  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_SIZE_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-size-settings.ui");
  bind_rows (widget_class);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, nodes);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, cpu);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, memory);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, disk);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, ssh_port);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, control_port);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, page_port);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, media_first);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, media_last);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_disk_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_disk_cb);
}

static void
fr_size_settings_init (FrSizeSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->subnet_row), GTK_TEXT_DIR_LTR);
}

/**
 * fr_size_settings_set_draft:
 * @draft: what is shown and edited from now on
 */
void
fr_size_settings_set_draft (FrSizeSettings *self, FrDraft *draft)
{
  g_return_if_fail (FR_IS_SIZE_SETTINGS (self) && self->draft == NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, "notify", G_CALLBACK (drafted_cb), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * fr_size_settings_set_taken:
 * @names: of the deployments that there are
 */
void
fr_size_settings_set_taken (FrSizeSettings *self, const char *const *names)
{
  g_return_if_fail (FR_IS_SIZE_SETTINGS (self));

  g_strfreev (self->taken);
  self->taken = g_strdupv ((char **) names);
  examine (self);
}

/**
 * fr_size_settings_open:
 *
 * Shows all settings.
 */
void
fr_size_settings_open (FrSizeSettings *self)
{
  g_return_if_fail (FR_IS_SIZE_SETTINGS (self));

  adw_expander_row_set_expanded (self->expander, TRUE);
}

/**
 * fr_size_settings_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_size_settings_get_problem (FrSizeSettings *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_SIZE_SETTINGS (self), NULL);

  *where = self->where;

  return self->problem;
}
