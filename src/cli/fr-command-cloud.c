/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "fr-command.h"
#include "fr-error.h"
#include "fr-local-here.h"
#include "fr-wait.h"

#define TURN_MS 60000

static gboolean
run_cloud (int argc, char **argv, int *status, GError **error)
{
  int port = 0;
  double speed = 1;
  GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_ ("Port to listen on, instead of the world's own"),
      N_ ("PORT") },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &speed, N_ ("How much faster than a real cloud (1)"),
      "N" },
    { NULL },
  };
  g_autoptr (FrLocalHere) here = NULL;

  if (!fr_command_parse (&fr_command_cloud, entries, &argc, &argv, error))
    return FALSE;
  if (argc > 1 || port < 0 || port > G_MAXUINT16 || speed <= 0 || speed > 1e6)
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_USAGE,
                           _ ("fittings cloud takes a --port up to 65535 and a --speed above 0, "
                              "nothing else."));
      return FALSE;
    }

  here = fr_local_here_start ((guint) port, speed, fr_command_get_cancellable (), error);
  if (here == NULL)
    return FALSE;

  g_print (_ ("The cloud of this computer answers at %s\n"
              "  its authority is %s\n"
              "  account and password are in the same folder, for you alone\n"
              "Ctrl+C ends it; what is in it stays.\n"),
           fr_local_here_get_endpoint (here), fr_local_here_get_ca_file (here));
  fflush (stdout);
  while (fr_wait (TURN_MS, fr_command_get_cancellable (), NULL))
    ;

  return TRUE;
}

const FrCommand fr_command_cloud = {
  "cloud",
  "",
  N_ ("runs the emulated cloud of this computer alone"),
  NULL,
  run_cloud,
};
