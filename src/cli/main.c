/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdlib.h>

#include "fr-command.h"
#include "fr-error.h"

static const FrCommand *const commands[] = {
  &fr_command_try,
  &fr_command_new,
  &fr_command_check,
  &fr_command_deploy,
  &fr_command_information,
  &fr_command_mirror,
  &fr_command_dispose,
  &fr_command_list,
  &fr_command_cloud,
};

static void
print_help (void)
{
  g_print (_ (
    "fittings: plans for private Kurento media servers\n\nUsage: fittings COMMAND [OPTION…]\n\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-11s %-10s %s\n", commands[i]->name, commands[i]->words, _ (commands[i]->summary));
  g_print (
    _ ("\n“fittings COMMAND --help” lists the options of a command; --version tells the version.\n"
       "Exit status: 0 done, 1 failed, 2 wrong words, 3 wrong plan, 15 no such file.\n"));
}

static const FrCommand *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];

  return NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  const FrCommand *command;
  int status = EXIT_SUCCESS;

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
  if (command->run (argc - 1, argv + 1, &status, &error))
    return status;

  g_printerr ("%s (%s)\n", error->message, fr_error_get_code (error));
  return fr_error_get_exit_status (error);
}
