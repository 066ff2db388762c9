/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-help-window.h"

#include <glib/gi18n-lib.h>

/**
 * FrHelpWindow:
 *
 * One chapter for the start and one for each page of the wizard; F1 opens that of the page.
 */
struct _FrHelpWindow
{
  AdwWindow parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FrHelpWindow, fr_help_window, ADW_TYPE_WINDOW)

static const struct
{
  const char *title;
  const char *text;
} chapters[] = {
  { N_ ("What this is for"),
    N_ ("A mirror is a private media server that sends your own picture back to you, with a hat "
        "on it: when the hat is there, everything on the way works. Make a new mirror, or open a "
        "plan that you have. The list shows the mirrors there are, and what can be done with "
        "each.") },
  { N_ ("Location"),
    N_ ("“This computer” needs no account, costs nothing, and changes nothing of your system. A "
        "data centre of the Managed Cloud Platform needs an account and is billed. Your own "
        "server is any machine with Debian or Ubuntu that you reach by SSH.") },
  { N_ ("Credentials"),
    N_ ("What you type here goes to the cloud or to the server, into the keyring when you ask for "
        "that, and nowhere else: not into the plan, not into a report. The fingerprint of a "
        "server is compared before anything secret is sent.") },
  { N_ ("Sizing"),
    N_ ("Choose how many people may look into the mirror at once; every part of that can be "
        "changed. About two thirds of a processor core are busy for one person.") },
  { N_ ("Review"),
    N_ ("The plan says everything that will be made. You can change its text: what is wrong is "
        "marked while you type, and what is risky has a fix. Your comments and the order of lines "
        "stay.") },
  { N_ ("Deployment"),
    N_ ("Each step looks first and acts only where something is missing, so it can be stopped, "
        "retried and resumed at any time. You may close the window: the work can go on without "
        "it.") },
  { N_ ("Information"),
    N_ ("The links to your mirror, and what is needed to get at the server. Share the report when "
        "you need help: there are no secrets in it.") },
  { N_ ("Mirror"),
    N_ ("Your picture goes to the server and comes back with a hat on it. When it does not, the "
        "page says why in one sentence, and what to do about it. Without a camera a drawn face is "
        "sent.") },
};

static void
fr_help_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_HELP_WINDOW);

  G_OBJECT_CLASS (fr_help_window_parent_class)->dispose (object);
}

static void
fr_help_window_class_init (FrHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_help_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FrHelpWindow, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_chapter (guint chapter)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *label = gtk_label_new (_ (chapters[chapter].text));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (chapters[chapter].title));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "help-text");
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), label);

  return row;
}

static void
fr_help_window_init (FrHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (chapters); i++)
    gtk_list_box_append (self->list, make_chapter (i));
}

/**
 * fr_help_window_present:
 * @chapter: the first one to be read: 0 for the start, else the number of a step
 */
void
fr_help_window_present (GtkWindow *parent, guint chapter)
{
  FrHelpWindow *self = g_object_new (FR_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) chapter);

  if (row != NULL)
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
      gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (row));
    }
  gtk_window_present (GTK_WINDOW (self));
}
