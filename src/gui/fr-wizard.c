/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-wizard-private.h"

#include <glib/gi18n-lib.h>

#include "fr-focus.h"
#include "fr-spoken.h"

typedef enum
{
  PROP_MAKING = 1,
  PROP_PAGE_TYPES,
  PROP_NARROW,
  PROP_LOW,
} FrWizardProperty;

enum
{
  HOME,
  TOAST,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_LOW + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrWizard, fr_wizard, ADW_TYPE_BIN)

static void
show_list (FrWizard *self, FrStepList *list)
{
  for (guint i = 0; i < FR_N_STEPS; i++)
    {
      g_autofree char *answer = fr_steps_dup_answer (&self->steps, i);

      fr_step_list_set_step (list, i, fr_page_get_title (self->steps.pages[i]), answer,
                             fr_steps_get_state (&self->steps, i),
                             fr_steps_may_show (&self->steps, i));
    }
  fr_step_list_set_current (list, self->steps.current);
}

void
fr_wizard_show_steps (FrWizard *self)
{
  GtkWidget *bar = gtk_widget_get_first_child (GTK_WIDGET (self->bars));
  const char *title = fr_page_get_title (self->steps.pages[self->steps.current]);

  for (guint i = 0; i < FR_N_STEPS; i++)
    {
      if (i <= self->steps.current)
        gtk_widget_add_css_class (bar, "reached");
      else
        gtk_widget_remove_css_class (bar, "reached");
      bar = gtk_widget_get_next_sibling (bar);
    }
  show_list (self, self->side_list);
  show_list (self, fr_step_menu_get_list (self->step_menu));
  fr_step_menu_set_current (self->step_menu, title, self->steps.current + 1, FR_N_STEPS);
}

/* A screen reader says the name of the group when the focus moves into it. */
void
fr_wizard_announce (FrWizard *self)
{
  FrPage *page = self->steps.pages[self->steps.current];
  g_autofree char *words = NULL;

  /* Translators: read out when a page is shown: "Sizing, step 3 of 7" */
  words = g_strdup_printf (_ ("%s, step %u of %u"), fr_page_get_title (page),
                           self->steps.current + 1, FR_N_STEPS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
fr_wizard_show_name (FrWizard *self)
{
  g_autofree char *name = fr_wizard_dup_name (self);

  gtk_label_set_text (self->name_label, name);
}

static void
toast_cb (FrWizard *self, const char *text)
{
  g_signal_emit (self, signals[TOAST], 0, text);
}

static void
page_notify_cb (FrWizard *self, GParamSpec *pspec, FrPage *page)
{
  gboolean applying = FALSE;

  g_object_get (page, "applying", &applying, NULL);
  if (g_str_equal (pspec->name, "applying"))
    {
      if (applying)
        fr_focus_release (GTK_WIDGET (self));
      gtk_widget_set_sensitive (GTK_WIDGET (page), !applying);
    }
  fr_wizard_show_steps (self);
}

static void
add_page (FrWizard *self, FrPage *page)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_stack_add_child (self->stack, GTK_WIDGET (page));
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_box_append (self->bars, bar);
  g_signal_connect_object (page, "go-next", G_CALLBACK (fr_wizard_go_next), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
}

/* Only when all pages are there: the list shows all of them. */
static void
watch_page (FrWizard *self, FrPage *page)
{
  static const char *const signal_names[] = {
    "notify::answer", "notify::complete", "notify::needed", "notify::failed", "notify::applying"
  };

  for (guint i = 0; i < G_N_ELEMENTS (signal_names); i++)
    g_signal_connect_object (page, signal_names[i], G_CALLBACK (page_notify_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
fr_wizard_constructed (GObject *object)
{
  FrWizard *self = FR_WIZARD (object);

  G_OBJECT_CLASS (fr_wizard_parent_class)->constructed (object);

  if (self->making == NULL)
    self->making = fr_making_new ();
  fr_steps_fill (&self->steps, self->making, self->types);
  for (guint i = 0; i < FR_N_STEPS; i++)
    add_page (self, self->steps.pages[i]);
  for (guint i = 0; i < FR_N_STEPS; i++)
    watch_page (self, self->steps.pages[i]);
  g_signal_connect_object (self->making, "notify::name", G_CALLBACK (fr_wizard_show_name), self,
                           G_CONNECT_SWAPPED);
  fr_wizard_show_step (self, FR_STEP_LOCATION);
}

/* A page that cannot be seen releases what costs, be it for a moment. */
static void
fr_wizard_map (GtkWidget *widget)
{
  FrWizard *self = FR_WIZARD (widget);

  GTK_WIDGET_CLASS (fr_wizard_parent_class)->map (widget);
  fr_page_enter (self->steps.pages[self->steps.current]);
}

static void
fr_wizard_unmap (GtkWidget *widget)
{
  FrWizard *self = FR_WIZARD (widget);

  if (self->steps.pages[self->steps.current] != NULL)
    fr_page_leave (self->steps.pages[self->steps.current]);
  GTK_WIDGET_CLASS (fr_wizard_parent_class)->unmap (widget);
}

/* F6: the list of steps, the page, the bottom bar, and round again. */
static gboolean
next_area_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  FrWizard *self = FR_WIZARD (widget);
  GtkWidget *areas[] = {
    GTK_WIDGET (self->narrow ? (gpointer) self->step_menu : self->side_list),
    GTK_WIDGET (self->steps.pages[self->steps.current]),
    GTK_WIDGET (self->bar),
  };

  return fr_focus_move_on (areas, G_N_ELEMENTS (areas));
}

static void
set_narrow (FrWizard *self, gboolean narrow)
{
  self->narrow = narrow;
  for (guint i = 0; i < FR_N_STEPS; i++)
    if (self->steps.pages[i] != NULL)
      fr_page_set_narrow (self->steps.pages[i], narrow);
}

static void
fr_wizard_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrWizard *self = FR_WIZARD (object);

  switch ((FrWizardProperty) prop_id)
    {
    case PROP_MAKING:
      g_value_set_object (value, self->making);
      break;
    case PROP_PAGE_TYPES:
      g_value_set_pointer (value, (gpointer) self->types);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_LOW:
      g_value_set_boolean (value, self->low);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_wizard_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrWizard *self = FR_WIZARD (object);

  switch ((FrWizardProperty) prop_id)
    {
    case PROP_MAKING:
      self->making = g_value_dup_object (value);
      break;
    case PROP_PAGE_TYPES:
      self->types = g_value_get_pointer (value);
      break;
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    case PROP_LOW:
      self->low = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* "show-bars" of the template: bars take room that a low window needs for the page. */
static gboolean
show_bars_cb (FrWizard *self, gboolean narrow, gboolean low)
{
  return narrow && !low;
}

static void
fr_wizard_dispose (GObject *object)
{
  FrWizard *self = FR_WIZARD (object);

  for (guint i = 0; i < FR_N_STEPS; i++)
    if (self->steps.pages[i] != NULL)
      {
        fr_page_leave (self->steps.pages[i]);
        self->steps.pages[i] = NULL;
      }
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_WIZARD);
  g_clear_object (&self->making);

  G_OBJECT_CLASS (fr_wizard_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-wizard.ui");
  gtk_widget_class_bind_template_child (widget_class, FrWizard, side);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, side_list);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, step_menu);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, name_label);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, bars);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, stack);
  gtk_widget_class_bind_template_child (widget_class, FrWizard, bar);
  gtk_widget_class_bind_template_callback (widget_class, fr_wizard_activate_step);
  gtk_widget_class_bind_template_callback (widget_class, fr_wizard_back);
  gtk_widget_class_bind_template_callback (widget_class, show_bars_cb);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_MAKING] =
    g_param_spec_object ("making", NULL, NULL, FR_TYPE_MAKING,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE_TYPES] =
    g_param_spec_pointer ("page-types", NULL, NULL,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOW] = g_param_spec_boolean ("low", NULL, NULL, FALSE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
fr_wizard_class_init (FrWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = fr_wizard_constructed;
  object_class->get_property = fr_wizard_get_property;
  object_class->set_property = fr_wizard_set_property;
  object_class->dispose = fr_wizard_dispose;
  widget_class->map = fr_wizard_map;
  widget_class->unmap = fr_wizard_unmap;
  install_properties (object_class);

  /**
   * FrWizard::home:
   *
   * The user wants to see all mirrors.
   */
  signals[HOME] =
    g_signal_new ("home", FR_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * FrWizard::toast:
   * @text: to be shown for a moment
   */
  signals[TOAST] = g_signal_new ("toast", FR_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (FR_TYPE_STEP_LIST);
  g_type_ensure (FR_TYPE_STEP_MENU);
  g_type_ensure (FR_TYPE_BOTTOM_BAR);
  bind_template (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, next_area_cb, NULL);
}

static void
fr_wizard_init (FrWizard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fr_spoken_name_menu (self->menu_button, _ ("Main menu"));
}

/**
 * fr_wizard_new:
 * @making: (nullable): what it is about; %NULL: something new
 */
GtkWidget *
fr_wizard_new (FrMaking *making)
{
  return g_object_new (FR_TYPE_WIZARD, "making", making, NULL);
}

FrMaking *
fr_wizard_get_making (FrWizard *self)
{
  g_return_val_if_fail (FR_IS_WIZARD (self), NULL);

  return self->making;
}

/**
 * fr_wizard_dup_name:
 *
 * Returns: (transfer full): of what it is about; what nobody has asked for yet has no name
 */
char *
fr_wizard_dup_name (FrWizard *self)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (FR_IS_WIZARD (self), NULL);

  name = fr_making_dup_text (self->making, "name");
  path = fr_making_dup_text (self->making, "plan-path");
  if (name != NULL && *name != '\0' && (path != NULL || self->steps.open[FR_STEP_DEPLOYMENT]))
    return g_steal_pointer (&name);

  return g_strdup (_ ("New mirror"));
}

FrPage *
fr_wizard_get_page (FrWizard *self, FrWizardStep step)
{
  g_return_val_if_fail (FR_IS_WIZARD (self) && step < FR_N_STEPS, NULL);

  return self->steps.pages[step];
}

FrWizardStep
fr_wizard_get_step (FrWizard *self)
{
  g_return_val_if_fail (FR_IS_WIZARD (self), FR_STEP_LOCATION);

  return self->steps.current;
}

/**
 * fr_wizard_get_next:
 *
 * Returns: (transfer none): the button that is pressed by Enter
 */
GtkWidget *
fr_wizard_get_next (FrWizard *self)
{
  g_return_val_if_fail (FR_IS_WIZARD (self), NULL);

  return fr_bottom_bar_get_next (self->bar);
}

/**
 * fr_wizard_close:
 *
 * Returns: whether a page keeps the window open, and asks the user first
 */
gboolean
fr_wizard_close (FrWizard *self)
{
  g_return_val_if_fail (FR_IS_WIZARD (self), FALSE);

  for (guint i = 0; i < FR_N_STEPS; i++)
    if (fr_page_close (self->steps.pages[i]))
      return TRUE;

  return FALSE;
}
