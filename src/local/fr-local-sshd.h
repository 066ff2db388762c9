/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where an unpacked sshd is seen inside of a host. */
#define FR_LOCAL_SSHD_PLACE "/opt/sshd"

/**
 * FrLocalSshd:
 * @folder: (nullable): what is to be bound at FR_LOCAL_SSHD_PLACE; %NULL: the system's sshd
 * @program: sshd, as seen inside
 * @sftp: its sftp-server, as seen inside
 * @libraries: (nullable): folder of its libraries, as seen inside
 * @session: (nullable): sshd-session, when sshd needs to be told where it is
 * @auth: (nullable): sshd-auth, likewise
 */
typedef struct
{
  char *folder;
  char *program;
  char *sftp;
  char *libraries;
  char *session;
  char *auth;
} FrLocalSshd;

FrLocalSshd *fr_local_sshd_find (GCancellable *cancellable, GError **error);
void fr_local_sshd_free (FrLocalSshd *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalSshd, fr_local_sshd_free)

G_END_DECLS
