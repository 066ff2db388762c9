/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include <string.h>

static const FrLocalOperation *const tables[] = {
  fr_local_routes_domain,
  fr_local_routes_vlan,
  fr_local_routes_address,
  fr_local_routes_firewall,
  fr_local_routes_lists,
  fr_local_routes_server,
  fr_local_routes_power,
  fr_local_routes_hardware,
  fr_local_routes_disk,
};

/**
 * fr_local_routes_find:
 * @name: the path of a POST, "network/deployVlan", its last part, or the word "DEPLOY_VLAN"
 *
 * Returns: (transfer none) (nullable): the operation
 */
const FrLocalOperation *
fr_local_routes_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const FrLocalOperation *each = tables[i]; each->path != NULL; each++)
      if (strcmp (each->path, name) == 0 || strcmp (each->word, name) == 0 ||
          strcmp (strchr (each->path, '/') + 1, name) == 0)
        return each;

  return NULL;
}

/**
 * fr_local_routes_post:
 * @exchange: a POST of @operation
 * @body: what was sent
 * @from_xml: whether it came as XML
 *
 * Checks the body, then does what is asked or refuses it.
 */
void
fr_local_routes_post (FrLocalExchange *exchange, const FrLocalOperation *operation,
                      JsonObject *body, gboolean from_xml)
{
  GPtrArray *problems;

  g_return_if_fail (exchange != NULL && operation != NULL && body != NULL);

  exchange->operation = operation->word;
  exchange->asynchronous = operation->asynchronous;
  exchange->body = fr_local_fields_check (operation->fields, body, from_xml, &problems);
  if (problems != NULL)
    {
      fr_local_exchange_reject_all (exchange, problems);
      g_ptr_array_unref (problems);
      return;
    }

  operation->handle (exchange);
}
