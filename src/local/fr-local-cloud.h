/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLocalCloud:
 *
 * A CloudControl of our own on loopback: a TLS server on a thread of this process, and a world
 * of network domains, VLANs and servers that is kept in a folder.
 */
typedef struct _FrLocalCloud FrLocalCloud;

/**
 * FrLocalCloudPower:
 * @server_id: which server
 * @name: its name
 * @private_ipv4: the address of its first network card
 * @password: (nullable): of its administrator, at the first start only and not after a restart of
 *   the emulator: see fr_local_cloud_dup_password_hash()
 * @on: whether it has been switched on, or off
 *
 * Told on the emulator's thread, which waits for the return.
 */
typedef void (*FrLocalCloudPower) (const char *server_id, const char *name,
                                   const char *private_ipv4, const char *password, gboolean on,
                                   gpointer data);

/**
 * FrLocalCloudPath:
 * @public_ipv4: where packets come to
 * @private_ipv4: where they are meant to go
 * @begin: the first TCP port
 * @end: the last TCP port, @begin for a single one
 * @open: whether the way has been opened, or closed
 *
 * Told on the emulator's thread, which waits for the return. What is closed is told before what
 * is opened.
 */
typedef void (*FrLocalCloudPath) (const char *public_ipv4, const char *private_ipv4, guint begin,
                                  guint end, gboolean open, gpointer data);

/**
 * FrLocalCloudGone:
 * @server_id: a server that does not exist any more
 *
 * Told on the emulator's thread.
 */
typedef void (*FrLocalCloudGone) (const char *server_id, gpointer data);

/**
 * FrLocalClock:
 *
 * Returns: microseconds since 1970
 */
typedef gint64 (*FrLocalClock) (gpointer data);

FrLocalCloud *fr_local_cloud_start (const char *folder, guint port, double speed, gboolean hosts,
                                    GError **error);
void fr_local_cloud_stop (FrLocalCloud *self);
gboolean fr_local_cloud_find (const char *folder, char **endpoint, char **ca_file, char **user,
                              char **password, GError **error);

const char *fr_local_cloud_get_endpoint (FrLocalCloud *self);
const char *fr_local_cloud_get_ca_file (FrLocalCloud *self);
const char *fr_local_cloud_get_user (FrLocalCloud *self);
const char *fr_local_cloud_get_password (FrLocalCloud *self);
const char *fr_local_cloud_get_network (FrLocalCloud *self);
char *fr_local_cloud_dup_password_hash (FrLocalCloud *self, const char *server_id);

void fr_local_cloud_set_power_func (FrLocalCloud *self, FrLocalCloudPower func, gpointer data);
void fr_local_cloud_set_path_func (FrLocalCloud *self, FrLocalCloudPath func, gpointer data);
void fr_local_cloud_set_gone_func (FrLocalCloud *self, FrLocalCloudGone func, gpointer data);
void fr_local_cloud_set_clock (FrLocalCloud *self, FrLocalClock clock, gpointer data);

void fr_local_cloud_fail_next (FrLocalCloud *self, const char *operation, const char *code,
                               guint count);
guint fr_local_cloud_count (FrLocalCloud *self, const char *operation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalCloud, fr_local_cloud_stop)

G_END_DECLS
