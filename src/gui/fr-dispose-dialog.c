/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-dispose-dialog.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "fr-build.h"
#include "fr-dialogs.h"
#include "fr-job.h"
#include "fr-typed.h"
#include "fr-window.h"

/**
 * FrDisposeDialog:
 *
 * Asks before a deployment is disposed of: names what is lost, and wants to read the name of one
 * that somebody may rely on.
 */
struct _FrDisposeDialog
{
  AdwMessageDialog parent_instance;

  char *name;
  char *plan_path;
  gboolean by_name;
  gboolean signed_in;
  gboolean own; /* the servers stay */
  char *known;  /* by the keyring: the password for sudo there, or NULL */
  GtkImage *disks_image;
  GtkImage *network_image;
  GtkListBox *losses;
  AdwActionRow *servers;
  AdwActionRow *disks;
  AdwActionRow *network;
  GtkListBox *sign_in;
  AdwEntryRow *user;
  AdwPasswordEntryRow *password;
  GtkListBox *typed_list;
  AdwEntryRow *typed;
};

G_DEFINE_FINAL_TYPE (FrDisposeDialog, fr_dispose_dialog, ADW_TYPE_MESSAGE_DIALOG)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
changed_cb (FrDisposeDialog *self)
{
  gboolean named = !self->by_name || g_strcmp0 (get_text (self->typed), self->name) == 0;
  gboolean known =
    self->signed_in || self->own ||
    (*get_text (self->user) != '\0' && *get_text (self->password) != '\0');

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "dispose",
                                           named && known);
}

/* Where sudo asks for nothing, nobody has to type anything. */
static FrDeployment *
make_deployment (FrDisposeDialog *self)
{
  const char *password = get_text (self->password);

  if (self->own && fr_typed_get (self->name) == NULL && self->known != NULL)
    password = self->known;
  if (self->own)
    return fr_build_new_for_own (self->name, *password != '\0' ? password : NULL);

  return fr_build_new_for_name (self->name, self->signed_in ? NULL : get_text (self->user),
                                self->signed_in ? NULL : get_text (self->password));
}

static void
fr_dispose_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  FrDisposeDialog *self = FR_DISPOSE_DIALOG (dialog);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (FrDeployment) deployment = NULL;

  if (!g_str_equal (response, "dispose") || !FR_IS_WINDOW (parent))
    return;

  deployment = make_deployment (self);
  fr_deployment_dispose_of (deployment);
  fr_window_dispose_of (FR_WINDOW (parent), deployment, self->plan_path);
}

static void
fr_dispose_dialog_finalize (GObject *object)
{
  g_free (FR_DISPOSE_DIALOG (object)->name);
  g_free (FR_DISPOSE_DIALOG (object)->plan_path);
  secret_password_free (FR_DISPOSE_DIALOG (object)->known);

  G_OBJECT_CLASS (fr_dispose_dialog_parent_class)->finalize (object);
}

static void
fr_dispose_dialog_class_init (FrDisposeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fr_dispose_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = fr_dispose_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-dispose-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, disks_image);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, network_image);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, losses);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, servers);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, disks);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, network);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, sign_in);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, user);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, password);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, typed_list);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeDialog, typed);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fr_dispose_dialog_init (FrDisposeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_row (AdwActionRow *row, const char *title, const char *subtitle)
{
  g_autofree char *escaped = g_markup_escape_text (title != NULL ? title : "", -1);
  g_autofree char *below = g_markup_escape_text (subtitle != NULL ? subtitle : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (row, below);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  gtk_widget_set_visible (GTK_WIDGET (row), title != NULL && *title != '\0');
}

/* The server stays; there is no account, and a password only where sudo asks for one. */
static void
show_own (FrDisposeDialog *self, const FrLosses *losses)
{
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  self->own = TRUE;
  self->known = g_strdup (losses->password);
  gtk_image_set_from_icon_name (self->disks_image, "text-x-generic-symbolic");
  gtk_image_set_from_icon_name (self->network_image, "auth-fingerprint-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->user), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sign_in), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Password for sudo"), -1);
  /* Translators: %s is the name of a user */
  title = g_strdup_printf (_ ("Password of %s, if sudo asks"),
                           losses->user != NULL ? losses->user : "root");
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), escaped);
}

/**
 * fr_dispose_dialog_new:
 * @losses: of the deployment
 *
 * Returns: (transfer full): the question, which is not shown yet
 */
GtkWidget *
fr_dispose_dialog_new (GtkWindow *parent, const FrLosses *losses)
{
  FrDisposeDialog *self = g_object_new (FR_TYPE_DISPOSE_DIALOG, "transient-for", parent, NULL);
  g_autofree char *heading = g_strdup_printf (_ ("Dispose of %s?"), losses->name);
  g_autofree char *label = g_strdup_printf (_ ("Type %s to go on"), losses->name);
  g_autofree char *escaped = g_markup_escape_text (label, -1);

  self->name = g_strdup (losses->name);
  self->plan_path = g_strdup (losses->plan_path);
  self->by_name = losses->by_name;
  self->signed_in =
    losses->signed_in || (losses->own && fr_typed_get (losses->name) != NULL);
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), losses->sentence);
  fill_row (self->servers, losses->servers, losses->sizes);
  fill_row (self->disks, losses->disks, losses->records);
  fill_row (self->network, losses->network, losses->addresses);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in), !self->signed_in);
  gtk_widget_set_visible (GTK_WIDGET (self->typed_list), losses->by_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->typed), escaped);
  if (losses->own)
    show_own (self, losses);
  changed_cb (self);

  return GTK_WIDGET (self);
}

static gpointer
load_job (gpointer data, GCancellable *cancellable, GError **error)
{
  return fr_losses_load (data, error);
}

static void
loaded_cb (gpointer owner, gpointer result, const GError *error)
{
  GtkWindow *parent = GTK_WINDOW (owner);

  if (error != NULL)
    fr_dialogs_tell (parent, _ ("It cannot be disposed of"), error->message);
  else
    gtk_window_present (GTK_WINDOW (fr_dispose_dialog_new (parent, result)));
}

/**
 * fr_dispose_dialog_present:
 * @parent: the window that asks
 * @deployment: its name
 *
 * Asks, disposes, and shows the proof. Does not block.
 */
void
fr_dispose_dialog_present (GtkWindow *parent, const char *deployment)
{
  g_return_if_fail (GTK_IS_WINDOW (parent) && deployment != NULL);

  fr_job_run (parent, load_job, g_strdup (deployment), g_free, (GDestroyNotify) fr_losses_free,
              loaded_cb, NULL);
}
