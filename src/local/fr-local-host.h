/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a host's sshd listens: a user may not have the ports below 1024. */
#define FR_LOCAL_HOST_SSH_PORT 2222

/**
 * FrLocalHost:
 *
 * A server of the emulated data centre that one can really sign in to: Debian's own sshd in a
 * bubblewrap sandbox, with files of its own. It may be used from several threads.
 */
typedef struct _FrLocalHost FrLocalHost;

FrLocalHost *fr_local_host_new (const char *folder, const char *name, const char *address,
                                const char *password, const char *mirror_program);
void fr_local_host_free (FrLocalHost *self);

gboolean fr_local_host_start (FrLocalHost *self, GError **error);
void fr_local_host_stop (FrLocalHost *self);
gboolean fr_local_host_is_running (FrLocalHost *self);
char *fr_local_host_read_console (FrLocalHost *self);
gboolean fr_local_host_erase (FrLocalHost *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalHost, fr_local_host_free)

G_END_DECLS
