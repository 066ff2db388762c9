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
 * @other_key_file: (nullable): another one, tried after @key_file and before the password
 * @known_hosts: (nullable): where host keys are remembered, in OpenSSH's format
 * @trust_first: whether a host that @known_hosts does not name is accepted and remembered
 * @host_key: (nullable): the fingerprint that its host key must have, "SHA256:" and base64 as
 *   `ssh-keygen -l` shows it; a host that has it is accepted and remembered, whatever
 *   @known_hosts says
 * @sudo: whether commands run as root all the same when @user is not; see fr_ssh_open()
 * @sudo_password: (nullable): what sudo is told when it asks; @password when it is %NULL
 * @limit_seconds: for the whole of fr_ssh_open(); 0 means 30
 */
typedef struct
{
  const char *host;
  guint port;
  const char *user;
  const char *password;
  const char *key_file;
  const char *other_key_file;
  const char *known_hosts;
  gboolean trust_first;
  const char *host_key;
  gboolean sudo;
  const char *sudo_password;
  guint limit_seconds;
} FrSshTarget;

/**
 * FrSshRoot:
 *
 * How commands come to run as root.
 */
typedef enum
{
  FR_SSH_ROOT_PLAIN,    /* they run as who signed in: root, or the target asks for no sudo */
  FR_SSH_ROOT_FREE,     /* by sudo, which asks nothing                                     */
  FR_SSH_ROOT_PASSWORD, /* by sudo, which asks for the password                            */
} FrSshRoot;

/**
 * FrSshWay:
 *
 * What opened the door.
 */
typedef enum
{
  FR_SSH_WAY_NONE, /* the server asked for nothing */
  FR_SSH_WAY_KEY,
  FR_SSH_WAY_OTHER_KEY,
  FR_SSH_WAY_PASSWORD,
} FrSshWay;

/**
 * FrSshOutput:
 * @text: what the command has just written, not ended by a NUL and possibly cut inside a character
 * @length: in bytes
 */
typedef void (*FrSshOutput) (const char *text, gsize length, gpointer data);

FrSsh *fr_ssh_open (const FrSshTarget *target, GCancellable *cancellable, GError **error);
void fr_ssh_close (FrSsh *self);
const char *fr_ssh_get_fingerprint (FrSsh *self);
FrSshRoot fr_ssh_get_root (FrSsh *self);
FrSshWay fr_ssh_get_way (FrSsh *self);
char *fr_ssh_dup_address (FrSsh *self);
char *fr_ssh_ask_address (FrSsh *self, GCancellable *cancellable, GError **error);

char *fr_ssh_scan (const char *host, guint port, guint limit_seconds, GCancellable *cancellable,
                   GError **error);
char *fr_ssh_list_ways (const FrSshTarget *target, GCancellable *cancellable, GError **error);
gboolean fr_ssh_is_known (const FrSshTarget *target);

gboolean fr_ssh_run (FrSsh *self, const char *command, const char *input, FrSshOutput output,
                     gpointer data, guint limit_seconds, int *status, GCancellable *cancellable,
                     GError **error);
char *fr_ssh_capture (FrSsh *self, const char *command, GCancellable *cancellable, GError **error);

gboolean fr_ssh_put (FrSsh *self, const char *path, const char *content, gssize length, guint mode,
                     GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrSsh, fr_ssh_close)

G_END_DECLS
