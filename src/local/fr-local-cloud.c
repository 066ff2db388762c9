/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-cloud.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "fr-error.h"
#include "fr-local-certificate.h"
#include "fr-local-store.h"
#include "fr-loopback.h"

/* Below the ephemeral ports of Linux, so that an outgoing connection does not take it. */
#define FIRST_PORT 20000
#define LAST_PORT 32000
#define PORT_TRIES 20

struct _FrLocalCloud
{
  FrLocalStore *store;
  FrLoopback *loopback;
  SoupServer *server; /* lives on the loopback thread */
  char *endpoint;
  char *ca_file;
  double speed;
  gboolean hosts;
};

/* What the thread is asked to do at the start, and how it went. */
typedef struct
{
  FrLocalCloud *self;
  guint port;
  GTlsCertificate *certificate;
  GError *error;
} Opening;

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

static gboolean
listen_on (FrLocalCloud *self, guint port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  return soup_server_listen (self->server, address, SOUP_SERVER_LISTEN_HTTPS, error);
}

/* The port that was asked for, or the world's; when that one is taken, another. */
static gboolean
listen_somewhere (FrLocalCloud *self, guint port, GError **error)
{
  g_autoptr (GError) reason = NULL;
  guint asked = port != 0 ? port : self->store->port;

  if (asked != 0 && listen_on (self, asked, &reason))
    return fr_local_store_set_port (self->store, asked, error);

  for (guint i = 0; port == 0 && i < PORT_TRIES; i++)
    {
      guint other = (guint) g_random_int_range (FIRST_PORT, LAST_PORT);

      g_clear_error (&reason);
      if (listen_on (self, other, &reason))
        return fr_local_store_set_port (self->store, other, error);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("The emulated cloud cannot listen on port %u of this computer (%s). Stop the program that "
                  "uses it, or choose another port."),
               asked, reason->message);
  return FALSE;
}

static void
open_server (gpointer data)
{
  Opening *opening = data;
  FrLocalCloud *self = opening->self;

  self->server = soup_server_new ("tls-certificate", opening->certificate, "server-header", "fitting-room", NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  listen_somewhere (self, opening->port, &opening->error);
}

static void
close_server (gpointer data)
{
  FrLocalCloud *self = data;

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
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
 *   runs already, %FR_ERROR_STATE, or %FR_ERROR_MISSING when there is no openssl
 */
FrLocalCloud *
fr_local_cloud_start (const char *folder, guint port, double speed, gboolean hosts, GError **error)
{
  g_autoptr (FrLocalCloud) self = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  Opening opening = { .port = port };

  g_return_val_if_fail (folder != NULL && port <= G_MAXUINT16 && speed > 0, NULL);

  self = g_new0 (FrLocalCloud, 1);
  self->speed = speed;
  self->hosts = hosts;
  self->store = fr_local_store_open (folder, error);
  if (self->store == NULL)
    return NULL;

  certificate = load_certificate (self->store, error);
  if (certificate == NULL)
    return NULL;

  self->ca_file = fr_local_store_build_path (self->store, "ca.pem");
  self->loopback = fr_loopback_new ("local-cloud");

  opening.self = self;
  opening.certificate = certificate;
  fr_loopback_call (self->loopback, open_server, &opening);
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
 * Stops listening, saves and gives the folder back. Not to be called on the emulator's thread.
 */
void
fr_local_cloud_stop (FrLocalCloud *self)
{
  if (self == NULL)
    return;

  if (self->loopback != NULL)
    fr_loopback_call (self->loopback, close_server, self);
  g_clear_pointer (&self->loopback, fr_loopback_free);
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
fr_local_cloud_find (const char *folder, char **endpoint, char **ca_file, char **user, char **password, GError **error)
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
                   _ ("The emulated cloud in “%s” is not running. Start it, then try again."), folder);
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
