/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "fr-command.h"
#include "fr-error.h"
#include "fr-job.h"

#define MOST_SECONDS 5 /* for what still works when a command is done */

static const FrCommand *const commands[] = {
  &fr_command_try,
  &fr_command_new,
  &fr_command_check,
  &fr_command_export,
  &fr_command_deploy,
  &fr_command_information,
  &fr_command_mirror,
  &fr_command_dispose,
  &fr_command_list,
  &fr_command_cloud,
};

static const char help[] = N_ (
  "\n“fittings COMMAND --help” lists the options of a command and the members of its --json;\n"
  "--version tells the version.\n\n"
  "Environment:\n"
  "  MCP_USERNAME   who signs in to the cloud, unless it is that of this computer\n"
  "  MCP_PASSWORD   the password; asked for on a terminal when it is not set\n"
  "  SHARED_SECRET  password of the administrator of new servers, made when it is not set; of\n"
  "                 the user of a server of your own, for SSH and for sudo\n"
  "  SSL_CERT_FILE  certificates of the authorities that are trusted\n"
  "  FITTINGS_HOME  one folder for everything that is kept, instead of the XDG folders\n\n"
  "Exit status, and the code in brackets after each error:\n"
  "   0             done; what was looked for was seen\n"
  "   1 failed      something else failed\n"
  "   2 usage       a wrong word on the command line\n"
  "   3 plan        the plan cannot be built\n"
  "   4 credentials name, password or key was refused, or may not do that\n"
  "   5 cloud, busy the cloud refused; it or somebody else is busy\n"
  "   6 unreachable nobody answers there\n"
  "   7 protocol    what was answered cannot be understood\n"
  "   8 certificate somebody else answers: an unknown certificate, or another host key\n"
  "   9 ssh         the SSH connection failed\n"
  "  10 remote      a command on a server failed\n"
  "  11 mirror      the mirror shows no hat, or no picture\n"
  "  12 missing     a program or a file of this computer is not installed\n"
  "  13 state       something of ours cannot be read or written\n"
  "  14 timeout     it took too long\n"
  "  15 not-found   there is no such file or deployment\n"
  "  16 exists      the name is taken already\n"
  " 130 cancelled   stopped by Ctrl+C or SIGTERM; a second time kills at once\n");

static void
print_help (void)
{
  g_print (_ (
    "fittings: plans for private Kurento media servers\n\nUsage: fittings COMMAND [OPTION…]\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-11s %-15s %s\n", commands[i]->name, commands[i]->words, _ (commands[i]->summary));
  g_print ("%s", _ (help));
}

static const FrCommand *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];

  return NULL;
}

/* As long as secrets are held, no core is written and no other process looks in. */
static void
guard_memory (void)
{
  if (prctl (PR_SET_DUMPABLE, 0) != 0)
    g_debug ("core dumps stay on");
}

static gboolean
wants_json (int argc, char **argv)
{
  for (int i = 2; i < argc; i++)
    if (g_str_equal (argv[i], "--json"))
      return TRUE;

  return FALSE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  const FrCommand *command;
  int status = EXIT_SUCCESS;
  gboolean json = wants_json (argc, argv);

  /* Standard output is for results, also while somebody listens to us. */
  g_log_writer_default_set_use_stderr (TRUE);
  guard_memory ();
  fr_command_take_secrets ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return argc < 2 ? 2 : EXIT_SUCCESS;
    }

  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("fittings %s\n", FR_VERSION);
      return EXIT_SUCCESS;
    }

  command = find (argv[1]);
  if (command == NULL)
    {
      g_printerr (_ ("There is no command “%s”. “fittings --help” lists them. (usage)\n"), argv[1]);
      return 2;
    }

  fr_command_watch_signals ();
  if (!command->run (argc - 1, argv + 1, &status, &error))
    status = fr_command_tell (error, NULL, json);
  if (!fr_job_finish (MOST_SECONDS))
    {
      fflush (NULL);
      _exit (status);
    }

  return status;
}
