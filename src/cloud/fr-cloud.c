/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-answer.h"
#include "fr-cloud-private.h"
#include "fr-cloud-types.h"
#include "fr-cloud-wire.h"

G_DEFINE_FINAL_TYPE (FrCloud, fr_cloud, G_TYPE_OBJECT)

static void
fr_cloud_finalize (GObject *object)
{
  FrCloud *self = FR_CLOUD (object);

  g_clear_pointer (&self->wire, fr_cloud_wire_free);
  for (guint i = 0; i < FR_CLOUD_N_KINDS; i++)
    fr_cloud_poll_clear (&self->polls[i]);

  g_free (self->organisation);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (fr_cloud_parent_class)->finalize (object);
}

static void
fr_cloud_class_init (FrCloudClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fr_cloud_finalize;
}

static void
fr_cloud_init (FrCloud *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  for (guint i = 0; i < FR_CLOUD_N_KINDS; i++)
    fr_cloud_poll_init (&self->polls[i]);

  /* Section 10.2: between the eager and the patient among the known clients. */
  self->poll_ms = 5000;
  self->first_pause_ms = 10 * 1000;
  self->patience_seconds = 20 * 60;
}

/**
 * fr_cloud_new:
 * @endpoint: "https://host:port", or the host alone; http only on loopback
 * @user: the account
 * @password: its password; kept in memory only
 * @ca_file: (nullable): PEM file of the authorities to trust; else the one that SSL_CERT_FILE
 *   names, else those of the system
 *
 * Does not connect yet.
 *
 * Returns: (transfer full): a cloud, or %NULL with %FR_ERROR_USAGE (endpoint),
 *   %FR_ERROR_CREDENTIALS (empty) or %FR_ERROR_CERTIFICATE (file)
 */
FrCloud *
fr_cloud_new (const char *endpoint, const char *user, const char *password, const char *ca_file,
              GError **error)
{
  g_autoptr (FrCloudWire) wire = NULL;
  FrCloud *self;

  g_return_val_if_fail (endpoint != NULL && user != NULL && password != NULL, NULL);

  wire = fr_cloud_wire_new (endpoint, user, password, ca_file, error);
  if (wire == NULL)
    return NULL;

  self = g_object_new (FR_TYPE_CLOUD, NULL);
  self->wire = g_steal_pointer (&wire);
  return self;
}

/**
 * fr_cloud_get_endpoint:
 *
 * Returns: (transfer none): scheme, host and port
 */
const char *
fr_cloud_get_endpoint (FrCloud *self)
{
  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  return self->wire->endpoint;
}

/**
 * fr_cloud_set_pace:
 * @poll_ms: how often waits look
 * @first_pause_ms: the first pause before a busy cloud is asked again; the longest is three
 *   times as long
 *
 * For a cloud that is faster than those of the world. 5 s and 10 s at first.
 */
void
fr_cloud_set_pace (FrCloud *self, guint poll_ms, guint first_pause_ms)
{
  g_return_if_fail (FR_IS_CLOUD (self) && poll_ms > 0 && first_pause_ms > 0);

  g_mutex_lock (&self->mutex);
  self->poll_ms = poll_ms;
  self->first_pause_ms = first_pause_ms;
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_cloud_set_patience:
 * @seconds: how long one call comes back to a busy cloud; 20 minutes at first
 */
void
fr_cloud_set_patience (FrCloud *self, guint seconds)
{
  g_return_if_fail (FR_IS_CLOUD (self));

  g_mutex_lock (&self->mutex);
  self->patience_seconds = seconds;
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_cloud_set_busy_func:
 * @func: (nullable): told before each pause, on the thread that waits
 * @data: for @func; has to live as long as @self
 */
void
fr_cloud_set_busy_func (FrCloud *self, FrCloudBusyFunc func, gpointer data)
{
  g_return_if_fail (FR_IS_CLOUD (self));

  g_mutex_lock (&self->mutex);
  self->busy_func = func;
  self->busy_data = data;
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_cloud_sign_in:
 *
 * Asks who we are; the first call of all. Other calls do it by themselves when it is needed.
 * Blocks.
 *
 * Returns: (transfer full): the account, or %NULL with %FR_ERROR_CREDENTIALS after one try,
 *   %FR_ERROR_CERTIFICATE, %FR_ERROR_UNREACHABLE or %FR_ERROR_PROTOCOL. Section 1.5.
 */
FrCloudAccount *
fr_cloud_sign_in (FrCloud *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) reason = NULL;
  FrCloudAccount *account;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  node = fr_cloud_ask (self, FR_CLOUD_ROOT "user/myUser", _ ("Account"), NULL, G_MAXINT64, NULL,
                       cancellable, error);
  if (node == NULL)
    return NULL;

  account = fr_cloud_fields_read (&fr_cloud_account_type, node, "", &reason);
  if (account == NULL)
    {
      fr_cloud_answer_misshapen (_ ("Account"), g_steal_pointer (&reason), error);
      return NULL;
    }

  g_mutex_lock (&self->mutex);
  if (self->organisation == NULL)
    self->organisation = g_uri_escape_string (account->id, NULL, FALSE);
  g_mutex_unlock (&self->mutex);

  return account;
}
