/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-cloud-init-verdict.h"

#define CODES(init, final) \
  "code init-local 0\ncode init " init "\ncode config 0\ncode final " final "\n"

/* Recorded on Debian 12 (22.4.2) and partly shortened; that of 24.1, which neither Debian has, was
 * written by hand after its documentation. */
static const struct
{
  const char *name;
  const char *text;
  guint errors;
  guint warnings;
  const char *says; /* in the first error, or else the first warning */
} verdicts[] = {
  { "22.4 well",
    CODES ("0", "0") "status {\"boot_status_code\": \"enabled-by-generator\", \"datasource\": "
                     "\"nocloud\", \"detail\": \"DataSourceNoCloud\", \"errors\": [], "
                     "\"status\": \"done\"}\ninstance fr-1\n",
    0, 0, NULL },
  { "22.4 runcmd fails",
    CODES ("0", "1") "status {\"errors\": [\"('scripts-user', RuntimeError('Runparts: 1 failures "
                     "(runcmd) in 1 attempted commands'))\"], \"status\": \"error\"}\n"
                     "log 2026-11-30 00:52:08,386 - util.py[WARNING]: Running module scripts-user "
                     "(<module>) failed\n",
    2, 1, "scripts-user: Runparts: 1 failures (runcmd) in 1 attempted commands" },
  { "22.4 two modules fail",
    CODES ("0", "2") "status {\"detail\": \"a\\nb\", \"errors\": "
                     "[\"('package-update-upgrade-install', ProcessExecutionError(\\\"Unexpected "
                     "error while running command.\\\\nCommand: ['apt-get']\\\"))\", "
                     "\"('scripts-user', RuntimeError('Runparts: 1 failures (runcmd)'))\"], "
                     "\"status\": \"error\"}\n",
    3, 0, "package-update-upgrade-install: Unexpected error" },
  { "22.4 two modules fail, and no status can be had", CODES ("0", "2") "status \n", 1, 0,
    "“final”" },
  { "22.4 packages are not there, and no status can be had",
    CODES ("0", "0") "status \nlog 2026-11-30 04:05:31,779 - util.py[WARNING]: Failed to install "
                     "packages: ['curl']\n",
    1, 0, "Failed to install packages" },
  { "22.4 broken YAML says done",
    CODES ("0", "0") "status {\"errors\": [], \"status\": \"done\"}\n"
                     "log 2026-11-30 00:52:08,386 - util.py[WARNING]: Failed loading yaml blob. "
                     "Invalid format at line 4 column 2\n",
    1, 0, "Failed loading yaml blob" },
  { "22.4 disk_setup says done",
    CODES ("0", "0") "status {\"errors\": [], \"status\": \"done\"}\n"
                     "log 2026-11-30 00:52:08,386 - cc_disk_setup.py[WARNING]: Failed partitioning "
                     "operation\n",
    1, 0, "Failed partitioning operation" },
  { "22.4 the seed was not seen",
    CODES ("0", "0") "status {\"errors\": [], \"status\": \"done\"}\n"
                     "log 2026-11-30 00:52:08,386 - cc_final_message.py[WARNING]: Used fallback "
                     "datasource\n",
    1, 0, "Used fallback" },
  { "22.4 a warning of no account",
    CODES ("0", "0") "status {\"errors\": [], \"status\": \"done\"}\n"
                     "log 2026-11-30 00:52:08,386 - schema.py[WARNING]: Invalid cloud-config "
                     "provided: Please run 'sudo cloud-init schema --system'\n",
    0, 1, "Invalid cloud-config" },
  { "an error of the log alone",
    CODES ("0", "0") "status {\"errors\": [], \"status\": \"done\"}\n"
                     "log 2026-11-30 00:52:08,386 - main.py[ERROR]: no such thing\n",
    1, 0, "no such thing" },
  { "a stage fails without a word", CODES ("1", "0") "status {\"status\": \"done\"}\n", 1, 0,
    "“init”" },
  { "24.1 recoverable",
    CODES ("2", "2") "status {\"errors\": [], \"extended_status\": \"degraded done\", "
                     "\"recoverable_errors\": {\"WARNING\": [\"Failed to fetch the list\", \"no "
                     "such key\"]}, \"status\": \"done\"}\n",
    0, 2, "Failed to fetch the list" },
  { "status error and nothing else",
    CODES ("0", "0") "status {\"errors\": [], \"status\": \"error\"}\n", 1, 0, "“error”" },
  { "cut off", "code init-local 0\ncode init 0\n", 1, 0, "not come to its end" },
  { "nothing at all", "", 1, 0, "not come to its end" },
  { "no JSON", CODES ("0", "0") "status Traceback (most recent call last)\n", 0, 0, NULL },
  { "JSON of another shape", CODES ("0", "0") "status [\"errors\"]\n", 0, 0, NULL },
  { "errors of another shape", CODES ("0", "0") "status {\"errors\": {\"a\": [1, null]}}\n", 0, 0,
    NULL },
};

static void
test_verdicts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (FrCloudInitVerdict) verdict = fr_cloud_init_verdict_read (verdicts[i].text);
      GPtrArray *list = verdict->errors->len > 0 ? verdict->errors : verdict->warnings;

      g_test_message ("%s", verdicts[i].name);
      g_assert_cmpuint (verdict->errors->len, ==, verdicts[i].errors);
      g_assert_cmpuint (verdict->warnings->len, ==, verdicts[i].warnings);
      if (verdicts[i].says != NULL)
        g_assert_nonnull (strstr (g_ptr_array_index (list, 0), verdicts[i].says));
    }
}

/* Files of what Debian 13 said, whole. */
static const struct
{
  const char *name;
  guint errors;
  guint warnings;
  const char *says;
} recorded[] = {
  { "25.1-well", 0, 0, NULL },
  { "25.1-recoverable", 0, 3, "ssh-import-id is not installed" },
  { "25.1-failed", 3, 2, "scripts-user: Runparts: 1 failures (runcmd) in 1 attempted commands" },
  { "25.1-package", 2, 3, "package-update-upgrade-install: Failed to install the following" },
  { "25.1-broken", 2, 3, "Failed loading yaml blob" },
};

static void
test_recorded (gconstpointer folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autofree char *path = g_build_filename (folder, recorded[i].name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (FrCloudInitVerdict) verdict = NULL;
      g_autoptr (GError) error = NULL;
      GPtrArray *list;

      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      g_assert_no_error (error);
      verdict = fr_cloud_init_verdict_read (text);
      list = verdict->errors->len > 0 ? verdict->errors : verdict->warnings;
      for (guint k = 0; k < list->len; k++)
        g_test_message ("%s: %s", recorded[i].name, (char *) g_ptr_array_index (list, k));
      g_assert_cmpuint (verdict->errors->len, ==, recorded[i].errors);
      g_assert_cmpuint (verdict->warnings->len, ==, recorded[i].warnings);
      if (recorded[i].says != NULL)
        g_assert_nonnull (strstr (g_ptr_array_index (list, 0), recorded[i].says));
      g_assert_true (g_str_has_prefix (verdict->instance, "fr-"));
    }
}

static void
test_restarted (void)
{
  static const char text[] = "code init-local 0\nrestarted\nstatus {\"errors\": []}\n"
                             "code init 0\ncode config 0\ncode final 0\ninstance fr-own-1\n";
  g_autoptr (FrCloudInitVerdict) verdict = fr_cloud_init_verdict_read (text);

  g_assert_true (verdict->restarted);
  g_assert_cmpstr (verdict->instance, ==, "fr-own-1");
  g_assert_cmpuint (verdict->errors->len, ==, 0);
}

#define CONFIG             \
  "#cloud-config\n"        \
  "package_update: true\n" \
  "runcmd:\n"              \
  "  - echo a\n"           \
  "  - false\n"            \
  "write_files:\n"         \
  "  - path: /root/x\n"    \
  "    permissions: 644\n"

/* What `cloud-init schema --config-file` prints. */
static const struct
{
  const char *printed;
  const char *says;
} schemas[] = {
  { "Cloud config schema deprecations: \nError:\nCloud config schema errors: runcmd.1: False is "
    "not valid under any of the given schemas, write_files.0.permissions: 644 is not of type "
    "'string'\n",
    "line 5: runcmd.1: False is not valid under any of the given schemas; line 8: "
    "write_files.0.permissions: 644 is not of type 'string'" },
  { "Error:\nCloud config schema errors: format-l2.c1: File bad-yaml is not valid yaml. while "
    "parsing a block mapping\n  in \"<byte string>\", line 2, column 1:\n    runcmd:\n    ^\n"
    "expected <block end>, but found '<block mapping start>'\n  in \"<byte string>\", line 4, "
    "column 2:\n     users: [\n     ^\n",
    "line 4: expected <block end>, but found '<block mapping start>'" },
  /* 25.1 */
  { "Invalid user-data u\nError: Cloud config schema errors: format-l2.c1: File u is not valid "
    "YAML. while parsing a block mapping\n  in \"<unicode string>\", line 2, column 1:\n    "
    "runcmd:\n    ^\nexpected <block end>, but found '<block mapping start>'\n  in \"<unicode "
    "string>\", line 4, column 2:\n     users: [\n     ^\n\nError: Invalid schema: user-data\n",
    "line 4: expected <block end>, but found '<block mapping start>'" },
  { "Invalid user-data u\nError: Cloud config schema errors: format-l1.c1: Unrecognized user-data "
    "header in u: \"runcmd:\".\nExpected first line to be one of: #!\n\nError: Invalid schema: "
    "user-data\n",
    "line 1: Unrecognized user-data header in u: \"runcmd:\"." },
  { "Invalid user-data u\nError: Cloud config schema errors: runmcd: Additional properties are not "
    "allowed ('runmcd' was unexpected)\n\nError: Invalid schema: user-data\n",
    "runmcd: Additional properties are not allowed ('runmcd' was unexpected)" },
  { "Error: Cloud config schema errors: runcmd.1: a, runcmd.1: b, runcmd.1: c, runcmd.1: d\n",
    "line 5: runcmd.1: a; line 5: runcmd.1: b; line 5: runcmd.1: c and 1 more" },
  { "Traceback: it is broken\n", "Traceback: it is broken" },
};

static void
test_schemas (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autofree char *text = fr_cloud_init_read_schema (schemas[i].printed, CONFIG);

      g_assert_cmpstr (text, ==, schemas[i].says);
    }
}

static void
test_reason (void)
{
  gboolean packages = TRUE;
  g_autofree char *reason = fr_cloud_init_find_reason (
    "mirror: the page answers 000\n\n2026-11-30 00:52:08,385 - cc_scripts_user.py[WARNING]: "
    "Failed to run module scripts-user (scripts in /var/lib/cloud/instance/scripts)\n-----END\n",
    &packages);
  g_autofree char *none = NULL;
  g_autofree char *first = NULL;

  g_assert_cmpstr (reason, ==, "mirror: the page answers 000");
  g_assert_false (packages);
  none = fr_cloud_init_find_reason ("all is well\n", &packages);
  g_assert_null (none);

  /* Commands fail for want of packages; an earlier pass is over. */
  first = fr_cloud_init_find_reason (
    "cloud-init: init-local\nE: an earlier one\n"
    "2026-11-30 00:52:01,000 - util.py[WARNING]: Failed to install packages: ['a']\n"
    "cloud-init: init-local\nReading package lists...\n"
    "W: Some index files failed to download. They have been ignored.\n"
    "E: Failed to fetch http://deb/a.deb  Could not connect to deb:80\n"
    "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n"
    "2026-11-30 00:52:08,385 - util.py[WARNING]: Failed to install packages: ['a']\n"
    "sh: a: not found\n"
    "2026-11-30 00:52:08,385 - cc_scripts_user.py[WARNING]: Failed to run module scripts-user\n",
    &packages);
  g_assert_cmpstr (first, ==, "E: Failed to fetch http://deb/a.deb  Could not connect to deb:80");
  g_assert_true (packages);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/cloud-init/verdicts", test_verdicts);
  g_assert_cmpint (argc, ==, 2);
  g_test_add_data_func ("/deploy/cloud-init/recorded", argv[1], test_recorded);
  g_test_add_func ("/deploy/cloud-init/restarted", test_restarted);
  g_test_add_func ("/deploy/cloud-init/schemas", test_schemas);
  g_test_add_func ("/deploy/cloud-init/reason", test_reason);

  return g_test_run ();
}
