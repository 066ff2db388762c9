/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step-menu.h"

#include <glib/gi18n-lib.h>

/**
 * FrStepMenu:
 *
 * The step that is shown, in the header of a narrow window; a press on it shows all of them.
 */
struct _FrStepMenu
{
  AdwBin parent_instance;

  GtkPopover *popover;
  FrStepList *list;
  GtkLabel *name_label;
  GtkLabel *count_label;
};

enum
{
  STEP_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrStepMenu, fr_step_menu, ADW_TYPE_BIN)

static void
step_activated_cb (FrStepMenu *self, guint step)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[STEP_ACTIVATED], 0, step);
}

static void
fr_step_menu_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_STEP_MENU);

  G_OBJECT_CLASS (fr_step_menu_parent_class)->dispose (object);
}

static void
fr_step_menu_class_init (FrStepMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_step_menu_dispose;

  /**
   * FrStepMenu::step-activated:
   * @index: of the step that the user wants to see
   */
  signals[STEP_ACTIVATED] =
    g_signal_new ("step-activated", FR_TYPE_STEP_MENU, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (FR_TYPE_STEP_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-step-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, FrStepMenu, popover);
  gtk_widget_class_bind_template_child (widget_class, FrStepMenu, list);
  gtk_widget_class_bind_template_child (widget_class, FrStepMenu, name_label);
  gtk_widget_class_bind_template_child (widget_class, FrStepMenu, count_label);
  gtk_widget_class_bind_template_callback (widget_class, step_activated_cb);
}

static void
fr_step_menu_init (FrStepMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_step_menu_get_list:
 *
 * Returns: (transfer none): what a press on it shows
 */
FrStepList *
fr_step_menu_get_list (FrStepMenu *self)
{
  g_return_val_if_fail (FR_IS_STEP_MENU (self), NULL);

  return self->list;
}

/**
 * fr_step_menu_set_current:
 * @name: of the step that is shown
 * @number: of it, from 1
 * @count: of all steps
 */
void
fr_step_menu_set_current (FrStepMenu *self, const char *name, guint number, guint count)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FR_IS_STEP_MENU (self));

  /* Translators: the number of this step, and of all steps */
  text = g_strdup_printf (_ ("Step %u of %u"), number, count);
  gtk_label_set_text (self->name_label, name != NULL ? name : "");
  gtk_label_set_text (self->count_label, text);
}
