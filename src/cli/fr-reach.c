/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-reach.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "fr-command.h"
#include "fr-endpoint.h"
#include "fr-error.h"

#define ASK_POLL_MS 100

/* Whether a line has been typed: Ctrl+C may come instead of it. */
static gboolean
wait_for_line (void)
{
  struct pollfd keyboard = { .fd = STDIN_FILENO, .events = POLLIN };

  while (!g_cancellable_is_cancelled (fr_command_get_cancellable ()))
    if (poll (&keyboard, 1, ASK_POLL_MS) > 0)
      return TRUE;

  return FALSE;
}

/**
 * fr_reach_ask:
 * @question: for the terminal
 * @secret: whether the answer is typed unseen
 *
 * Blocks until a line is typed, or it is cancelled.
 *
 * Returns: (transfer full) (nullable): the answer; %NULL where there is no terminal, as nobody
 *   could answer
 */
char *
fr_reach_ask (const char *question, gboolean secret)
{
  struct termios before, unseen;
  char line[512] = "";
  char *answer = NULL;

  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO) || tcgetattr (STDIN_FILENO, &before) != 0)
    return NULL;

  unseen = before;
  if (secret)
    unseen.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &unseen);
  g_printerr ("%s", question);
  if (wait_for_line () && fgets (line, sizeof line, stdin) != NULL)
    answer = g_strdup (g_strchomp (line));
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  if (secret || answer == NULL)
    g_printerr ("\n");
  explicit_bzero (line, sizeof line);

  return answer;
}

/* A password is not sent where anybody could read it. */
static char *
make_address (const char *endpoint, GError **error)
{
  if (g_str_has_prefix (endpoint, "https://"))
    return g_strdup (endpoint);
  if (strstr (endpoint, "://") == NULL)
    return g_strconcat ("https://", endpoint, NULL);

  g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
               _ ("“%s” is no address of a cloud. Write it as https://HOST or https://HOST:PORT."),
               endpoint);

  return NULL;
}

static FrCloud *
sign_in_elsewhere (const char *endpoint, const char *ca_file, GError **error)
{
  const char *user = g_getenv ("MCP_USERNAME");
  g_autofree char *password = g_strdup (fr_command_get_secret ("MCP_PASSWORD"));

  if (user != NULL && password == NULL)
    password = fr_reach_ask (_ ("Password of the cloud account: "), TRUE);
  if (g_cancellable_set_error_if_cancelled (fr_command_get_cancellable (), error))
    return NULL;
  if (user == NULL || password == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                   _ ("Nobody has said who signs in to %s. Set MCP_USERNAME and MCP_PASSWORD in "
                      "the environment."),
                   endpoint);
      return NULL;
    }

  return fr_cloud_new (endpoint, user, password, ca_file, error);
}

static gboolean
reach_here (FrReach *self, GError **error)
{
  self->here = fr_local_here_open (fr_command_get_cancellable (), error);
  if (self->here == NULL)
    return FALSE;

  self->cloud = fr_local_here_sign_in (self->here, error);

  return self->cloud != NULL;
}

/**
 * fr_reach_new:
 * @plan: whose location says where
 * @endpoint: (nullable): address of the API, instead of what the plan says
 * @ca_file: (nullable): certificate of the authority that is to be trusted there
 *
 * Finds the cloud of a plan and who signs in to it. For "this computer" it starts the emulated
 * cloud when nobody runs it. Blocks until then.
 *
 * Returns: (transfer full): the cloud, or %NULL with an error
 */
FrReach *
fr_reach_new (const FrPlan *plan, const char *endpoint, const char *ca_file, GError **error)
{
  g_autoptr (FrReach) self = g_new0 (FrReach, 1);
  g_autofree char *address = NULL;

  if (endpoint == NULL && fr_endpoint_is_here (plan))
    return reach_here (self, error) ? g_steal_pointer (&self) : NULL;

  address = endpoint != NULL ? make_address (endpoint, error) : fr_endpoint_find (plan, error);
  if (address == NULL)
    return NULL;
  self->cloud = sign_in_elsewhere (address, ca_file, error);

  return self->cloud != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * fr_reach_free:
 * @self: (nullable):
 */
void
fr_reach_free (FrReach *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->cloud);
  g_clear_pointer (&self->here, fr_local_here_stop);
  g_free (self);
}
