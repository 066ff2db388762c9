/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-command.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-json.h"

/* Secrets that plumbery takes from the environment, too. */
static struct
{
  const char *name;
  char *value;
} secrets[] = {
  { "MCP_PASSWORD", NULL },
  { "SHARED_SECRET", NULL },
};

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
  g_autofree char *program = g_strdup_printf ("fittings %s", command->name);
  g_autofree char *summary = g_strdup_printf ("%s: %s", command->name, _ (command->summary));
  g_autoptr (GError) reason = NULL;

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  if (command->notes != NULL)
    g_option_context_set_description (context, _ (command->notes));
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

/**
 * fr_command_take_secrets:
 *
 * Takes the secrets out of the environment, so that no child inherits them and nobody reads
 * them there later. To be called before there is a second thread.
 */
void
fr_command_take_secrets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      char *value = getenv (secrets[i].name);

      if (value == NULL)
        continue;
      secrets[i].value = g_strdup (value);
      explicit_bzero (value, strlen (value));
      g_unsetenv (secrets[i].name);
    }
}

/**
 * fr_command_get_secret:
 * @name: "MCP_PASSWORD" or "SHARED_SECRET"
 *
 * Returns: (transfer none) (nullable): what the environment gave when the program started
 */
const char *
fr_command_get_secret (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (g_str_equal (secrets[i].name, name))
      return secrets[i].value;

  g_return_val_if_reached (NULL);
}

/* Moves the cursor, changes colours, or the direction of writing. */
static gboolean
is_trick (gunichar c)
{
  return (g_unichar_iscntrl (c) && c != '\n' && c != '\t') || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/**
 * fr_command_clean:
 * @text: what came from elsewhere, a server for example
 * @length: in bytes, or -1
 *
 * Returns: (transfer full): the same without anything that a terminal would obey
 */
char *
fr_command_clean (const char *text, gssize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *clean = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    g_string_append_unichar (clean, is_trick (g_utf8_get_char (c)) ? ' ' : g_utf8_get_char (c));

  return g_string_free (clean, FALSE);
}

/**
 * fr_command_print:
 * @node: a result
 *
 * Prints it as JSON, which is UTF-8 whatever the terminal speaks.
 */
void
fr_command_print (JsonNode *node)
{
  g_autofree char *text = fr_json_render (node, TRUE);

  fprintf (stdout, "%s\n", text);
  fflush (stdout);
}

static void
print_json (const GError *error, const char *message, JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *member = json_object_new ();

  json_object_set_string_member (member, "code", fr_error_get_code (error));
  json_object_set_string_member (member, "message", message);
  json_object_set_object_member (object, "error", member);
  json_node_set_object (root, object);
  fr_command_print (root);
}

/**
 * fr_command_tell:
 * @error: why a command failed
 * @object: (transfer full) (nullable): what else is known of it
 * @json: whether a program reads it: then standard output gets @object with an “error” in it
 *
 * Says it as a sentence on standard error, with its stable code.
 *
 * Returns: the exit status
 */
int
fr_command_tell (const GError *error, JsonObject *object, gboolean json)
{
  g_autoptr (JsonObject) owned = object != NULL ? object : json_object_new ();
  g_autofree char *message =
    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      ? g_strdup (_ ("Stopped, as you asked. Given again, the command goes on from here."))
      : fr_command_clean (error->message, -1);

  g_printerr ("%s (%s)\n", message, fr_error_get_code (error));
  if (json)
    print_json (error, message, owned);

  return fr_error_get_exit_status (error);
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
