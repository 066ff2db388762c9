/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-ipv4.h"
#include "fr-own.h"
#include "fr-ssh-keys.h"
#include "fr-undo.h"

#define ASK_SECONDS 60

/* The address of its name, when it was reached by another protocol than IPv4. */
static char *
resolve (const char *host, GCancellable *cancellable)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *addresses = g_resolver_lookup_by_name_with_flags (
    resolver, host, G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, cancellable, NULL);
  char *address = addresses != NULL ? g_inet_address_to_string (addresses->data) : NULL;

  g_resolver_free_addresses (addresses);

  return address;
}

/* Public is where SSH was reached, private what the server calls it. */
static gboolean
learn_addresses (FrTask *task, FrSsh *ssh, const FrOwnLook *look, GCancellable *cancellable,
                 GError **error)
{
  FrSite *site = task->site;
  FrSiteNode *node = task->node;
  const FrPlanLogin *login = node->plan->login;
  g_autofree char *reached = fr_ssh_dup_address (ssh);
  guint32 number;

  if (reached == NULL || !fr_ipv4_parse (reached, &number))
    {
      g_free (reached);
      reached = resolve (login->host, cancellable);
    }
  if (reached == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("The server %s has no IPv4 address that is known here, and a mirror needs "
                      "one. Write it into the plan as the host."),
                   node->plan->name);
      return FALSE;
    }

  fr_site_learn (site, &node->public_ipv4, reached);
  fr_site_learn (site, &node->private_ipv4, look->address != NULL ? look->address : reached);

  return fr_journal_set_fact (site->journal, node->plan->name, "public-ipv4", reached, error) &&
         fr_journal_set_fact (site->journal, node->plan->name, "private-ipv4",
                              look->address != NULL ? look->address : reached, error) &&
         fr_journal_set_fact (site->journal, node->plan->name, "ssh-user", login->user, error) &&
         fr_journal_set_fact (site->journal, node->plan->name, "ssh-host-key",
                              fr_ssh_get_fingerprint (ssh), error);
}

/* The pre-flight: the door opens, root is within reach, and the server is of use. */
FrLook
fr_reach_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const char *name = task->node->plan->name;
  g_autoptr (FrSsh) ssh = fr_site_enter (task->site, task->node, cancellable, error);
  g_autoptr (FrOwnLook) look = NULL;

  if (ssh == NULL)
    return FR_LOOK_FAILED;
  look = fr_own_look_over (ssh, cancellable, error);
  if (look == NULL || !fr_undo_check_owner (task->site, name, look->owner, error))
    return FR_LOOK_FAILED;
  /* One that was begun already is not asked for room again. */
  if (look->owner == NULL && !fr_own_look_fits (look, name, error))
    return FR_LOOK_FAILED;
  if (!learn_addresses (task, ssh, look, cancellable, error))
    return FR_LOOK_FAILED;

  *note = fr_own_look_describe (look);

  return FR_LOOK_DONE;
}

FrLook
fr_own_contact_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *gone =
    fr_journal_dup_fact (task->site->journal, task->node->plan->name, "taken-back");

  if (g_strcmp0 (gone, "yes") == 0)
    return FR_LOOK_TODO;

  return fr_contact_look (data, note, cancellable, error);
}

/* Where the user's keys are. Only a whole path is taken. */
static char *
ask_keys_path (FrSsh *ssh, const char *user, GCancellable *cancellable, GError **error)
{
  g_autofree char *quoted = g_shell_quote (user);
  g_autofree char *command = g_strdup_printf ("getent passwd %s | cut -d: -f6", quoted);
  g_autofree char *home = fr_ssh_capture (ssh, command, cancellable, error);

  if (home == NULL)
    return NULL;
  g_strchomp (home);
  if (g_path_is_absolute (home) && strchr (home, '\n') == NULL)
    return g_build_filename (home, ".ssh", "authorized_keys", NULL);

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
               _ ("It cannot be found out where “%s” lives on the server."), user);

  return NULL;
}

/* As the user, so that the file is the user's. */
static gboolean
install_key (FrSsh *ssh, const char *user, const char *path, const char *key,
             GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *quoted_folder = g_shell_quote (folder);
  g_autofree char *quoted_path = g_shell_quote (path);
  g_autofree char *quoted_key = g_shell_quote (key);
  g_autofree char *quoted_user = g_shell_quote (user);
  g_autofree char *script =
    g_strdup_printf ("umask 077; d=%s; f=%s; k=%s; mkdir -p \"$d\" && touch \"$f\" || exit 1; "
                     "[ -z \"$(tail -c 1 \"$f\")\" ] || echo >> \"$f\"; "
                     "grep -qxF -e \"$k\" \"$f\" || printf '%%s\\n' \"$k\" >> \"$f\"",
                     quoted_folder, quoted_path, quoted_key);
  g_autofree char *quoted_script = g_shell_quote (script);
  g_autofree char *command = g_strdup_printf ("runuser -u %s -- /bin/sh -c %s", quoted_user,
                                              quoted_script);

  return fr_ssh_run (ssh, g_str_equal (user, "root") ? script : command, NULL, NULL, NULL,
                     ASK_SECONDS, NULL, cancellable, error);
}

/* The user's own way opens the door this one time; from then on it is the key of the deployment.
 * The list of changes is begun before the first of them. */
gboolean
fr_own_contact_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  const FrPlanNode *plan = task->node->plan;
  g_autofree char *path = fr_site_dup_key_path (site);
  g_autofree char *key = NULL;
  g_autofree char *keys_path = NULL;
  g_autoptr (FrSsh) ssh = NULL;

  if (!fr_ssh_make_key (path, site->name, cancellable, error) ||
      !fr_journal_set_fact (site->journal, plan->name, "taken-back", "no", error))
    return FALSE;
  key = fr_ssh_read_public_key (path, error);
  ssh = key != NULL ? fr_site_enter (site, task->node, cancellable, error) : NULL;
  keys_path = ssh != NULL ? ask_keys_path (ssh, plan->login->user, cancellable, error) : NULL;

  return keys_path != NULL && fr_undo_claim (site, ssh, plan->name, cancellable, error) &&
         fr_undo_key (ssh, keys_path, key, cancellable, error) &&
         install_key (ssh, plan->login->user, keys_path, key, cancellable, error);
}

/* Everything that was changed on the server, not only the key. */
FrLook
fr_own_contact_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  const char *name = task->node->plan->name;
  g_autofree char *gone = fr_journal_dup_fact (site->journal, name, "taken-back");
  g_autoptr (FrSsh) ssh = NULL;
  g_autoptr (FrOwnLook) look = NULL;

  if (task->node->plan->keep)
    return fr_site_leave (note, _ ("the plan keeps it"));
  if (g_strcmp0 (gone, "yes") == 0)
    return fr_site_leave (note, NULL);

  ssh = fr_site_enter (site, task->node, cancellable, error);
  if (ssh == NULL)
    {
      if (error != NULL && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_prefix_error (error, _ ("Nothing was taken back, and the deployment is kept. "));
      return FR_LOOK_FAILED;
    }
  look = fr_own_look_over (ssh, cancellable, error);
  if (look == NULL)
    return FR_LOOK_FAILED;

  /* What is on it now is somebody else's: none of it is ours. */
  if (look->owner != NULL && !g_str_has_prefix (look->owner, site->mark))
    *note = g_strdup (_ ("it carries another deployment by now, and nothing of this one"));
  else if (!fr_undo_play (site, task->node, ssh, note, cancellable, error))
    return FR_LOOK_FAILED;

  return fr_site_settle_undo (
    fr_journal_set_fact (site->journal, name, "taken-back", "yes", error));
}
