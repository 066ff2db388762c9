/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define FR_TYPE_RPC (fr_rpc_get_type ())
G_DECLARE_FINAL_TYPE (FrRpc, fr_rpc, FR, RPC, GObject)

/**
 * FrRpcAnswer:
 * @value: (nullable): `result.value`, when there is one
 * @error: (nullable): why there is no answer
 */
typedef void (*FrRpcAnswer) (JsonNode *value, const GError *error, gpointer data);

FrRpc *fr_rpc_new (const char *uri, const char *pin);
void fr_rpc_set_limit (FrRpc *self, guint seconds);
void fr_rpc_open (FrRpc *self);
void fr_rpc_call (FrRpc *self, const char *method, JsonObject *params, FrRpcAnswer answer,
                  gpointer data, GDestroyNotify destroy);
void fr_rpc_close (FrRpc *self);

G_END_DECLS
