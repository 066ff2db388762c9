/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-sign-in.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "fr-cloud-places.h"
#include "fr-endpoint.h"
#include "fr-error.h"

#define PATIENCE 30 /* seconds, while somebody looks at a spinner */

/**
 * fr_sign_in_dup_endpoint:
 *
 * Returns: (transfer full) (nullable): the address of the API that a draft leads to
 */
char *
fr_sign_in_dup_endpoint (FrDraft *draft)
{
  g_autofree char *id = NULL;
  g_autofree char *host = NULL;

  g_object_get (draft, "location-id", &id, "api-host", &host, NULL);

  return host != NULL ? g_strconcat ("https://", host, NULL) : fr_endpoint_find_named (id, NULL);
}

FrSignIn *
fr_sign_in_new (FrMaking *making, const char *user, const char *password)
{
  FrSignIn *self = g_new0 (FrSignIn, 1);

  self->endpoint = fr_making_dup_text (making, "endpoint");
  self->plan_text = fr_making_dup_text (making, "plan-text");
  if (self->endpoint == NULL && self->plan_text == NULL)
    {
      self->endpoint = fr_sign_in_dup_endpoint (fr_making_get_draft (making));
      g_object_get (fr_making_get_draft (making), "location-id", &self->location, NULL);
    }
  self->user = g_strdup (user);
  self->password = g_strdup (password);

  return self;
}

FrSignIn *
fr_sign_in_copy (const FrSignIn *self)
{
  FrSignIn *copy = g_new0 (FrSignIn, 1);

  copy->endpoint = g_strdup (self->endpoint);
  copy->plan_text = g_strdup (self->plan_text);
  copy->location = g_strdup (self->location);
  copy->user = g_strdup (self->user);
  copy->password = g_strdup (self->password);

  return copy;
}

void
fr_sign_in_free (gpointer data)
{
  FrSignIn *self = data;

  g_free (self->endpoint);
  g_free (self->plan_text);
  g_free (self->location);
  g_free (self->user);
  secret_password_free (self->password);
  g_free (self);
}

/**
 * fr_sign_in_find_endpoint:
 *
 * Makes sure that @endpoint is known; a plan must be read for that. Blocks.
 *
 * Returns: %FALSE with %FR_ERROR_PLAN
 */
gboolean
fr_sign_in_find_endpoint (FrSignIn *self, GError **error)
{
  g_autoptr (FrPlan) plan = NULL;

  if (self->endpoint != NULL)
    return TRUE;
  if (self->plan_text == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("It is not known where the API of %s is. Choose another data centre, or "
                      "give the address of the cloud."),
                   self->location);
      return FALSE;
    }

  plan = fr_plan_parse (self->plan_text, "fittings.yaml", NULL, error);
  if (plan == NULL)
    return FALSE;
  self->endpoint = fr_endpoint_find (plan, error);

  return self->endpoint != NULL;
}

/**
 * fr_signed_in_free:
 * @self: (nullable):
 */
void
fr_signed_in_free (FrSignedIn *self)
{
  if (self == NULL)
    return;

  fr_cloud_account_free (self->account);
  fr_limits_free (self->limits);
  g_free (self);
}

static FrLimits *
read_limits (const FrCloudLocation *location)
{
  return fr_limits_new (location->id, location->max_cpu, location->max_memory_gb,
                        location->min_disk_gb, location->max_disk_gb, location->disk_speeds);
}

/* Better known now than after the first steps of a deployment. */
static FrLimits *
find_location (const FrSignIn *self, FrCloud *cloud, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) locations = fr_cloud_list_locations (cloud, cancellable, error);
  g_autoptr (GString) ids = g_string_new (NULL);

  if (locations == NULL)
    return NULL;

  for (guint i = 0; i < locations->len; i++)
    {
      const FrCloudLocation *location = g_ptr_array_index (locations, i);

      if (g_strcmp0 (location->id, self->location) == 0)
        return read_limits (location);
      g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", location->id);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
               _ ("The account is right, but there is no data centre %s there. There are: %s."),
               self->location, ids->str);

  return NULL;
}

/**
 * fr_sign_in_run:
 * @data: an FrSignIn
 *
 * Blocks. A refusal is never tried again.
 *
 * Returns: (transfer full): an FrSignedIn, or %NULL with an error
 */
gpointer
fr_sign_in_run (gpointer data, GCancellable *cancellable, GError **error)
{
  FrSignIn *self = data;
  g_autoptr (FrCloud) cloud = NULL;
  g_autoptr (FrSignedIn) found = g_new0 (FrSignedIn, 1);

  if (!fr_sign_in_find_endpoint (self, error))
    return NULL;
  cloud = fr_cloud_new (self->endpoint, self->user, self->password, NULL, error);
  if (cloud == NULL)
    return NULL;
  fr_cloud_set_patience (cloud, PATIENCE);
  found->account = fr_cloud_sign_in (cloud, cancellable, error);
  if (found->account == NULL)
    return NULL;
  if (self->location != NULL)
    found->limits = find_location (self, cloud, cancellable, error);

  return self->location == NULL || found->limits != NULL ? g_steal_pointer (&found) : NULL;
}
