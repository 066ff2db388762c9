/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-size-settings-private.h"

#include <glib/gi18n-lib.h>

#include "fr-plan-words.h"
#include "fr-size.h"
#include "fr-visitors.h"

/* Those for the Ubuntu of our plans, the newest first. */
static const char *const releases[] = { "7.3.0", "7.2.0", "7.1.0", NULL };

/**
 * FrSizeSettings:
 *
 * All that a draft has, each with its limits, and what is wrong with it below it. Says "changed"
 * when the draft or a problem is another one.
 */

G_DEFINE_FINAL_TYPE (FrSizeSettings, fr_size_settings, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
examine (FrSizeSettings *self)
{
  fr_size_settings_examine (self);
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

/**
 * fr_size_settings_get_limits:
 *
 * Returns: (transfer none): of the data centre that is chosen, as far as they are known
 */
const FrLimits *
fr_size_settings_get_limits (FrSizeSettings *self)
{
  g_autofree char *location = NULL;

  g_return_val_if_fail (FR_IS_SIZE_SETTINGS (self), NULL);

  g_object_get (self->draft, "location-id", &location, NULL);
  if (self->limits != NULL && g_strcmp0 (self->limits->location_id, location) == 0)
    return self->limits;

  return fr_limits_get_usual ();
}

static void
show_rows (FrSizeSettings *self)
{
  gboolean here = fr_draft_is_here (self->draft);
  gboolean own = fr_draft_is_own (self->draft);
  gboolean some = adw_combo_row_get_selected (self->visitors_row) == FR_SIZE_SETTINGS_SOME;
  const struct
  {
    gpointer row;
    gboolean visible;
    FrFieldNote *note;
  } rows[] = {
    { self->nodes_row, !own, NULL },
    { self->cpu_row, !own, NULL },
    { self->cpu_speed_row, !own && !here, NULL },
    { self->memory_row, !own, NULL },
    { self->appliance_row, !own && !here, self->appliance_note },
    { self->kurento_row, !here, NULL },
    { self->monitoring_row, !own, NULL },
    { self->visitors_row, !here, NULL },
    { self->networks_row, !here && some, self->networks_note },
    { self->subnet_row, !own && !here, self->subnet_note },
    { self->ssh_port_row, !own, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_widget_set_visible (rows[i].row, rows[i].visible);
      if (rows[i].note != NULL && !rows[i].visible)
        fr_field_note_say (rows[i].note, rows[i].row, NULL);
    }
  adw_expander_row_set_subtitle (self->expander,
                                 own ? _ ("Name, Kurento release, who may connect, ports")
                                     : _ ("Name, processors, disks, system, who may connect"));
}

static void
show_limits (FrSizeSettings *self)
{
  gboolean here = fr_draft_is_here (self->draft);
  FrSize machine = fr_size_of_machine ();
  const FrLimits *limits = fr_size_settings_get_limits (self);
  guint cpu = here ? machine.cpu : limits->cpu;
  guint memory = here ? machine.memory : limits->memory;
  FrSize size = fr_size_of_draft (self->draft);
  g_autofree char *cpu_words = NULL;
  g_autofree char *memory_words = NULL;

  if (here)
    {
      cpu_words = g_strdup_printf (ngettext ("vCPU of each server; this computer has %u",
                                             "vCPU of each server; this computer has %u", cpu),
                                   cpu);
      memory_words = g_strdup_printf (_ ("GB of each server; this computer has %u"), memory);
    }
  else if (limits == self->limits)
    {
      cpu_words = g_strdup_printf (_ ("vCPU of each server; this data centre allows 1 to %u"), cpu);
      memory_words =
        g_strdup_printf (_ ("GB of each server; this data centre allows 1 to %u"), memory);
    }
  else
    {
      cpu_words = g_strdup_printf (_ ("vCPU of each server; 1 to %u"), cpu);
      memory_words = g_strdup_printf (_ ("GB of each server; 1 to %u"), memory);
    }
  /* What is too much stays until somebody takes it back. */
  gtk_adjustment_set_upper (self->cpu, here ? cpu : MAX (cpu, size.cpu));
  gtk_adjustment_set_upper (self->memory, here ? memory : MAX (memory, size.memory));
  adw_action_row_set_subtitle (self->cpu_row, cpu_words);
  adw_action_row_set_subtitle (self->memory_row, memory_words);
}

static void
show_text (GtkEditable *row, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (row), text) != 0)
    gtk_editable_set_text (row, text != NULL ? text : "");
}

/* A plan may ask for a release that is not among ours. */
static void
show_kurento (FrSizeSettings *self)
{
  g_autofree char *release = NULL;
  g_autofree char *newest = g_strdup_printf (_ ("%s (newest)"), releases[0]);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint at;

  g_object_get (self->draft, "kurento", &release, NULL);
  for (guint i = 0; releases[i] != NULL; i++)
    gtk_string_list_append (names, i == 0 ? newest : releases[i]);
  at = find_word (releases, release);
  if (release != NULL && g_strcmp0 (releases[at], release) != 0)
    {
      at = g_list_model_get_n_items (G_LIST_MODEL (names));
      gtk_string_list_append (names, release);
    }
  adw_combo_row_set_model (self->kurento_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->kurento_row, at);
}

/* What is being typed is not taken away by another setting that changes. */
static void
show_visitors (FrSizeSettings *self)
{
  g_autofree char *visitors = NULL;
  gboolean any;

  g_object_get (self->draft, "visitors", &visitors, NULL);
  if (self->visitors != NULL && g_strcmp0 (visitors, self->visitors) == 0)
    return;

  any = g_strcmp0 (visitors, FR_VISITORS_ANY) == 0;
  adw_combo_row_set_selected (self->visitors_row, any ? 0 : FR_SIZE_SETTINGS_SOME);
  if (!any)
    show_text (self->networks_row, visitors);
  g_free (self->visitors);
  self->visitors = g_steal_pointer (&visitors);
}

static void
show_texts (FrSizeSettings *self)
{
  g_autofree char *name = NULL;
  g_autofree char *appliance = NULL;
  g_autofree char *subnet = NULL;

  g_object_get (self->draft, "name", &name, "appliance", &appliance, "subnet", &subnet, NULL);
  show_text (self->name_row, name);
  show_text (self->appliance_row, appliance);
  show_text (self->subnet_row, subnet);
}

static void
show_ports (FrSizeSettings *self)
{
  guint ssh, control, page, first, last;

  g_object_get (self->draft, "ssh-port", &ssh, "control-port", &control, "page-port", &page,
                "media-first", &first, "media-last", &last, NULL);
  gtk_adjustment_set_value (self->ssh_port, ssh);
  gtk_adjustment_set_value (self->control_port, control);
  gtk_adjustment_set_value (self->page_port, page);
  gtk_adjustment_set_value (self->media_first, first);
  gtk_adjustment_set_value (self->media_last, last);
}

/**
 * fr_size_settings_show:
 *
 * For fr-size-settings-disks.c: shows all of the draft, and tells what is wrong with it.
 */
void
fr_size_settings_show (FrSizeSettings *self)
{
  g_autofree char *cpu_speed = NULL;
  g_autofree char *monitoring = NULL;
  FrSize size = fr_size_of_draft (self->draft);

  g_object_get (self->draft, "cpu-speed", &cpu_speed, "monitoring", &monitoring, NULL);
  self->showing = TRUE;
  show_limits (self);
  show_texts (self);
  gtk_adjustment_set_value (self->nodes, size.nodes);
  gtk_adjustment_set_value (self->cpu, size.cpu);
  gtk_adjustment_set_value (self->memory, size.memory);
  adw_combo_row_set_selected (self->cpu_speed_row,
                              find_word (fr_plan_words_cpu_speeds, cpu_speed));
  adw_combo_row_set_selected (self->monitoring_row,
                              monitoring == NULL || *monitoring == '\0'
                                ? 0
                                : 1 + find_word (fr_plan_words_monitoring, monitoring));
  fr_size_settings_show_disks (self);
  show_kurento (self);
  show_visitors (self);
  show_ports (self);
  show_rows (self);
  self->showing = FALSE;
  examine (self);
}

/* Those who may connect are only told to the draft when they are right. */
static void
write_visitors (FrSizeSettings *self)
{
  gboolean some = adw_combo_row_get_selected (self->visitors_row) == FR_SIZE_SETTINGS_SOME;
  g_autofree char *why = NULL;
  g_autofree char *networks =
    some ? fr_visitors_read (gtk_editable_get_text (self->networks_row), &why)
         : g_strdup (FR_VISITORS_ANY);

  if (networks == NULL)
    return;

  g_object_set (self->draft, "visitors", networks, NULL);
  g_free (self->visitors);
  self->visitors = g_steal_pointer (&networks);
}

static void
write_kurento (FrSizeSettings *self)
{
  guint at = adw_combo_row_get_selected (self->kurento_row);

  if (at < g_strv_length ((char **) releases))
    g_object_set (self->draft, "kurento", releases[at], NULL);
}

/* One way only: from the widgets into the draft. */
static void
edited_cb (FrSizeSettings *self)
{
  guint cpu_speed, monitoring;

  if (self->draft == NULL || self->showing)
    return;

  self->showing = TRUE;
  cpu_speed = adw_combo_row_get_selected (self->cpu_speed_row);
  monitoring = adw_combo_row_get_selected (self->monitoring_row);
  g_object_set (self->draft,
                "name", gtk_editable_get_text (self->name_row),
                "nodes", (guint) gtk_adjustment_get_value (self->nodes),
                "cpu", (guint) gtk_adjustment_get_value (self->cpu),
                "cpu-speed", fr_plan_words_cpu_speeds[cpu_speed],
                "memory", (guint) gtk_adjustment_get_value (self->memory),
                "appliance", gtk_editable_get_text (self->appliance_row),
                "monitoring", monitoring == 0 ? NULL : fr_plan_words_monitoring[monitoring - 1],
                "subnet", gtk_editable_get_text (self->subnet_row),
                "ssh-port", (guint) gtk_adjustment_get_value (self->ssh_port),
                "control-port", (guint) gtk_adjustment_get_value (self->control_port),
                "page-port", (guint) gtk_adjustment_get_value (self->page_port),
                "media-first", (guint) gtk_adjustment_get_value (self->media_first),
                "media-last", (guint) gtk_adjustment_get_value (self->media_last),
                NULL);
  write_kurento (self);
  write_visitors (self);
  show_rows (self);
  self->showing = FALSE;
  examine (self);
}

static void
drafted_cb (FrSizeSettings *self)
{
  if (!self->showing)
    fr_size_settings_show (self);
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
  FrSizeSettings *self = FR_SIZE_SETTINGS (object);

  g_strfreev (self->taken);
  g_free (self->visitors);
  fr_limits_free (self->limits);
  g_clear_pointer (&self->removed, g_array_unref);

  G_OBJECT_CLASS (fr_size_settings_parent_class)->finalize (object);
}

static void
bind_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, expander);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, name_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, name_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, nodes_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, cpu_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, cpu_speed_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, memory_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, add_disk_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, undo_button);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, appliance_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, appliance_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, kurento_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, monitoring_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, visitors_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, networks_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, networks_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, subnet_row);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, subnet_note);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, ssh_port_row);
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
  g_type_ensure (FR_TYPE_DISK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-size-settings.ui");
  bind_rows (widget_class);
  fr_size_settings_bind_disks (widget_class);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, nodes);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, cpu);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, memory);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, ssh_port);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, control_port);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, page_port);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, media_first);
  gtk_widget_class_bind_template_child (widget_class, FrSizeSettings, media_last);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
fr_size_settings_init (FrSizeSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->subnet_row), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->networks_row), GTK_TEXT_DIR_LTR);
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
  fr_size_settings_show (self);
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
 * fr_size_settings_set_limits:
 * @limits: (nullable): what a data centre has said of itself
 */
void
fr_size_settings_set_limits (FrSizeSettings *self, const FrLimits *limits)
{
  g_return_if_fail (FR_IS_SIZE_SETTINGS (self));

  fr_limits_free (self->limits);
  self->limits = fr_limits_copy (limits);
  fr_size_settings_show (self);
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
