/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-login-group.h"
#include "fr-server-form.h"
#include "fr-server-group.h"
#include "fr-trust-group.h"

G_BEGIN_DECLS

typedef enum
{
  FR_SERVER_UNCHECKED,
  FR_SERVER_ASKING,     /* for the fingerprint              */
  FR_SERVER_SIGNING_IN, /* with the trusted one             */
  FR_SERVER_SIGNED_IN,
  FR_SERVER_REFUSED, /* the same is not tried twice      */
  FR_SERVER_FAILED,  /* nobody could be asked: try again */
} FrServerOutcome;

struct _FrServerForm
{
  GtkBox parent_instance;

  FrServerGroup *server;
  FrLoginGroup *login;
  FrTrustGroup *trust;

  FrMaking *making;
  FrServerOutcome outcome;
  char *endpoint;            /* whose fingerprint is shown, or would be   */
  char *known;               /* the endpoint that came with the plan      */
  char *known_print;         /* and its fingerprint                       */
  gboolean scanned;          /* the server has told its key just now      */
  gboolean hasty;            /* sign in as soon as a fingerprint is there */
  GCancellable *cancellable; /* of what is under way; NULL: nothing */
  GtkWidget *focus;          /* where it was before signing in; weak */
};

gboolean fr_server_form_is_busy (FrServerForm *self);
void fr_server_form_tell (FrServerForm *self);
void fr_server_form_show_unchecked (FrServerForm *self);
void fr_server_form_scan (FrServerForm *self, GCancellable *cancellable);
void fr_server_form_sign_in (FrServerForm *self, GCancellable *cancellable);

G_END_DECLS
