/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-credentials-page.h"

#include <glib/gi18n-lib.h>

#include "fr-account-group.h"
#include "fr-key-group.h"
#include "fr-password-rules.h"
#include "fr-password.h"
#include "fr-server-form.h"

/**
 * FrCredentialsPage:
 *
 * Who signs in to the cloud, and with which password new servers begin; or how a server of one's
 * own is reached. There is nothing to ask on this computer.
 */
struct _FrCredentialsPage
{
  FrPage parent_instance;

  GtkStack *stack;
  GtkLabel *lead_label;
  FrAccountGroup *account;
  GtkEditable *server_row;
  FrPasswordRules *rules;
  FrKeyGroup *key;
  FrServerForm *form;
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

static gboolean
is_own (FrCredentialsPage *self)
{
  return fr_making_get_kind (get_making (self)) == FR_KIND_SERVER;
}

static gboolean
is_signed_in (FrCredentialsPage *self)
{
  return is_own (self) ? fr_server_form_is_signed_in (self->form)
                       : fr_account_group_is_signed_in (self->account);
}

static void
update_answer (FrCredentialsPage *self)
{
  g_autofree char *own = fr_server_form_dup_answer (self->form);

  if (!is_needed (self))
    fr_page_set_answer (FR_PAGE (self), _ ("Not needed"));
  else if (is_own (self))
    fr_page_set_answer (FR_PAGE (self), own);
  else
    fr_page_set_answer (FR_PAGE (self), is_signed_in (self)
                                          ? fr_account_group_get_user (self->account)
                                          : NULL);
}

static const char *
find_problem (FrCredentialsPage *self, GtkWidget **where)
{
  const char *problem;

  if (!is_needed (self))
    return NULL;
  if (is_own (self))
    return fr_server_form_get_problem (self->form, where);

  problem = fr_account_group_get_problem (self->account, where);
  if (problem != NULL)
    return problem;

  *where = GTK_WIDGET (self->server_row);
  problem = fr_password_get_problem (gtk_editable_get_text (self->server_row));

  return problem != NULL ? problem : fr_key_group_get_problem (self->key, where);
}

/* The first thing that is missing, and where. */
static void
update_cb (FrCredentialsPage *self)
{
  GtkWidget *where = NULL;
  const char *reason = find_problem (self, &where);

  fr_page_set_complete (FR_PAGE (self), reason == NULL, reason, where);
  update_answer (self);
}

static void
checked_cb (FrCredentialsPage *self, const GError *error)
{
  gboolean applying;

  g_object_get (self, "applying", &applying, NULL);
  if (applying)
    fr_page_applied (FR_PAGE (self), error);
}

static void
server_cb (FrCredentialsPage *self)
{
  const char *password = gtk_editable_get_text (self->server_row);

  fr_password_rules_judge (self->rules, password);
  if (is_needed (self) && !is_own (self) && fr_password_get_problem (password) == NULL)
    fr_making_set_text (get_making (self), "server-password", password);
  update_cb (self);
}

static void
make_cb (FrCredentialsPage *self)
{
  g_autofree char *password = fr_password_make ();

  gtk_editable_set_text (self->server_row, password);
}

static void
fr_credentials_page_enter (FrPage *page)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (page);

  if (is_own (self))
    fr_server_form_enter (self->form);
  else if (is_needed (self))
    fr_account_group_ask_keyring (self->account);
}

static void
fr_credentials_page_apply (FrPage *page, GCancellable *cancellable)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (page);

  if (!is_needed (self) || is_signed_in (self))
    fr_page_applied (page, NULL);
  else if (is_own (self))
    fr_server_form_check (self->form, cancellable);
  else
    fr_account_group_check (self->account, cancellable);
}

static void
place_cb (FrCredentialsPage *self)
{
  FrMaking *making = get_making (self);
  gboolean needed = is_needed (self);
  g_autofree char *place = fr_making_dup_text (making, "place");
  g_autofree char *lead = g_strdup_printf (_ ("Fitting Room talks to %s with your account."),
                                           place != NULL ? place : _ ("the cloud"));
  const char *password = gtk_editable_get_text (self->server_row);

  if (is_own (self))
    gtk_stack_set_visible_child_name (self->stack, "server");
  else
    gtk_stack_set_visible_child_name (self->stack, needed ? "cloud" : "none");
  gtk_label_set_label (self->lead_label, lead);
  fr_page_set_needed (FR_PAGE (self), needed);
  fr_making_set_text (making, "server-password",
                      needed && !is_own (self) && fr_password_get_problem (password) == NULL
                        ? password
                        : NULL);
  fr_account_group_reset (self->account);
  update_cb (self);
}

static void
fr_credentials_page_constructed (GObject *object)
{
  FrCredentialsPage *self = FR_CREDENTIALS_PAGE (object);
  FrMaking *making = get_making (self);

  G_OBJECT_CLASS (fr_credentials_page_parent_class)->constructed (object);

  fr_account_group_set_making (self->account, making);
  fr_key_group_set_draft (self->key, fr_making_get_draft (making));
  fr_server_form_set_making (self->form, making);
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

  g_type_ensure (FR_TYPE_ACCOUNT_GROUP);
  g_type_ensure (FR_TYPE_KEY_GROUP);
  g_type_ensure (FR_TYPE_PASSWORD_RULES);
  g_type_ensure (FR_TYPE_SERVER_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-credentials-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, lead_label);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, account);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, rules);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, key);
  gtk_widget_class_bind_template_child (widget_class, FrCredentialsPage, form);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, checked_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_cb);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
}

static void
fr_credentials_page_init (FrCredentialsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
