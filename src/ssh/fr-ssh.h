/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrSsh:
 *
 * A signed-in SSH connection. It belongs to one thread at a time.
 */
typedef struct _FrSsh FrSsh;

/**
 * FrSshTarget:
 * @host: name or address
 * @port: 0 means 22
 * @user: who signs in
 * @password: (nullable): tried once, after the key
 * @key_file: (nullable): path of an Ed25519 or ECDSA private key without passphrase
 * @known_hosts: (nullable): where host keys are remembered, in OpenSSH's format
 * @trust_first: whether a host that @known_hosts does not name is accepted and remembered
 * @limit_seconds: for the whole of fr_ssh_open(); 0 means 30
 */
typedef struct
{
  const char *host;
  guint port;
  const char *user;
  const char *password;
  const char *key_file;
  const char *known_hosts;
  gboolean trust_first;
  guint limit_seconds;
} FrSshTarget;

/**
 * FrSshOutput:
 * @text: what the command has just written, not ended by a NUL and possibly cut inside a character
 * @length: in bytes
 */
typedef void (*FrSshOutput) (const char *text, gsize length, gpointer data);

FrSsh *fr_ssh_open (const FrSshTarget *target, GCancellable *cancellable, GError **error);
void fr_ssh_close (FrSsh *self);
const char *fr_ssh_get_fingerprint (FrSsh *self);

gboolean fr_ssh_run (FrSsh *self, const char *command, const char *input, FrSshOutput output,
                     gpointer data, guint limit_seconds, int *status, GCancellable *cancellable,
                     GError **error);
char *fr_ssh_capture (FrSsh *self, const char *command, GCancellable *cancellable, GError **error);

gboolean fr_ssh_put (FrSsh *self, const char *path, const char *content, gssize length, guint mode,
                     GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrSsh, fr_ssh_close)

G_END_DECLS
