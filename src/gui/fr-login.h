/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrLogin:
 * @host: a name or an IPv4 address
 * @user: who signs in
 * @password: (nullable): for signing in, and for sudo; a secret
 * @key_file: (nullable): the path of a private key
 * @host_key: (nullable): the fingerprint that is trusted, "SHA256:…"
 * @deployment: (nullable): whose own key opens the door, too, once it has been made
 *
 * How one signs in to a server of one's own: for a worker, see fr_job_run().
 */
typedef struct
{
  char *host;
  guint port;
  char *user;
  char *password;
  char *key_file;
  char *host_key;
  char *deployment;
} FrLogin;

FrLogin *fr_login_new (const char *host, guint port, const char *user);
void fr_login_free (gpointer data);
char *fr_login_dup_endpoint (const char *user, const char *host, guint port);
const char *fr_login_get_host_problem (const char *host);
const char *fr_login_get_user_problem (const char *user);
gboolean fr_login_is_print (const char *text);
gboolean fr_login_may_become (const char *typed, const char *print);
gpointer fr_login_scan (gpointer data, GCancellable *cancellable, GError **error);
gpointer fr_login_look (gpointer data, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLogin, fr_login_free)

G_END_DECLS
