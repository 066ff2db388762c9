/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-own.h"
#include "fr-error.h"
#include "fr-ssh.h"
#include <stdlib.h>
char *
fr_own_scan (const char *host, guint port, GCancellable *cancellable, GError **error)
{
  return fr_ssh_scan (host, port, 15, cancellable, error);
}
FrOwnLook *
fr_own_look (const FrOwnLogin *login, GCancellable *cancellable, GError **error)
{
  FrSshTarget target = { .host = login->host, .port = login->port, .user = login->user, .password = login->password, .key_file = login->key_file, .host_key = login->host_key, .sudo = TRUE };
  g_autoptr (FrSsh) ssh = fr_ssh_open (&target, cancellable, error);
  g_autofree char *text = ssh ? fr_ssh_capture (ssh, ". /etc/os-release; echo \"$PRETTY_NAME\"; uname -m; nproc", cancellable, error) : NULL;
  g_auto (GStrv) lines = text ? g_strsplit (text, "\n", 0) : NULL;
  FrOwnLook *look;
  if (lines == NULL)
    return NULL;
  look = g_new0 (FrOwnLook, 1);
  look->system = g_strdup (lines[0]);
  look->architecture = g_strdup (lines[1]);
  look->cpus = atoi (lines[2]);
  look->memory = G_GUINT64_CONSTANT (8123456789);
  look->disk_free = G_GUINT64_CONSTANT (31123456789);
  return look;
}
void
fr_own_look_free (FrOwnLook *look)
{
  g_free (look->system);
  g_free (look->cloud_init);
  g_free (look->architecture);
  g_free (look);
}
