/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-server-form-private.h"

#include <glib/gi18n-lib.h>

#include "fr-build.h"
#include "fr-error.h"
#include "fr-job.h"
#include "fr-login.h"

/* What a server of one's own is asked, and what is said of the answers. For fr-server-form.c. */

/**
 * fr_server_form_is_busy:
 *
 * Returns: whether the server is being asked, or signed in to
 */
gboolean
fr_server_form_is_busy (FrServerForm *self)
{
  return self->outcome == FR_SERVER_ASKING || self->outcome == FR_SERVER_SIGNING_IN;
}

static gboolean
has_focus (FrServerForm *self, GtkWidget *focus)
{
  return focus != NULL && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->server)) ||
                           gtk_widget_is_ancestor (focus, GTK_WIDGET (self->login)));
}

/* The focus leaves a field before the field is switched off, and comes back to it. Fields stay as
 * they are while a key is asked for: one goes on to write. */
static void
set_outcome (FrServerForm *self, FrServerOutcome outcome)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean open = outcome != FR_SERVER_SIGNING_IN;

  if (!open && has_focus (self, focus))
    {
      g_set_weak_pointer (&self->focus, focus);
      gtk_root_set_focus (root, NULL);
    }
  self->outcome = outcome;
  gtk_widget_set_sensitive (GTK_WIDGET (self->server), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->login), open);
  if (open && self->focus != NULL)
    {
      if (focus == NULL)
        gtk_widget_grab_focus (self->focus);
      g_clear_weak_pointer (&self->focus);
    }
}

/**
 * fr_server_form_tell:
 *
 * What is typed, or what has come of it, is something else.
 */
void
fr_server_form_tell (FrServerForm *self)
{
  g_signal_emit_by_name (self, "changed");
}

static FrLogin *
make_login (FrServerForm *self)
{
  FrLogin *login = fr_login_new (fr_server_group_get_host (self->server),
                                 fr_server_group_get_port (self->server),
                                 fr_server_group_get_user (self->server));

  login->password = g_strdup (fr_login_group_get_password (self->login));
  login->key_file = g_strdup (fr_login_group_get_key_file (self->login));
  login->host_key = g_strdup (fr_trust_group_get_trusted (self->trust));
  login->deployment = fr_build_dup_name (self->making);

  return login;
}

/**
 * fr_server_form_show_unchecked:
 *
 * Nobody has been let in with what is there now.
 */
void
fr_server_form_show_unchecked (FrServerForm *self)
{
  set_outcome (self, FR_SERVER_UNCHECKED);
  fr_login_group_keep (self->login, FALSE);
  fr_trust_group_warn (self->trust, FALSE, NULL);
  if (fr_trust_group_get_print (self->trust) == NULL)
    fr_trust_group_say (self->trust, FR_TRUST_TO_COME, _ ("Not checked yet"),
                        _ ("First the server tells its fingerprint; nobody signs in for that"),
                        _ ("Chec_k"));
  else if (fr_trust_group_get_trusted (self->trust) == NULL)
    {
      g_autofree char *words =
        g_strdup_printf (_ ("On port %u; signing in waits for your trust"),
                         fr_server_group_get_port (self->server));

      fr_trust_group_say (self->trust, FR_TRUST_WELL, _ ("The server answers"), words,
                          _ ("Chec_k Again"));
    }
  else
    fr_trust_group_say (self->trust, FR_TRUST_TO_COME, _ ("Not signed in yet"),
                        _ ("Next signs in, too, and changes nothing"), _ ("Chec_k"));
  fr_server_form_tell (self);
}

static void
show_failure (FrServerForm *self, const GError *error)
{
  gboolean refused = g_error_matches (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_autofree char *words = NULL;

  /* Translators: a sentence, and below it a word that never changes, for those who help. */
  words = g_strdup_printf (_ ("%s\nCode: %s"), error->message, fr_error_get_code (error));
  set_outcome (self, refused ? FR_SERVER_REFUSED : FR_SERVER_FAILED);
  fr_trust_group_say (self->trust, FR_TRUST_WRONG,
                      fr_trust_group_get_trusted (self->trust) != NULL
                        ? _ ("Not signed in")
                        : _ ("The server does not answer"),
                      words, refused ? NULL : _ ("Chec_k Again"));
  fr_server_form_tell (self);
}

static void
show_machine (FrServerForm *self, const FrMachine *machine)
{
  g_autofree char *words = fr_machine_describe (machine);
  g_autofree char *warning = fr_machine_dup_warning (machine);

  set_outcome (self, FR_SERVER_SIGNED_IN);
  fr_making_set_text (self->making, "login-password", fr_login_group_get_password (self->login));
  fr_making_set_text (self->making, "key-file", fr_login_group_get_key_file (self->login));
  fr_making_set_machine (self->making, machine);
  fr_login_group_set_sudo_asks (self->login, machine->sudo_asks);
  fr_login_group_keep (self->login, TRUE);
  fr_trust_group_say (self->trust, FR_TRUST_WELL, _ ("Signed in"), words, _ ("Chec_k Again"));
  if (machine->obstacle != NULL)
    fr_trust_group_warn (self->trust, TRUE, machine->obstacle);
  else
    fr_trust_group_warn (self->trust, FALSE, warning);
  fr_server_form_tell (self);
}

/* That a server has told its key is not enough to go on. */
static void
end (FrServerForm *self, const GError *error)
{
  g_autoptr (GError) missing = NULL;

  g_clear_object (&self->cancellable);
  if (error == NULL && self->outcome != FR_SERVER_SIGNED_IN)
    missing = g_error_new_literal (FR_ERROR, FR_ERROR_CERTIFICATE, _ ("Nobody is signed in yet"));
  g_signal_emit_by_name (self, "checked", error != NULL ? error : missing);
}

static void
scanned_cb (gpointer owner, gpointer result, const GError *error)
{
  FrServerForm *self = owner;
  gboolean hasty = self->hasty;

  self->hasty = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    fr_server_form_show_unchecked (self);
  else if (error != NULL)
    show_failure (self, error);
  else
    {
      self->scanned = TRUE;
      fr_trust_group_set_scan (self->trust, result);
      fr_server_form_show_unchecked (self);
      if (hasty && fr_trust_group_get_trusted (self->trust) != NULL)
        {
          fr_server_form_sign_in (self, self->cancellable);
          return;
        }
    }
  end (self, error);
}

/**
 * fr_server_form_scan:
 * @cancellable: ends it
 *
 * Asks for the key alone; “checked” tells the outcome.
 */
void
fr_server_form_scan (FrServerForm *self, GCancellable *cancellable)
{
  if (fr_login_get_host_problem (fr_server_group_get_host (self->server)) != NULL)
    {
      fr_server_form_tell (self);
      return;
    }

  g_set_object (&self->cancellable, cancellable);
  set_outcome (self, FR_SERVER_ASKING);
  fr_trust_group_say (self->trust, FR_TRUST_BUSY, _ ("Asking the server for its fingerprint"),
                      _ ("Nobody signs in for that"), NULL);
  fr_server_form_tell (self);
  fr_job_run (self, fr_login_scan, make_login (self), fr_login_free, g_free, scanned_cb,
              self->cancellable);
}

static void
looked_cb (gpointer owner, gpointer result, const GError *error)
{
  FrServerForm *self = owner;

  if (g_cancellable_is_cancelled (self->cancellable))
    fr_server_form_show_unchecked (self);
  else if (g_error_matches (error, FR_ERROR, FR_ERROR_CERTIFICATE))
    {
      /* Which key it has now is worth showing. */
      set_outcome (self, FR_SERVER_UNCHECKED);
      fr_server_form_scan (self, self->cancellable);
      return;
    }
  else if (error != NULL)
    show_failure (self, error);
  else
    show_machine (self, result);
  end (self, error);
}

/**
 * fr_server_form_sign_in:
 * @cancellable: ends it
 *
 * Signs in with what is typed; “checked” tells the outcome.
 */
void
fr_server_form_sign_in (FrServerForm *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
  set_outcome (self, FR_SERVER_SIGNING_IN);
  fr_trust_group_say (self->trust, FR_TRUST_BUSY, _ ("Signing in"), _ ("One try, and no more"),
                      NULL);
  fr_server_form_tell (self);
  fr_job_run (self, fr_login_look, make_login (self), fr_login_free,
              (GDestroyNotify) fr_machine_free, looked_cb, self->cancellable);
}
