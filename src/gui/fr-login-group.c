/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-login-group.h"

#include <glib/gi18n-lib.h>

#include "fr-dialogs.h"
#include "fr-field-note.h"
#include "fr-job.h"
#include "fr-key-file.h"
#include "fr-login.h"
#include "fr-remember-row.h"

typedef enum
{
  METHOD_KEY, /* in the order of the template */
  METHOD_PASSWORD,
} Method;

/**
 * FrLoginGroup:
 *
 * With what one signs in to a server of one's own: a key or a password, what sudo needs, and the
 * keyring.
 */
struct _FrLoginGroup
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *method_row;
  AdwActionRow *key_row;
  GtkWidget *key_button;
  FrFieldNote *key_note;
  AdwPreferencesRow *password_row;
  AdwActionRow *sudo_row;
  FrRememberRow *remember_row;

  char *host;
  guint port;
  char *user;
  char *key_file;
  gboolean key_wrong;
  gboolean sudo_asks; /* that has been seen there */
  GCancellable *cancellable;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FrLoginGroup, fr_login_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static Method
get_method (FrLoginGroup *self)
{
  return (Method) adw_combo_row_get_selected (self->method_row);
}

static gboolean
is_root (FrLoginGroup *self)
{
  return g_strcmp0 (self->user, "root") == 0;
}

static const char *
get_typed (FrLoginGroup *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->password_row));
}

static void
show_password_row (FrLoginGroup *self)
{
  gboolean needed = get_method (self) == METHOD_PASSWORD || !is_root (self);
  const char *user = self->user != NULL ? self->user : "";
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (get_method (self) == METHOD_KEY)
    title = g_strdup (_ ("Password for sudo, if it asks"));
  else if (*user == '\0')
    title = g_strdup (_ ("Password"));
  else
    /* Translators: %s is the name of a user */
    title = g_strdup_printf (_ ("Password of %s"), user);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_row_set_title (self->password_row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), needed);
  gtk_widget_set_visible (GTK_WIDGET (self->remember_row), needed);
}

static void
show (FrLoginGroup *self)
{
  gboolean key = get_method (self) == METHOD_KEY;
  const char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->key_row), key);
  if (!key)
    fr_field_note_say (self->key_note, GTK_WIDGET (self->key_row), NULL);
  adw_action_row_set_subtitle (self->key_row,
                               self->key_file != NULL ? self->key_file : _ ("None chosen yet"));
  show_password_row (self);

  if (self->sudo_asks)
    words = _ ("sudo asks for the password above; it is sent to sudo alone, and kept nowhere on "
               "the server");
  else
    words = _ ("Installing needs sudo. If it asks for a password, it gets the one above, which is "
               "kept nowhere on the server");
  adw_action_row_set_subtitle (self->sudo_row, words);
  gtk_widget_set_visible (GTK_WIDGET (self->sudo_row), !is_root (self));
}

static void
tell (FrLoginGroup *self)
{
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
edited_cb (FrLoginGroup *self)
{
  if (!self->filling && self->remember_row != NULL)
    tell (self);
}

static void
checked_cb (gpointer owner, gpointer result, const GError *error)
{
  FrLoginGroup *self = owner;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->key_wrong = error != NULL;
  if (get_method (self) == METHOD_KEY)
    fr_field_note_say (self->key_note, GTK_WIDGET (self->key_row),
                       error != NULL ? error->message : NULL);
  tell (self);
}

static void
check_key (FrLoginGroup *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->key_wrong = FALSE;
  fr_field_note_say (self->key_note, GTK_WIDGET (self->key_row), NULL);
  if (self->key_file == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  fr_job_run (self, fr_key_file_check, g_strdup (self->key_file), g_free, NULL, checked_cb,
              self->cancellable);
}

static void
chosen_cb (gpointer owner, GFile *file)
{
  FrLoginGroup *self = owner;

  g_free (self->key_file);
  self->key_file = g_file_get_path (file);
  check_key (self);
  tell (self);
}

static void
choose_cb (FrLoginGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    fr_dialogs_open_key (GTK_WINDOW (root), _ ("Choose a Private Key"), self, chosen_cb);
}

static char *
dup_endpoint (FrLoginGroup *self)
{
  return fr_login_dup_endpoint (self->user != NULL ? self->user : "",
                                self->host != NULL ? self->host : "", self->port);
}

/* What is typed, for the keyring; it knows servers as it knows clouds. */
static FrSignIn *
make_sign_in (FrLoginGroup *self)
{
  FrSignIn *sign_in = g_new0 (FrSignIn, 1);

  sign_in->endpoint = dup_endpoint (self);
  sign_in->user = g_strdup (self->user);
  sign_in->password = g_strdup (get_typed (self));

  return sign_in;
}

/* What is remembered is typed for those who have not typed yet. */
static void
found_cb (FrLoginGroup *self, const FrKeyringAccount *account)
{
  if (*get_typed (self) != '\0' || g_strcmp0 (account->user, self->user) != 0)
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->password_row), account->password);
}

static void
fr_login_group_dispose (GObject *object)
{
  FrLoginGroup *self = FR_LOGIN_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_LOGIN_GROUP);

  G_OBJECT_CLASS (fr_login_group_parent_class)->dispose (object);
}

static void
fr_login_group_finalize (GObject *object)
{
  FrLoginGroup *self = FR_LOGIN_GROUP (object);

  g_free (self->host);
  g_free (self->user);
  g_free (self->key_file);

  G_OBJECT_CLASS (fr_login_group_parent_class)->finalize (object);
}

static void
fr_login_group_class_init (FrLoginGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_login_group_dispose;
  object_class->finalize = fr_login_group_finalize;

  /**
   * FrLoginGroup::changed:
   *
   * What is chosen or typed is something else.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_LOGIN_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_FIELD_NOTE);
  g_type_ensure (FR_TYPE_REMEMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-login-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, method_row);
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, key_row);
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, key_button);
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, key_note);
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, password_row);
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, sudo_row);
  gtk_widget_class_bind_template_child (widget_class, FrLoginGroup, remember_row);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
}

static void
fr_login_group_init (FrLoginGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_login_group_set:
 * @key_file: (nullable): the path of a private key; %NULL with a password: that is used
 * @password: (nullable):
 *
 * Fills the fields, and tells nobody.
 */
void
fr_login_group_set (FrLoginGroup *self, const char *key_file, const char *password)
{
  g_return_if_fail (FR_IS_LOGIN_GROUP (self));

  self->filling = TRUE;
  g_free (self->key_file);
  self->key_file = key_file != NULL ? g_strdup (key_file) : fr_key_file_find ();
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), password != NULL ? password : "");
  adw_combo_row_set_selected (self->method_row,
                              self->key_file != NULL && (key_file != NULL || password == NULL)
                                ? METHOD_KEY
                                : METHOD_PASSWORD);
  self->filling = FALSE;
  check_key (self);
  show (self);
}

/**
 * fr_login_group_set_server:
 * @host: where one signs in
 * @user: who signs in
 */
void
fr_login_group_set_server (FrLoginGroup *self, const char *host, guint port, const char *user)
{
  g_return_if_fail (FR_IS_LOGIN_GROUP (self));

  g_free (self->host);
  g_free (self->user);
  self->host = g_strdup (host);
  self->port = port;
  self->user = g_strdup (user);
  show (self);
}

/**
 * fr_login_group_set_sudo_asks:
 * @asks: whether sudo was seen to ask for a password
 */
void
fr_login_group_set_sudo_asks (FrLoginGroup *self, gboolean asks)
{
  g_return_if_fail (FR_IS_LOGIN_GROUP (self));

  self->sudo_asks = asks;
  show (self);
}

/**
 * fr_login_group_ask_keyring:
 *
 * Looks once for each server whether a password is remembered.
 */
void
fr_login_group_ask_keyring (FrLoginGroup *self)
{
  g_autofree char *endpoint = NULL;

  g_return_if_fail (FR_IS_LOGIN_GROUP (self));

  endpoint = dup_endpoint (self);
  fr_remember_row_look (self->remember_row, endpoint, make_sign_in (self));
}

/**
 * fr_login_group_keep:
 * @let_in: whether what is typed has been let in; only that is worth remembering
 */
void
fr_login_group_keep (FrLoginGroup *self, gboolean let_in)
{
  g_return_if_fail (FR_IS_LOGIN_GROUP (self));

  fr_remember_row_set_account (self->remember_row, let_in && fr_login_group_get_password (self)
                                                     ? make_sign_in (self)
                                                     : NULL);
}

/**
 * fr_login_group_get_key_file:
 *
 * Returns: (transfer none) (nullable): the path of the private key, when one signs in with it
 */
const char *
fr_login_group_get_key_file (FrLoginGroup *self)
{
  g_return_val_if_fail (FR_IS_LOGIN_GROUP (self), NULL);

  return get_method (self) == METHOD_KEY ? self->key_file : NULL;
}

/**
 * fr_login_group_get_password:
 *
 * Returns: (transfer none) (nullable): for signing in, or for sudo; %NULL when there is none
 */
const char *
fr_login_group_get_password (FrLoginGroup *self)
{
  g_return_val_if_fail (FR_IS_LOGIN_GROUP (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->password_row)) && *get_typed (self) != '\0'
           ? get_typed (self)
           : NULL;
}

/**
 * fr_login_group_get_first:
 *
 * Returns: (transfer none): what is to be corrected when a server lets nobody in
 */
GtkWidget *
fr_login_group_get_first (FrLoginGroup *self)
{
  g_return_val_if_fail (FR_IS_LOGIN_GROUP (self), NULL);

  return get_method (self) == METHOD_KEY ? self->key_button : GTK_WIDGET (self->password_row);
}

/**
 * fr_login_group_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_login_group_get_problem (FrLoginGroup *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_LOGIN_GROUP (self), NULL);

  *where = fr_login_group_get_first (self);
  if (get_method (self) == METHOD_KEY && self->key_file == NULL)
    return _ ("Choose a key file to go on");
  if (get_method (self) == METHOD_KEY && self->key_wrong)
    return _ ("Choose another key file to go on");
  if (get_method (self) == METHOD_PASSWORD && *get_typed (self) == '\0')
    return _ ("Type the password of the user to go on");

  *where = GTK_WIDGET (self->password_row);
  if (self->sudo_asks && !is_root (self) && *get_typed (self) == '\0')
    return _ ("Type the password for sudo to go on");

  return NULL;
}
