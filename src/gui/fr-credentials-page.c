/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-credentials-page.h"

#include <glib/gi18n-lib.h>

#include "fr-centres.h"
#include "fr-error.h"
#include "fr-job.h"
#include "fr-keyring.h"
#include "fr-password-rules.h"
#include "fr-password.h"
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
 * FrCredentialsPage:
 *
 * Who signs in to the cloud, and with which password new servers begin. What has been let in
 * goes into the making; what is typed stays here.
 */
struct _FrCredentialsPage
{
  FrPage parent_instance;

  GtkStack *stack;
  GtkLabel *lead_label;
  GtkEditable *user_row;
  GtkEditable *password_row;
  AdwActionRow *result_row;
  GtkStack *result_stack;
  GtkWidget *result_image;
  GtkWidget *spinner;
  GtkButton *check_button;
  AdwActionRow *remember_row;
  GtkSwitch *remember_switch;
  GtkEditable *server_row;
  FrPasswordRules *rules;

  Outcome outcome;
  GCancellable *cancellable; /* of the check */
  guint spinner_id;
  GtkWidget *focus;    /* where it was before the check; weak */
  char *asked_keyring; /* for which endpoint */
  gboolean remembered; /* whether the keyring has something */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FrCredentialsPage, fr_credentials_page, FR_TYPE_PAGE)

static FrMaking *
get_making (FrCredentialsPage *self)
{
  return fr_page_get_making (FR_PAGE (self));
}

static gboolean
is_needed (FrCredentialsPage *self)
{
  return fr_making_get_kind (get_making (self)) != FR_KIND_HERE;
}

/* The first thing that is missing, and where. */
static void
update_complete (FrCredentialsPage *self)
{
  const char *reason = NULL;
  GtkEditable *where = self->user_row;

  if (!is_needed (self))
    reason = NULL;
  else if (*gtk_editable_get_text (self->user_row) == '\0')
    reason = _ ("Type the name of your account to go on");
  else if (*gtk_editable_get_text (where = self->password_row) == '\0')
    reason = _ ("Type the password of your account to go on");
  else if (self->outcome == REFUSED)
    reason = _ ("Correct the account name or the password to go on");
  else
    reason = fr_password_get_problem (gtk_editable_get_text (where = self->server_row));

  fr_page_set_complete (FR_PAGE (self), reason == NULL, reason, GTK_WIDGET (where));
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button),
                            *gtk_editable_get_text (self->user_row) != '\0' &&
                              *gtk_editable_get_text (self->password_row) != '\0' &&
                              self->outcome != REFUSED && self->outcome != CHECKING);
}

/* The focus leaves a field before the field is switched off, and comes back to it. */
static void
set_fields_sensitive (FrCredentialsPage *self, gboolean sensitive)
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
show_result (FrCredentialsPage *self, Outcome outcome, const char *title, const char *subtitle)
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
  update_complete (self);
}

static void
show_unchecked (FrCredentialsPage *self)
{
  show_result (self, UNCHECKED, _ ("Not checked yet"), _ ("Next checks it, too"));
}

static void
account_cb (FrCredentialsPage *self)
{
  if (self->filling || self->outcome == CHECKING)
    return;

  show_unchecked (self);
}

static void
server_cb (FrCredentialsPage *self)
{
  const char *password = gtk_editable_get_text (self->server_row);

  fr_password_rules_judge (self->rules, password);
  if (is_needed (self) && fr_password_get_problem (password) == NULL)
    fr_making_set_text (get_making (self), "server-password", password);
  update_complete (self);
}

static void
make_cb (FrCredentialsPage *self)
{
  g_autofree char *password = fr_password_make ();

  gtk_editable_set_text (self->server_row, password);
}

static void
say_keyring (FrCredentialsPage *self, const GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_switch_set_active (self->remember_switch, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_row), FALSE);
  adw_action_row_set_subtitle (self->remember_row, error->message);
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
  FrCredentialsPage *self = owner;

  self->remembered = error == NULL && gtk_switch_get_active (self->remember_switch);
  say_keyring (self, error);
}

/* What is typed, for a worker. */
static FrSignIn *
make_sign_in (FrCredentialsPage *self)
{
  return fr_sign_in_new (get_making (self), gtk_editable_get_text (self->user_row),
                         gtk_editable_get_text (self->password_row));
}

/* Only what has been let in is worth remembering. */
static void
keep (FrCredentialsPage *self)
{
  gboolean wanted = gtk_switch_get_active (self->remember_switch);

  if (wanted ? self->outcome == SIGNED_IN : self->remembered)
    fr_job_run (self, wanted ? store : forget, make_sign_in (self), fr_sign_in_free, NULL, kept_cb,
                NULL);
}

static void
remember_cb (FrCredentialsPage *self)
{
  if (!self->filling)
    keep (self);
}

static void
stop_spinner (FrCredentialsPage *self)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_stack_set_visible_child (self->result_stack, self->result_image);
}

static gboolean
spinner_cb (gpointer data)
{
  FrCredentialsPage *self = data;

  self->spinner_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_stack_set_visible_child (self->result_stack, self->spinner);

  return G_SOURCE_REMOVE;
}

static void
show_failure (FrCredentialsPage *self, const GError *error)
{
  g_autofree char *words = NULL;

  /* Translators: a sentence, and below it a word that never changes, for those who help. */
  words = g_strdup_printf (_ ("%s\nCode: %s"), error->message, fr_error_get_code (error));
  show_result (self,
               g_error_matches (error, FR_ERROR, FR_ERROR_CREDENTIALS) ? REFUSED : FAILED,
               _ ("Not signed in"), words);
}

static void
show_account (FrCredentialsPage *self, const FrCloudAccount *account)
{
  const char *user = gtk_editable_get_text (self->user_row);
  const char *name = account->name != NULL ? account->name : account->user;
  g_autofree char *words = NULL;

  if (account->home != NULL && name != NULL)
    /* Translators: the name of an organisation, and the region where it lives. */
    words = g_strdup_printf (_ ("%s, %s"), name,
                             fr_centres_name_region (account->home));
  show_result (self, SIGNED_IN, _ ("Signed in"), words != NULL ? words : name);
  fr_making_set_text (get_making (self), "user", user);
  fr_making_set_text (get_making (self), "password", gtk_editable_get_text (self->password_row));
  fr_page_set_answer (FR_PAGE (self), user);
  if (gtk_switch_get_active (self->remember_switch))
    keep (self);
}

static void
checked_cb (gpointer owner, gpointer result, const GError *error)
{
  FrCredentialsPage *self = owner;
  gboolean applying;
  gboolean cancelled = g_cancellable_is_cancelled (self->cancellable);

  stop_spinner (self);
  g_clear_object (&self->cancellable);
  if (cancelled)
    show_unchecked (self);
  else if (error != NULL)
    show_failure (self, error);
  else
    show_account (self, result);

  g_object_get (self, "applying", &applying, NULL);
  if (applying)
    fr_page_applied (FR_PAGE (self), error);
}

static void
check (FrCredentialsPage *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
  show_result (self, CHECKING, _ ("Signing in"), _ ("One try, and no more"));
  self->spinner_id = g_timeout_add (SHOW_SPINNER_MS, spinner_cb, self);
  fr_job_run (self, fr_sign_in_run, make_sign_in (self), fr_sign_in_free,
              (GDestroyNotify) fr_cloud_account_free, checked_cb, cancellable);
}

static void
check_cb (FrCredentialsPage *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (self->outcome != CHECKING)
    check (self, cancellable);
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
  FrCredentialsPage *self = owner;
  const FrKeyringAccount *account = result;

  say_keyring (self, error);
  if (account == NULL || self->outcome == CHECKING ||
      *gtk_editable_get_text (self->user_row) != '\0' ||
      *gtk_editable_get_text (self->password_row) != '\0')
    return;

  self->filling = TRUE;
  self->remembered = TRUE;
  gtk_editable_set_text (self->user_row, account->user);
  gtk_editable_set_text (self->password_row, account->password);
  gtk_switch_set_active (self->remember_switch, TRUE);
  self->filling = FALSE;
  show_unchecked (self);
}

/* Asked once for each place, when somebody comes to sign in there. */
static void
ask_keyring (FrCredentialsPage *self)
{
  g_autofree char *place = fr_making_dup_text (get_making (self), "place");

  if (self->asked_keyring != NULL && g_strcmp0 (place, self->asked_keyring) == 0)
    return;

  g_free (self->asked_keyring);
  self->asked_keyring = g_strdup (place != NULL ? place : "");
  fr_job_run (self, find, make_sign_in (self), fr_sign_in_free, free_account, found_cb, NULL);
}

static void
fr_credentials_page_enter (FrPage *page)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (page);

  if (is_needed (self))
    ask_keyring (self);
}

static void
fr_credentials_page_apply (FrPage *page, GCancellable *cancellable)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (page);

  if (!is_needed (self) || self->outcome == SIGNED_IN)
    fr_page_applied (page, NULL);
  else if (self->outcome == CHECKING)
    g_cancellable_connect (cancellable, G_CALLBACK (g_cancellable_cancel),
                           g_object_ref (self->cancellable), g_object_unref);
  else
    check (self, cancellable);
}

/* Another place: what was let in there may not be let in here. */
static void
place_cb (FrCredentialsPage *self)
{
  FrMaking *making = get_making (self);
  gboolean needed = is_needed (self);
  g_autofree char *place = fr_making_dup_text (making, "place");
  g_autofree char *lead = g_strdup_printf (_ ("Fitting Room talks to %s with your account."),
                                           place != NULL ? place : _ ("the cloud"));
  const char *user = gtk_editable_get_text (self->user_row);

  gtk_stack_set_visible_child_name (self->stack, needed ? "cloud" : "none");
  gtk_label_set_label (self->lead_label, lead);
  fr_page_set_needed (FR_PAGE (self), needed);
  fr_making_set_text (making, "server-password",
                      needed ? gtk_editable_get_text (self->server_row) : NULL);
  if (self->outcome == CHECKING)
    g_cancellable_cancel (self->cancellable);
  else
    show_unchecked (self);
  if (!needed)
    fr_page_set_answer (FR_PAGE (self), _ ("Not needed"));
  else
    fr_page_set_answer (FR_PAGE (self), *user != '\0' ? user : NULL);
}

static void
fr_credentials_page_constructed (GObject *object)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (object);
  FrMaking *making = get_making (self);
  g_autofree char *user = fr_making_dup_text (making, "user");
  g_autofree char *password = fr_making_dup_text (making, "password");

  G_OBJECT_CLASS (fr_credentials_page_parent_class)->constructed (object);

  self->filling = TRUE;
  gtk_editable_set_text (self->user_row, user != NULL ? user : "");
  gtk_editable_set_text (self->password_row, password != NULL ? password : "");
  self->filling = FALSE;
  make_cb (self);
  g_signal_connect_object (making, "notify::kind", G_CALLBACK (place_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (making, "notify::place", G_CALLBACK (place_cb), self,
                           G_CONNECT_SWAPPED);
  place_cb (self);
}

static void
fr_credentials_page_dispose (GObject *object)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  g_clear_pointer (&self->asked_keyring, g_free);
  /* The stack is both a child of the bin and of the template: one of them lets it go. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_CREDENTIALS_PAGE);

  G_OBJECT_CLASS (fr_credentials_page_parent_class)->dispose (object);
}

static void
fr_credentials_page_class_init (FrCredentialsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  object_class->constructed = fr_credentials_page_constructed;
  object_class->dispose = fr_credentials_page_dispose;
  page_class->enter = fr_credentials_page_enter;
  page_class->apply = fr_credentials_page_apply;

  g_type_ensure (FR_TYPE_PASSWORD_RULES);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-credentials-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, lead_label);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, result_row);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, result_stack);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, result_image);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, remember_row);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, rules);
  gtk_widget_class_bind_template_callback (widget_class, account_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_cb);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, remember_cb);
}

static void
fr_credentials_page_init (FrCredentialsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
