/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-password-rules.h"

#include <glib/gi18n-lib.h>

#include "fr-password.h"

/**
 * FrPasswordRules:
 *
 * The rules for the password of a new server, each with a tick or a cross, in two columns where
 * there is room.
 */
struct _FrPasswordRules
{
  GtkWidget parent_instance;

  GtkWidget *flow_box;
  GtkImage *length_image;
  GtkImage *small_image;
  GtkImage *capital_image;
  GtkImage *other_image;
  GtkLabel *length_label;
  GtkLabel *small_label;
  GtkLabel *capital_label;
  GtkLabel *other_label;
};

G_DEFINE_FINAL_TYPE (FrPasswordRules, fr_password_rules, GTK_TYPE_WIDGET)

static void
fr_password_rules_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_PASSWORD_RULES);

  G_OBJECT_CLASS (fr_password_rules_parent_class)->dispose (object);
}

static void
fr_password_rules_class_init (FrPasswordRulesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_password_rules_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-password-rules.ui");
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, flow_box);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, length_image);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, small_image);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, capital_image);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, other_image);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, length_label);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, small_label);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, capital_label);
  gtk_widget_class_bind_template_child (widget_class, FrPasswordRules, other_label);
}

static void
fr_password_rules_init (FrPasswordRules *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
judge (GtkImage *image, GtkLabel *label, gboolean kept)
{
  gtk_image_set_from_icon_name (image, kept ? "object-select-symbolic" : "window-close-symbolic");
  if (kept)
    {
      gtk_widget_add_css_class (GTK_WIDGET (image), "success");
      gtk_widget_remove_css_class (GTK_WIDGET (image), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (image), "success");
      gtk_widget_add_css_class (GTK_WIDGET (image), "error");
      gtk_widget_add_css_class (GTK_WIDGET (label), "error");
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kept ? _ ("Kept") : _ ("Missing"), -1);
}

/**
 * fr_password_rules_judge:
 * @password: what has been typed so far
 */
void
fr_password_rules_judge (FrPasswordRules *self, const char *password)
{
  guint length;
  g_autofree char *words = NULL;

  g_return_if_fail (FR_IS_PASSWORD_RULES (self) && password != NULL);

  length = g_utf8_strlen (password, -1);
  words = g_strdup_printf (ngettext ("At least %u characters: %u so far",
                                     "At least %u characters: %u so far", length),
                           FR_PASSWORD_LEAST, length);
  gtk_label_set_label (self->length_label, words);
  judge (self->length_image, self->length_label, fr_password_keeps (password, FR_PASSWORD_LENGTH));
  judge (self->small_image, self->small_label, fr_password_keeps (password, FR_PASSWORD_SMALL));
  judge (self->capital_image, self->capital_label,
         fr_password_keeps (password, FR_PASSWORD_CAPITAL));
  judge (self->other_image, self->other_label, fr_password_keeps (password, FR_PASSWORD_OTHER));
}
