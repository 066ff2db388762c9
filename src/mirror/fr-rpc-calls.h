/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-rpc.h"

G_BEGIN_DECLS

/**
 * FrRpcCall:
 * @what: the method, and the operation of an invoke
 * @answer: (nullable): told of the answer
 * @data: for @answer
 * @destroy: (nullable): frees @data
 * @deadline: on the monotonic clock
 *
 * A call that waits for its answer, in a table by its id.
 */
typedef struct
{
  char *what;
  FrRpcAnswer answer;
  gpointer data;
  GDestroyNotify destroy;
  gint64 deadline;
} FrRpcCall;

FrRpcCall *fr_rpc_calls_steal (GHashTable *calls, const gint64 *id);
FrRpcCall *fr_rpc_calls_steal_expired (GHashTable *calls, gint64 now);
void fr_rpc_call_answer (FrRpcCall *call, JsonNode *value, const GError *error);
void fr_rpc_call_free (gpointer data);

G_END_DECLS
