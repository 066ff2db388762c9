/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-life.h"

#include <string.h>

#include "fr-local-json.h"

#define TOOLS_SECONDS 2

/* How long operations take, in seconds, and in which state they are meanwhile. */
static const struct
{
  const char *action;
  double seconds;
  const char *state;
} durations[] = {
  { "DEPLOY_NETWORK_DOMAIN", 3, "PENDING_ADD" },
  { "DELETE_NETWORK_DOMAIN", 2, "PENDING_DELETE" },
  { "DEPLOY_VLAN", 2, "PENDING_ADD" },
  { "EXPAND_VLAN", 1, "PENDING_CHANGE" },
  { "DELETE_VLAN", 2, "PENDING_DELETE" },
  { "DEPLOY_SERVER", 5, "PENDING_ADD" },
  { "DEPLOY_UNCUSTOMIZED_SERVER", 5, "PENDING_ADD" },
  { "START_SERVER", 2, "PENDING_CHANGE" },
  { "SHUTDOWN_SERVER", 2, "PENDING_CHANGE" },
  { "POWER_OFF_SERVER", 1, "PENDING_CHANGE" },
  { "REBOOT_SERVER", 3, "PENDING_CHANGE" },
  { "RESET_SERVER", 2, "PENDING_CHANGE" },
  { "RECONFIGURE_SERVER", 2, "PENDING_CHANGE" },
  { "ADD_DISK", 2, "PENDING_CHANGE" },
  { "REMOVE_DISK", 2, "PENDING_CHANGE" },
  { "EXPAND_DISK", 2, "PENDING_CHANGE" },
  { "CHANGE_DISK_SPEED", 2, "PENDING_CHANGE" },
  { "ADD_NIC", 2, "PENDING_CHANGE" },
  { "REMOVE_NIC", 2, "PENDING_CHANGE" },
  { "CLEAN_SERVER", 2, "PENDING_DELETE" },
  { "DELETE_SERVER", 3, "PENDING_DELETE" },
};

/**
 * fr_local_life_begin:
 * @asset: which is at rest
 * @action: the word of the operation
 * @then: (nullable) (transfer full): the members that its data will have at the end
 *
 * The operation is under way from now on; it ends when fr_local_life_advance() finds that its
 * time has come.
 */
void
fr_local_life_begin (FrLocalWorld *world, FrLocalAsset *asset, const char *action, JsonObject *then)
{
  g_autofree char *now = NULL;
  guint i = 0;

  g_return_if_fail (world != NULL && asset != NULL && action != NULL);

  while (i < G_N_ELEMENTS (durations) && strcmp (durations[i].action, action) != 0)
    i++;
  g_return_if_fail (i < G_N_ELEMENTS (durations));

  now = fr_local_world_format_time (world);
  json_object_set_string_member (asset->data, "state", durations[i].state);
  json_object_set_object_member (
    asset->data, "progress",
    fr_local_json_make ("action:s", action,
                        "requestTime:s", now,
                        "userName:s", world->user,
                        NULL));
  g_clear_pointer (&asset->then, json_object_unref);
  asset->then = then;
  asset->due_us =
    fr_local_world_get_time (world) + fr_local_life_scale (world, durations[i].seconds);
  g_free (asset->failure);
  asset->failure = g_steal_pointer (&world->doom);
}

/**
 * fr_local_life_doom:
 * @state: (nullable): "FAILED_ADD" or another state of failure
 *
 * The next operation that begins will end in @state.
 */
void
fr_local_life_doom (FrLocalWorld *world, const char *state)
{
  g_return_if_fail (world != NULL);

  g_free (world->doom);
  world->doom = g_strdup (state);
}

static void
end_failed (FrLocalAsset *asset)
{
  JsonObject *progress = json_object_get_object_member (asset->data, "progress");

  json_object_set_string_member (asset->data, "state", asset->failure);
  json_object_set_string_member (progress, "failureReason", "The operation was made to fail.");
  g_clear_pointer (&asset->failure, g_free);
}

/* Each switching on is counted; the tools of the guest need some time after it. */
static void
note_start (FrLocalWorld *world, FrLocalAsset *asset, gint64 when_us)
{
  gint64 boots = fr_local_json_get_number (asset->hidden, "boots", 0);

  json_object_set_int_member (asset->hidden, "boots", boots + 1);
  json_object_set_int_member (asset->hidden, "toolsUs",
                              when_us + fr_local_life_scale (world, TOOLS_SECONDS));
}

/* An operation has come to its end, perhaps some time ago. */
static void
end_operation (FrLocalWorld *world, FrLocalAsset *asset)
{
  gint64 when_us = asset->due_us;

  asset->due_us = 0;
  if (asset->failure != NULL)
    {
      end_failed (asset);
    }
  else if (strcmp (fr_local_asset_get_state (asset), "PENDING_DELETE") == 0)
    {
      fr_local_world_remove (world, asset);
      return;
    }
  else
    {
      json_object_set_string_member (asset->data, "state", "NORMAL");
      json_object_remove_member (asset->data, "progress");
      if (asset->then != NULL)
        fr_local_json_merge (asset->data, asset->then);
      if (asset->then != NULL && fr_local_json_get_flag (asset->then, "started"))
        note_start (world, asset, when_us);
    }
  g_clear_pointer (&asset->then, json_object_unref);
}

static FrLocalAsset *
find_next_due (FrLocalWorld *world)
{
  FrLocalAsset *next = NULL;

  for (guint i = 0; i < world->assets->len; i++)
    {
      FrLocalAsset *asset = world->assets->pdata[i];

      if (asset->due_us != 0 && (next == NULL || asset->due_us < next->due_us))
        next = asset;
    }

  return next;
}

/**
 * fr_local_life_advance:
 *
 * Ends the operations whose time has come.
 *
 * Returns: whether there were any
 */
gboolean
fr_local_life_advance (FrLocalWorld *world)
{
  gboolean changed = FALSE;
  gint64 now;
  FrLocalAsset *next;

  g_return_val_if_fail (world != NULL, FALSE);

  now = fr_local_world_get_time (world);
  while ((next = find_next_due (world)) != NULL && next->due_us <= now)
    {
      end_operation (world, next);
      changed = TRUE;
    }

  return changed;
}

/**
 * fr_local_life_get_due:
 *
 * Returns: when the next operation ends, on the clock of the world; 0 when none is under way
 */
gint64
fr_local_life_get_due (FrLocalWorld *world)
{
  FrLocalAsset *next;

  g_return_val_if_fail (world != NULL, 0);

  next = find_next_due (world);

  return next != NULL ? next->due_us : 0;
}

/**
 * fr_local_life_is_deploying:
 *
 * Returns: whether a network domain or a VLAN is being deployed: one at a time
 */
gboolean
fr_local_life_is_deploying (FrLocalWorld *world)
{
  g_return_val_if_fail (world != NULL, FALSE);

  for (guint i = 0; i < world->assets->len; i++)
    {
      FrLocalAsset *asset = world->assets->pdata[i];

      if (asset->due_us != 0 && (asset->kind == FR_LOCAL_DOMAIN || asset->kind == FR_LOCAL_VLAN) &&
          strcmp (fr_local_asset_get_state (asset), "PENDING_ADD") == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * fr_local_life_scale:
 * @seconds: at speed 1
 *
 * Returns: microseconds at the speed of the world
 */
gint64
fr_local_life_scale (FrLocalWorld *world, double seconds)
{
  g_return_val_if_fail (world != NULL, 0);

  return MAX (1, (gint64) (seconds * G_USEC_PER_SEC / world->speed));
}
