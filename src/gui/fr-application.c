/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-application.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "fr-dialogs.h"
#include "fr-job.h"
#include "fr-settings.h"
#include "fr-webrtc.h"
#include "fr-window.h"

/**
 * FrApplication:
 *
 * The program: its windows, what concerns all of them, and the keys.
 */
struct _FrApplication
{
  AdwApplication parent_instance;

  gboolean warm;
};

G_DEFINE_FINAL_TYPE (FrApplication, fr_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[3];
} keys[] = {
  { "app.quit", { "<Control>q" } },
  { "win.new-mirror", { "<Control>n" } },
  { "win.open-plan", { "<Control>o" } },
  { "win.go-home", { "<Alt>Home" } },
  { "win.back", { "<Alt>Left", "Back" } },
  { "win.help", { "F1" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
};

static FrWindow *
get_window (FrApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  while (window != NULL && !FR_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);

  return window != NULL ? FR_WINDOW (window) : fr_window_new (self);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  fr_dialogs_show_about (GTK_WINDOW (get_window (FR_APPLICATION (data))));
}

/* Every window is asked: one of them may be at work. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  for (GList *window = windows; window != NULL; window = window->next)
    gtk_window_close (window->data);
}

static void
new_mirror_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  FrWindow *window = get_window (FR_APPLICATION (data));

  gtk_window_present (GTK_WINDOW (window));
  fr_window_begin (window);
}

/* What a notification leads to. */
static void
show_mirror_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_variant_get_string (parameter, NULL);
  FrWindow *window = (FrWindow *) fr_application_find_window (FR_APPLICATION (data), name);

  if (window == NULL)
    window = get_window (FR_APPLICATION (data));
  gtk_window_present (GTK_WINDOW (window));
  fr_window_show_site (window, name, FR_N_STEPS);
}

static const GActionEntry actions[] = {
  { "about", about_cb },
  { "quit", quit_cb },
  { "new-mirror", new_mirror_cb },
  { "show-mirror", show_mirror_cb, "s" },
};

static gpointer
warm_job (gpointer data, GCancellable *cancellable, GError **error)
{
  if (gst_init_check (NULL, NULL, error))
    fr_webrtc_warm ();

  return NULL;
}

/* Plugins take a moment to load; by the time there is a mirror, they have. */
static gboolean
warm_cb (gpointer data)
{
  fr_job_run (data, warm_job, NULL, NULL, NULL, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
fr_application_activate (GApplication *application)
{
  FrApplication *self = FR_APPLICATION (application);

  gtk_window_present (GTK_WINDOW (get_window (self)));
  if (!self->warm)
    g_timeout_add_full (G_PRIORITY_LOW, 500, warm_cb, g_object_ref (self), g_object_unref);
  self->warm = TRUE;
}

static void
fr_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_application_activate (application);
  for (int i = 0; i < n_files; i++)
    fr_window_open_plan (get_window (FR_APPLICATION (application)), files[i]);
}

static void
fr_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (fr_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (FR_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action,
                                           (const char *const *) keys[i].keys);
}

static int
fr_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;

  g_print ("fitting-room %s\n", FR_VERSION);

  return 0;
}

static void
fr_application_class_init (FrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = fr_application_startup;
  application_class->activate = fr_application_activate;
  application_class->open = fr_application_open;
  application_class->handle_local_options = fr_application_handle_local_options;
}

static void
fr_application_init (FrApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 'V', 0, G_OPTION_ARG_NONE, NULL, N_ ("Tell the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[PLAN…]"));
  g_application_set_option_context_summary (
    G_APPLICATION (self), _ ("Makes a private media server, and a mirror to try it in."));
}

FrApplication *
fr_application_new (void)
{
  return g_object_new (FR_TYPE_APPLICATION, "application-id", FR_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}

/**
 * fr_application_find_window:
 * @deployment: the name of one
 *
 * Returns: (transfer none) (nullable): the window that is about it
 */
GtkWindow *
fr_application_find_window (FrApplication *self, const char *deployment)
{
  g_return_val_if_fail (FR_IS_APPLICATION (self) && deployment != NULL, NULL);

  for (GList *window = gtk_application_get_windows (GTK_APPLICATION (self)); window != NULL;
       window = window->next)
    if (FR_IS_WINDOW (window->data) && fr_window_is_about (FR_WINDOW (window->data), deployment))
      return window->data;

  return NULL;
}
