/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-remember-row.h"

#include <glib/gi18n-lib.h>

#include "fr-job.h"

/**
 * FrRememberRow:
 *
 * Whether the keyring is to remember an account. Off, with the reason, when there is no keyring.
 */
struct _FrRememberRow
{
  AdwActionRow parent_instance;

  GtkSwitch *remember_switch;

  FrSignIn *account;   /* that has been let in, or NULL */
  FrSignIn *sought;    /* whose endpoint was looked for */
  char *asked;         /* for which place               */
  gboolean remembered; /* whether the keyring has one   */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FrRememberRow, fr_remember_row, ADW_TYPE_ACTION_ROW)

enum
{
  FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
say_keyring (FrRememberRow *self, const GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_switch_set_active (self->remember_switch, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
}

static void
free_account (gpointer data)
{
  fr_keyring_account_free (data);
}

static gpointer
store (gpointer data, GCancellable *cancellable, GError **error)
{
  FrSignIn *sign_in = data;
  g_autoptr (FrKeyringAccount) account = NULL;

  if (fr_sign_in_find_endpoint (sign_in, error))
    {
      account = fr_keyring_account_new (sign_in->endpoint, sign_in->user, sign_in->password);
      fr_keyring_store (account, cancellable, error);
    }

  return NULL;
}

static gpointer
forget (gpointer data, GCancellable *cancellable, GError **error)
{
  FrSignIn *sign_in = data;

  if (fr_sign_in_find_endpoint (sign_in, error))
    fr_keyring_forget (sign_in->endpoint, cancellable, error);

  return NULL;
}

static void
kept_cb (gpointer owner, gpointer result, const GError *error)
{
  FrRememberRow *self = owner;

  self->remembered = error == NULL && gtk_switch_get_active (self->remember_switch);
  say_keyring (self, error);
}

/* Only what has been let in is worth remembering; what is remembered can be forgotten at once. */
static void
keep_cb (FrRememberRow *self)
{
  gboolean wanted = gtk_switch_get_active (self->remember_switch);
  FrSignIn *sign_in = wanted || self->account != NULL ? self->account : self->sought;

  if (self->filling || sign_in == NULL || !(wanted || self->remembered))
    return;

  fr_job_run (self, wanted ? store : forget, fr_sign_in_copy (sign_in), fr_sign_in_free, NULL,
              kept_cb, NULL);
}

static gpointer
find (gpointer data, GCancellable *cancellable, GError **error)
{
  FrSignIn *sign_in = data;
  FrKeyringAccount *account = NULL;

  /* A plan that cannot be read is spoken of where it is shown. */
  if (fr_sign_in_find_endpoint (sign_in, NULL))
    fr_keyring_find (sign_in->endpoint, &account, cancellable, error);

  return account;
}

static void
found_cb (gpointer owner, gpointer result, const GError *error)
{
  FrRememberRow *self = owner;

  say_keyring (self, error);
  if (result == NULL)
    return;

  self->filling = TRUE;
  self->remembered = TRUE;
  gtk_switch_set_active (self->remember_switch, TRUE);
  self->filling = FALSE;
  g_signal_emit (self, signals[FOUND], 0, result);
}

static void
fr_remember_row_dispose (GObject *object)
{
  FrRememberRow *self = FR_REMEMBER_ROW (object);

  g_clear_pointer (&self->account, fr_sign_in_free);
  g_clear_pointer (&self->sought, fr_sign_in_free);
  g_clear_pointer (&self->asked, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_REMEMBER_ROW);

  G_OBJECT_CLASS (fr_remember_row_parent_class)->dispose (object);
}

static void
fr_remember_row_class_init (FrRememberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_remember_row_dispose;

  /**
   * FrRememberRow::found:
   * @account: an FrKeyringAccount, of the keyring
   */
  signals[FOUND] = g_signal_new ("found", FR_TYPE_REMEMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-remember-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrRememberRow, remember_switch);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
fr_remember_row_init (FrRememberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_remember_row_look:
 * @place: where somebody comes to sign in; looked for once
 * @sign_in: (transfer full): whose endpoint counts
 *
 * Looks whether somebody is remembered for an endpoint; “found” tells whom.
 */
void
fr_remember_row_look (FrRememberRow *self, const char *place, FrSignIn *sign_in)
{
  g_return_if_fail (FR_IS_REMEMBER_ROW (self) && place != NULL);

  if (g_strcmp0 (place, self->asked) == 0)
    {
      fr_sign_in_free (sign_in);
      return;
    }

  g_free (self->asked);
  self->asked = g_strdup (place);
  g_clear_pointer (&self->sought, fr_sign_in_free);
  self->sought = fr_sign_in_copy (sign_in);
  fr_job_run (self, find, sign_in, fr_sign_in_free, free_account, found_cb, NULL);
}

/**
 * fr_remember_row_set_account:
 * @sign_in: (transfer full) (nullable): what has been let in
 */
void
fr_remember_row_set_account (FrRememberRow *self, FrSignIn *sign_in)
{
  g_return_if_fail (FR_IS_REMEMBER_ROW (self));

  g_clear_pointer (&self->account, fr_sign_in_free);
  self->account = sign_in;
  if (gtk_switch_get_active (self->remember_switch))
    keep_cb (self);
}
