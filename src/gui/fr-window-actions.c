/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-window-private.h"

#include <glib/gi18n-lib.h>

#include "fr-build-report.h"
#include "fr-dialogs.h"
#include "fr-dispose-dialog.h"
#include "fr-help-window.h"

static void
new_mirror_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_begin (FR_WINDOW (widget));
}

static void
go_home_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_go_home (FR_WINDOW (widget));
}

static void
continue_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_continue (FR_WINDOW (widget));
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FrWizard *wizard = fr_window_get_wizard (FR_WINDOW (widget));

  if (wizard != NULL && gtk_widget_get_mapped (GTK_WIDGET (wizard)))
    fr_wizard_back (wizard);
}

static void
chosen_cb (gpointer owner, GFile *file)
{
  fr_window_open_plan (FR_WINDOW (owner), file);
}

static void
open_plan_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_dialogs_open_plan (GTK_WINDOW (widget), widget, chosen_cb);
}

static void
open_uri_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  fr_window_open_plan (FR_WINDOW (widget), file);
}

static void
resume_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_show_site (FR_WINDOW (widget), g_variant_get_string (parameter, NULL),
                       FR_STEP_DEPLOYMENT);
}

static void
show_information_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_show_site (FR_WINDOW (widget), g_variant_get_string (parameter, NULL),
                       FR_STEP_INFORMATION);
}

static void
look_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_show_site (FR_WINDOW (widget), g_variant_get_string (parameter, NULL),
                       FR_STEP_MIRROR);
}

static void
saved_cb (gpointer owner)
{
  fr_window_toast (FR_WINDOW (owner), _ ("Saved the report"));
}

static void
save_report_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_build_report_save_for (widget, NULL, g_variant_get_string (parameter, NULL), NULL, NULL,
                            saved_cb);
}

static void
dispose_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_dispose_dialog_present (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
forget_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fr_window_forget_site (FR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
help_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FrWizard *wizard = fr_window_get_wizard (FR_WINDOW (widget));
  guint chapter = 0;

  if (wizard != NULL && gtk_widget_get_mapped (GTK_WIDGET (wizard)))
    chapter = fr_wizard_get_step (wizard) + 1;
  fr_help_window_present (GTK_WINDOW (widget), chapter);
}

static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc func;
} actions[] = {
  { "win.new-mirror", NULL, new_mirror_cb },
  { "win.go-home", NULL, go_home_cb },
  { "win.continue", NULL, continue_cb },
  { "win.back", NULL, back_cb },
  { "win.open-plan", NULL, open_plan_cb },
  { "win.open-uri", "s", open_uri_cb },
  { "win.resume", "s", resume_cb },
  { "win.show-information", "s", show_information_cb },
  { "win.save-report", "s", save_report_cb },
  { "win.look-in", "s", look_in_cb },
  { "win.dispose", "s", dispose_cb },
  { "win.forget", "s", forget_cb },
  { "win.help", NULL, help_cb },
};

/**
 * fr_window_install_actions:
 *
 * For fr-window.c: what buttons, menus and keys do in a window.
 */
void
fr_window_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].func);
}
