/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "test-cloud-client.h"

#define PYTHON "/usr/bin/python3"

static gboolean
has_libcloud (void)
{
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, PYTHON,
                                                    "-c", "import libcloud", NULL);

  return child != NULL && g_subprocess_wait_check (child, NULL, NULL);
}

/* The script of libcloud prints TAP of its own; what it says goes on as comments. */
static void
live_in (TestCloud *cloud, const char *datacenter_id, const char *network)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "libcloud-life-cycle.py", NULL);
  const char *port = strrchr (fr_local_cloud_get_endpoint (cloud->cloud), ':') + 1;
  g_autoptr (GSubprocess) child = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "MCP_USERNAME", fr_local_cloud_get_user (cloud->cloud),
                                TRUE);
  g_subprocess_launcher_setenv (launcher, "MCP_PASSWORD",
                                fr_local_cloud_get_password (cloud->cloud), TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, "timeout", "80", PYTHON, "-B", script,
                                       port, fr_local_cloud_get_ca_file (cloud->cloud),
                                       datacenter_id, network, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "not ok") || !g_subprocess_get_successful (child))
      g_test_message ("%s", lines[i]);
  g_assert_true (g_subprocess_get_successful (child));
}

static void
test_elsewhere (void)
{
  g_autoptr (TestCloud) cloud = NULL;

  if (!has_libcloud ())
    {
      g_test_skip ("python3-libcloud is not installed");
      return;
    }

  cloud = test_cloud_new ();
  live_in (cloud, "EU6", "10.11.0.0");
}

static void
test_here (void)
{
  g_autoptr (TestCloud) cloud = NULL;

  if (!has_libcloud ())
    {
      g_test_skip ("python3-libcloud is not installed");
      return;
    }

  cloud = test_cloud_new ();
  live_in (cloud, "HERE1", fr_local_cloud_get_network (cloud->cloud));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local-cloud-libcloud/elsewhere", test_elsewhere);
  g_test_add_func ("/local-cloud-libcloud/here", test_here);

  return g_test_run ();
}
