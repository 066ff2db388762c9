/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-state-icon.h"

#include "fr-step-words.h"

/**
 * FrStateIcon:
 *
 * The state of a step or of a phase: an icon, or a spinner while it runs. The words beside it say
 * the same.
 */
struct _FrStateIcon
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkImage *image;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (FrStateIcon, fr_state_icon, ADW_TYPE_BIN)

static void
fr_state_icon_dispose (GObject *object)
{
  /* Before the template lets go of it, or the bin does so once more. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_STATE_ICON);

  G_OBJECT_CLASS (fr_state_icon_parent_class)->dispose (object);
}

static void
fr_state_icon_class_init (FrStateIconClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_state_icon_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-state-icon.ui");
  gtk_widget_class_bind_template_child (widget_class, FrStateIcon, stack);
  gtk_widget_class_bind_template_child (widget_class, FrStateIcon, image);
  gtk_widget_class_bind_template_child (widget_class, FrStateIcon, spinner);
  gtk_widget_class_set_css_name (widget_class, "stateicon");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
fr_state_icon_init (FrStateIcon *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fr_state_icon_set_state (self, FR_STEP_WAITING);
}

static void
set_class (FrStateIcon *self, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

void
fr_state_icon_set_state (FrStateIcon *self, FrStepState state)
{
  const char *name = fr_step_words_get_icon (state);

  g_return_if_fail (FR_IS_STATE_ICON (self));

  gtk_spinner_set_spinning (self->spinner, name == NULL);
  if (name != NULL)
    gtk_image_set_from_icon_name (self->image, name);
  gtk_stack_set_visible_child (self->stack, name != NULL ? GTK_WIDGET (self->image)
                                                         : GTK_WIDGET (self->spinner));
  set_class (self, "success",
             state == FR_STEP_DONE || state == FR_STEP_KEPT || state == FR_STEP_UNDONE);
  set_class (self, "error", state == FR_STEP_FAILED);
  set_class (self, "quiet", state == FR_STEP_WAITING || state == FR_STEP_SKIPPED);
}
