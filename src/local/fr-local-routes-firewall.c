/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include <string.h>

#include "fr-local-address.h"
#include "fr-local-guard.h"
#include "fr-local-json.h"

#define ACTIONS "ACCEPT_DECISIVELY|DROP"
#define PROTOCOLS "IP|TCP|UDP|ICMP"

static const FrLocalField ip_fields[] = {
  { "address", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = 45 },
  { "prefixSize", FR_LOCAL_NUMBER, .least = 0, .most = 128 },
  { NULL },
};

static const FrLocalField port_fields[] = {
  { "begin", FR_LOCAL_NUMBER, FR_LOCAL_REQUIRED, .least = 1, .most = 65535 },
  { "end", FR_LOCAL_NUMBER, .least = 1, .most = 65535 },
  { NULL },
};

static const FrLocalField side_fields[] = {
  { "ip", FR_LOCAL_OBJECT, .members = ip_fields },
  { "ipAddressListId", FR_LOCAL_TEXT },
  { "port", FR_LOCAL_OBJECT, .members = port_fields },
  { "portListId", FR_LOCAL_TEXT },
  { NULL },
};

static const FrLocalField placement_fields[] = {
  { "position", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = "FIRST|LAST|BEFORE|AFTER" },
  { "relativeToRule", FR_LOCAL_TEXT },
  { NULL },
};

static const FrLocalField icmp_fields[] = {
  { "type", FR_LOCAL_NUMBER, FR_LOCAL_REQUIRED, .most = 255 },
  { "code", FR_LOCAL_NUMBER, .most = 255 },
  { NULL },
};

static const FrLocalField create_fields[] = {
  { "networkDomainId", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "name", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .least = 1, .most = 75 },
  { "action", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = ACTIONS },
  { "ipVersion", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = "IPV4|IPV6" },
  { "protocol", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = PROTOCOLS },
  { "source", FR_LOCAL_OBJECT, FR_LOCAL_REQUIRED, .members = side_fields },
  { "destination", FR_LOCAL_OBJECT, FR_LOCAL_REQUIRED, .members = side_fields },
  { "icmpProperties", FR_LOCAL_OBJECT, .members = icmp_fields },
  { "enabled", FR_LOCAL_FLAG, FR_LOCAL_REQUIRED },
  { "placement", FR_LOCAL_OBJECT, FR_LOCAL_REQUIRED, .members = placement_fields },
  { NULL },
};

static const FrLocalField edit_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "action", FR_LOCAL_TEXT, .choices = ACTIONS },
  { "protocol", FR_LOCAL_TEXT, .choices = PROTOCOLS },
  { "source", FR_LOCAL_OBJECT, .members = side_fields },
  { "destination", FR_LOCAL_OBJECT, .members = side_fields },
  { "icmpProperties", FR_LOCAL_OBJECT, .members = icmp_fields },
  { "enabled", FR_LOCAL_FLAG },
  { "placement", FR_LOCAL_OBJECT, .members = placement_fields },
  { NULL },
};

static gboolean
check_rule_name (FrLocalExchange *exchange, const char *name)
{
  for (const char *each = name; *each != '\0'; each++)
    if (!g_ascii_isalnum (*each) && *each != '.' && *each != '_')
      {
        fr_local_exchange_reject (exchange, "name",
                                  "only letters, digits, “.” and “_” are allowed");
        return FALSE;
      }

  if (!g_str_has_prefix (name, "CCDEFAULT."))
    return TRUE;

  fr_local_exchange_reject (exchange, "name",
                            "names that begin with “CCDEFAULT.” are those of the system");
  return FALSE;
}

/* What must be true of one side of a rule, beyond the shape. */
static gboolean
check_side (FrLocalExchange *exchange, const char *place, const char *protocol)
{
  JsonObject *side = fr_local_json_get_object (exchange->body, place);
  const char *address;
  gboolean ports;

  if (side == NULL)
    return TRUE;

  address = fr_local_json_get_text (side, "ip.address");
  ports = json_object_has_member (side, "port") || json_object_has_member (side, "portListId");
  if (json_object_has_member (side, "ip") == json_object_has_member (side, "ipAddressListId"))
    fr_local_exchange_reject (exchange, place, "exactly one of ip and ipAddressListId is needed");
  else if (json_object_has_member (side, "port") && json_object_has_member (side, "portListId"))
    fr_local_exchange_reject (exchange, place, "only one of port and portListId is possible");
  else if (ports && g_strcmp0 (protocol, "TCP") != 0 && g_strcmp0 (protocol, "UDP") != 0)
    fr_local_exchange_reject (exchange, place, "ports are possible with TCP and UDP only");
  else if (address != NULL && strcmp (address, "ANY") != 0 && !g_hostname_is_ip_address (address))
    fr_local_exchange_reject (exchange, place, "the address must be ANY or an IP address");
  else if (fr_local_json_get_number (side, "port.end", 65535) <
           fr_local_json_get_number (side, "port.begin", 0))
    fr_local_exchange_reject (exchange, place, "the first port is after the last one");
  else
    return TRUE;

  return FALSE;
}

/* Writing names lists by their ids; reading shows their names, too. */
static gboolean
show_list (FrLocalExchange *exchange, JsonObject *side, const char *member, const char *shown,
           FrLocalKind kind, const char *domain_id)
{
  const char *id = fr_local_json_get_text (side, member);
  FrLocalAsset *list;

  if (id == NULL)
    return TRUE;

  list = fr_local_world_find_by (exchange->world, kind, "id", id, domain_id);
  if (list == NULL)
    {
      fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "%s %s not found.",
                                fr_local_kind_get_info (kind)->noun, id);
      return FALSE;
    }

  json_object_set_object_member (
    side, shown,
    fr_local_json_make ("id:s", list->id, "name:s", fr_local_asset_get (list, "name"), NULL));
  json_object_remove_member (side, member);

  return TRUE;
}

static gboolean
show_lists (FrLocalExchange *exchange, const char *place, const char *domain_id)
{
  JsonObject *side = fr_local_json_get_object (exchange->body, place);

  return side == NULL ||
         (show_list (exchange, side, "ipAddressListId", "ipAddressList", FR_LOCAL_ADDRESS_LIST,
                     domain_id) &&
          show_list (exchange, side, "portListId", "portList", FR_LOCAL_PORT_LIST, domain_id));
}

/* Finds where a rule goes: before which place of the world's list. */
static gboolean
find_place (FrLocalExchange *exchange, const char *domain_id, guint *place)
{
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);
  const char *position = fr_local_exchange_get_text (exchange, "placement.position");
  const char *name = fr_local_exchange_get_text (exchange, "placement.relativeToRule");
  gboolean relative = strcmp (position, "BEFORE") == 0 || strcmp (position, "AFTER") == 0;
  FrLocalAsset *other =
    fr_local_world_find_by (exchange->world, FR_LOCAL_RULE, "name", name, domain_id);

  if (relative != (name != NULL))
    {
      fr_local_exchange_reject (exchange, "placement", "relativeToRule goes with BEFORE and AFTER");
      return FALSE;
    }
  if (relative && other == NULL)
    {
      fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "Firewall Rule '%s' not found.",
                                name);
      return FALSE;
    }

  *place = assets->len;
  for (guint i = 0; relative && i < assets->len; i++)
    if (assets->pdata[i] == other)
      *place = strcmp (position, "BEFORE") == 0 ? i : i + 1;

  /* FIRST is before the first rule of the client: those of the system keep their places. */
  for (guint i = assets->len; strcmp (position, "FIRST") == 0 && i > 0; i--)
    if (g_strcmp0 (fr_local_asset_get (assets->pdata[i - 1], "ruleType"), "CLIENT_RULE") == 0 &&
        g_strcmp0 (fr_local_asset_get_domain (assets->pdata[i - 1]), domain_id) == 0)
      *place = i - 1;

  return TRUE;
}

static void
create_rule (FrLocalExchange *exchange)
{
  FrLocalAsset *domain = fr_local_guard_need_at_rest (exchange, FR_LOCAL_DOMAIN, "networkDomainId");
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);
  const char *name = fr_local_exchange_get_text (exchange, "name");
  const char *protocol = fr_local_exchange_get_text (exchange, "protocol");
  g_autoptr (JsonObject) data = NULL;
  FrLocalAsset *rule;
  guint place;

  if (domain == NULL || !check_rule_name (exchange, name) ||
      !check_side (exchange, "source", protocol) ||
      !check_side (exchange, "destination", protocol) ||
      !fr_local_guard_name (exchange, FR_LOCAL_RULE, name, domain->id) ||
      !find_place (exchange, domain->id, &place) || !show_lists (exchange, "source", domain->id) ||
      !show_lists (exchange, "destination", domain->id))
    return;

  data = fr_local_json_make ("datacenterId:s", fr_local_asset_get (domain, "datacenterId"),
                             "ruleType:s", "CLIENT_RULE",
                             NULL);
  fr_local_json_merge (data, exchange->body);
  json_object_remove_member (data, "placement");

  rule = fr_local_world_add (exchange->world, FR_LOCAL_RULE, g_steal_pointer (&data));
  if (place < assets->len - 1)
    g_ptr_array_insert (assets, (int) place, g_ptr_array_steal_index (assets, assets->len - 1));
  fr_local_exchange_accept (exchange, "firewallRuleId", rule->id,
                            "Request to create Firewall Rule '%s' has been completed successfully.",
                            name);
}

static void
move_rule (FrLocalExchange *exchange, FrLocalAsset *rule, guint place)
{
  GPtrArray *assets = fr_local_world_get_assets (exchange->world);
  guint now = 0;

  if (!g_ptr_array_find (assets, rule, &now) || place == now)
    return;

  g_ptr_array_insert (assets, (int) (place > now ? place - 1 : place),
                      g_ptr_array_steal_index (assets, now));
}

static gboolean
is_only_enabling (JsonObject *body)
{
  return json_object_get_size (body) == 2 && json_object_has_member (body, "enabled");
}

static void
edit_rule (FrLocalExchange *exchange)
{
  FrLocalAsset *rule = fr_local_guard_need (exchange, FR_LOCAL_RULE, "id");
  const char *protocol = fr_local_exchange_get_text (exchange, "protocol");
  guint place = G_MAXUINT;

  if (rule == NULL)
    return;
  if (g_strcmp0 (fr_local_asset_get (rule, "ruleType"), "DEFAULT_RULE") == 0 &&
      !is_only_enabling (exchange->body))
    {
      fr_local_exchange_refuse (exchange, "OPERATION_NOT_SUPPORTED",
                                "A default Firewall Rule can only be enabled or disabled.");
      return;
    }
  if (protocol == NULL)
    protocol = fr_local_asset_get (rule, "protocol");
  if (!check_side (exchange, "source", protocol) ||
      !check_side (exchange, "destination", protocol) ||
      (json_object_has_member (exchange->body, "placement") &&
       !find_place (exchange, fr_local_asset_get_domain (rule), &place)) ||
      !show_lists (exchange, "source", fr_local_asset_get_domain (rule)) ||
      !show_lists (exchange, "destination", fr_local_asset_get_domain (rule)))
    return;

  json_object_remove_member (exchange->body, "placement");
  fr_local_json_merge (rule->data, exchange->body);
  if (place != G_MAXUINT)
    move_rule (exchange, rule, place);
  fr_local_exchange_accept (exchange, NULL, NULL, "Firewall Rule with Id %s has been edited.",
                            rule->id);
}

static void
delete_rule (FrLocalExchange *exchange)
{
  FrLocalAsset *rule = fr_local_guard_need (exchange, FR_LOCAL_RULE, "id");

  if (rule == NULL)
    return;
  if (g_strcmp0 (fr_local_asset_get (rule, "ruleType"), "DEFAULT_RULE") == 0)
    {
      fr_local_exchange_refuse (exchange, "OPERATION_NOT_SUPPORTED",
                                "A default Firewall Rule cannot be deleted.");
      return;
    }

  fr_local_exchange_accept (exchange, NULL, NULL, "Firewall Rule with Id %s has been deleted.",
                            rule->id);
  fr_local_world_remove (exchange->world, rule);
}

const FrLocalOperation fr_local_routes_firewall[] = {
  { "network/createFirewallRule", "CREATE_FIREWALL_RULE", FALSE, create_fields, create_rule },
  { "network/editFirewallRule", "EDIT_FIREWALL_RULE", FALSE, edit_fields, edit_rule },
  { "network/deleteFirewallRule", "DELETE_FIREWALL_RULE", FALSE, fr_local_guard_id_fields,
    delete_rule },
  { NULL },
};
