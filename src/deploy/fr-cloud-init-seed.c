/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-init.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-init-verdict.h"
#include "fr-error.h"

#define FOLDER FR_REMOTE_FOLDER "/cloud-init"
#define SEED "/var/lib/cloud/seed/nocloud"

/* The last of its folder, so that it has the last word. */
#define SETTINGS "/etc/cloud/cloud.cfg.d/zz-fitting-room.cfg"

/* The seed is the only place to look at, the network stays as it is, and what the plan does not
 * name is left alone: a new name of the server would have all of it set up anew. */
static const char settings_all[] =
  "# Written by Fitting Room\n"
  "datasource_list: [NoCloud, None]\n"
  "datasource: {NoCloud: {fs_label: null}}\n"
  "network: {config: disabled}\n"
  "apt: {preserve_sources_list: true}\n"
  "locale: \"false\"\n";

/* A server that was there before has users, host keys and disks of its own; without users in the
 * plan, cloud-init would make one. */
static const char settings_own[] =
  "users: [{name: root, lock_passwd: false}]\n"
  "ssh_deletekeys: false\n"
  "ssh_genkeytypes: [ed25519]\n"
  "growpart: {mode: \"off\"}\n"
  "resize_rootfs: false\n";

/* cloud-init closes the way in as root by itself; we came in that way. */
static const char vendor_head[] = "#cloud-config\ndisable_root: false\n";

static gboolean
put (FrTask *task, const char *path, const char *content, guint mode, GCancellable *cancellable,
     GError **error)
{
  return fr_site_put (task->site, task->node, path, content, mode, cancellable, error);
}

/**
 * fr_cloud_init_check:
 * @user_data: for cloud-init
 *
 * Has cloud-init of the server check it before anything is done: later it says "done" to broken
 * YAML, and to values of a wrong type.
 *
 * Returns: %FALSE with %FR_ERROR_PLAN and what is wrong in which line, or another error
 */
gboolean
fr_cloud_init_check (FrTask *task, const char *user_data, GCancellable *cancellable, GError **error)
{
  g_autofree char *answer = NULL;
  g_autofree char *findings = NULL;

  if (!put (task, FOLDER "/user-data", user_data, 0600, cancellable, error))
    return FALSE;
  answer = fr_site_ask (task->site, task->node,
                        "cloud-init schema --config-file " FOLDER "/user-data 2>&1 && "
                        "echo is-valid || true",
                        cancellable, error);
  if (answer == NULL)
    return FALSE;
  if (g_str_has_suffix (answer, "is-valid"))
    return TRUE;

  findings = fr_cloud_init_read_schema (answer, user_data);
  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("cloud-init on %s does not understand the plan's cloud-config: %s. Nothing of it "
                  "was carried out. “fittings export cloud-init” shows the lines; change the "
                  "plan, then deploy again."),
               task->node->plan->name, findings);

  return FALSE;
}

/* What the plan does not say, and may overrule. */
static gboolean
deliver_vendor_data (FrTask *task, const FrYaml *config, GCancellable *cancellable, GError **error)
{
  g_autofree char *host_key = fr_cloud_init_make_host_key (task, config, cancellable, error);
  g_autofree char *text = host_key != NULL ? g_strconcat (vendor_head, host_key, NULL) : NULL;

  return text != NULL && put (task, SEED "/vendor-data", text, 0600, cancellable, error);
}

/* Letters, digits and dashes of @text. */
static char *
make_word (const char *text)
{
  return g_strcanon (g_strdup (text),
                     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", '-');
}

/**
 * fr_cloud_init_deliver:
 * @config: the cloud-config, and
 * @user_data: the same as text
 * @sum: of it
 *
 * Lays the seed for cloud-init. Its name is another one each time, so that all of it is carried
 * out again.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_cloud_init_deliver (FrTask *task, const FrYaml *config, const char *user_data, const char *sum,
                       GCancellable *cancellable, GError **error)
{
  gboolean own = task->node->plan->login != NULL;
  g_autofree char *word = make_word (task->site->name);
  g_autofree char *meta_data =
    g_strdup_printf ("instance-id: \"fr-%s-%.12s-%" G_GINT64_FORMAT "\"\n", word, sum,
                     g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *settings = g_strconcat (settings_all, own ? settings_own : "", NULL);

  if (!own && !deliver_vendor_data (task, config, cancellable, error))
    return FALSE;

  return put (task, SETTINGS, settings, 0644, cancellable, error) &&
         put (task, SEED "/user-data", user_data, 0600, cancellable, error) &&
         put (task, SEED "/meta-data", meta_data, 0600, cancellable, error);
}
