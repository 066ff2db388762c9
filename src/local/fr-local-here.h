/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-local-cloud.h"

G_BEGIN_DECLS

/**
 * FrLocalHere:
 *
 * "This computer" as a place for servers: the emulated cloud, a host behind each of its
 * servers, and a relay for each open port.
 */
typedef struct _FrLocalHere FrLocalHere;

FrLocalHere *fr_local_here_start (const char *folder, guint port, double speed,
                                  GCancellable *cancellable, GError **error);
void fr_local_here_stop (FrLocalHere *self);
FrLocalCloud *fr_local_here_get_cloud (FrLocalHere *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalHere, fr_local_here_stop)

G_END_DECLS
