/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The private host by its public address, which is a way of its own. */
#include "config.h"

#include <gio/gio.h>

#include "fr-error.h"
#include "fr-local-forward.h"
#include "fr-local-host.h"
#include "fr-loopback.h"
#include "fr-ssh.h"
#include "test-host.h"

static TestWorld world;

static void
make_forward (gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(FrLocalForward **) data = fr_local_forward_new ("127.250.251.252", FR_LOCAL_HOST_SSH_PORT,
                                                    FR_LOCAL_HOST_SSH_PORT, world.address, &error);
  g_assert_no_error (error);
}

static void
free_forward (gpointer data)
{
  fr_local_forward_free (data);
}

static void
count_cb (const char *text, gsize length, gpointer data)
{
  *(gsize *) data += length;
}

/* As a deployment does it: by the public address, until the rule is removed or the server off. */
static void
test_through_forward (void)
{
  g_autoptr (FrLoopback) loopback = fr_loopback_new ("forward");
  FrSshTarget target = test_world_get_target (&world);
  FrLocalForward *forward = NULL;
  g_autoptr (FrSsh) ssh = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gsize size = 0;

  fr_local_host_start (world.host, &error);
  g_assert_no_error (error);
  fr_loopback_call (loopback, make_forward, &forward);
  target.host = "127.250.251.252";
  ssh = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("sign-in through the relay: %.3f s", (g_get_monotonic_time () - start) / 1e6);

  start = g_get_monotonic_time ();
  g_assert_true (
    fr_ssh_run (ssh, "head -c 10000000 /dev/zero", NULL, count_cb, &size, 30, NULL, NULL, &error));
  g_assert_cmpuint (size, ==, 10000000);
  g_test_message ("10 MB through the relay: %.3f s", (g_get_monotonic_time () - start) / 1e6);

  fr_local_host_stop (world.host);
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_clear_error (&error);

  fr_loopback_call (loopback, free_forward, forward);
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *why_not = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!test_world_init (&world, NULL, &why_not))
    {
      g_print ("1..0 # SKIP %s\n", why_not);
      return 0;
    }

  g_test_add_func ("/local/host/through-forward", test_through_forward);
  result = g_test_run ();
  test_world_clear (&world);

  return result;
}
