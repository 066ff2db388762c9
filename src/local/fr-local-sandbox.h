/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-local-sshd.h"

G_BEGIN_DECLS

/**
 * FrLocalSandbox:
 *
 * What a host's sandbox is started from; all of it belongs to the host.
 */
typedef struct
{
  const char *root;           /* the folder that is seen as /         */
  const char *console;        /* the file that it writes to           */
  const char *name;           /* its host name                        */
  const char *address;        /* where sshd listens                   */
  const char *mirror_program; /* (nullable) bound into its PATH       */
  const FrLocalSshd *sshd;
} FrLocalSandbox;

gboolean fr_local_sandbox_check (GCancellable *cancellable, GError **error);
GSubprocess *fr_local_sandbox_spawn (const FrLocalSandbox *self, GPid *init, GError **error);

G_END_DECLS
