/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *system;
  char *cloud_init;
  gboolean sudo_asks;
  char *architecture;
  guint64 disk_free, memory;
  guint cpus;
} FrOwnLook;

typedef struct
{
  const char *host;
  guint port;
  const char *user;
  const char *password;
  const char *key_file;
  const char *host_key;
} FrOwnLogin;

char *fr_own_scan (const char *host, guint port, GCancellable *cancellable, GError **error);
FrOwnLook *fr_own_look (const FrOwnLogin *login, GCancellable *cancellable, GError **error);
void fr_own_look_free (FrOwnLook *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrOwnLook, fr_own_look_free)

G_END_DECLS
