/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-cloud.h"

G_BEGIN_DECLS

/**
 * FrLocalHere:
 *
 * "This computer" as a place for servers: the emulated cloud, a host behind each of its
 * servers, and a relay for each open port.
 */
typedef struct _FrLocalHere FrLocalHere;

/* Emulated operations take seconds; on this computer nobody needs to wait for them. */
#define FR_LOCAL_HERE_SPEED 10

const char *fr_local_here_get_obstacle (void);
char *fr_local_here_dup_folder (void);
FrLocalHere *fr_local_here_open (GCancellable *cancellable, GError **error);
FrLocalHere *fr_local_here_start (guint port, double speed, GCancellable *cancellable,
                                  GError **error);
void fr_local_here_stop (FrLocalHere *self);
const char *fr_local_here_get_endpoint (FrLocalHere *self);
const char *fr_local_here_get_ca_file (FrLocalHere *self);
const char *fr_local_here_get_user (FrLocalHere *self);
const char *fr_local_here_get_password (FrLocalHere *self);
FrCloud *fr_local_here_sign_in (FrLocalHere *self, GError **error);
gboolean fr_local_here_describe (char **host, char **subnet, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalHere, fr_local_here_stop)

G_END_DECLS
