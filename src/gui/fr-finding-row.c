/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-finding-row.h"

#include <glib/gi18n-lib.h>

#include "fr-finding-words.h"
#include "fr-plan-fix.h"

/**
 * FrFindingRow:
 *
 * One thing to say about a plan: activated, it leads to the line; its button mends it.
 */
struct _FrFindingRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkWidget *fix_button;

  FrFinding *finding;
};

enum
{
  FIX,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrFindingRow, fr_finding_row, ADW_TYPE_ACTION_ROW)

static void
fix_cb (FrFindingRow *self)
{
  g_signal_emit (self, signals[FIX], 0);
}

static void
fr_finding_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_FINDING_ROW);

  G_OBJECT_CLASS (fr_finding_row_parent_class)->dispose (object);
}

static void
fr_finding_row_finalize (GObject *object)
{
  fr_finding_free (FR_FINDING_ROW (object)->finding);

  G_OBJECT_CLASS (fr_finding_row_parent_class)->finalize (object);
}

static void
fr_finding_row_class_init (FrFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_finding_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = fr_finding_row_finalize;

  /**
   * FrFindingRow::fix:
   *
   * Somebody wants to have it mended.
   */
  signals[FIX] = g_signal_new ("fix", FR_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FrFindingRow, fix_button);
  gtk_widget_class_bind_template_callback (widget_class, fix_cb);
}

static void
fr_finding_row_init (FrFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_finding_row_new:
 * @finding: is copied
 * @word: (nullable): which word it is about
 * @whole: whether all is said about it, or the place and the most important thing
 */
FrFindingRow *
fr_finding_row_new (const FrFinding *finding, const char *word, gboolean whole)
{
  FrFindingRow *self = g_object_new (FR_TYPE_FINDING_ROW, NULL);
  g_autofree char *detail = whole ? g_strdup (finding->message) : fr_finding_dup_detail (finding);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  self->finding = fr_finding_copy (finding);
  if (word != NULL && *word != '\0')
    /* Translators: what is the matter, and the word it is about: Unknown word “monitorng” */
    title = g_strdup_printf (_ ("%s “%s”"), fr_finding_get_title (finding), word);
  else
    title = g_strdup (fr_finding_get_title (finding));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), detail);
  gtk_image_set_from_icon_name (self->icon, fr_finding_get_icon (finding));
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), fr_finding_get_style (finding));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fr_finding_get_kind_name (finding), -1);
  gtk_widget_set_visible (self->fix_button, fr_plan_fix_exists (finding));

  /* Translators: %s is what is the matter, such as “Many UDP ports are open” */
  label = g_strdup_printf (_ ("Fix: %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fix_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);

  return self;
}

/**
 * fr_finding_row_get_finding:
 *
 * Returns: (transfer none): what the row is about
 */
const FrFinding *
fr_finding_row_get_finding (FrFindingRow *self)
{
  g_return_val_if_fail (FR_IS_FINDING_ROW (self), NULL);

  return self->finding;
}
