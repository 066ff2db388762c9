/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of fr-ssh.h, which not everybody sees who looks. */
typedef struct _FrSsh FrSsh;

/**
 * FrOwnLogin:
 * @host: name or IPv4 address
 * @port: 0 means 22
 * @password: (nullable): of @user, for SSH and for sudo
 * @key_file: (nullable): path of a private key without passphrase
 * @host_key: the fingerprint that the server must show: "SHA256:…"
 *
 * How to sign in to a server that somebody has already.
 */
typedef struct
{
  const char *host;
  guint port;
  const char *user;
  const char *password;
  const char *key_file;
  const char *host_key;
} FrOwnLogin;

/**
 * FrOwnLook:
 * @system: "Ubuntu 24.04.1 LTS"
 * @family: "ubuntu debian": it and those that it comes from
 * @cloud_init: (nullable): its version
 * @sudo_asks: whether sudo wants a password
 * @architecture: as dpkg names it: "amd64"
 * @address: (nullable): IPv4, at which it was reached as it sees itself
 * @owner: (nullable): mark and name of the deployment that it carries
 * @disk_free: bytes below /var
 * @memory: bytes
 *
 * What a server says about itself.
 */
typedef struct
{
  char *system;
  char *family;
  char *cloud_init;
  gboolean sudo_asks;
  char *architecture;
  char *address;
  char *owner;
  guint64 disk_free;
  guint64 memory;
  guint cpus;
} FrOwnLook;

char *fr_own_scan (const char *host, guint port, GCancellable *cancellable, GError **error);
FrOwnLook *fr_own_look (const FrOwnLogin *login, GCancellable *cancellable, GError **error);
FrOwnLook *fr_own_look_over (FrSsh *ssh, GCancellable *cancellable, GError **error);
void fr_own_look_free (FrOwnLook *self);
gboolean fr_own_look_fits (const FrOwnLook *self, const char *server, GError **error);
char *fr_own_look_describe (const FrOwnLook *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrOwnLook, fr_own_look_free)

G_END_DECLS
