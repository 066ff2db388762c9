/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-account-group.h"

#include <glib/gi18n-lib.h>

#include "fr-centres.h"
#include "fr-error.h"
#include "fr-job.h"
#include "fr-remember-row.h"
#include "fr-sign-in.h"

#define SHOW_SPINNER_MS 500

typedef enum
{
  UNCHECKED,
  CHECKING,
  SIGNED_IN,
  REFUSED, /* the same account is not tried twice */
  FAILED,  /* nobody could be asked: try again    */
} Outcome;

/**
 * FrAccountGroup:
 *
 * Who signs in to a cloud: what is typed, what the cloud says to it, and the keyring. What has
 * been let in goes into the making; what is typed stays here.
 */
struct _FrAccountGroup
{
  AdwPreferencesGroup parent_instance;

  GtkEditable *user_row;
  GtkEditable *password_row;
  AdwActionRow *result_row;
  GtkStack *result_stack;
  GtkWidget *result_image;
  GtkWidget *spinner;
  GtkButton *check_button;
  FrRememberRow *remember_row;

  FrMaking *making;
  Outcome outcome;
  GCancellable *cancellable; /* of the check */
  guint spinner_id;
  GtkWidget *focus; /* where it was before the check; weak */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FrAccountGroup, fr_account_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_empty (GtkEditable *row)
{
  return *gtk_editable_get_text (row) == '\0';
}

/* The focus leaves a field before the field is switched off, and comes back to it. */
static void
set_fields_sensitive (FrAccountGroup *self, gboolean sensitive)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!sensitive && focus != NULL &&
      (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->user_row)) ||
       gtk_widget_is_ancestor (focus, GTK_WIDGET (self->password_row))))
    {
      g_set_weak_pointer (&self->focus, focus);
      gtk_root_set_focus (root, NULL);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->user_row), sensitive);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_row), sensitive);
  if (sensitive && self->focus != NULL)
    {
      if (focus == NULL)
        gtk_widget_grab_focus (self->focus);
      g_clear_weak_pointer (&self->focus);
    }
}

static void
show_result (FrAccountGroup *self, Outcome outcome, const char *title, const char *subtitle)
{
  static const char *const icons[] = {
    [UNCHECKED] = "content-loading-symbolic",
    [CHECKING] = "content-loading-symbolic",
    [SIGNED_IN] = "object-select-symbolic",
    [REFUSED] = "dialog-error-symbolic",
    [FAILED] = "dialog-error-symbolic",
  };
  static const char *const classes[] = {
    [SIGNED_IN] = "success",
    [REFUSED] = "error",
    [FAILED] = "error",
  };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i] != NULL)
      gtk_widget_remove_css_class (self->result_image, classes[i]);
  self->outcome = outcome;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->result_image), icons[outcome]);
  if (classes[outcome] != NULL)
    gtk_widget_add_css_class (self->result_image, classes[outcome]);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, subtitle);
  gtk_button_set_label (self->check_button,
                        outcome == SIGNED_IN || outcome == FAILED ? _ ("Chec_k Again")
                                                                  : _ ("Chec_k"));
  set_fields_sensitive (self, outcome != CHECKING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button),
                            !is_empty (self->user_row) && !is_empty (self->password_row) &&
                              outcome != REFUSED && outcome != CHECKING);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_unchecked (FrAccountGroup *self)
{
  fr_remember_row_set_account (self->remember_row, NULL);
  show_result (self, UNCHECKED, _ ("Not checked yet"), _ ("Next checks it, too"));
}

static void
account_cb (FrAccountGroup *self)
{
  if (self->filling || self->outcome == CHECKING)
    return;

  show_unchecked (self);
}

/* What is typed, for a worker. */
static FrSignIn *
make_sign_in (FrAccountGroup *self)
{
  return fr_sign_in_new (self->making, gtk_editable_get_text (self->user_row),
                         gtk_editable_get_text (self->password_row));
}

static void
stop_spinner (FrAccountGroup *self)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_stack_set_visible_child (self->result_stack, self->result_image);
}

static gboolean
spinner_cb (gpointer data)
{
  FrAccountGroup *self = data;

  self->spinner_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_stack_set_visible_child (self->result_stack, self->spinner);

  return G_SOURCE_REMOVE;
}

static void
show_failure (FrAccountGroup *self, const GError *error)
{
  g_autofree char *words = NULL;

  /* Translators: a sentence, and below it a word that never changes, for those who help. */
  words = g_strdup_printf (_ ("%s\nCode: %s"), error->message, fr_error_get_code (error));
  show_result (self,
               g_error_matches (error, FR_ERROR, FR_ERROR_CREDENTIALS) ? REFUSED : FAILED,
               _ ("Not signed in"), words);
}

static void
show_account (FrAccountGroup *self, const FrSignedIn *found)
{
  const FrCloudAccount *account = found->account;
  const char *user = gtk_editable_get_text (self->user_row);
  const char *name = account->name != NULL ? account->name : account->user;
  g_autofree char *words = NULL;

  if (account->home != NULL && name != NULL)
    /* Translators: the name of an organisation, and the region where it lives. */
    words = g_strdup_printf (_ ("%s, %s"), name,
                             fr_centres_name_region (account->home));
  fr_making_set_text (self->making, "user", user);
  fr_making_set_text (self->making, "password", gtk_editable_get_text (self->password_row));
  fr_making_set_limits (self->making, found->limits);
  show_result (self, SIGNED_IN, _ ("Signed in"), words != NULL ? words : name);
  fr_remember_row_set_account (self->remember_row, make_sign_in (self));
}

static void
checked_cb (gpointer owner, gpointer result, const GError *error)
{
  FrAccountGroup *self = owner;
  g_autoptr (GError) cancelled = NULL;

  stop_spinner (self);
  /* It may have ended well before it heard of that. */
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &cancelled))
    show_unchecked (self);
  else if (error != NULL)
    show_failure (self, error);
  else
    show_account (self, result);
  g_clear_object (&self->cancellable);
  g_signal_emit (self, signals[CHECKED], 0, cancelled != NULL ? cancelled : error);
}

static void
check (FrAccountGroup *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
  show_result (self, CHECKING, _ ("Signing in"), _ ("One try, and no more"));
  self->spinner_id = g_timeout_add (SHOW_SPINNER_MS, spinner_cb, self);
  fr_job_run (self, fr_sign_in_run, make_sign_in (self), fr_sign_in_free,
              (GDestroyNotify) fr_signed_in_free, checked_cb, cancellable);
}

static void
check_cb (FrAccountGroup *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (self->outcome != CHECKING)
    check (self, cancellable);
}

/* What is remembered is typed for those who have not typed yet. */
static void
found_cb (FrAccountGroup *self, const FrKeyringAccount *account)
{
  if (self->outcome == CHECKING || !is_empty (self->user_row) || !is_empty (self->password_row))
    return;

  self->filling = TRUE;
  gtk_editable_set_text (self->user_row, account->user);
  gtk_editable_set_text (self->password_row, account->password);
  self->filling = FALSE;
  show_unchecked (self);
}

static void
fr_account_group_dispose (GObject *object)
{
  FrAccountGroup *self = FR_ACCOUNT_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_ACCOUNT_GROUP);
  g_clear_object (&self->making);

  G_OBJECT_CLASS (fr_account_group_parent_class)->dispose (object);
}

static void
fr_account_group_class_init (FrAccountGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_account_group_dispose;

  /**
   * FrAccountGroup::changed:
   *
   * What is typed, or what has come of it, is something else.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_ACCOUNT_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * FrAccountGroup::checked:
   * @error: (nullable): why nobody is signed in
   */
  signals[CHECKED] = g_signal_new ("checked", FR_TYPE_ACCOUNT_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  g_type_ensure (FR_TYPE_REMEMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-account-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, user_row);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, password_row);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, result_row);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, result_stack);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, result_image);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, check_button);
  gtk_widget_class_bind_template_child (widget_class, FrAccountGroup, remember_row);
  gtk_widget_class_bind_template_callback (widget_class, account_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
}

static void
fr_account_group_init (FrAccountGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_account_group_set_making:
 * @making: whose cloud it is; who is let in is written there
 */
void
fr_account_group_set_making (FrAccountGroup *self, FrMaking *making)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  g_return_if_fail (FR_IS_ACCOUNT_GROUP (self) && self->making == NULL);

  self->making = g_object_ref (making);
  user = fr_making_dup_text (making, "user");
  password = fr_making_dup_text (making, "password");
  self->filling = TRUE;
  gtk_editable_set_text (self->user_row, user != NULL ? user : "");
  gtk_editable_set_text (self->password_row, password != NULL ? password : "");
  self->filling = FALSE;
  show_unchecked (self);
}

/**
 * fr_account_group_ask_keyring:
 *
 * Looks once for each place whether somebody is remembered, when a user comes to sign in there.
 */
void
fr_account_group_ask_keyring (FrAccountGroup *self)
{
  g_autofree char *place = NULL;

  g_return_if_fail (FR_IS_ACCOUNT_GROUP (self));

  place = fr_making_dup_text (self->making, "place");
  fr_remember_row_look (self->remember_row, place != NULL ? place : "", make_sign_in (self));
}

/**
 * fr_account_group_reset:
 *
 * The place is another one: what was let in there may not be let in here.
 */
void
fr_account_group_reset (FrAccountGroup *self)
{
  g_return_if_fail (FR_IS_ACCOUNT_GROUP (self));

  if (self->outcome == CHECKING)
    g_cancellable_cancel (self->cancellable);
  else
    show_unchecked (self);
}

/**
 * fr_account_group_check:
 * @cancellable: ends it
 *
 * Signs in, or joins the check that is under way; “checked” tells the outcome.
 */
void
fr_account_group_check (FrAccountGroup *self, GCancellable *cancellable)
{
  g_return_if_fail (FR_IS_ACCOUNT_GROUP (self));

  if (self->outcome != CHECKING)
    check (self, cancellable);
  else
    fr_job_join (cancellable, self->cancellable);
}

gboolean
fr_account_group_is_signed_in (FrAccountGroup *self)
{
  g_return_val_if_fail (FR_IS_ACCOUNT_GROUP (self), FALSE);

  return self->outcome == SIGNED_IN;
}

/**
 * fr_account_group_get_user:
 *
 * Returns: (transfer none): the name that is typed; may be empty
 */
const char *
fr_account_group_get_user (FrAccountGroup *self)
{
  g_return_val_if_fail (FR_IS_ACCOUNT_GROUP (self), NULL);

  return gtk_editable_get_text (self->user_row);
}

/**
 * fr_account_group_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_account_group_get_problem (FrAccountGroup *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_ACCOUNT_GROUP (self), NULL);

  *where = GTK_WIDGET (is_empty (self->user_row) ? self->user_row : self->password_row);
  if (is_empty (self->user_row))
    return _ ("Type the name of your account to go on");
  if (is_empty (self->password_row))
    return _ ("Type the password of your account to go on");
  if (self->outcome == REFUSED)
    return _ ("Correct the account name or the password to go on");

  return NULL;
}
