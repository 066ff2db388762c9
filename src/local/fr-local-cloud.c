/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-cloud.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-local-certificate.h"
#include "fr-local-cloud-private.h"
#include "fr-local-life.h"

/* Below the ephemeral ports of Linux, so that an outgoing connection does not take it. */
#define FIRST_PORT 20000
#define LAST_PORT 32000
#define PORT_TRIES 20

/* The clock of the world may be another than that of the timer, so it is looked at often. */
#define LONGEST_NAP_MS 100

/* Where the thread is to listen, and how it went. */
typedef struct
{
  FrLocalCloud *self;
  guint port;
  GTlsCertificate *certificate;
  GError *error;
} Opening;

/* Something has changed: first it is kept, then the hosts and ways follow. */
static void
settle (FrLocalCloud *self)
{
  g_autoptr (JsonNode) node = fr_local_world_to_json (self->world);
  g_autoptr (GError) error = NULL;

  if (!fr_local_store_save_world (self->store, node, &error))
    g_warning ("%s", error->message);
  fr_local_effects_update (self->effects);
}

static gboolean
timer_cb (gpointer data)
{
  FrLocalCloud *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  if (fr_local_life_advance (self->world))
    settle (self);
  fr_local_cloud_arm_timer (self);

  return G_SOURCE_REMOVE;
}

/**
 * fr_local_cloud_arm_timer:
 *
 * Wakes up when the next operation ends, whether or not somebody asks. On the thread.
 */
void
fr_local_cloud_arm_timer (FrLocalCloud *self)
{
  gint64 due = fr_local_life_get_due (self->world);
  gint64 nap_ms;

  if (due == 0 || self->timer != NULL)
    return;

  nap_ms = (due - fr_local_world_get_time (self->world)) / 1000 + 1;
  self->timer = g_timeout_source_new ((guint) CLAMP (nap_ms, 1, LONGEST_NAP_MS));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, fr_loopback_get_context (self->loopback));
}

static void
answer_cb (const FrLocalRequest *request, FrLocalReply *reply, gpointer data)
{
  FrLocalCloud *self = data;

  fr_local_service_answer (self->service, request, reply);
  if (reply->changed)
    settle (self);
  fr_local_cloud_arm_timer (self);
}

/* The port that was asked for, or the world's; when that one is taken, another. */
static gboolean
listen_somewhere (FrLocalCloud *self, guint port, GError **error)
{
  g_autoptr (GError) reason = NULL;
  guint asked = port != 0 ? port : self->store->port;

  if (asked != 0 && fr_local_http_listen (self->http, asked, &reason))
    return fr_local_store_set_port (self->store, asked, error);

  for (guint i = 0; port == 0 && i < PORT_TRIES; i++)
    {
      guint other = (guint) g_random_int_range (FIRST_PORT, LAST_PORT);

      g_clear_error (&reason);
      if (fr_local_http_listen (self->http, other, &reason))
        return fr_local_store_set_port (self->store, other, error);
    }

  g_set_error (
    error, FR_ERROR, FR_ERROR_EXISTS,
    _ ("The emulated cloud cannot listen on port %u of this computer (%s). Stop the program that "
       "uses it, or choose another port."),
    asked, reason->message);
  return FALSE;
}

static void
open_on_thread (gpointer data)
{
  Opening *opening = data;
  FrLocalCloud *self = opening->self;

  self->http = fr_local_http_new (opening->certificate, answer_cb, self);
  if (listen_somewhere (self, opening->port, &opening->error))
    fr_local_cloud_arm_timer (self);
}

static void
close_on_thread (gpointer data)
{
  FrLocalCloud *self = data;

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->http, fr_local_http_free);
}

static GTlsCertificate *
load_certificate (FrLocalStore *store, GError **error)
{
  g_autofree char *certificate = fr_local_store_build_path (store, "certificate.pem");
  g_autofree char *key = fr_local_store_build_path (store, "key.pem");

  if (!fr_local_certificate_ensure (store->folder, error))
    return NULL;

  return g_tls_certificate_new_from_files (certificate, key, error);
}

static gboolean
load_world (FrLocalCloud *self, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (!fr_local_store_load_world (self->store, &node, error))
    return FALSE;
  if (node == NULL || fr_local_world_load (self->world, node))
    return TRUE;

  g_set_error (
    error, FR_ERROR, FR_ERROR_STATE,
    _ ("What exists in the emulated cloud of “%s” cannot be understood: it was written by "
       "another version. Remove that folder to begin with an empty cloud."),
    self->store->folder);
  return FALSE;
}

/**
 * fr_local_cloud_start:
 * @folder: where its world is kept; made when it is not there
 * @port: to listen on, 0 for the one that the world has chosen
 * @speed: by which the durations of operations are divided: 1 as they are
 * @hosts: whether there are hosts behind the servers of this computer: without them the power
 *   and path functions are not called
 *
 * Starts the emulated cloud with what existed when it was stopped. Blocks until it listens.
 *
 * Returns: (transfer full): the running cloud, or %NULL with %FR_ERROR_EXISTS when the world
 *   runs already or the port is in use, %FR_ERROR_STATE, or %FR_ERROR_MISSING when there is no
 *   openssl
 */
FrLocalCloud *
fr_local_cloud_start (const char *folder, guint port, double speed, gboolean hosts, GError **error)
{
  g_autoptr (FrLocalCloud) self = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  Opening opening = { .port = port };

  g_return_val_if_fail (folder != NULL && port <= G_MAXUINT16 && speed > 0, NULL);

  self = g_new0 (FrLocalCloud, 1);
  self->hosts = hosts;
  self->store = fr_local_store_open (folder, error);
  if (self->store == NULL)
    return NULL;
  certificate = load_certificate (self->store, error);
  if (certificate == NULL)
    return NULL;

  self->ca_file = fr_local_store_build_path (self->store, "ca.pem");
  self->world = fr_local_world_new (speed, self->store->user);
  if (!load_world (self, error))
    return NULL;
  self->service = fr_local_service_new (self->store, self->world);
  self->effects = fr_local_effects_new (self->world);
  self->loopback = fr_loopback_new ("local-cloud");

  opening.self = self;
  opening.certificate = certificate;
  fr_loopback_call (self->loopback, open_on_thread, &opening);
  if (opening.error != NULL)
    {
      g_propagate_error (error, opening.error);
      return NULL;
    }
  self->endpoint = g_strdup_printf ("https://127.0.0.1:%u", self->store->port);

  return g_steal_pointer (&self);
}

/**
 * fr_local_cloud_stop:
 * @self: (nullable):
 *
 * Stops listening and gives the folder back; everything has been saved. The functions are not
 * called any more, so that whoever started hosts stops them. Not to be called on the emulator's
 * thread.
 */
void
fr_local_cloud_stop (FrLocalCloud *self)
{
  if (self == NULL)
    return;

  if (self->loopback != NULL)
    fr_loopback_end (self->loopback, close_on_thread, self);
  g_clear_pointer (&self->effects, fr_local_effects_free);
  g_clear_pointer (&self->service, fr_local_service_free);
  g_clear_pointer (&self->world, fr_local_world_free);
  g_clear_pointer (&self->store, fr_local_store_free);
  g_free (self->endpoint);
  g_free (self->ca_file);
  g_free (self);
}

/**
 * fr_local_cloud_find:
 * @folder: of a world
 * @endpoint: (out) (optional): its address
 * @ca_file: (out) (optional): the certificate of its authority
 * @user: (out) (optional): who may come in
 * @password: (out) (optional): with which password
 *
 * Finds a world that some process runs.
 *
 * Returns: %FALSE with %FR_ERROR_NOT_FOUND when there is none or nobody runs it
 */
gboolean
fr_local_cloud_find (const char *folder, char **endpoint, char **ca_file, char **user,
                     char **password, GError **error)
{
  g_autoptr (FrLocalStore) store = NULL;
  gboolean running;

  g_return_val_if_fail (folder != NULL, FALSE);

  store = fr_local_store_look (folder, &running, error);
  if (store == NULL)
    return FALSE;
  if (!running || store->port == 0)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                   _ ("The emulated cloud in “%s” is not running. Start it, then try again."),
                   folder);
      return FALSE;
    }

  if (endpoint != NULL)
    *endpoint = g_strdup_printf ("https://127.0.0.1:%u", store->port);
  if (ca_file != NULL)
    *ca_file = fr_local_store_build_path (store, "ca.pem");
  if (user != NULL)
    *user = g_strdup (store->user);
  if (password != NULL)
    *password = g_strdup (store->password);

  return TRUE;
}

/**
 * fr_local_cloud_get_endpoint:
 *
 * Returns: (transfer none): its address, "https://127.0.0.1:PORT"
 */
const char *
fr_local_cloud_get_endpoint (FrLocalCloud *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->endpoint;
}

/**
 * fr_local_cloud_get_ca_file:
 *
 * Returns: (transfer none): the certificate of the authority that signed for it
 */
const char *
fr_local_cloud_get_ca_file (FrLocalCloud *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ca_file;
}

/**
 * fr_local_cloud_get_user:
 *
 * Returns: (transfer none): who may come in
 */
const char *
fr_local_cloud_get_user (FrLocalCloud *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->store->user;
}

/**
 * fr_local_cloud_get_password:
 *
 * Returns: (transfer none): the password of that user: a secret
 */
const char *
fr_local_cloud_get_password (FrLocalCloud *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->store->password;
}

/**
 * fr_local_cloud_get_network:
 *
 * Returns: (transfer none): the loopback /24 for the VLANs of this computer, "127.A.C.0"
 */
const char *
fr_local_cloud_get_network (FrLocalCloud *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->store->private_network;
}
