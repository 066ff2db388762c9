/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-effects.h"

#include "fr-local-catalog.h"
#include "fr-local-json.h"
#include "fr-local-paths.h"

/* A server as it has been told. */
typedef struct
{
  char *name;
  char *address;
  gboolean on;
  gint64 boots; /* how often it had been switched on */
} Told;

struct _FrLocalEffects
{
  FrLocalWorld *world; /* not ours */
  GHashTable *servers; /* of Told, by id */
  GPtrArray *paths;    /* of FrLocalPath, as told */
  FrLocalCloudPower power_func;
  gpointer power_data;
  FrLocalCloudPath path_func;
  gpointer path_data;
  FrLocalCloudGone gone_func;
  gpointer gone_data;
};

static void
free_told (gpointer data)
{
  Told *told = data;

  g_free (told->name);
  g_free (told->address);
  g_free (told);
}

/**
 * fr_local_effects_new:
 * @world: which outlives the effects
 *
 * Returns: (transfer full): effects of which nothing has been told
 */
FrLocalEffects *
fr_local_effects_new (FrLocalWorld *world)
{
  FrLocalEffects *self;

  g_return_val_if_fail (world != NULL, NULL);

  self = g_new0 (FrLocalEffects, 1);
  self->world = world;
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_told);
  self->paths = g_ptr_array_new ();

  return self;
}

/**
 * fr_local_effects_free:
 * @self: (nullable):
 */
void
fr_local_effects_free (FrLocalEffects *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->servers);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

static void
tell_power (FrLocalEffects *self, const char *id, Told *told, const char *password, gboolean on)
{
  told->on = on;
  self->power_func (id, told->name, told->address, password, on, self->power_data);
}

/* Switched on again without having been seen off, it has been rebooted. */
static void
update_server (FrLocalEffects *self, FrLocalAsset *server)
{
  gboolean on = fr_local_json_get_flag (server->data, "started");
  gint64 boots = fr_local_json_get_number (server->hidden, "boots", 0);
  Told *told = g_hash_table_lookup (self->servers, server->id);

  if (told == NULL)
    {
      told = g_new0 (Told, 1);
      told->boots = boots;
      g_hash_table_insert (self->servers, g_strdup (server->id), told);
    }
  g_free (told->name);
  told->name = g_strdup (fr_local_asset_get (server, "name"));
  g_free (told->address);
  told->address = g_strdup (fr_local_asset_get (server, "networkInfo.primaryNic.privateIpv4"));

  if (told->on && (!on || boots != told->boots))
    tell_power (self, server->id, told, NULL, FALSE);
  if (on && !told->on)
    {
      tell_power (self, server->id, told, server->secret, TRUE);
      fr_local_asset_forget_secret (server);
    }
  told->boots = boots;
}

static void
update_servers (FrLocalEffects *self)
{
  GPtrArray *assets = fr_local_world_get_assets (self->world);
  GHashTableIter iterator;
  gpointer id, told;

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *asset = assets->pdata[i];

      if (asset->kind == FR_LOCAL_SERVER &&
          fr_local_catalog_is_here (fr_local_asset_get (asset, "datacenterId")))
        update_server (self, asset);
    }

  g_hash_table_iter_init (&iterator, self->servers);
  while (g_hash_table_iter_next (&iterator, &id, &told))
    if (fr_local_world_find (self->world, FR_LOCAL_SERVER, id) == NULL)
      {
        if (((Told *) told)->on)
          tell_power (self, id, told, NULL, FALSE);
        if (self->gone_func != NULL)
          self->gone_func (id, self->gone_data);
        g_hash_table_iter_remove (&iterator);
      }
}

static gboolean
has_path (GPtrArray *paths, const FrLocalPath *path)
{
  for (guint i = 0; i < paths->len; i++)
    if (fr_local_paths_equal (paths->pdata[i], path))
      return TRUE;

  return FALSE;
}

/* Tells of the paths that are in one list only. */
static void
tell_paths (FrLocalEffects *self, GPtrArray *paths, GPtrArray *others, gboolean open)
{
  for (guint i = 0; i < paths->len; i++)
    {
      const FrLocalPath *path = paths->pdata[i];

      if (!has_path (others, path))
        self->path_func (path->public_ipv4, path->private_ipv4, path->begin, path->end, open,
                         self->path_data);
    }
}

static void
update_paths (FrLocalEffects *self)
{
  GPtrArray *before = self->paths;

  self->paths = fr_local_paths_list (self->world);
  tell_paths (self, before, self->paths, FALSE);
  tell_paths (self, self->paths, before, TRUE);
  g_ptr_array_unref (before);
}

/**
 * fr_local_effects_set_power_func:
 * @func: (nullable): told of servers that go on or off
 * @data: for @func
 *
 * Tells at once of those that are on.
 */
void
fr_local_effects_set_power_func (FrLocalEffects *self, FrLocalCloudPower func, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->power_func = func;
  self->power_data = data;
  g_hash_table_remove_all (self->servers);
  fr_local_effects_update (self);
}

/**
 * fr_local_effects_set_path_func:
 * @func: (nullable): told of ways that open or close
 * @data: for @func
 *
 * Tells at once of those that are open.
 */
void
fr_local_effects_set_path_func (FrLocalEffects *self, FrLocalCloudPath func, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->path_func = func;
  self->path_data = data;
  g_ptr_array_unref (self->paths);
  self->paths = g_ptr_array_new ();
  fr_local_effects_update (self);
}

/**
 * fr_local_effects_set_gone_func:
 * @func: (nullable): told of servers that were deleted
 * @data: for @func
 */
void
fr_local_effects_set_gone_func (FrLocalEffects *self, FrLocalCloudGone func, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->gone_func = func;
  self->gone_data = data;
}

/**
 * fr_local_effects_update:
 *
 * Tells what has changed since the last time. To be called after each change of the world.
 */
void
fr_local_effects_update (FrLocalEffects *self)
{
  g_return_if_fail (self != NULL);

  if (self->power_func != NULL)
    update_servers (self);
  if (self->path_func != NULL)
    update_paths (self);
}
