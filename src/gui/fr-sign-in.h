/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-cloud-records.h"
#include "fr-making.h"

G_BEGIN_DECLS

/**
 * FrSignIn:
 * @endpoint: (nullable): where; by @plan_text when %NULL
 * @location: (nullable): a data centre that must be there
 *
 * One try to sign in to a cloud: for a worker, see fr_job_run().
 */
typedef struct
{
  char *endpoint;
  char *plan_text;
  char *location;
  char *user;
  char *password;
} FrSignIn;

/**
 * FrSignedIn:
 * @limits: (nullable): of the data centre that must be there
 *
 * What a cloud says to somebody who has been let in.
 */
typedef struct
{
  FrCloudAccount *account;
  FrLimits *limits;
} FrSignedIn;

FrSignIn *fr_sign_in_new (FrMaking *making, const char *user, const char *password);
FrSignIn *fr_sign_in_copy (const FrSignIn *self);
void fr_sign_in_free (gpointer data);
gpointer fr_sign_in_run (gpointer data, GCancellable *cancellable, GError **error);
gboolean fr_sign_in_find_endpoint (FrSignIn *self, GError **error);
char *fr_sign_in_dup_endpoint (FrDraft *draft);
void fr_signed_in_free (FrSignedIn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrSignedIn, fr_signed_in_free)

G_END_DECLS
