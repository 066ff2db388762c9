/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-paths.h"

#define SETTINGS "settings.json"
#define WORLD "world.json"
#define PASSWORD_LENGTH 24
#define LOCK_TRIES 10
#define LOCK_PAUSE_MS 20

/**
 * fr_local_store_build_path:
 * @name: a file of the folder
 *
 * Returns: (transfer full): its path
 */
char *
fr_local_store_build_path (FrLocalStore *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_build_filename (self->folder, name, NULL);
}

/* Letters and digits only: it goes through environments, headers and dialogs unharmed. */
static char *
make_password (GError **error)
{
  static const char alphabet[] = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  g_autofree char *password = g_malloc0 (PASSWORD_LENGTH + 1);
  guint length = 0;

  while (length < PASSWORD_LENGTH)
    {
      guint8 byte;

      if (getentropy (&byte, 1) != 0)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                       _ ("The system gives no random numbers (%s), so no password can be chosen. "
                          "Try again after a restart."),
                       g_strerror (errno));
          return NULL;
        }
      byte &= 63;
      if (byte < sizeof alphabet - 1)
        password[length++] = alphabet[byte];
    }

  return g_steal_pointer (&password);
}

static gboolean
choose_settings (FrLocalStore *self, GError **error)
{
  guint a = (guint) g_random_int_range (64, 251);
  guint b = (guint) g_random_int_range (1, 254);

  self->password = make_password (error);
  if (self->password == NULL)
    return FALSE;

  self->organization = g_uuid_string_random ();
  self->user = g_strdup ("fitting-room");
  self->public_network = g_strdup_printf ("127.%u.%u.0", a, b);
  self->private_network = g_strdup_printf ("127.%u.%u.0", a, b + 1);

  return TRUE;
}

static gboolean
save_settings (FrLocalStore *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *path = fr_local_store_build_path (self, SETTINGS);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "organization", self->organization);
  json_object_set_string_member (object, "user", self->user);
  json_object_set_string_member (object, "password", self->password);
  json_object_set_string_member (object, "publicNetwork", self->public_network);
  json_object_set_string_member (object, "privateNetwork", self->private_network);
  json_object_set_int_member (object, "port", self->port);
  json_node_set_object (node, object);
  text = fr_json_render (node, TRUE);

  return fr_paths_write (path, text, -1, error);
}

/* Reads a JSON object of the folder. A file that is not there is no error: @node stays %NULL. */
static gboolean
read_object (FrLocalStore *self, const char *name, JsonNode **node, GError **error)
{
  g_autofree char *path = fr_local_store_build_path (self, name);
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;

  *node = NULL;
  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
    }
  else
    {
      *node = fr_json_parse (text, (gssize) length, &reason);
      if (*node != NULL && JSON_NODE_HOLDS_OBJECT (*node))
        return TRUE;
      g_clear_pointer (node, json_node_unref);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("“%s” cannot be read (%s). Repair it, or remove the folder “%s” to begin with "
                  "an empty cloud."),
               path, reason != NULL ? reason->message : _ ("it holds no object"), self->folder);
  return FALSE;
}

static gboolean
take_settings (FrLocalStore *self, JsonObject *object)
{
  struct
  {
    const char *name;
    char **value;
  } const members[] = {
    { "organization", &self->organization },
    { "user", &self->user },
    { "password", &self->password },
    { "publicNetwork", &self->public_network },
    { "privateNetwork", &self->private_network },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      *members[i].value =
        g_strdup (json_object_get_string_member_with_default (object, members[i].name, NULL));
      if (*members[i].value == NULL)
        return FALSE;
    }
  self->port = (guint) json_object_get_int_member_with_default (object, "port", 0);

  return self->port <= G_MAXUINT16;
}

static gboolean
load_settings (FrLocalStore *self, gboolean *there, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  if (!read_object (self, SETTINGS, &node, error))
    return FALSE;

  *there = node != NULL;
  if (node == NULL || take_settings (self, json_node_get_object (node)))
    return TRUE;

  g_set_error (
    error, FR_ERROR, FR_ERROR_STATE,
    _ ("The settings of the emulated cloud in “%s” are incomplete. Remove that folder to begin "
       "with an empty cloud."),
    self->folder);
  return FALSE;
}

static FrLocalStore *
make_store (const char *folder)
{
  FrLocalStore *self = g_new0 (FrLocalStore, 1);

  self->folder = g_strdup (folder);
  self->lock = -1;

  return self;
}

/* Somebody who only looks holds it for a moment. */
static gboolean
try_lock (int lock)
{
  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
      if (errno != EWOULDBLOCK)
        return FALSE;
      g_usleep (LOCK_PAUSE_MS * 1000);
    }

  errno = EWOULDBLOCK;
  return FALSE;
}

/* A child that has not yet become another program has a copy, which would keep the lock. */
static void
give_back (int lock)
{
  if (lock < 0)
    return;

  flock (lock, LOCK_UN);
  close (lock);
}

/* Takes the lock, which the kernel gives back when this process ends, however it ends. */
static gboolean
take_lock (FrLocalStore *self, GError **error)
{
  g_autofree char *path = fr_local_store_build_path (self, "lock");
  int saved;

  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock >= 0 && try_lock (self->lock))
    return TRUE;

  saved = errno;
  if (saved == EWOULDBLOCK)
    g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                 _ ("The emulated cloud in “%s” is already running in another process. Use "
                    "that one, or stop it first."),
                 self->folder);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                 _ ("“%s” cannot be locked (%s). Check who owns the folder."), path,
                 g_strerror (saved));

  return FALSE;
}

/**
 * fr_local_store_open:
 * @folder: of the world; made when it is not there
 *
 * Takes the folder for this process and reads its settings, or chooses them at the first time.
 *
 * Returns: (transfer full): the store, or %NULL with %FR_ERROR_EXISTS when somebody else runs
 *   the world, %FR_ERROR_STATE when the folder cannot be used
 */
FrLocalStore *
fr_local_store_open (const char *folder, GError **error)
{
  g_autoptr (FrLocalStore) self = NULL;
  gboolean there = FALSE;

  g_return_val_if_fail (folder != NULL, NULL);

  self = make_store (folder);
  if (!fr_paths_ensure (folder, error) || !take_lock (self, error) ||
      !load_settings (self, &there, error))
    return NULL;
  if (!there && (!choose_settings (self, error) || !save_settings (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * fr_local_store_look:
 * @folder: of a world
 * @running: (out): whether some process runs it
 *
 * Reads the settings without taking the folder.
 *
 * Returns: (transfer full): the store, or %NULL with %FR_ERROR_NOT_FOUND when no world is there
 */
FrLocalStore *
fr_local_store_look (const char *folder, gboolean *running, GError **error)
{
  g_autoptr (FrLocalStore) self = NULL;
  g_autofree char *path = NULL;
  gboolean there = FALSE;
  int lock;

  g_return_val_if_fail (folder != NULL && running != NULL, NULL);

  self = make_store (folder);
  if (!load_settings (self, &there, error))
    return NULL;
  if (!there)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                   _ ("There is no emulated cloud in “%s” yet. Start one, then try again."),
                   folder);
      return NULL;
    }

  path = fr_local_store_build_path (self, "lock");
  lock = open (path, O_RDWR | O_CLOEXEC);
  *running = lock >= 0 && flock (lock, LOCK_SH | LOCK_NB) != 0;
  give_back (lock);

  return g_steal_pointer (&self);
}

/**
 * fr_local_store_free:
 * @self: (nullable):
 *
 * Gives the folder back.
 */
void
fr_local_store_free (FrLocalStore *self)
{
  if (self == NULL)
    return;

  give_back (self->lock);
  g_free (self->folder);
  g_free (self->organization);
  g_free (self->user);
  g_free (self->password);
  g_free (self->public_network);
  g_free (self->private_network);
  g_free (self);
}

/**
 * fr_local_store_set_port:
 * @port: of the server
 *
 * Returns: %FALSE with %FR_ERROR_STATE when it cannot be remembered
 */
gboolean
fr_local_store_set_port (FrLocalStore *self, guint port, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->port == port)
    return TRUE;

  self->port = port;
  return save_settings (self, error);
}

/**
 * fr_local_store_save_world:
 * @world: all that exists
 *
 * Blocks until it is on the disk.
 *
 * Returns: %FALSE with %FR_ERROR_STATE when it cannot be written
 */
gboolean
fr_local_store_save_world (FrLocalStore *self, JsonNode *world, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL && world != NULL, FALSE);

  path = fr_local_store_build_path (self, WORLD);
  text = fr_json_render (world, TRUE);

  return fr_paths_write (path, text, -1, error);
}

/**
 * fr_local_store_load_world:
 * @world: (out) (nullable): all that exists, %NULL when nothing was ever saved
 *
 * Returns: %FALSE with %FR_ERROR_STATE when the file cannot be read
 */
gboolean
fr_local_store_load_world (FrLocalStore *self, JsonNode **world, GError **error)
{
  g_return_val_if_fail (self != NULL && world != NULL, FALSE);

  return read_object (self, WORLD, world, error);
}
