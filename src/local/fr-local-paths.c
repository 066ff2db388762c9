/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-paths.h"

#include <string.h>

#include "fr-ipv4.h"
#include "fr-local-address.h"
#include "fr-local-catalog.h"
#include "fr-local-json.h"

#define LAST_PORT 65535
#define VISITOR "127.0.0.1" /* who comes from outside, as seen on this computer */

/* What has been decided about each port so far. */
typedef enum
{
  OPEN_QUESTION,
  ACCEPTED,
  DROPPED,
} Decision;

static void
free_path (gpointer data)
{
  FrLocalPath *path = data;

  g_free (path->public_ipv4);
  g_free (path->private_ipv4);
  g_free (path);
}

static gboolean
is_in_list (FrLocalWorld *world, const char *list_id, const char *address, guint depth)
{
  FrLocalAsset *list = fr_local_world_find (world, FR_LOCAL_ADDRESS_LIST, list_id);
  JsonArray *items = list != NULL ? fr_local_json_get_array (list->data, "ipAddress") : NULL;
  JsonArray *children =
    list != NULL ? fr_local_json_get_array (list->data, "childIpAddressList") : NULL;
  guint32 wanted, begin, end;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      const char *last = fr_local_json_get_text (item, "end");
      const char *first = fr_local_json_get_text (item, "begin");

      if (last == NULL &&
          fr_local_address_contains (
            first, (guint) fr_local_json_get_number (item, "prefixSize", 32), address))
        return TRUE;
      if (fr_ipv4_parse (address, &wanted) && fr_ipv4_parse (first, &begin) &&
          fr_ipv4_parse (last, &end) && wanted >= begin && wanted <= end)
        return TRUE;
    }

  for (guint i = 0; depth > 0 && children != NULL && i < json_array_get_length (children); i++)
    if (is_in_list (world,
                    fr_local_json_get_text (json_array_get_object_element (children, i), "id"),
                    address, depth - 1))
      return TRUE;

  return FALSE;
}

/* Whether a side of a rule is about @address. */
static gboolean
is_about (FrLocalWorld *world, JsonObject *side, const char *address)
{
  const char *list_id = fr_local_json_get_text (side, "ipAddressList.id");
  const char *base = fr_local_json_get_text (side, "ip.address");

  if (list_id != NULL)
    return is_in_list (world, list_id, address, 8);

  return g_strcmp0 (base, "ANY") == 0 ||
         fr_local_address_contains (
           base, (guint) fr_local_json_get_number (side, "ip.prefixSize", 32), address);
}

static void
decide_range (guint8 *ports, JsonObject *range, Decision decision)
{
  guint begin = (guint) fr_local_json_get_number (range, "begin", 1);
  guint end = (guint) fr_local_json_get_number (range, "end", begin);

  for (guint port = begin; port <= MIN (end, LAST_PORT); port++)
    if (ports[port] == OPEN_QUESTION)
      ports[port] = decision;
}

static void
decide_list (FrLocalWorld *world, guint8 *ports, const char *list_id, Decision decision,
             guint depth)
{
  FrLocalAsset *list = fr_local_world_find (world, FR_LOCAL_PORT_LIST, list_id);
  JsonArray *items = list != NULL ? fr_local_json_get_array (list->data, "port") : NULL;
  JsonArray *children = list != NULL ? fr_local_json_get_array (list->data, "childPortList") : NULL;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    decide_range (ports, json_array_get_object_element (items, i), decision);

  for (guint i = 0; depth > 0 && children != NULL && i < json_array_get_length (children); i++)
    decide_list (world, ports,
                 fr_local_json_get_text (json_array_get_object_element (children, i), "id"),
                 decision, depth - 1);
}

/* Whether a rule decides about TCP that comes from outside to @address. Rules of the system
 * are about what goes out, and a rule for certain source ports fits no client. */
static gboolean
is_relevant (FrLocalWorld *world, FrLocalAsset *rule, const char *domain_id, const char *address)
{
  JsonObject *source = fr_local_json_get_object (rule->data, "source");
  JsonObject *destination = fr_local_json_get_object (rule->data, "destination");
  const char *protocol = fr_local_asset_get (rule, "protocol");

  return rule->kind == FR_LOCAL_RULE &&
         g_strcmp0 (fr_local_asset_get_domain (rule), domain_id) == 0 &&
         g_strcmp0 (fr_local_asset_get (rule, "ruleType"), "CLIENT_RULE") == 0 &&
         fr_local_json_get_flag (rule->data, "enabled") &&
         g_strcmp0 (fr_local_asset_get (rule, "ipVersion"), "IPV4") == 0 &&
         (g_strcmp0 (protocol, "TCP") == 0 || g_strcmp0 (protocol, "IP") == 0) &&
         !json_object_has_member (source, "port") && !json_object_has_member (source, "portList") &&
         is_about (world, source, VISITOR) && is_about (world, destination, address);
}

static void
decide (FrLocalWorld *world, guint8 *ports, FrLocalAsset *rule)
{
  JsonObject *destination = fr_local_json_get_object (rule->data, "destination");
  JsonObject *range = fr_local_json_get_object (destination, "port");
  const char *list_id = fr_local_json_get_text (destination, "portList.id");
  Decision decision =
    strcmp (fr_local_asset_get (rule, "action"), "DROP") == 0 ? DROPPED : ACCEPTED;
  g_autoptr (JsonObject) all = fr_local_json_make ("begin:i", 1, "end:i", LAST_PORT, NULL);

  if (list_id != NULL)
    decide_list (world, ports, list_id, decision, 8);
  else
    decide_range (ports, range != NULL ? range : all, decision);
}

/* The first rule that is about a port decides; what no rule is about stays closed. */
static void
add_paths (FrLocalWorld *world, FrLocalAsset *nat, GPtrArray *paths)
{
  g_autofree guint8 *ports = g_malloc0 (LAST_PORT + 2);
  GPtrArray *assets = fr_local_world_get_assets (world);
  const char *external = fr_local_asset_get (nat, "externalIp");

  for (guint i = 0; i < assets->len; i++)
    if (is_relevant (world, assets->pdata[i], fr_local_asset_get_domain (nat), external))
      decide (world, ports, assets->pdata[i]);

  for (guint port = 1, begin = 0; port <= LAST_PORT + 1; port++)
    {
      if (ports[port] == ACCEPTED && begin == 0)
        begin = port;
      if (ports[port] != ACCEPTED && begin != 0)
        {
          FrLocalPath *path = g_new0 (FrLocalPath, 1);

          path->public_ipv4 = g_strdup (external);
          path->private_ipv4 = g_strdup (fr_local_asset_get (nat, "internalIp"));
          path->begin = begin;
          path->end = port - 1;
          g_ptr_array_add (paths, path);
          begin = 0;
        }
    }
}

/**
 * fr_local_paths_list:
 *
 * Returns: (transfer full) (element-type FrLocalPath): the ways that are open to the servers of
 *   this computer
 */
GPtrArray *
fr_local_paths_list (FrLocalWorld *world)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (free_path);
  GPtrArray *assets = fr_local_world_get_assets (world);

  for (guint i = 0; i < assets->len; i++)
    {
      FrLocalAsset *nat = assets->pdata[i];

      if (nat->kind == FR_LOCAL_NAT &&
          fr_local_catalog_is_here (fr_local_asset_get (nat, "datacenterId")))
        add_paths (world, nat, paths);
    }

  return paths;
}

/**
 * fr_local_paths_equal:
 *
 * Returns: whether both are the same way
 */
gboolean
fr_local_paths_equal (const FrLocalPath *a, const FrLocalPath *b)
{
  return a->begin == b->begin && a->end == b->end && strcmp (a->public_ipv4, b->public_ipv4) == 0 &&
         strcmp (a->private_ipv4, b->private_ipv4) == 0;
}
