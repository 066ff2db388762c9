/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-journal.h"
#include "fr-paths.h"
#include "fr-plan.h"
#include "fr-user-data.h"

#define SECRET "5ec7e7-of-this-deployment"
#define PLAN "locationId: EU6\n"                                                \
             "blueprints:\n"                                                    \
             "  - b:\n"                                                         \
             "      domain: {name: d}\n"                                        \
             "      ethernet: {name: n, subnet: 10.7.0.0}\n"                    \
             "      nodes:\n"                                                   \
             "        - web-[1..2]:\n"                                          \
             "            cloud-config:\n"                                      \
             "              hostname: \"{{ node.name }}\"\n"                    \
             "              public: \"{{ node.public }} {{ web-2.public }}\"\n" \
             "              private: \"{{ node }} {{ node.private_host }}\"\n"  \
             "              token: \"{{ web.secret }}\"\n"                      \
             "              key: \"{{ rsa_public.local }}\"\n"                  \
             "              mine: \"{{ shared.secret }}\"\n"                    \
             "              odd: \"{{ nobody.knows }}\"\n"                      \
             "              where: \"{{ location.id }}\"\n"

static char *
render (guint which, const char *deployment, gboolean with_secrets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrPlan) plan = fr_plan_parse (PLAN, "plan.yaml", NULL, &error);
  const FrPlanBlueprint *blueprint;
  char *text;

  g_assert_no_error (error);
  blueprint = ((const FrPlanFacility *) plan->facilities->pdata[0])->blueprints->pdata[0];
  text = fr_user_data_render (plan, blueprint->nodes->pdata[which], deployment, with_secrets,
                              &error);
  g_assert_no_error (error);

  return text;
}

static void
test_alone (void)
{
  g_autofree char *first = render (0, NULL, FALSE);
  g_autofree char *second = render (1, NULL, TRUE);

  g_assert_cmpstr (first, ==,
                   "#cloud-config\n"
                   "# Not known yet. An example stands for each of these:\n"
                   "#   node.public: 192.0.2.101\n"
                   "#   web-2.public: 192.0.2.102\n"
                   "#   node: 192.0.2.1\n"
                   "#   node.private_host: 192-0-2-1\n"
                   "#   web.secret: not-known-yet\n"
                   "#   rsa_public.local: ssh-ed25519 not-known-yet\n"
                   "#   shared.secret: not-known-yet\n"
                   "hostname: \"web-1\"\n"
                   "public: \"192.0.2.101 192.0.2.102\"\n"
                   "private: \"192.0.2.1 192-0-2-1\"\n"
                   "token: \"not-known-yet\"\n"
                   "key: \"ssh-ed25519 not-known-yet\"\n"
                   "mine: \"not-known-yet\"\n"
                   "odd: \"{{ nobody.knows }}\"\n"
                   "where: \"EU6\"\n");
  g_assert_nonnull (strstr (second, "\npublic: \"192.0.2.102 192.0.2.102\"\n"));
}

static void
make_deployment (void)
{
  g_autofree char *folder = fr_paths_state ("deployments", "shop", NULL);
  g_autofree char *path = g_build_filename (folder, "journal.sqlite", NULL);
  g_autofree char *secrets = g_build_filename (folder, "secrets", NULL);
  g_autofree char *key = g_build_filename (folder, "key.pub", NULL);
  g_autoptr (FrJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_paths_ensure (folder, NULL));
  journal = fr_journal_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (fr_journal_set_fact (journal, "web-1", "public-ipv4", "198.51.100.7", NULL));
  g_assert_true (fr_journal_set_fact (journal, "web-1", "private-ipv4", "10.7.0.9", NULL));
  g_assert_true (fr_paths_write (secrets,
                                 "[secrets]\nweb.secret=" SECRET "\nshared.secret=never\n", -1,
                                 NULL));
  g_assert_true (fr_paths_write (key, "ssh-ed25519 AAAAC3 shop\n", -1, NULL));
}

static void
test_deployed (void)
{
  g_autofree char *text = NULL;
  g_autofree char *telling = NULL;

  make_deployment ();
  text = render (0, "shop", FALSE);
  g_assert_cmpstr (text, ==,
                   "#cloud-config\n"
                   "# Not known yet. An example stands for each of these:\n"
                   "#   web-2.public: 192.0.2.102\n"
                   "#   shared.secret: not-known-yet\n"
                   "# Secrets that are not shown; --with-secrets tells them:\n"
                   "#   web.secret\n"
                   "hostname: \"web-1\"\n"
                   "public: \"198.51.100.7 192.0.2.102\"\n"
                   "private: \"10.7.0.9 10-7-0-9\"\n"
                   "token: \"not-shown\"\n"
                   "key: \"ssh-ed25519 AAAAC3 shop\"\n"
                   "mine: \"not-known-yet\"\n"
                   "odd: \"{{ nobody.knows }}\"\n"
                   "where: \"EU6\"\n");

  telling = render (0, "shop", TRUE);
  g_assert_nonnull (strstr (telling, "\ntoken: \"" SECRET "\"\n"));
  g_assert_null (strstr (telling, "never"));
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("fr-XXXXXX", NULL);
  g_autofree char *command = g_strdup_printf ("rm -r %s", home);
  int status;

  g_setenv ("FITTINGS_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/user-data/alone", test_alone);
  g_test_add_func ("/user-data/deployed", test_deployed);
  status = g_test_run ();
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);

  return status;
}
