/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-plan-check.h"
#include "fr-plan-fix.h"
#include "fr-plan.h"

#define HEAD "locationId: EU6\n"                             \
             "blueprints:\n"                                 \
             "  - b:\n"                                      \
             "      domain: {name: d}\n"                     \
             "      ethernet: {name: n, subnet: 10.7.0.0}\n" \
             "      nodes:\n"                                \
             "        - web:\n"
#define CLOUD "            cloud-config:\n"

/* What is under “web:”, what is found there, and what is there once it is mended. */
typedef struct
{
  const char *code;
  const char *before;
  const char *after;
} Case;

static const Case cases[] = {
  { "unknown-key", "            memry: 8 # GB\n", "            memory: 8 # GB\n" },
  { "bad-value", "            disks:\n              - 1 20 standrad # slow\n",
    "            disks:\n              - 1 20 standard # slow\n" },
  { "bad-value", "            disks: [1 20 standrad]\n", "            disks: [1 20 standard]\n" },
  { "bad-port", "            glue:\n              - internet 22 udp:20..10\n",
    "            glue:\n              - internet 22 udp:10..20\n" },
  { "unknown-network", "            glue:\n              - internt 22\n",
    "            glue:\n              - internet 22\n" },
  { "unknown-token", "            information: [\"x {{ node.pubic }}\"]\n",
    "            information: [\"x {{ node.public }}\"]\n" },
  { "old-system", "            appliance: 'Ubuntu 14' # old\n",
    "            appliance: 'Ubuntu 24.04' # old\n" },
  { "old-system", "            appliance: Ubuntu 14\n", "            appliance: Ubuntu 24.04\n" },
  { "udp-range", "            glue:\n              - internet 22 udp:1..65535\n",
    "            glue:\n              - internet 22 udp:40000..41999\n" },
  { "tcp-range", "            glue:\n              - internet 22 2000..9000\n",
    "            glue:\n              - internet 22 8433 8443\n" },
  { "all-ports", "            glue:\n              - internet 22 udp\n",
    "            glue:\n              - internet 22 udp:40000..41999\n" },
  { "all-ports", "            glue:\n              - internet\n",
    "            glue:\n              - internet 22 8433 8443 udp:40000..41999\n" },
  { "control-port", "            glue:\n              - internet 22 8888 8433\n",
    "            glue:\n              - internet 22 8433\n" },
  { "control-port", "            glue: [internet 22 8888]\n",
    "            glue: [internet 22]\n" },
  { "double-port", "            glue:\n              - internet 22 22 80\n",
    "            glue:\n              - internet 22 80\n" },
  { "password-login", CLOUD "              ssh_pwauth: True # why\n",
    CLOUD "              ssh_pwauth: false # why\n" },
  { "password-login", CLOUD "              ssh_pwauth: \"yes\"\n",
    CLOUD "              ssh_pwauth: \"false\"\n" },
  { "password-login",
    "            glue: [internet 22]\n" CLOUD
    "\n              # first\n              packages: [git]\n",
    "            glue: [internet 22]\n" CLOUD
    "\n              # first\n              ssh_pwauth: false\n              packages: [git]\n" },
  { "password-login",
    "            glue: [internet 22]\n            cloud-config: {packages: [git]}\n",
    "            glue: [internet 22]\n            cloud-config: {ssh_pwauth: false, packages: "
    "[git]}\n" },
  { "password-login",
    CLOUD "              runcmd:\n                - echo PasswordAuthentication yes > /etc/x\n",
    CLOUD "              runcmd:\n                - echo PasswordAuthentication no > /etc/x\n" },
  { "host-key-unchecked",
    CLOUD "              runcmd:\n                - echo \"StrictHostKeyChecking no\" > /etc/x\n",
    CLOUD "              runcmd:\n                - echo \"StrictHostKeyChecking accept-new\" > "
          "/etc/x\n" },
  { "unverified-package",
    CLOUD "              runcmd:\n                - apt-get install --force-yes x\n",
    CLOUD "              runcmd:\n                - apt-get install x\n" },
  { "rsa-keys",
    CLOUD "              ssh_keys:\n                rsa_private: |\n                  x\n\n"
          "                rsa_public: y\n\n              packages: [git]\n",
    CLOUD "              packages: [git]\n" },
  { "rsa-keys",
    CLOUD "              ssh_keys: {rsa_private: x}\n              packages: [git]\n",
    CLOUD "              packages: [git]\n" },
  { "rsa-keys", CLOUD "              ssh_genkeytypes: [rsa] # old\n",
    CLOUD "              ssh_genkeytypes: [ed25519, rsa] # old\n" },
  { "rsa-keys", CLOUD "              ssh_genkeytypes: rsa\n",
    CLOUD "              ssh_genkeytypes: [ed25519, rsa]\n" },
  { "rsa-keys",
    CLOUD "              ssh_genkeytypes:\n                # old\n                - rsa\n",
    CLOUD "              ssh_genkeytypes:\n                # old\n                - ed25519\n"
          "                - rsa\n" },
  { "old-word",
    CLOUD "              users:\n                - name: a\n                  lock-passwd: no\n",
    CLOUD "              users:\n                - name: a\n                  lock_passwd: no\n" },
  { "host-keys-replaced",
    "            ssh: {host: a.example}\n" CLOUD "              ssh_pwauth: false\n",
    "            ssh: {host: a.example}\n" CLOUD
    "              ssh_deletekeys: false\n              ssh_pwauth: false\n" },
  { "piped-download",
    CLOUD "              runcmd:\n                - curl -sL "
          "https://x.example/a | sudo -E bash -\n",
    CLOUD "              runcmd:\n                - curl -fsSL -o /root/download.sh "
          "https://x.example/a && test $(sha256sum < /root/download.sh | cut -c 1-64) = CHECKSUM "
          "&& sudo -E bash /root/download.sh\n" },
  { "published-key",
    CLOUD "              runcmd:\n                - http-server "
          "-C keys/server.crt -K keys/server.key\n",
    CLOUD "              runcmd:\n                - test -s /root/mirror.key || openssl req -x509 "
          "-newkey rsa:3072 -nodes -days 825 -subj /CN=mirror -keyout /root/mirror.key -out "
          "/root/mirror.crt; http-server -C /root/mirror.crt -K /root/mirror.key\n" },
};

static const FrFinding *
find (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((FrFinding *) g_ptr_array_index (findings, i))->code, code))
      return g_ptr_array_index (findings, i);

  return NULL;
}

static char *
fix (const char *text, const char *code)
{
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "plan", NULL);
  const FrFinding *finding = find (findings, code);
  g_autoptr (FrPlanEdit) edit = NULL;

  g_assert_nonnull (finding);
  g_assert_true (fr_plan_fix_exists (finding));
  edit = fr_plan_fix_find (text, "plan", finding);

  return edit != NULL ? fr_plan_edit_apply (edit, text) : NULL;
}

static void
test_each (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = g_strconcat (HEAD, cases[i].before, NULL);
      g_autofree char *after = g_strconcat (HEAD, cases[i].after, NULL);
      g_autofree char *text = fix (before, cases[i].code);

      g_assert_cmpstr (text, ==, after);
    }
}

/* A value that comes from a parameter is changed there, where others read it, too. */
static void
test_parameter (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *before = NULL;
  g_autofree char *mended = NULL;
  g_autofree char *text = NULL;

  g_object_set (draft, "media-first", 1, "media-last", 65535, NULL);
  before = fr_draft_render (draft);
  text = fix (before, "udp-range");
  g_object_set (draft, "media-first", 40000, "media-last", 41999, NULL);
  mended = fr_draft_render (draft);
  g_assert_cmpstr (text, ==, mended);

  g_clear_pointer (&text, g_free);
  g_clear_pointer (&before, g_free);
  g_clear_pointer (&mended, g_free);
  g_object_set (draft, "appliance", "Ubuntu 14", NULL);
  before = fr_draft_render (draft);
  text = fix (before, "old-system");
  g_object_set (draft, "appliance", "Ubuntu 24.04", NULL);
  mended = fr_draft_render (draft);
  g_assert_cmpstr (text, ==, mended);
}

/* One after the other, until only what needs a person is left. */
static void
test_all_of_2017 (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plans", "kurento-6.yaml", NULL);
  g_autofree char *text = fr_plan_read_file (path, NULL);
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "plan", NULL);
  gboolean changed = TRUE;

  for (guint round = 0; changed && round < 50; round++)
    {
      changed = FALSE;
      for (guint i = 0; i < findings->len && !changed; i++)
        {
          g_autoptr (FrPlanEdit) edit = fr_plan_fix_find (text, "plan", findings->pdata[i]);
          char *next;

          if (edit == NULL)
            continue;
          changed = TRUE;
          next = fr_plan_edit_apply (edit, text);
          g_free (text);
          text = next;
          g_ptr_array_unref (findings);
          findings = fr_plan_check (text, "plan", NULL);
        }
    }

  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *line = fr_finding_describe (findings->pdata[i], "plan");

      g_test_message ("%s", line);
    }
  g_assert_null (fr_findings_get_error (findings));
  g_assert_null (find (findings, "udp-range"));
  g_assert_null (find (findings, "rsa-keys"));
  g_assert_null (find (findings, "old-system"));
  g_assert_null (find (findings, "old-word"));
  g_assert_null (find (findings, "piped-download"));
  g_assert_null (find (findings, "published-key"));
  g_assert_null (find (findings, "host-key-unchecked"));
  g_assert_nonnull (find (findings, "no-checksum"));
}

/* What it is not sure of is left alone. */
static void
test_nothing_to_do (void)
{
  static const Case others[] = {
    { "unknown-key", "            colour: red\n", NULL },
    { "no-address", "            glue:\n              - primary vmxnet3\n", NULL },
    { "credentials", CLOUD "              x: \"{{ shared.secret }}\"\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *text = g_strconcat (HEAD, others[i].before, NULL);
      g_autoptr (GPtrArray) findings = fr_plan_check (text, "plan", NULL);
      const FrFinding *finding = find (findings, others[i].code);

      g_assert_nonnull (finding);
      g_assert_false (fr_plan_fix_exists (finding));
      g_assert_null (fr_plan_fix_find (text, "plan", finding));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fix/each", test_each);
  g_test_add_func ("/fix/parameter", test_parameter);
  g_test_add_func ("/fix/all-of-2017", test_all_of_2017);
  g_test_add_func ("/fix/nothing-to-do", test_nothing_to_do);

  return g_test_run ();
}
