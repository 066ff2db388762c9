/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own-world.h"

#include <string.h>

/* Everything that a deployment may touch: kinds, modes, owners and content. What is in a running
 * system anyway (logs, what sudo remembers) is left out. */
#define SNAPSHOT                                                                           \
  "find /etc /home/admin /root/.ssh /srv /var/backups/fitting-room /var/lib/fitting-room " \
  "-printf '%p %y %m %U:%G %l\\n' 2>/dev/null | sort; "                                    \
  "find /etc /home/admin /root/.ssh -type f -exec sha256sum {} + | sort -k 2; "            \
  "ls /run/units"

void
own_world_start (OwnWorld *self)
{
  g_autofree char *lectured = NULL;
  g_autofree char *shown = NULL;

  g_autoptr (FrSsh) admin = NULL;

  root_host_start (&self->host);
  admin = root_host_sign_in (&self->host, "admin"); /* sudo leaves a file when it is first used */
  shown = fr_ssh_scan (self->host.address, ROOT_HOST_PORT, 20, NULL, NULL);
  self->host_key = g_strdup (strchr (shown, ' ') + 1);
  lectured = root_host_ask (&self->host, "mkdir -p /run/units; echo 'no line end' | "
                                         "tr -d '\\n' >> /etc/motd; chmod 640 /etc/motd");
  self->before = root_host_ask (&self->host, SNAPSHOT);
}

void
own_world_stop (OwnWorld *self)
{
  root_host_stop (&self->host);
  g_free (self->before);
  g_free (self->host_key);
}

/* Nothing of ours is left, and everything else is as it was, byte for byte. */
void
own_world_expect_clean (OwnWorld *self)
{
  g_autofree char *now = root_host_ask (&self->host, SNAPSHOT);
  g_auto (GStrv) before = g_strsplit (self->before, "\n", -1);
  g_auto (GStrv) after = g_strsplit (now, "\n", -1);

  for (guint i = 0; before[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) after, before[i]))
      g_test_message ("gone: %s", before[i]);
  for (guint i = 0; after[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) before, after[i]))
      g_test_message ("new: %s", after[i]);
  g_assert_true (g_str_equal (now, self->before));
}

/* @runcmd is a list in YAML's flow style. */
char *
own_world_plan (OwnWorld *self, const char *user, const char *runcmd)
{
  return g_strdup_printf ("locationId: OWN\n"
                          "blueprints:\n"
                          "  - studio:\n"
                          "      domain: {name: Studio, description: plan}\n"
                          "      ethernet: {name: StudioLan, subnet: 10.77.0.0}\n"
                          "      nodes:\n"
                          "        - mirror-01:\n"
                          "            ssh:\n"
                          "              host: '%s'\n"
                          "              port: %u\n"
                          "              user: %s\n"
                          "              host-key: '%s'\n"
                          "            glue:\n"
                          "              - internet 8433\n"
                          "            information:\n"
                          "              - '{{ node.public }} {{ node.private }}'\n"
                          "            cloud-config:\n"
                          "              ssh_pwauth: false\n"
                          "              write_files:\n"
                          "                - path: /etc/mirror/deep/token\n"
                          "                  content: 'one'\n"
                          "                  permissions: '0600'\n"
                          "                - path: /etc/motd\n"
                          "                  content: 'ours'\n"
                          "              runcmd: [%s]\n",
                          self->host.address, ROOT_HOST_PORT, user, self->host_key,
                          *runcmd != '\0' ? runcmd : "'true'");
}

/* The plan without the fingerprint. */
char *
own_world_forget_host_key (const char *plan)
{
  g_auto (GStrv) lines = g_strsplit (plan, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "host-key") == NULL)
      g_string_append_printf (text, "%s\n", lines[i]);

  return g_string_free (text, FALSE);
}

void
own_run_init (OwnRun *self)
{
  self->story = g_string_new (NULL);
  self->log = g_string_new (NULL);
  self->note = NULL;
}

void
own_run_clear (OwnRun *self)
{
  g_string_free (self->story, TRUE);
  g_string_free (self->log, TRUE);
  g_free (self->note);
}

static void
report_cb (const FrStepNews *news, gpointer data)
{
  static const char *const words[] = { "waits", "runs", "kept", "done",
                                       "skipped", "failed", "undone" };
  OwnRun *run = data;

  if (news->state == FR_STEP_RUNNING)
    return;
  g_string_append_printf (run->story, "%.*s=%s ", (int) strcspn (news->step->id, ":"),
                          news->step->id, words[news->state]);
  if (news->note != NULL)
    {
      g_free (run->note);
      run->note = g_strdup (news->note);
    }
}

/* Commands on the one server run one after the other. */
static void
log_cb (const char *server, const char *text, gsize length, gpointer data)
{
  OwnRun *run = data;

  g_assert_cmpstr (server, ==, "mirror-01");
  g_string_append_len (run->log, text, (gssize) length);
}

/* @run may be %NULL. */
FrSite *
own_world_open (const char *plan, const char *name, const char *password, OwnRun *run)
{
  g_autofree char *file = g_strconcat (name, ".yaml", NULL);
  g_autoptr (GError) error = NULL;
  FrPlan *parsed = fr_plan_parse (plan, file, NULL, &error);
  FrSite *site;

  g_assert_no_error (error);
  site = fr_site_new (parsed, FR_SITE_WORK, NULL, name, password, &error);
  g_assert_no_error (error);
  if (run != NULL)
    fr_site_set_report (site, report_cb, log_cb, run);

  return site;
}

void
own_world_deploy (const char *plan, const char *name, const char *password, OwnRun *run)
{
  g_autoptr (FrSite) site = own_world_open (plan, name, password, run);
  g_autoptr (GError) error = NULL;

  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
}

void
own_world_dispose (const char *plan, const char *name, const char *password, OwnRun *run)
{
  g_autoptr (FrSite) site = own_world_open (plan, name, password, run);
  g_autoptr (GError) error = NULL;

  fr_site_dispose (site, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (fr_site_check (name, NULL));
}
