/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-field-note.h"

/**
 * FrFieldNote:
 *
 * What is wrong with the field above it, as the last part of that field's row. Not there while
 * all is well.
 */
struct _FrFieldNote
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (FrFieldNote, fr_field_note, ADW_TYPE_PREFERENCES_ROW)

static void
fr_field_note_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_FIELD_NOTE);

  G_OBJECT_CLASS (fr_field_note_parent_class)->dispose (object);
}

static void
fr_field_note_class_init (FrFieldNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_field_note_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-field-note.ui");
  gtk_widget_class_bind_template_child (widget_class, FrFieldNote, label);
}

static void
fr_field_note_init (FrFieldNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_field_note_say:
 * @field: the row above
 * @text: (nullable): what is wrong with it and what would be right, as a sentence
 */
void
fr_field_note_say (FrFieldNote *self, GtkWidget *field, const char *text)
{
  g_return_if_fail (FR_IS_FIELD_NOTE (self) && GTK_IS_WIDGET (field));

  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_widget_add_css_class (field, "noted");
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text, -1);
      return;
    }

  gtk_widget_remove_css_class (field, "error");
  gtk_widget_remove_css_class (field, "noted");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}
