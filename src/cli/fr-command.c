/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-command.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

#include "fr-error.h"

/**
 * fr_command_parse:
 * @command: whose words these are
 * @entries: its options
 * @argc: (inout): number of words; what is left afterwards is no option
 * @argv: (inout): the words
 *
 * Returns: %FALSE with %FR_ERROR_USAGE when an option is unknown or its value unusable
 */
gboolean
fr_command_parse (const FrCommand *command, GOptionEntry *entries, int *argc, char ***argv,
                  GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->words);
  g_autofree char *summary = g_strdup_printf ("%s: %s", command->name, _ (command->summary));
  g_autoptr (GError) reason = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, argc, argv, &reason))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("%s. “fittings %s --help” lists the options."),
               reason->message, command->name);
  return FALSE;
}

/**
 * fr_command_get_cancellable:
 *
 * Returns: (transfer none): what Ctrl+C cancels
 */
GCancellable *
fr_command_get_cancellable (void)
{
  static GCancellable *cancellable = NULL;

  if (g_once_init_enter (&cancellable))
    g_once_init_leave (&cancellable, g_cancellable_new ());

  return cancellable;
}

static gpointer
wait_for_signal (gpointer data)
{
  sigset_t *set = data;
  int number;

  sigwait (set, &number);
  g_cancellable_cancel (fr_command_get_cancellable ());

  /* Who asks twice means it. */
  signal (SIGINT, SIG_DFL);
  signal (SIGTERM, SIG_DFL);
  pthread_sigmask (SIG_UNBLOCK, set, NULL);

  return NULL;
}

/**
 * fr_command_watch_signals:
 *
 * From now on Ctrl+C and SIGTERM cancel, so that what was begun is ended in order. To be called
 * before there is a second thread.
 */
void
fr_command_watch_signals (void)
{
  static sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signal, &set));
}
