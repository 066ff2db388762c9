/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step-dot.h"

#include <glib/gi18n-lib.h>

/**
 * FrStepDot:
 *
 * The round mark before the name of a step: its number, or what has become of it.
 */
struct _FrStepDot
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *image;
};

G_DEFINE_FINAL_TYPE (FrStepDot, fr_step_dot, GTK_TYPE_WIDGET)

static const struct
{
  const char *css_class;
  const char *icon; /* or NULL: the number */
  const char *words;
} looks[] = {
  [FR_STEP_DOT_TO_COME] = { "to-come", NULL, N_ ("to come") },
  [FR_STEP_DOT_CURRENT] = { "current", NULL, N_ ("current step") },
  [FR_STEP_DOT_DONE] = { "done", "object-select-symbolic", N_ ("done") },
  [FR_STEP_DOT_SKIPPED] = { "skipped", "list-remove-symbolic", N_ ("not needed") },
  [FR_STEP_DOT_FAILED] = { "failed", "dialog-error-symbolic", N_ ("failed") },
};

static void
fr_step_dot_dispose (GObject *object)
{
  FrStepDot *self = FR_STEP_DOT (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->image, gtk_widget_unparent);

  G_OBJECT_CLASS (fr_step_dot_parent_class)->dispose (object);
}

static void
fr_step_dot_class_init (FrStepDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_step_dot_dispose;

  gtk_widget_class_set_css_name (widget_class, "stepdot");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fr_step_dot_init (FrStepDot *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_halign (self->label, GTK_ALIGN_CENTER);
  self->image = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->image), 12);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * fr_step_dot_new:
 * @number: of the step, from 1
 */
GtkWidget *
fr_step_dot_new (guint number)
{
  FrStepDot *self = g_object_new (FR_TYPE_STEP_DOT, NULL);
  g_autofree char *text = g_strdup_printf ("%u", number);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  fr_step_dot_set_state (self, FR_STEP_DOT_TO_COME);

  return GTK_WIDGET (self);
}

void
fr_step_dot_set_state (FrStepDot *self, FrStepDotState state)
{
  g_return_if_fail (FR_IS_STEP_DOT (self) && state < G_N_ELEMENTS (looks));

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (i == state)
      gtk_widget_add_css_class (GTK_WIDGET (self), looks[i].css_class);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), looks[i].css_class);

  gtk_widget_set_visible (self->label, looks[state].icon == NULL);
  gtk_widget_set_visible (self->image, looks[state].icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), looks[state].icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (looks[state].words), -1);
}
