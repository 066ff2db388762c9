/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-words.h"

#include <string.h>

const char *const fr_plan_words_settings[] = {
  "information", "parameters", "links", "defaults", "actions", "polishers", "safeMode", "keys",
  "buildPolisher", NULL
};
const char *const fr_plan_words_parameter[] = { "information", "type", "default", NULL };

/* Anything else there is a class of servers. */
const char *const fr_plan_words_defaults[] = {
  "domain", "ethernet", "cloud-config", "blueprints", "ipv4", "locationId", "regionId", "apiHost",
  "basement", "prepare", "beachhead", "information", NULL
};
const char *const fr_plan_words_facility[] = {
  "locationId", "regionId", "apiHost", "blueprints", "basement", "prepare", "information", NULL
};
const char *const fr_plan_words_blueprint[] = {
  "domain", "ethernet", "nodes", "pool", "balancers", "listeners", "multicloud", "information", NULL
};
const char *const fr_plan_words_domain[] = { "name", "description", "service", "ipv4", NULL };
const char *const fr_plan_words_ethernet[] = {
  "name", "description", "subnet", "accept", "reserved", "destroy", NULL
};
const char *const fr_plan_words_node[] = {
  "appliance", "cpu", "memory", "disks", "monitoring", "backup", "glue", "windows", "cloud-config",
  "prepare", "information", "description", "running", "destroy", "default", "ssh", NULL
};
const char *const fr_plan_words_login[] = { "host", "port", "user", "host-key", NULL };
const char *const fr_plan_words_cloud_config[] = {
  "apt", "apt_sources", "apt_update", "apt_upgrade", "apt_preserve_sources_list", "bootcmd",
  "ca_certs",
  "chpasswd", "disable_ec2_metadata", "disable_root", "disable_root_opts", "disk_setup",
  "final_message",
  "fqdn", "fs_setup", "groups", "growpart", "hostname", "keyboard", "locale", "manage_etc_hosts",
  "mounts", "no_ssh_fingerprints", "ntp", "output", "package_reboot_if_required", "package_update",
  "package_upgrade", "packages", "password", "phone_home", "power_state",
  "prefer_fqdn_over_hostname",
  "preserve_hostname", "resize_rootfs", "resolv_conf", "rsyslog", "runcmd", "snap", "ssh",
  "ssh_authorized_keys", "ssh_deletekeys", "ssh_fp_console_blacklist", "ssh_genkeytypes",
  "ssh_import_id",
  "ssh_keys", "ssh_pwauth", "ssh_svcname", "swap", "system_info", "timezone", "user", "users",
  "write_files", "yum_repos", NULL
};
const char *const fr_plan_words_user[] = {
  "create_groups", "expiredate", "gecos", "groups", "hashed_passwd", "homedir", "inactive",
  "lock_passwd", "name", "no_create_home", "no_log_init", "no_user_group", "passwd",
  "plain_text_passwd", "primary_group", "selinux_user", "shell", "ssh_authorized_keys",
  "ssh_import_id", "ssh_redirect_user", "sudo", "system", "uid", NULL
};
const char *const fr_plan_words_pool[] = { "algorithm", NULL };
const char *const fr_plan_words_balancer[] = { "protocol", "port", "address", "information", NULL };

/* The tokens of the second phase that have no name in them. */
const char *const fr_plan_words_tokens[] = {
  "node", "node.private", "node.public", "node.ipv6", "node.id", "node.name", "node.private_host",
  "location.id", "location.country", "plumbery.version", "shared.user", "shared.secret",
  "credentials.name", "credentials.password", "name.credentials", "password.credentials",
  "rsa_public.local", "local.rsa_public", "balancer.name", "balancer.ip", "balancer.port", NULL
};

/* The data centres for which plumbery knows a region. */
const char *const fr_plan_words_locations[] = {
  "NA9", "NA12", "EU6", "EU7", "EU8", "EU9", "AP3", "AP4", "AP5", "AU9", "AU10", "AU11", "AF3", NULL
};
const char *const fr_plan_words_services[] = { "essentials", "advanced", NULL };
const char *const fr_plan_words_cpu_speeds[] = { "standard", "highperformance", NULL };
const char *const fr_plan_words_disk_speeds[] = { "standard", "highperformance", "economy", NULL };
const char *const fr_plan_words_monitoring[] = { "essentials", "advanced", NULL };
const char *const fr_plan_words_protocols[] = { "tcp", "udp", "icmp", "ip", "any", NULL };

/* Longer words are compared up to here. */
#define MOST_LETTERS 63

/**
 * fr_plan_words_contain:
 * @words: a list
 * @word: (nullable): a word
 *
 * Returns: whether it is one of them, letter by letter
 */
gboolean
fr_plan_words_contain (const char *const *words, const char *word)
{
  g_return_val_if_fail (words != NULL, FALSE);

  return word != NULL && g_strv_contains (words, word);
}

/**
 * fr_plan_words_distance:
 *
 * Returns: how many letters have to be put in, left out, changed, or swapped with their
 *   neighbour to make @other of @one; capitals do not matter
 */
guint
fr_plan_words_distance (const char *one, const char *other)
{
  guint rows[3][MOST_LETTERS + 1];
  gsize n, m;

  g_return_val_if_fail (one != NULL && other != NULL, G_MAXUINT);

  n = MIN (strlen (one), MOST_LETTERS);
  m = MIN (strlen (other), MOST_LETTERS);
  for (gsize j = 0; j <= m; j++)
    rows[0][j] = j;

  for (gsize i = 1; i <= n; i++)
    {
      guint *row = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

      row[0] = i;
      for (gsize j = 1; j <= m; j++)
        {
          char a = g_ascii_tolower (one[i - 1]), b = g_ascii_tolower (other[j - 1]);

          row[j] = MIN (MIN (before[j], row[j - 1]) + 1, before[j - 1] + (a == b ? 0 : 1));
          if (i > 1 && j > 1 && a == g_ascii_tolower (other[j - 2]) &&
              b == g_ascii_tolower (one[i - 2]))
            row[j] = MIN (row[j], earlier[j - 2] + 1);
        }
    }

  return rows[n % 3][m];
}

/**
 * fr_plan_words_nearest:
 * @word: a word that is not known
 * @words: those that are
 *
 * Returns: (transfer none) (nullable): the one that was probably meant: at most a third of the
 *   letters differ, and at most three
 */
const char *
fr_plan_words_nearest (const char *word, const char *const *words)
{
  const char *nearest = NULL;
  guint least;

  g_return_val_if_fail (word != NULL && words != NULL, NULL);

  least = CLAMP (strlen (word) / 3, 1, 3) + 1;
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint distance = fr_plan_words_distance (word, words[i]);

      if (distance < least)
        {
          least = distance;
          nearest = words[i];
        }
    }

  return nearest;
}
