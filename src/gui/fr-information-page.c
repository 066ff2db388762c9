/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-information-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-build-report.h"
#include "fr-build.h"
#include "fr-copy-row.h"
#include "fr-job.h"
#include "fr-step-words.h"

/**
 * FrInformationPage:
 *
 * How to use what was deployed: links, sign-in, fingerprint, and what the plan says.
 */
struct _FrInformationPage
{
  FrPage parent_instance;

  GtkLabel *title;
  GtkLabel *hint;
  GtkLabel *problem;
  AdwPreferencesGroup *browser;
  AdwPreferencesGroup *servers;
  GPtrArray *rows; /* that were added to a group */
};

G_DEFINE_FINAL_TYPE (FrInformationPage, fr_information_page, FR_TYPE_PAGE)

static void
copied_cb (FrInformationPage *self)
{
  fr_page_toast (FR_PAGE (self), _ ("Copied"));
}

static void
save_cb (FrInformationPage *self)
{
  g_autofree char *name = fr_build_dup_name (fr_page_get_making (FR_PAGE (self)));

  fr_build_report_save (FR_PAGE (self), name, NULL, NULL);
}

static void
clear (FrInformationPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
add (FrInformationPage *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);
  if (FR_IS_COPY_ROW (row))
    g_signal_connect_object (row, "copied", G_CALLBACK (copied_cb), self, G_CONNECT_SWAPPED);
}

/* Any path of the media server's port is good enough for its certificate. */
static gboolean
is_certificate (const char *link, const FrInformationServer *server)
{
  const char *certificate = server != NULL ? server->certificate : NULL;
  const char *path = certificate != NULL ? strchr (certificate + strlen ("https://"), '/') : NULL;

  return strstr (link, "/kurento") != NULL ||
         (path != NULL && strncmp (link, certificate, (gsize) (path - certificate) + 1) == 0);
}

static void
add_link (FrInformationPage *self, const char *link, gboolean certificate, guint number)
{
  const char *title =
    certificate ? _ ("Accept the certificate once") : _ ("Open the mirror page");
  GtkWidget *row = fr_copy_row_new (title, link, link);

  if (number > 0)
    fr_copy_row_set_number (FR_COPY_ROW (row), number);
  else
    fr_copy_row_set_icon (FR_COPY_ROW (row), "web-browser-symbolic");
  add (self, self->browser, row);
}

/* Browsers ask for each port. Where the page talks to another one, that comes first: without it
 * the page cannot reach the media server. */
static void
add_links (FrInformationPage *self, const FrInformation *information)
{
  const FrInformationServer *server =
    information->servers->len > 0 ? g_ptr_array_index (information->servers, 0) : NULL;
  guint number = 1;
  gboolean asked = FALSE;

  for (guint i = 0; i < information->links->len; i++)
    asked = asked || is_certificate (g_ptr_array_index (information->links, i), server);
  if (information->links->len > 0 && !asked && !information->one_port && server != NULL &&
      server->certificate != NULL)
    {
      add_link (self, server->certificate, TRUE, number++);
      asked = TRUE;
    }
  /* One way in needs no number. */
  if (information->links->len == 1 && number == 1)
    number = 0;
  adw_preferences_group_set_description (
    self->browser, asked ? _ ("The certificate is this server’s own, so the browser asks once for "
                              "each port. A blank page after accepting is right.")
                         : _ ("The certificate is this server’s own, so the browser asks once."));
  for (guint i = 0; i < information->links->len; i++)
    {
      const char *link = g_ptr_array_index (information->links, i);

      add_link (self, link, is_certificate (link, server), number);
      number += number > 0 ? 1 : 0;
    }
}

static void
add_server (FrInformationPage *self, const FrInformationServer *server, gboolean alone)
{
  g_autofree char *sign_in = alone ? g_strdup (_ ("Sign in"))
                                   : g_strdup_printf (_ ("Sign in to %s"), server->name);
  g_autofree char *print =
    alone ? g_strdup (_ ("Certificate fingerprint (SHA-256)"))
          : g_strdup_printf (_ ("Certificate fingerprint of %s (SHA-256)"), server->name);
  g_autofree char *changes =
    alone ? g_strdup (_ ("What was changed there, and can be taken back"))
          : g_strdup_printf (_ ("What was changed on %s, and can be taken back"), server->name);
  GtkWidget *row;

  if (server->sign_in != NULL)
    {
      row = fr_copy_row_new (sign_in, server->sign_in, NULL);
      fr_copy_row_set_icon (FR_COPY_ROW (row), "utilities-terminal-symbolic");
      add (self, self->servers, row);
    }
  if (server->fingerprint != NULL)
    {
      row = fr_copy_row_new (print, server->fingerprint, NULL);
      fr_copy_row_set_icon (FR_COPY_ROW (row), "application-certificate-symbolic");
      add (self, self->servers, row);
    }
  if (server->changes != NULL)
    {
      row = fr_copy_row_new (changes, server->changes, NULL);
      fr_copy_row_set_icon (FR_COPY_ROW (row), "edit-undo-symbolic");
      add (self, self->servers, row);
    }
}

/* Lines that are links have rows of their own. */
static char *
dup_words (const FrInformation *information)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i + 1 < information->lines->len; i++)
    {
      const char *line = g_ptr_array_index (information->lines, i);

      if (g_str_has_prefix (line, "http://") || g_str_has_prefix (line, "https://"))
        continue;
      /* The plan speaks to those at a terminal; in a window nobody has typed that. */
      if (strstr (line, "'fittings cloud'") != NULL)
        line = _ ("The server is on while this application is, and is kept for the next time");
      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", line);
    }

  return g_string_free (words, FALSE);
}

static void
add_words (FrInformationPage *self, const FrInformation *information)
{
  g_autofree char *words = dup_words (information);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  GtkWidget *row;

  if (*words == '\0')
    return;

  row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("What the plan says"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("dialog-information-symbolic"));
  add (self, self->servers, row);
}

/**
 * fr_information_page_show:
 * @information: what is known about the deployment
 */
void
fr_information_page_show (FrInformationPage *self, const FrInformation *information)
{
  g_autofree char *duration = fr_words_dup_long_duration (information->seconds * (gint64) 1000);
  g_autofree char *hint = NULL;

  g_return_if_fail (FR_IS_INFORMATION_PAGE (self));

  if (information->seconds > 0)
    hint = g_strdup_printf (_ ("Built in %s. These lines stay here, and in the list of your "
                               "mirrors."),
                            duration);
  else
    hint = g_strdup (_ ("These lines stay here, and in the list of your mirrors."));
  gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  clear (self);
  add_links (self, information);
  for (guint i = 0; i < information->servers->len; i++)
    add_server (self, g_ptr_array_index (information->servers, i), information->servers->len == 1);
  add_words (self, information);
  adw_preferences_group_set_title (self->servers, information->servers->len == 1
                                                    ? _ ("The server")
                                                    : _ ("The servers"));
}

static gpointer
load_job (gpointer data, GCancellable *cancellable, GError **error)
{
  return fr_information_load (data, error);
}

static void
loaded_cb (gpointer owner, gpointer result, const GError *error)
{
  FrInformationPage *self = FR_INFORMATION_PAGE (owner);

  if (error == NULL)
    {
      fr_information_page_show (self, result);
      return;
    }

  gtk_label_set_label (self->problem, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
fr_information_page_enter (FrPage *page)
{
  fr_job_run (page, load_job, fr_build_dup_name (fr_page_get_making (page)), g_free,
              (GDestroyNotify) fr_information_free, loaded_cb, NULL);
}

static void
fr_information_page_dispose (GObject *object)
{
  FrInformationPage *self = FR_INFORMATION_PAGE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_INFORMATION_PAGE);

  G_OBJECT_CLASS (fr_information_page_parent_class)->dispose (object);
}

static void
fr_information_page_class_init (FrInformationPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_information_page_dispose;
  FR_PAGE_CLASS (klass)->enter = fr_information_page_enter;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-information-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrInformationPage, title);
  gtk_widget_class_bind_template_child (widget_class, FrInformationPage, hint);
  gtk_widget_class_bind_template_child (widget_class, FrInformationPage, problem);
  gtk_widget_class_bind_template_child (widget_class, FrInformationPage, browser);
  gtk_widget_class_bind_template_child (widget_class, FrInformationPage, servers);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
fr_information_page_init (FrInformationPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fr_page_set_next_label (FR_PAGE (self), _ ("_Look Into the Mirror"));
}
