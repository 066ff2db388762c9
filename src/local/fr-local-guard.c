/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-guard.h"

#include <string.h>

#include "fr-local-json.h"
#include "fr-local-life.h"

const FrLocalField fr_local_guard_id_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { NULL },
};

/**
 * fr_local_guard_need:
 * @kind: of what is needed
 * @path: where its id is in the body
 *
 * Returns: (transfer none) (nullable): the asset; %NULL with an answer when there is none
 */
FrLocalAsset *
fr_local_guard_need (FrLocalExchange *exchange, FrLocalKind kind, const char *path)
{
  const char *id = fr_local_exchange_get_text (exchange, path);
  FrLocalAsset *asset = fr_local_world_find (exchange->world, kind, id);

  if (asset == NULL)
    fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "%s %s not found.",
                              fr_local_kind_get_info (kind)->noun, id != NULL ? id : "");

  return asset;
}

/**
 * fr_local_guard_need_at_rest:
 *
 * The same as fr_local_guard_need(), and refuses when something is under way.
 *
 * Returns: (transfer none) (nullable): the asset; %NULL with an answer
 */
FrLocalAsset *
fr_local_guard_need_at_rest (FrLocalExchange *exchange, FrLocalKind kind, const char *path)
{
  FrLocalAsset *asset = fr_local_guard_need (exchange, kind, path);

  return asset != NULL && fr_local_guard_rest (exchange, asset) ? asset : NULL;
}

/**
 * fr_local_guard_rest:
 *
 * Returns: whether @asset is “NORMAL”; %FALSE with an answer when it is not
 */
gboolean
fr_local_guard_rest (FrLocalExchange *exchange, FrLocalAsset *asset)
{
  const char *noun = fr_local_kind_get_info (asset->kind)->noun;
  const char *state = fr_local_asset_get_state (asset);
  const char *name = fr_local_asset_get (asset, "name");

  if (strcmp (state, "NORMAL") == 0)
    return TRUE;

  if (fr_local_asset_is_pending (asset))
    fr_local_exchange_refuse (exchange, "RESOURCE_BUSY", "%s '%s' is busy. Please try again later.",
                              noun, name != NULL ? name : asset->id);
  else
    fr_local_exchange_refuse (exchange, "RESOURCE_LOCKED", "%s '%s' is in state %s.", noun,
                              name != NULL ? name : asset->id, state);

  return FALSE;
}

/**
 * fr_local_guard_name:
 * @kind: of what gets a name
 * @name: the name
 * @domain_id: (nullable): where it must be the only one
 *
 * Returns: whether the name is free; %FALSE with an answer when it is not
 */
gboolean
fr_local_guard_name (FrLocalExchange *exchange, FrLocalKind kind, const char *name,
                     const char *domain_id)
{
  if (fr_local_world_find_by (exchange->world, kind, "name", name, domain_id) == NULL)
    return TRUE;

  fr_local_exchange_refuse (exchange, "NAME_NOT_UNIQUE", "Another %s named '%s' already exists.",
                            fr_local_kind_get_info (kind)->noun, name);
  return FALSE;
}

/**
 * fr_local_guard_nothing_deploys:
 *
 * Returns: whether no network domain and no VLAN is being deployed: one at a time; %FALSE with
 *   an answer when one is
 */
gboolean
fr_local_guard_nothing_deploys (FrLocalExchange *exchange)
{
  if (!fr_local_life_is_deploying (exchange->world))
    return TRUE;

  fr_local_exchange_refuse (exchange, "RESOURCE_BUSY",
                            "Another Network Domain or VLAN of the organization is being deployed. "
                            "Please try again later.");
  return FALSE;
}

/**
 * fr_local_guard_deletable:
 *
 * Returns: whether @asset is at rest, or an operation on it has failed; %FALSE with an answer
 *   when it is neither
 */
gboolean
fr_local_guard_deletable (FrLocalExchange *exchange, FrLocalAsset *asset)
{
  return (!fr_local_asset_is_pending (asset) &&
          g_str_has_prefix (fr_local_asset_get_state (asset), "FAILED_")) ||
         fr_local_guard_rest (exchange, asset);
}

/**
 * fr_local_guard_begin_deletion:
 *
 * Begins to delete @asset, and answers.
 */
void
fr_local_guard_begin_deletion (FrLocalExchange *exchange, FrLocalAsset *asset)
{
  fr_local_life_begin (exchange->world, asset, exchange->operation, NULL);
  fr_local_exchange_accept (
    exchange, NULL, NULL, "Request to delete %s '%s' has been accepted and is being processed.",
    fr_local_kind_get_info (asset->kind)->noun, fr_local_asset_get (asset, "name"));
}

/**
 * fr_local_guard_edit:
 * @asset: what is edited
 *
 * Copies the members of the body that may be edited, and answers.
 */
void
fr_local_guard_edit (FrLocalExchange *exchange, FrLocalAsset *asset)
{
  static const char *const names[] = { "name", "description", "type" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (fr_local_exchange_get_text (exchange, names[i]) != NULL)
      json_object_set_string_member (asset->data, names[i],
                                     fr_local_exchange_get_text (exchange, names[i]));

  fr_local_exchange_accept (exchange, NULL, NULL, "%s '%s' was edited successfully.",
                            fr_local_kind_get_info (asset->kind)->noun,
                            fr_local_asset_get (asset, "name"));
}

/**
 * fr_local_guard_stopped:
 *
 * Returns: whether the server is at rest and off; %FALSE with an answer when it is not
 */
gboolean
fr_local_guard_stopped (FrLocalExchange *exchange, FrLocalAsset *server)
{
  if (!fr_local_guard_rest (exchange, server))
    return FALSE;
  if (!fr_local_json_get_flag (server->data, "started"))
    return TRUE;

  fr_local_exchange_refuse (exchange, "SERVER_STARTED", "Server '%s' is started.",
                            fr_local_asset_get (server, "name"));
  return FALSE;
}
