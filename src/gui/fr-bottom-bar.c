/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-bottom-bar.h"

#include <glib/gi18n-lib.h>

/**
 * FrBottomBar:
 *
 * Back at the start and Next at the end, as the page wants them; and when Next is off, the
 * sentence that says what to do about it.
 */
struct _FrBottomBar
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkBox *line;
  GtkBox *start; /* holds Back, or what the page puts there */
  GtkButton *back;
  GtkButton *reason;
  GtkLabel *reason_label;
  GtkButton *next;
  GtkWidget *spinner;
  GtkLabel *next_label;

  FrPage *page;
  GSignalGroup *signals;
  gboolean narrow;
  gboolean low;
};

typedef enum
{
  PROP_NARROW = 1,
  PROP_LOW,
} FrBottomBarProperty;

enum
{
  BACK,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_LOW + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrBottomBar, fr_bottom_bar, GTK_TYPE_WIDGET)

static void
show_next (FrBottomBar *self)
{
  g_autofree char *label = NULL;
  g_autofree char *reason = NULL;
  gboolean complete = TRUE;
  gboolean applying = FALSE;
  gboolean quiet = FALSE;

  g_object_get (self->page, "next-quiet", &quiet, "next-label", &label, "reason", &reason,
                "complete", &complete,
                "applying", &applying, NULL);
  gtk_label_set_text_with_mnemonic (self->next_label, label != NULL ? label : _ ("_Next"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), complete && !applying);
  if (quiet)
    gtk_widget_remove_css_class (GTK_WIDGET (self->next), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->next), "suggested-action");
  gtk_widget_set_visible (self->spinner, applying);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), applying);

  gtk_label_set_text (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL && !applying);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  reason != NULL ? reason : "", -1);
}

/* Back is words where there is room, else an icon; while the page works it is Cancel. */
static void
show_back (FrBottomBar *self)
{
  gboolean applying = FALSE;
  const char *label;

  g_object_get (self->page, "applying", &applying, NULL);
  label = applying ? _ ("_Cancel") : _ ("_Back");
  if (self->narrow)
    {
      g_autofree char *words = g_strdup (applying ? _ ("Cancel") : _ ("Back"));

      gtk_button_set_icon_name (self->back,
                                applying ? "window-close-symbolic" : "go-previous-symbolic");
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->back), words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->back), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      words, -1);
    }
  else
    {
      gtk_button_set_label (self->back, label);
      gtk_button_set_use_underline (self->back, TRUE);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->back), NULL);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->back), GTK_ACCESSIBLE_PROPERTY_LABEL);
    }
}

static void
show_start (FrBottomBar *self)
{
  g_autoptr (GtkWidget) widget = NULL;
  gboolean joined = FALSE;
  GtkWidget *shown = gtk_widget_get_first_child (GTK_WIDGET (self->start));

  g_object_get (self->page, "bar-start", &widget, "bar-joined", &joined, NULL);
  if (joined)
    gtk_widget_add_css_class (GTK_WIDGET (self), "joined");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "joined");
  if (shown != NULL && shown != GTK_WIDGET (self->back) && shown != widget)
    gtk_box_remove (self->start, shown);
  if (widget != NULL && gtk_widget_get_parent (widget) != GTK_WIDGET (self->start))
    gtk_box_prepend (self->start, widget);
  gtk_widget_set_visible (GTK_WIDGET (self->back), widget == NULL);
}

static void
show_all (FrBottomBar *self)
{
  if (self->page == NULL)
    return;

  show_next (self);
  show_back (self);
  show_start (self);
}

/* The reason gets a line of its own above the buttons where there is no room beside them, unless
 * there is even less room above. */
static void
arrange (FrBottomBar *self)
{
  g_autoptr (GtkWidget) reason = g_object_ref (GTK_WIDGET (self->reason));
  gboolean above = self->narrow && !self->low;

  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (reason)), reason);
  if (above)
    gtk_box_prepend (GTK_BOX (self->content), reason);
  else
    gtk_box_insert_child_after (self->line, reason, GTK_WIDGET (self->start));
  gtk_widget_add_css_class (GTK_WIDGET (self->back), self->narrow ? "round" : "pill");
  gtk_widget_remove_css_class (GTK_WIDGET (self->back), self->narrow ? "pill" : "round");
  gtk_widget_set_halign (reason, above ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_set_hexpand (reason, self->narrow && self->low);
  gtk_widget_set_hexpand (GTK_WIDGET (self->start), !self->narrow);
  gtk_widget_set_hexpand (GTK_WIDGET (self->next), above);
  show_all (self);
}

static void
back_cb (FrBottomBar *self)
{
  gboolean applying = FALSE;

  g_object_get (self->page, "applying", &applying, NULL);
  if (applying)
    fr_page_cancel (self->page);
  else
    g_signal_emit (self, signals[BACK], 0);
}

static void
next_cb (FrBottomBar *self)
{
  fr_page_apply (self->page);
}

static void
reason_cb (FrBottomBar *self)
{
  g_autoptr (GtkWidget) where = NULL;

  g_object_get (self->page, "where", &where, NULL);
  if (where != NULL)
    gtk_widget_grab_focus (where);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

static gboolean *
find_flag (FrBottomBar *self, guint prop_id)
{
  return prop_id == PROP_LOW ? &self->low : &self->narrow;
}

static void
fr_bottom_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, *find_flag (FR_BOTTOM_BAR (object), prop_id));
}

static void
fr_bottom_bar_set_property (GObject *object, guint prop_id, const GValue *value,
                            GParamSpec *pspec)
{
  FrBottomBar *self = FR_BOTTOM_BAR (object);
  gboolean *flag = find_flag (self, prop_id);

  if (*flag == g_value_get_boolean (value))
    return;

  *flag = g_value_get_boolean (value);
  arrange (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
fr_bottom_bar_dispose (GObject *object)
{
  FrBottomBar *self = FR_BOTTOM_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->page);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_BOTTOM_BAR);

  G_OBJECT_CLASS (fr_bottom_bar_parent_class)->dispose (object);
}

static void
fr_bottom_bar_class_init (FrBottomBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_bottom_bar_get_property;
  object_class->set_property = fr_bottom_bar_set_property;
  object_class->dispose = fr_bottom_bar_dispose;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LOW] =
    g_param_spec_boolean ("low", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * FrBottomBar::back:
   *
   * The user wants the page before this one.
   */
  signals[BACK] = g_signal_new ("back", FR_TYPE_BOTTOM_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "bottombar");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-bottom-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, content);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, line);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, start);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, back);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, reason);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, reason_label);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, next);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, FrBottomBar, next_label);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_cb);
}

static void
fr_bottom_bar_init (FrBottomBar *self)
{
  static const char *const signal_names[] = {
    "notify::next-label", "notify::reason", "notify::complete", "notify::applying",
    "notify::bar-start", "notify::bar-joined", "notify::next-quiet"
  };

  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (FR_TYPE_PAGE);
  for (guint i = 0; i < G_N_ELEMENTS (signal_names); i++)
    g_signal_group_connect_swapped (self->signals, signal_names[i], G_CALLBACK (show_all), self);
}

/**
 * fr_bottom_bar_set_page:
 * @page: whose bar it is from now on
 */
void
fr_bottom_bar_set_page (FrBottomBar *self, FrPage *page)
{
  g_return_if_fail (FR_IS_BOTTOM_BAR (self) && FR_IS_PAGE (page));

  g_set_object (&self->page, page);
  g_signal_group_set_target (self->signals, page);
  show_all (self);
}

/**
 * fr_bottom_bar_get_next:
 *
 * Returns: (transfer none): the button that is pressed by Enter
 */
GtkWidget *
fr_bottom_bar_get_next (FrBottomBar *self)
{
  g_return_val_if_fail (FR_IS_BOTTOM_BAR (self), NULL);

  return GTK_WIDGET (self->next);
}
