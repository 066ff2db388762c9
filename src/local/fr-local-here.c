/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-here.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-local-cloud.h"
#include "fr-local-forward.h"
#include "fr-local-host.h"
#include "fr-local-sandbox.h"
#include "fr-local-sshd.h"
#include "fr-local-store.h"
#include "fr-paths.h"

#define STAND_IN "kurento-stand-in"
#define POLL_MS 100
#define PAUSE_MS 50

struct _FrLocalHere
{
  FrLocalCloud *cloud; /* NULL when another process runs it */
  char *folder;
  char *endpoint;
  char *ca_file;
  char *user;
  char *password;
  char *mirror_program;
  /* Both belong to the emulator's thread, until it has ended. */
  GHashTable *hosts;    /* server id to FrLocalHost */
  GHashTable *forwards; /* "public begin end" to FrLocalForward */
};

/* The stand-in beside us in a build folder, else where it was installed; or NULL. */
static char *
find_stand_in (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *near =
    folder != NULL ? g_build_filename (folder, "..", "local", STAND_IN, NULL) : NULL;

  if (near != NULL && g_file_test (near, G_FILE_TEST_IS_EXECUTABLE))
    return g_canonicalize_filename (near, NULL);
  if (g_file_test (FR_LIBEXECDIR "/" STAND_IN, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (FR_LIBEXECDIR "/" STAND_IN);

  g_message ("%s is not installed: the servers of this computer have no mirror", STAND_IN);
  return NULL;
}

static void
power_cb (const char *server_id, const char *name, const char *private_ipv4, const char *password,
          gboolean on, gpointer data)
{
  FrLocalHere *self = data;
  g_autofree char *folder = g_build_filename (self->folder, "hosts", server_id, NULL);
  g_autoptr (GError) error = NULL;
  FrLocalHost *host = g_hash_table_lookup (self->hosts, server_id);

  if (!on)
    {
      if (host != NULL)
        fr_local_host_stop (host);
      return;
    }

  if (host == NULL)
    {
      /* The password is lost when the emulator ends before the first start; its hash is not. */
      g_autofree char *hash = fr_local_cloud_dup_password_hash (self->cloud, server_id);

      host = fr_local_host_new (folder, name, private_ipv4, hash != NULL ? hash : password,
                                self->mirror_program);
      g_hash_table_insert (self->hosts, g_strdup (server_id), host);
    }
  if (!fr_local_host_start (host, &error))
    g_message ("the host of %s does not start: %s", name, error->message);
}

static void
gone_cb (const char *server_id, gpointer data)
{
  FrLocalHere *self = data;
  FrLocalHost *host = g_hash_table_lookup (self->hosts, server_id);
  g_autoptr (FrLocalHost) unknown = NULL;
  g_autofree char *folder = g_build_filename (self->folder, "hosts", server_id, NULL);
  g_autoptr (GError) error = NULL;

  /* One that was off since we started still has its folder. */
  if (host == NULL)
    host = unknown = fr_local_host_new (folder, server_id, "127.0.0.1", NULL, NULL);
  if (!fr_local_host_erase (host, &error))
    g_message ("%s", error->message);
  g_hash_table_remove (self->hosts, server_id);
}

static void
path_cb (const char *public_ipv4, const char *private_ipv4, guint begin, guint end, gboolean open,
         gpointer data)
{
  FrLocalHere *self = data;
  g_autofree char *key = g_strdup_printf ("%s %u %u", public_ipv4, begin, end);
  g_autoptr (GError) error = NULL;
  FrLocalForward *forward;

  if (!open)
    {
      g_hash_table_remove (self->forwards, key);
      return;
    }

  forward = fr_local_forward_new (public_ipv4, begin, end, private_ipv4, &error);
  if (forward != NULL)
    g_hash_table_insert (self->forwards, g_steal_pointer (&key), forward);
  else
    g_message ("%s", error->message);
}

/**
 * fr_local_here_dup_folder:
 *
 * Returns: (transfer full): where the world of this computer is kept
 */
char *
fr_local_here_dup_folder (void)
{
  return fr_paths_state ("cloud", NULL);
}

/**
 * fr_local_here_get_obstacle:
 *
 * The sandbox of a Flatpak makes no other sandbox, and our hosts live in one.
 *
 * Returns: (transfer none) (nullable): why this computer cannot be a place, a sentence; or %NULL
 */
const char *
fr_local_here_get_obstacle (void)
{
  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return NULL;

  return _ ("The Flatpak cannot use this computer as a place yet; that comes later");
}

static gboolean
check_obstacle (GError **error)
{
  const char *obstacle = fr_local_here_get_obstacle ();

  if (obstacle == NULL)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
               _ ("%s. A look into the mirror of any media server works: name its address, "
                  "wss://HOST:8433/kurento."),
               obstacle);
  return FALSE;
}

static FrLocalHere *
here_new (void)
{
  FrLocalHere *self = g_new0 (FrLocalHere, 1);

  self->folder = fr_local_here_dup_folder ();
  self->mirror_program = find_stand_in ();
  self->hosts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) fr_local_host_free);
  self->forwards =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) fr_local_forward_free);

  return self;
}

/**
 * fr_local_here_start:
 * @port: of its API, 0 for the one that the world has chosen
 * @speed: by which durations are divided
 * @cancellable: (nullable): for the download of an SSH server, the first time
 *
 * Starts the emulated cloud and the hosts of all servers that were on when it was stopped.
 * Blocks for half a second, the first time for as long as the download takes.
 *
 * Returns: (transfer full): the place, or %NULL with %FR_ERROR_MISSING (no bubblewrap, no sshd,
 *   inside a Flatpak), %FR_ERROR_EXISTS (it runs already, or the port is in use) or
 *   %FR_ERROR_STATE
 */
FrLocalHere *
fr_local_here_start (guint port, double speed, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrLocalSshd) sshd = NULL;
  g_autoptr (FrLocalHere) self = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  if (!check_obstacle (error))
    return NULL;

  sshd = fr_local_sshd_find (cancellable, error);
  if (sshd == NULL || !fr_local_sandbox_check (cancellable, error))
    return NULL;

  self = here_new ();
  self->cloud = fr_local_cloud_start (self->folder, port, speed, TRUE, error);
  if (self->cloud == NULL)
    return NULL;

  self->endpoint = g_strdup (fr_local_cloud_get_endpoint (self->cloud));
  self->ca_file = g_strdup (fr_local_cloud_get_ca_file (self->cloud));
  self->user = g_strdup (fr_local_cloud_get_user (self->cloud));
  self->password = g_strdup (fr_local_cloud_get_password (self->cloud));
  fr_local_cloud_set_power_func (self->cloud, power_cb, self);
  fr_local_cloud_set_gone_func (self->cloud, gone_cb, self);
  fr_local_cloud_set_path_func (self->cloud, path_cb, self);

  return g_steal_pointer (&self);
}

static FrLocalHere *
find (void)
{
  g_autoptr (FrLocalHere) self = here_new ();

  if (!fr_local_cloud_find (self->folder, &self->endpoint, &self->ca_file, &self->user,
                            &self->password, NULL))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * fr_local_here_open:
 * @cancellable: (nullable): see fr_local_here_start()
 *
 * Takes the emulated cloud that another process of this user runs, or starts it.
 *
 * Returns: (transfer full): see fr_local_here_start()
 */
FrLocalHere *
fr_local_here_open (GCancellable *cancellable, GError **error)
{
  FrLocalHere *self = find ();
  g_autoptr (GError) reason = NULL;

  if (self == NULL)
    self = fr_local_here_start (0, FR_LOCAL_HERE_SPEED, cancellable, &reason);
  /* Another one was a moment faster. */
  if (self == NULL && g_error_matches (reason, FR_ERROR, FR_ERROR_EXISTS))
    self = find ();
  if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return self;
}

/**
 * fr_local_here_stop:
 * @self: (transfer full) (nullable):
 *
 * Stops the emulated cloud, then its hosts and relays, if it was started by us. What they are
 * is kept for the next start.
 */
void
fr_local_here_stop (FrLocalHere *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->cloud, fr_local_cloud_stop);
  g_clear_pointer (&self->forwards, g_hash_table_unref);
  g_clear_pointer (&self->hosts, g_hash_table_unref);
  g_free (self->mirror_program);
  g_free (self->endpoint);
  g_free (self->ca_file);
  g_free (self->user);
  g_free (self->password);
  g_free (self->folder);
  g_free (self);
}

/**
 * fr_local_here_get_endpoint:
 *
 * Returns: (transfer none): its address, "https://127.0.0.1:PORT"
 */
const char *
fr_local_here_get_endpoint (FrLocalHere *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->endpoint;
}

/**
 * fr_local_here_get_ca_file:
 *
 * Returns: (transfer none): path of the certificate of its authority
 */
const char *
fr_local_here_get_ca_file (FrLocalHere *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ca_file;
}

/**
 * fr_local_here_get_user:
 *
 * Returns: (transfer none): who may come in
 */
const char *
fr_local_here_get_user (FrLocalHere *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->user;
}

/**
 * fr_local_here_get_password:
 *
 * Returns: (transfer none): with which password: a secret
 */
const char *
fr_local_here_get_password (FrLocalHere *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->password;
}

/**
 * fr_local_here_sign_in:
 *
 * Does not block.
 *
 * Returns: (transfer full): the client of its emulated cloud, which need not be spared, or %NULL
 *   with an error
 */
FrCloud *
fr_local_here_sign_in (FrLocalHere *self, GError **error)
{
  FrCloud *cloud;

  g_return_val_if_fail (self != NULL, NULL);

  cloud = fr_cloud_new (self->endpoint, self->user, self->password, self->ca_file, error);
  if (cloud != NULL)
    fr_cloud_set_pace (cloud, POLL_MS, PAUSE_MS);

  return cloud;
}

/**
 * fr_local_here_describe:
 * @host: (out): address and port of its API, as a plan has them
 * @subnet: (out): the addresses for a network of its servers, "127.A.C.0/24"
 *
 * What a plan for this computer must say. Blocks for half a second the first time.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_local_here_describe (char **host, char **subnet, GError **error)
{
  g_autofree char *folder = fr_local_here_dup_folder ();
  gboolean running;
  g_autoptr (FrLocalStore) store = NULL;

  if (!check_obstacle (error))
    return FALSE;

  store = fr_local_store_look (folder, &running, NULL);
  /* A world chooses its port when it first listens. */
  if (store == NULL || store->port == 0)
    {
      g_autoptr (FrLocalCloud) cloud = fr_local_cloud_start (folder, 0, 1, FALSE, error);

      if (cloud == NULL)
        return FALSE;
    }
  g_clear_pointer (&store, fr_local_store_free);
  store = fr_local_store_look (folder, &running, error);
  if (store == NULL)
    return FALSE;

  *host = g_strdup_printf ("127.0.0.1:%u", store->port);
  *subnet = g_strdup_printf ("%s/24", store->private_network);

  return TRUE;
}
