/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-access.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-answer.h"
#include "fr-cloud-private.h"
#include "fr-cloud-types.h"

static GPtrArray *
list_of_domain (FrCloud *self, const FrCloudType *type, const char *resource, const char *domain_id,
                GCancellable *cancellable, GError **error)
{
  g_autofree char *query = fr_cloud_query ("networkDomainId", domain_id, NULL);

  return fr_cloud_list (self, type, resource, query, cancellable, error);
}

/**
 * fr_cloud_list_blocks:
 * @domain_id: a domain
 *
 * Public addresses come in blocks. Blocks. Section 8.1.
 *
 * Returns: (transfer full) (element-type FrCloudBlock): %NULL on error
 */
GPtrArray *
fr_cloud_list_blocks (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && domain_id != NULL, NULL);

  return list_of_domain (self, &fr_cloud_block_type, "network/publicIpBlock", domain_id,
                         cancellable, error);
}

/* An address in use: one word for it up to version 2.11, another one later. */
typedef struct
{
  char *value;
  char *address;
} Reserved;

static void reserved_free (gpointer record);

static const FrCloudField reserved_fields[] = {
  { "value", FR_CLOUD_TEXT, G_STRUCT_OFFSET (Reserved, value), FALSE },
  { "ipAddress", FR_CLOUD_TEXT, G_STRUCT_OFFSET (Reserved, address), FALSE },
};

static const FrCloudType reserved_type = {
  .title = N_ ("Public addresses in use"),
  .member = "ip",
  .size = sizeof (Reserved),
  .fields = reserved_fields,
  .n_fields = G_N_ELEMENTS (reserved_fields),
  .free = reserved_free,
};

static void
reserved_free (gpointer record)
{
  fr_cloud_fields_free (&reserved_type, record);
}

/**
 * fr_cloud_list_reserved:
 * @domain_id: a domain
 *
 * The public addresses in use by a translation, a node or a listener. Blocks. Section 8.1.
 *
 * Returns: (transfer full) (element-type utf8): %NULL on error
 */
GPtrArray *
fr_cloud_list_reserved (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (FR_IS_CLOUD (self) && domain_id != NULL, NULL);

  records = list_of_domain (self, &reserved_type, "network/reservedPublicIpv4Address", domain_id,
                            cancellable, error);
  if (records == NULL)
    return NULL;

  for (guint i = 0; i < records->len; i++)
    {
      const Reserved *reserved = g_ptr_array_index (records, i);
      const char *address = reserved->value != NULL ? reserved->value : reserved->address;

      if (address == NULL)
        {
          GError *reason = g_error_new (FR_ERROR, FR_ERROR_PROTOCOL, _ ("ip[%u].value: missing"),
                                        i);

          fr_cloud_answer_misshapen (_ (reserved_type.title), reason, error);
          return NULL;
        }
      g_ptr_array_add (addresses, g_strdup (address));
    }

  return g_steal_pointer (&addresses);
}

/* A block has no name: a new one is one that was not there before. */
static char *
find_new_block (FrCloud *self, const FrCloudPost *post, GCancellable *cancellable, GError **error)
{
  const GPtrArray *before = post->data;
  const char *domain_id = json_object_get_string_member (post->body, "networkDomainId");
  g_autoptr (GPtrArray) after = fr_cloud_list_blocks (self, domain_id, cancellable, error);

  for (guint i = 0; after != NULL && i < after->len; i++)
    {
      FrCloudBlock *block = g_ptr_array_index (after, i);
      gboolean known = FALSE;

      for (guint j = 0; j < before->len; j++)
        known |= g_str_equal (((FrCloudBlock *) before->pdata[j])->id, block->id);
      if (!known)
        return g_strdup (block->id);
    }

  return NULL;
}

/**
 * fr_cloud_add_block:
 * @domain_id: a domain
 *
 * Two more public addresses. Blocks until they are there. Section 8.1.
 *
 * Returns: (transfer full): the id of the block; %NULL with %FR_ERROR_CLOUD when there are no more
 */
char *
fr_cloud_add_block (FrCloud *self, const char *domain_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) before = fr_cloud_list_blocks (self, domain_id, cancellable, error);
  g_autoptr (JsonObject) body = json_object_new ();
  FrCloudPost post = { .action = "network/addPublicIpBlock",
                       .what = _ ("Public addresses"),
                       .body = body,
                       .info = "ipBlockId publicIpBlockId",
                       .find = find_new_block,
                       .data = before };
  char *id = NULL;

  if (before == NULL)
    return NULL;

  json_object_set_string_member (body, "networkDomainId", domain_id);
  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/**
 * fr_cloud_delete_block:
 * @id: of a block
 *
 * Blocks until it is gone. What is absent is deleted already. Section 8.1.
 *
 * Returns: %FALSE with %FR_ERROR_CLOUD while one of its addresses is in use
 */
gboolean
fr_cloud_delete_block (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "network/removePublicIpBlock", _ ("Public addresses"), id,
                           "RESOURCE_NOT_FOUND", "HAS_DEPENDENCY", cancellable, error);
}

/**
 * fr_cloud_list_nats:
 * @domain_id: a domain
 *
 * Which public address stands for which private one: the only way from a server to its public
 * address. Blocks. Section 8.2.
 *
 * Returns: (transfer full) (element-type FrCloudNat): %NULL on error
 */
GPtrArray *
fr_cloud_list_nats (FrCloud *self, const char *domain_id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && domain_id != NULL, NULL);

  return list_of_domain (self, &fr_cloud_nat_type, "network/natRule", domain_id, cancellable,
                         error);
}

/**
 * fr_cloud_add_nat:
 * @domain_id: a domain
 * @internal: a private address of one of its networks
 * @external: (nullable): a public address of one of its blocks, %NULL for the first free one
 *
 * Blocks until it is there. Section 8.2.
 *
 * Returns: (transfer full): its id; %NULL with %FR_ERROR_EXISTS when one of the two is taken
 */
char *
fr_cloud_add_nat (FrCloud *self, const char *domain_id, const char *internal, const char *external,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Translation of %s"), internal);
  g_autofree char *query = fr_cloud_query ("networkDomainId", domain_id, "internalIp", internal,
                                           NULL);
  FrCloudLookup lookup = { &fr_cloud_nat_type, "network/natRule", query,
                           G_STRUCT_OFFSET (FrCloudNat, internal), internal };
  FrCloudPost post = { .action = "network/createNatRule",
                       .what = what,
                       .body = body,
                       .info = "natRuleId",
                       .find = fr_cloud_find_only,
                       .data = &lookup };
  char *id = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  json_object_set_string_member (body, "networkDomainId", domain_id);
  json_object_set_string_member (body, "internalIp", internal);
  if (external != NULL)
    json_object_set_string_member (body, "externalIp", external);

  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/**
 * fr_cloud_delete_nat:
 * @id: of a translation
 *
 * Blocks until it is gone. What is absent is deleted already. Section 8.2.
 *
 * Returns: whether it is gone
 */
gboolean
fr_cloud_delete_nat (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "network/deleteNatRule", _ ("Translation"), id,
                           "RESOURCE_NOT_FOUND", NULL, cancellable, error);
}

/**
 * fr_cloud_list_rules:
 * @domain_id: a domain
 *
 * Blocks. Section 9.1.
 *
 * Returns: (transfer full) (element-type FrCloudRule): in the order of their evaluation; %NULL
 *   on error
 */
GPtrArray *
fr_cloud_list_rules (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && domain_id != NULL, NULL);

  return list_of_domain (self, &fr_cloud_rule_type, "network/firewallRule", domain_id, cancellable,
                         error);
}

static JsonObject *
make_end (const char *address, guint begin, guint end)
{
  JsonObject *place = json_object_new ();
  JsonObject *ip = json_object_new ();

  json_object_set_string_member (ip, "address", address);
  json_object_set_object_member (place, "ip", ip);

  if (begin > 0)
    {
      JsonObject *port = json_object_new ();

      json_object_set_int_member (port, "begin", begin);
      if (end > begin)
        json_object_set_int_member (port, "end", end);
      json_object_set_object_member (place, "port", port);
    }

  return place;
}

/**
 * fr_cloud_add_rule:
 * @domain_id: a domain
 * @name: letters, digits, "." and "_" only; unique in the domain
 * @protocol: "tcp", "udp", "icmp" or "ip", in any case
 * @destination: (nullable): the public address, %NULL for any
 * @begin: the first port, 0 for any
 * @end: the last port; 0 or @begin for one port
 *
 * Lets IPv4 in from everywhere, after the other rules of the account. Blocks until it is there.
 * Section 9.1.
 *
 * Returns: (transfer full): its id; %NULL with %FR_ERROR_EXISTS when the name is taken
 */
char *
fr_cloud_add_rule (FrCloud *self, const char *domain_id, const char *name, const char *protocol,
                   const char *destination, guint begin, guint end, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Firewall rule “%s”"), name);
  g_autofree char *query = fr_cloud_query ("networkDomainId", domain_id, "name", name, NULL);
  g_autofree char *word = g_ascii_strup (protocol, -1);
  FrCloudLookup lookup = { &fr_cloud_rule_type, "network/firewallRule", query,
                           G_STRUCT_OFFSET (FrCloudRule, name), name };
  FrCloudPost post = { .action = "network/createFirewallRule",
                       .what = what,
                       .body = body,
                       .info = "firewallRuleId",
                       .find = fr_cloud_find_only,
                       .data = &lookup };
  JsonObject *placement;
  char *id = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  placement = json_object_new ();
  json_object_set_string_member (placement, "position", "LAST");
  json_object_set_string_member (body, "networkDomainId", domain_id);
  json_object_set_string_member (body, "name", name);
  json_object_set_string_member (body, "action", "ACCEPT_DECISIVELY");
  json_object_set_string_member (body, "ipVersion", "IPV4");
  json_object_set_string_member (body, "protocol", word);
  json_object_set_object_member (body, "source", make_end ("ANY", 0, 0));
  json_object_set_object_member (body, "destination",
                                 make_end (destination != NULL ? destination : "ANY", begin, end));
  json_object_set_boolean_member (body, "enabled", TRUE);
  json_object_set_object_member (body, "placement", placement);

  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/**
 * fr_cloud_delete_rule:
 * @id: of a rule that is not a default one
 *
 * Blocks until it is gone. What is absent is deleted already. Section 9.1.
 *
 * Returns: whether it is gone
 */
gboolean
fr_cloud_delete_rule (FrCloud *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (FR_IS_CLOUD (self) && id != NULL, FALSE);

  return fr_cloud_post_id (self, "network/deleteFirewallRule", _ ("Firewall rule"), id,
                           "RESOURCE_NOT_FOUND", NULL, cancellable, error);
}
