/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-world.h"

#include "fr-local-json.h"

#define FORMAT 1 /* of the file */

/* Whoever sets the computer's clock back does not make the cloud stand still: the time of day is
 * taken once, and goes on by a clock that nobody sets. Another process takes it anew, and goes on
 * with what was written down by the one before, as that is in the time of day, too. */
static gint64
read_system_clock (gpointer data)
{
  static gsize ready = 0;
  static gint64 start_us = 0; /* of the monotonic clock, as a time of day */

  if (g_once_init_enter (&ready))
    {
      start_us = g_get_real_time () - g_get_monotonic_time ();
      g_once_init_leave (&ready, 1);
    }

  return start_us + g_get_monotonic_time ();
}

/**
 * fr_local_world_new:
 * @speed: by which durations are divided
 * @user: who does everything
 *
 * Returns: (transfer full): an empty world on the clock of the system
 */
FrLocalWorld *
fr_local_world_new (double speed, const char *user)
{
  FrLocalWorld *self;

  g_return_val_if_fail (speed > 0 && user != NULL, NULL);

  self = g_new0 (FrLocalWorld, 1);
  self->assets = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_local_asset_free);
  self->speed = speed;
  self->user = g_strdup (user);
  self->clock = read_system_clock;

  return self;
}

/**
 * fr_local_world_free:
 * @self: (nullable):
 */
void
fr_local_world_free (FrLocalWorld *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->assets);
  g_free (self->user);
  g_free (self->doom);
  g_free (self);
}

/**
 * fr_local_world_set_clock:
 * @clock: (nullable): gives the time, %NULL for the clock of the system
 * @data: for @clock
 */
void
fr_local_world_set_clock (FrLocalWorld *self, FrLocalWorldClock clock, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->clock = clock != NULL ? clock : read_system_clock;
  self->clock_data = data;
}

/**
 * fr_local_world_get_time:
 *
 * Returns: microseconds since 1970, on the clock of the world
 */
gint64
fr_local_world_get_time (FrLocalWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->clock (self->clock_data);
}

/**
 * fr_local_world_format_time:
 *
 * Returns: (transfer full): the time as the API writes it, "2016-11-02T09:15:27.000Z"
 */
char *
fr_local_world_format_time (FrLocalWorld *self)
{
  gint64 now = fr_local_world_get_time (self);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03uZ", seconds, (guint) (now % G_USEC_PER_SEC / 1000));
}

/**
 * fr_local_world_get_assets:
 *
 * Returns: (transfer none) (element-type FrLocalAsset): all that exists
 */
GPtrArray *
fr_local_world_get_assets (FrLocalWorld *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->assets;
}

/**
 * fr_local_world_find:
 *
 * Returns: (transfer none) (nullable): the asset of @kind with @id
 */
FrLocalAsset *
fr_local_world_find (FrLocalWorld *self, FrLocalKind kind, const char *id)
{
  return fr_local_world_find_by (self, kind, "id", id, NULL);
}

/**
 * fr_local_world_find_by:
 * @kind: of the asset
 * @member: a path into its data
 * @value: (nullable): the text there
 * @domain_id: (nullable): only in this network domain
 *
 * Returns: (transfer none) (nullable): the first such asset
 */
FrLocalAsset *
fr_local_world_find_by (FrLocalWorld *self, FrLocalKind kind, const char *member, const char *value,
                        const char *domain_id)
{
  g_return_val_if_fail (self != NULL && member != NULL, NULL);

  for (guint i = 0; value != NULL && i < self->assets->len; i++)
    {
      FrLocalAsset *asset = self->assets->pdata[i];

      if (asset->kind == kind && g_strcmp0 (fr_local_asset_get (asset, member), value) == 0 &&
          (domain_id == NULL || g_strcmp0 (fr_local_asset_get_domain (asset), domain_id) == 0))
        return asset;
    }

  return NULL;
}

/**
 * fr_local_world_add:
 * @kind: of the new asset
 * @data: (transfer full): its data, to which an id and a state are added
 *
 * Returns: (transfer none): the new asset, at rest
 */
FrLocalAsset *
fr_local_world_add (FrLocalWorld *self, FrLocalKind kind, JsonObject *data)
{
  FrLocalAsset *asset;

  g_return_val_if_fail (self != NULL && data != NULL, NULL);

  asset = fr_local_asset_new (kind, data);
  g_ptr_array_add (self->assets, asset);

  return asset;
}

/**
 * fr_local_world_remove:
 * @asset: what exists no more
 *
 * What a network domain came with goes with it.
 */
void
fr_local_world_remove (FrLocalWorld *self, FrLocalAsset *asset)
{
  g_autofree char *domain_id = NULL;

  g_return_if_fail (self != NULL && asset != NULL);

  if (asset->kind == FR_LOCAL_DOMAIN)
    domain_id = g_strdup (asset->id);
  g_ptr_array_remove (self->assets, asset);

  for (guint i = self->assets->len; domain_id != NULL && i > 0; i--)
    if (g_strcmp0 (fr_local_asset_get_domain (self->assets->pdata[i - 1]), domain_id) == 0)
      g_ptr_array_remove_index (self->assets, i - 1);
}

/**
 * fr_local_world_to_json:
 *
 * Returns: (transfer full): all that exists, for fr_local_world_load()
 */
JsonNode *
fr_local_world_to_json (FrLocalWorld *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *array = json_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->assets->len; i++)
    json_array_add_object_element (array, fr_local_asset_to_json (self->assets->pdata[i]));
  json_node_take_object (node, fr_local_json_make ("format:i", FORMAT,
                                                   "asset:a", array,
                                                   NULL));

  return node;
}

/**
 * fr_local_world_load:
 * @node: what fr_local_world_to_json() gave
 *
 * Returns: %FALSE when it cannot be understood; the world may then be filled by half
 */
gboolean
fr_local_world_load (FrLocalWorld *self, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *array;

  g_return_val_if_fail (self != NULL, FALSE);

  if (object == NULL || fr_local_json_get_number (object, "format", 0) != FORMAT)
    return FALSE;
  array = fr_local_json_get_array (object, "asset");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      FrLocalAsset *asset = fr_local_asset_from_json (json_array_get_element (array, i));

      if (asset == NULL)
        return FALSE;
      g_ptr_array_add (self->assets, asset);
    }

  return array != NULL;
}
