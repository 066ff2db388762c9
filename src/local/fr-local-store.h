/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * FrLocalStore:
 *
 * The folder of an emulated cloud: who may come in, which loopback networks and port it has
 * chosen, what exists in it, and who runs it. All of it is read by its owner alone.
 */
typedef struct
{
  char *folder;
  char *organization;
  char *user;
  char *password;
  char *public_network;  /* a /24 of loopback: "127.A.B.0" */
  char *private_network; /* another one                    */
  guint port;
  int lock; /* the descriptor that says who runs it, or -1 */
} FrLocalStore;

FrLocalStore *fr_local_store_open (const char *folder, GError **error);
FrLocalStore *fr_local_store_look (const char *folder, gboolean *running, GError **error);
void fr_local_store_free (FrLocalStore *self);

char *fr_local_store_build_path (FrLocalStore *self, const char *name);
gboolean fr_local_store_set_port (FrLocalStore *self, guint port, GError **error);
gboolean fr_local_store_save_world (FrLocalStore *self, JsonNode *world, GError **error);
gboolean fr_local_store_load_world (FrLocalStore *self, JsonNode **world, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalStore, fr_local_store_free)

G_END_DECLS
