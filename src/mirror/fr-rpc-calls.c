/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-rpc-calls.h"

/**
 * fr_rpc_call_free:
 * @data: a #FrRpcCall
 */
void
fr_rpc_call_free (gpointer data)
{
  FrRpcCall *call = data;

  if (call->destroy != NULL)
    call->destroy (call->data);
  g_free (call->what);
  g_free (call);
}

/**
 * fr_rpc_calls_steal:
 * @calls: of #FrRpcCall, by id
 * @id: (nullable): of one; %NULL: whichever comes first
 *
 * Returns: (transfer full) (nullable): the call, which is no longer in the table
 */
FrRpcCall *
fr_rpc_calls_steal (GHashTable *calls, const gint64 *id)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, calls);
  if (id == NULL && g_hash_table_iter_next (&iter, &key, NULL))
    id = key;
  if (id == NULL || !g_hash_table_steal_extended (calls, id, &key, &value))
    return NULL;

  g_free (key);

  return value;
}

/**
 * fr_rpc_call_answer:
 * @call: (transfer full): that is answered; whoever is told may close the conversation, and so end
 *   all calls but this one
 * @value: (nullable): the answer
 * @error: (nullable): why there is none
 */
void
fr_rpc_call_answer (FrRpcCall *call, JsonNode *value, const GError *error)
{
  if (call->answer != NULL)
    call->answer (value, error, call->data);
  fr_rpc_call_free (call);
}

/**
 * fr_rpc_calls_steal_expired:
 * @calls: of #FrRpcCall, by id
 * @now: on the monotonic clock
 *
 * Returns: (transfer full) (nullable): a call that has waited for too long, no longer in the table
 */
FrRpcCall *
fr_rpc_calls_steal_expired (GHashTable *calls, gint64 now)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, calls);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (now >= ((FrRpcCall *) value)->deadline)
      return fr_rpc_calls_steal (calls, id);

  return NULL;
}
