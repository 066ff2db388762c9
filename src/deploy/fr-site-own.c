/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-undo.h"

/* In which an sshd that reads its files anew answers again. */
#define BLINK_SECONDS 10

#define LIMIT_SECONDS 20

/* Ways to servers that somebody has already. */

/**
 * fr_site_dup_own_endpoint:
 *
 * Returns: (transfer full): where its servers are: “ssh://USER@HOST:PORT”, with spaces between
 */
char *
fr_site_dup_own_endpoint (FrSite *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const FrPlanLogin *login = ((FrSiteNode *) g_ptr_array_index (self->nodes, i))->plan->login;

      g_string_append_printf (text, "%sssh://%s@%s:%u", i > 0 ? " " : "", login->user, login->host,
                              login->port > 0 ? login->port : 22);
    }

  return g_string_free (text, FALSE);
}

/* At first sight a person is asked, unless the plan tells. Sets @host_key when one is expected. */
static gboolean
meet (FrSite *self, FrSiteNode *node, const FrSshTarget *target, char **host_key,
      GCancellable *cancellable, GError **error)
{
  const FrPlanLogin *login = node->plan->login;
  g_autofree char *shown = NULL;
  const char *fingerprint;
  gboolean accepted;

  *host_key = g_strdup (login->host_key);
  if (*host_key != NULL)
    return TRUE;

  g_mutex_lock (&self->meet_mutex);
  accepted = fr_ssh_is_known (target);
  if (!accepted)
    shown = fr_ssh_scan (login->host, login->port, LIMIT_SECONDS, cancellable, error);
  if (shown != NULL)
    accepted = self->meet != NULL && self->meet (login->host, target->port, shown, self->meet_data);
  g_mutex_unlock (&self->meet_mutex);

  fingerprint = shown != NULL ? strchr (shown, ' ') : NULL;
  if (accepted)
    {
      *host_key = fingerprint != NULL ? g_strdup (fingerprint + 1) : NULL;
      return TRUE;
    }
  if (fingerprint == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE,
               _ ("The server %s at %s is not known yet. It shows the host key %s. Compare it with "
                  "“ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub” on the server. If it is the "
                  "same, add --accept-host-key %s, or write it into the plan as host-key."),
               node->plan->name, login->host, shown, fingerprint + 1);

  return FALSE;
}

static FrSsh *
open_met (FrSite *self, FrSiteNode *node, FrSshTarget *target, GCancellable *cancellable,
          GError **error)
{
  const FrPlanLogin *login = node->plan->login;
  g_autofree char *known = fr_site_dup_known_path (self);
  g_autofree char *host_key = NULL;

  target->host = login->host;
  target->port = login->port;
  target->user = login->user;
  target->known_hosts = known;
  target->limit_seconds = LIMIT_SECONDS;
  if (!meet (self, node, target, &host_key, cancellable, error))
    return NULL;
  target->host_key = host_key;

  return fr_ssh_open (target, cancellable, error);
}

/**
 * fr_site_connect_own:
 * @password: (nullable): alone signs in, and becomes nobody else; without it the key of the
 *   deployment signs in, and commands run as root
 *
 * Returns: (transfer full): a new connection, or %NULL with an error
 */
FrSsh *
fr_site_connect_own (FrSite *self, FrSiteNode *node, const char *password,
                     GCancellable *cancellable, GError **error)
{
  g_autofree char *key = fr_site_dup_key_path (self);
  FrSshTarget target = {
    .password = password,
    .key_file = password != NULL ? NULL : key,
    .sudo = password == NULL,
    .sudo_password = self->password,
  };

  return open_met (self, node, &target, cancellable, error);
}

/* Whether it is a server of this deployment, and not one that may have been mistyped. */
static gboolean
is_known (FrSite *self, FrSiteNode *node)
{
  g_autofree char *host_key =
    fr_journal_dup_fact (self->journal, node->plan->name, "ssh-host-key");

  return host_key != NULL;
}

/**
 * fr_site_enter:
 *
 * Signs in by whatever opens the door: the key of the deployment, that of the user, the
 * password. Commands run as root. Waits some seconds for a server that it knows: its sshd may be
 * reading its files anew, as it does when they are taken back.
 *
 * Returns: (transfer full): a new connection, or %NULL with an error
 */
FrSsh *
fr_site_enter (FrSite *self, FrSiteNode *node, GCancellable *cancellable, GError **error)
{
  g_autofree char *key = fr_site_dup_key_path (self);
  FrSshTarget target = {
    .password = self->password,
    .key_file = g_file_test (key, G_FILE_TEST_EXISTS) ? key : NULL,
    .other_key_file = self->own_key,
    .sudo = TRUE,
    .sudo_password = self->password,
  };
  FrPauses pauses;

  fr_pauses_init (&pauses, 200, 2000, is_known (self, node) ? BLINK_SECONDS : 0);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      FrSsh *ssh = open_met (self, node, &target, cancellable, &reason);

      if (ssh != NULL)
        return ssh;
      if (fr_site_is_away (reason) && fr_site_wait_again (&pauses, &reason, cancellable))
        continue;
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
}

/**
 * fr_site_list_left_own:
 *
 * Returns: (transfer full) (element-type utf8): what of ours is still on the servers, or %NULL
 *   with an error
 */
GPtrArray *
fr_site_list_left_own (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      FrSiteNode *node = g_ptr_array_index (self->nodes, i);
      g_autofree char *gone = fr_journal_dup_fact (self->journal, node->plan->name, "taken-back");
      g_autoptr (FrSsh) ssh = NULL;
      g_autoptr (GPtrArray) left = NULL;

      if (g_strcmp0 (gone, "yes") == 0)
        continue;
      ssh = fr_site_enter (self, node, cancellable, error);
      left = ssh != NULL ? fr_undo_list (ssh, cancellable, error) : NULL;
      if (left == NULL)
        return NULL;
      for (guint n = 0; n < left->len; n++)
        g_ptr_array_add (all, g_strdup_printf (_ ("%s on the server %s"),
                                               (char *) g_ptr_array_index (left, n),
                                               node->plan->name));
    }

  return g_steal_pointer (&all);
}

/**
 * fr_site_abandon:
 *
 * Forgets a deployment on servers that were there before, and leaves them as they are: for those
 * that do not come back. Afterwards only fr_site_free() may be called.
 *
 * Returns: %FALSE with %FR_ERROR_USAGE for one in a cloud, where it would cost money unseen; or
 *   %FR_ERROR_STATE
 */
gboolean
fr_site_abandon (FrSite *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->works, FALSE);

  if (self->own)
    return fr_site_forget (self, error);

  g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
               _ ("“%s” is in a cloud, where it costs money: it is not forgotten, but disposed "
                  "of. Only what is on a server of your own can be forgotten."),
               self->name);

  return FALSE;
}
