/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-server-form-private.h"

#include <glib/gi18n-lib.h>

#include "fr-job.h"
#include "fr-login.h"

/**
 * FrServerForm:
 *
 * How a server of one's own is reached: which one, with what, whether it is the right one, and
 * what is found there. An address is asked for its key alone, until that is trusted. What has
 * been let in goes into the making; where and who goes into the draft at once.
 */

G_DEFINE_FINAL_TYPE (FrServerForm, fr_server_form, GTK_TYPE_BOX)

enum
{
  CHANGED,
  CHECKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
write_draft (FrServerForm *self)
{
  FrDraft *draft = fr_making_get_draft (self->making);
  const char *host = fr_server_group_get_host (self->server);
  const char *user = fr_server_group_get_user (self->server);

  if (fr_login_get_host_problem (host) == NULL)
    g_object_set (draft, "host", host, "ssh-port", fr_server_group_get_port (self->server), NULL);
  if (fr_login_get_user_problem (user) == NULL)
    g_object_set (draft, "user", user, NULL);
  g_object_set (draft, "host-key", fr_trust_group_get_trusted (self->trust), NULL);
}

/* What was found behind another address, or by another user, says nothing of this one. */
static void
forget (FrServerForm *self)
{
  fr_making_set_machine (self->making, NULL);
  fr_making_set_text (self->making, "login-password", NULL);
  fr_making_set_text (self->making, "key-file", NULL);
  fr_login_group_set_sudo_asks (self->login, FALSE);
}

/* Who signs in makes no difference to the key of the server. */
static char *
dup_place (const char *host, guint port)
{
  return g_strdup_printf ("%s:%u", host != NULL ? host : "", port);
}

static void
show_server (FrServerForm *self)
{
  const char *host = fr_server_group_get_host (self->server);
  guint port = fr_server_group_get_port (self->server);
  g_autofree char *endpoint = dup_place (host, port);

  fr_login_group_set_server (self->login, host, port, fr_server_group_get_user (self->server));
  if (g_strcmp0 (endpoint, self->endpoint) == 0)
    return;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  self->scanned = FALSE;
  fr_trust_group_expect (self->trust, g_strcmp0 (endpoint, self->known) == 0 ? self->known_print
                                                                             : NULL);
  g_free (self->endpoint);
  self->endpoint = g_steal_pointer (&endpoint);
}

static void
server_cb (FrServerForm *self)
{
  forget (self);
  show_server (self);
  write_draft (self);
  if (!fr_server_form_is_busy (self))
    fr_server_form_show_unchecked (self);
}

static void
login_cb (FrServerForm *self)
{
  if (self->making == NULL || self->outcome == FR_SERVER_SIGNING_IN)
    return;

  forget (self);
  if (!fr_server_form_is_busy (self))
    fr_server_form_show_unchecked (self);
}

/* The address is written: its fingerprint may be there before the rest is. */
static void
settled_cb (FrServerForm *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (self->making == NULL)
    return;

  fr_login_group_ask_keyring (self->login);
  if (!self->scanned && self->outcome == FR_SERVER_UNCHECKED)
    fr_server_form_scan (self, cancellable);
}

static void
check_cb (FrServerForm *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GtkWidget *where;

  if (fr_server_form_is_busy (self))
    return;

  if (fr_trust_group_get_trusted (self->trust) != NULL &&
      fr_server_form_get_problem (self, &where) == NULL)
    fr_server_form_sign_in (self, cancellable);
  else
    fr_server_form_scan (self, cancellable);
}

/* Whoever trusts a server and has said how to sign in wants to be let in. */
static void
trusted_cb (FrServerForm *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GtkWidget *where;

  write_draft (self);
  fr_server_form_show_unchecked (self);
  if (fr_server_form_get_problem (self, &where) == NULL)
    fr_server_form_sign_in (self, cancellable);
}

static void
fr_server_form_dispose (GObject *object)
{
  FrServerForm *self = FR_SERVER_FORM (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->making);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_SERVER_FORM);

  G_OBJECT_CLASS (fr_server_form_parent_class)->dispose (object);
}

static void
fr_server_form_finalize (GObject *object)
{
  FrServerForm *self = FR_SERVER_FORM (object);

  g_free (self->endpoint);
  g_free (self->known);
  g_free (self->known_print);

  G_OBJECT_CLASS (fr_server_form_parent_class)->finalize (object);
}

static void
fr_server_form_class_init (FrServerFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_server_form_dispose;
  object_class->finalize = fr_server_form_finalize;

  /**
   * FrServerForm::changed:
   *
   * What is typed, or what has come of it, is something else.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_SERVER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * FrServerForm::checked:
   * @error: (nullable): why nobody is signed in
   */
  signals[CHECKED] = g_signal_new ("checked", FR_TYPE_SERVER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  g_type_ensure (FR_TYPE_SERVER_GROUP);
  g_type_ensure (FR_TYPE_LOGIN_GROUP);
  g_type_ensure (FR_TYPE_TRUST_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-server-form.ui");
  gtk_widget_class_bind_template_child (widget_class, FrServerForm, server);
  gtk_widget_class_bind_template_child (widget_class, FrServerForm, login);
  gtk_widget_class_bind_template_child (widget_class, FrServerForm, trust);
  gtk_widget_class_bind_template_callback (widget_class, server_cb);
  gtk_widget_class_bind_template_callback (widget_class, settled_cb);
  gtk_widget_class_bind_template_callback (widget_class, login_cb);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, fr_server_form_tell);
}

static void
fr_server_form_init (FrServerForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_server_form_set_making:
 * @making: whose draft says where; what has been let in is written there
 */
void
fr_server_form_set_making (FrServerForm *self, FrMaking *making)
{
  g_autofree char *host = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autofree char *key_file = NULL;
  gboolean own;
  guint port;

  g_return_if_fail (FR_IS_SERVER_FORM (self) && self->making == NULL);

  own = fr_making_get_kind (making) == FR_KIND_SERVER;
  g_object_get (fr_making_get_draft (making), "host", &host, "user", &user, "ssh-port", &port,
                "host-key", &self->known_print, NULL);
  password = fr_making_dup_text (making, "login-password");
  key_file = fr_making_dup_text (making, "key-file");
  port = own ? port : 22;
  fr_server_group_set (self->server, host, port, user != NULL ? user : "root");
  self->known = dup_place (host, port);
  fr_login_group_set (self->login, key_file, password);
  self->making = g_object_ref (making);
  show_server (self);
  fr_server_form_show_unchecked (self);
}

/**
 * fr_server_form_enter:
 *
 * A user comes to sign in: writes what is there into the draft, and asks the keyring.
 */
void
fr_server_form_enter (FrServerForm *self)
{
  g_return_if_fail (FR_IS_SERVER_FORM (self));

  write_draft (self);
  if (*fr_server_group_get_host (self->server) != '\0')
    fr_login_group_ask_keyring (self->login);
}

/**
 * fr_server_form_check:
 * @cancellable: ends it
 *
 * Signs in, or joins what is under way; “checked” tells the outcome.
 */
void
fr_server_form_check (FrServerForm *self, GCancellable *cancellable)
{
  g_return_if_fail (FR_IS_SERVER_FORM (self));

  if (fr_server_form_is_busy (self))
    {
      self->hasty = self->outcome == FR_SERVER_ASKING;
      fr_job_join (cancellable, self->cancellable);
      return;
    }

  fr_server_form_sign_in (self, cancellable);
}

gboolean
fr_server_form_is_signed_in (FrServerForm *self)
{
  g_return_val_if_fail (FR_IS_SERVER_FORM (self), FALSE);

  return self->outcome == FR_SERVER_SIGNED_IN;
}

/**
 * fr_server_form_dup_answer:
 *
 * Returns: (transfer full) (nullable): "admin@198.51.100.2", since somebody has been let in
 */
char *
fr_server_form_dup_answer (FrServerForm *self)
{
  g_return_val_if_fail (FR_IS_SERVER_FORM (self), NULL);

  if (self->outcome != FR_SERVER_SIGNED_IN)
    return NULL;

  return g_strdup_printf ("%s@%s", fr_server_group_get_user (self->server),
                          fr_server_group_get_host (self->server));
}

/**
 * fr_server_form_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_server_form_get_problem (FrServerForm *self, GtkWidget **where)
{
  const char *problem;

  g_return_val_if_fail (FR_IS_SERVER_FORM (self), NULL);

  problem = fr_server_group_get_problem (self->server, where);
  if (problem == NULL)
    problem = fr_login_group_get_problem (self->login, where);
  if (problem == NULL)
    problem = fr_trust_group_get_problem (self->trust, where);
  if (problem == NULL && self->outcome == FR_SERVER_SIGNED_IN &&
      fr_making_get_machine (self->making)->obstacle != NULL)
    problem = fr_server_group_get_other (self->server, where);
  if (problem == NULL && self->outcome == FR_SERVER_REFUSED)
    {
      *where = fr_login_group_get_first (self->login);
      problem = _ ("Correct how you sign in to go on");
    }

  return problem;
}
