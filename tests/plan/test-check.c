/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-plan-check.h"
#include "fr-plan.h"

#define HEAD "locationId: EU6\n"                             \
             "blueprints:\n"                                 \
             "  - b:\n"                                      \
             "      domain: {name: d}\n"                     \
             "      ethernet: {name: n, subnet: 10.7.0.0}\n" \
             "      nodes:\n"                                \
             "        - web:\n"

/* One word of a plan, and what is to be found there. */
typedef struct
{
  const char *text; /* under “web:”, line 8 is its first */
  FrFindingKind kind;
  const char *code;
  guint line, column;
  const char *suggestion;
} Case;

static const Case cases[] = {
  { "            memry: 8\n", FR_FINDING_WARNING, "unknown-key", 8, 13, "memory" },
  { "            colour: red\n", FR_FINDING_WARNING, "unknown-key", 8, 13, NULL },
  { "            backup: essentials\n", FR_FINDING_WARNING, "not-done", 8, 13, NULL },
  { "            default: large\n", FR_FINDING_WARNING, "unknown-class", 8, 22, NULL },
  { "            information: [\"x {{ node.pubic }}\"]\n", FR_FINDING_WARNING, "unknown-token", 8,
    33, "node.public" },
  { "            cpu: 2\n            cpu: 4\n", FR_FINDING_WARNING, "double-key", 9, 13, NULL },
  { "            disks: [1 20, 1 30]\n", FR_FINDING_WARNING, "double-disk", 8, 27, NULL },
  { "            glue:\n              - internet 22 22\n", FR_FINDING_WARNING, "double-port", 9, 29,
    NULL },
  { "            glue:\n              - internt 22\n", FR_FINDING_WARNING, "unknown-network", 9, 17,
    "internet" },
  { "            glue:\n              - other-lan\n", FR_FINDING_WARNING, "not-done", 9, 17, NULL },
  { "            glue:\n              - primary vmxnet3\n", FR_FINDING_WARNING, "no-address", 9, 25,
    NULL },
  { "            glue:\n              - internet\n", FR_FINDING_RISK, "all-ports", 9, 17, NULL },
  { "            glue:\n              - internet 22 udp\n", FR_FINDING_RISK, "all-ports", 9, 29,
    NULL },
  { "            glue:\n              - internet 22 udp:1..65535\n", FR_FINDING_RISK, "udp-range",
    9, 29, "udp:40000..41999" },
  { "            glue:\n              - internet 22 2000..9000\n", FR_FINDING_RISK, "tcp-range", 9,
    29, NULL },
  { "            glue:\n              - internet 22 8888\n", FR_FINDING_RISK, "control-port", 9, 29,
    NULL },
  { "            glue:\n              - internet 22 8433\n            cloud-config:\n              "
    "ssh_pwauth: no\n"
    "              packages: [kurento-media-server]\n",
    FR_FINDING_RISK, "control-port", 9, 29, NULL },
  { "            glue: [internet 22]\n            cloud-config:\n              packages: [git]\n",
    FR_FINDING_RISK, "password-login", 7, 11, NULL },
  { "            cloud-config:\n              ssh_pwauth: True\n", FR_FINDING_RISK,
    "password-login", 9, 27, "false" },
  { "            cloud-config:\n              package: [git]\n", FR_FINDING_WARNING, "unknown-key",
    9, 15, "packages" },
  { "            cloud-config:\n              ssh_keys: {rsa_private: x}\n", FR_FINDING_RISK,
    "rsa-keys", 9, 25, NULL },
  { "            cloud-config:\n              ssh_genkeytypes: [rsa, dsa]\n", FR_FINDING_RISK,
    "rsa-keys", 9, 32, NULL },
  { "            ssh: {host: a.example}\n            cloud-config: {ssh_pwauth: no}\n",
    FR_FINDING_RISK, "host-keys-replaced", 7, 11, NULL },
  { "            cloud-config:\n              users:\n                - ssh-authorized-keys: [x]\n",
    FR_FINDING_WARNING, "old-word", 10, 19, "ssh_authorized_keys" },
  { "            cloud-config:\n              users: [{name: a, lock_password: no}]\n",
    FR_FINDING_WARNING, "unknown-key", 9, 33, "lock_passwd" },
  { "            cloud-config:\n              x: \"{{ rsa_private.key }}\"\n", FR_FINDING_RISK,
    "private-key", 9, 19, NULL },
  { "            cloud-config:\n              x: \"{{ shared.secret }}\"\n", FR_FINDING_RISK,
    "credentials", 9, 19, NULL },
  { "            cloud-config:\n              chpasswd: {list: \"root:secret\"}\n", FR_FINDING_RISK,
    "password-in-plan", 9, 32, NULL },
  { "            cloud-config:\n              runcmd:\n                - curl -sL "
    "https://x.example/a | sudo -E bash -\n",
    FR_FINDING_RISK, "piped-download", 10, 19, NULL },
  { "            cloud-config:\n              write_files:\n                - content: |\n         "
    "           #!/bin/sh\n"
    "                    cd / && wget -O - http://x.example | sh\n",
    FR_FINDING_RISK, "piped-download", 12, 29, NULL },
  { "            cloud-config:\n              runcmd:\n                - http-server -K "
    "keys/server.key\n",
    FR_FINDING_RISK, "published-key", 10, 34, NULL },
  { "            cloud-config:\n              runcmd: [apt-key add x]\n", FR_FINDING_RISK,
    "unverified-key", 9, 24, NULL },
  { "            cloud-config:\n              runcmd: [apt-get install --force-yes x]\n",
    FR_FINDING_RISK, "unverified-package", 9, 40, NULL },
  { "            appliance: Ubuntu 14\n", FR_FINDING_RISK, "old-system", 8, 24, "Ubuntu 24.04" },
  { "            appliance: CentOS 7\n", FR_FINDING_RISK, "old-system", 8, 24, NULL },
  { "            ssh:\n              host: a.example\n              usr: admin\n",
    FR_FINDING_WARNING, "unknown-key", 10, 15, "user" },
  { "            ssh: {host: 198.51.100.2, colour: red}\n", FR_FINDING_WARNING, "unknown-key", 8,
    39, NULL },
  { "            ssh: {host: a.example}\n            cpu: 2\n", FR_FINDING_WARNING, "not-done", 9,
    13, NULL },
  { "            ssh: {host: a.example}\n            glue: [internet 22 8888]\n", FR_FINDING_RISK,
    "control-port", 9, 32, NULL },
  { "            cpu: 99\n", FR_FINDING_ERROR, "bad-value", 8, 18, NULL },
};

static void
report (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = findings->pdata[i];

      g_test_message ("%u:%u: %s %s: %s", finding->place.line, finding->place.column,
                      fr_finding_kind_to_string (finding->kind), finding->code, finding->message);
    }
}

static gboolean
has (GPtrArray *findings, const Case *wanted)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = findings->pdata[i];

      if (finding->kind == wanted->kind && g_str_equal (finding->code, wanted->code) &&
          finding->place.line == wanted->line && finding->place.column == wanted->column &&
          g_strcmp0 (finding->suggestion, wanted->suggestion) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
test_findings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (HEAD, cases[i].text, NULL);
      g_autoptr (GPtrArray) findings = fr_plan_check (text, "plan.yaml", NULL);

      g_test_message ("case %u: %s", i, cases[i].code);
      report (findings);
      g_assert_true (has (findings, &cases[i]));
      g_assert_cmpuint (findings->len, <=, 2);
    }
}

/* What a careful person writes is let pass without a word. */
static void
test_silence (void)
{
  static const char *const good[] = {
    "            appliance: Ubuntu 24.04\n            cpu: 4 2 highperformance\n            "
    "memory: '8'\n",
    "            glue:\n              - internet 22 80 443 icmp udp:40000..41999\n",
    "            cloud-config:\n              ssh_pwauth: no\n              runcmd:\n              "
    "  - curl -O https://x.example/a\n"
    "                - wget -q https://x.example/b | cat\n",
    "            information: \"{{ other.public }} {{ a.secret }} {{ EU7::x.private }} {{ "
    "ansible_host }} {{ node.private_host }}\"\n",
    "            information: \"{{ node1.public }} {{ https://x.example/key }} {{ uuid.a }} {{ "
    "secret.a.sha256 }}\"\n",
    "            ssh: {host: a-1.example., port: 2222, user: a.b-c_d}\n"
    "            glue: [internet 22 udp:1..65535 ip]\n",
    "            cloud-config:\n              ssh_genkeytypes: [rsa, ed25519]\n"
    "              ssh_keys: {rsa_private: x, ed25519_private: y}\n",
    "            cloud-config: {x_module: 1, growpart: {mode: auto}, chpasswd: {list: \"u:{{ "
    "u.secret }}\"}}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strconcat (HEAD, good[i], NULL);
      g_autoptr (GPtrArray) findings = fr_plan_check (text, "plan.yaml", NULL);

      report (findings);
      g_assert_cmpuint (findings->len, ==, 0);
    }
}

/* On the loopback of this computer an open port is open to this computer. */
static void
test_loopback (void)
{
  g_autoptr (GPtrArray) findings =
    fr_plan_check ("locationId: HERE1\napiHost: 127.0.0.1:8470\nblueprints:\n  - b:\n      domain: "
                   "{name: d}\n"
                   "      ethernet: {name: n, subnet: 127.9.9.0/24}\n      nodes:\n        - m:\n"
                   "            glue: [internet 2222 8433 8888 udp:1..65535]\n",
                   "plan.yaml", NULL);

  report (findings);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_order (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plans", "kurento-6.yaml", NULL);
  g_autofree char *text = fr_plan_read_file (path, NULL);
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "kurento-6.yaml", NULL);
  const FrFinding *before = NULL;

  report (findings);
  g_assert_cmpuint (findings->len, ==, 11);
  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = findings->pdata[i];

      g_assert_cmpint (finding->kind, ==,
                       g_str_equal (finding->code, "old-word") ? FR_FINDING_WARNING
                                                               : FR_FINDING_RISK);
      if (before != NULL)
        g_assert_cmpuint (before->place.line * 1000 + before->place.column, <,
                          finding->place.line * 1000 + finding->place.column);
      before = finding;
    }
}

static void
test_given (void)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) findings = NULL;
  const char *text = "parameters:\n  size: {information: [x], type: [\"10..20\"], default: "
                     "10}\n---\n"
                     "locationId: EU6\nblueprints:\n  - b:\n      domain: {name: d}\n      "
                     "ethernet: {name: n, subnet: 10.7.0.0}\n";

  g_hash_table_insert (values, (gpointer) "sise", (gpointer) "15");
  g_hash_table_insert (values, (gpointer) "size", (gpointer) "30");
  findings = fr_plan_check (text, "plan.yaml", values);
  report (findings);
  g_assert_cmpuint (findings->len, ==, 2);
  g_assert_cmpstr (((FrFinding *) findings->pdata[0])->suggestion, ==, "size");
  g_assert_cmpstr (((FrFinding *) findings->pdata[1])->code, ==, "bad-value");

  g_hash_table_remove (values, "sise");
  g_hash_table_insert (values, (gpointer) "size", (gpointer) "12\n- x");
  g_ptr_array_unref (findings);
  findings = fr_plan_check (text, "plan.yaml", values);
  report (findings);
  g_assert_cmpstr (((FrFinding *) findings->pdata[0])->code, ==, "bad-value");
}

/* Values that only a script on the server would stumble over. */
static void
test_settings (void)
{
  static const struct
  {
    const char *name, *value, *code;
  } given[] = {
    { "visitors", "any", NULL },
    { "visitors", "198.51.100.7 10.0.0.0/8  2001:db8::/32", NULL },
    { "visitors", "10.0.0.0/33", "bad-visitors" },
    { "visitors", "any 10.0.0.0/8", "bad-visitors" },
    { "visitors", "all;", "bad-visitors" },
    { "visitors", " ", "bad-visitors" },
    { "kurentoFingerprint", "2348 21A6 1B67 740F 89BF D669 FC8A 1662 5AFA 7A83", NULL },
    { "kurentoFingerprint", "5AFA7A83", "bad-fingerprint" },
    { "kurentoKey", "mDMEawzCaxYJKwYBBAHaRw8BAQdA==", NULL },
    { "kurentoKey", "-----BEGIN PGP", "bad-key" },
    { "turn", "maybe", "bad-value" },
    { "turn", "yes", "relay-ports" },
  };
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *text = fr_draft_render (draft);

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GPtrArray) findings = NULL;

      g_hash_table_insert (values, (gpointer) given[i].name, (gpointer) given[i].value);
      findings = fr_plan_check (text, "plan.yaml", values);
      report (findings);
      g_assert_cmpuint (findings->len, ==, given[i].code != NULL ? 1 : 0);
      if (given[i].code != NULL)
        g_assert_cmpstr (((FrFinding *) findings->pdata[0])->code, ==, given[i].code);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/check/findings", test_findings);
  g_test_add_func ("/plan/check/silence", test_silence);
  g_test_add_func ("/plan/check/loopback", test_loopback);
  g_test_add_func ("/plan/check/order", test_order);
  g_test_add_func ("/plan/check/given", test_given);
  g_test_add_func ("/plan/check/settings", test_settings);

  return g_test_run ();
}
