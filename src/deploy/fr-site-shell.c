/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-paths.h"
#include "fr-site-mask.h"
#include "fr-undo.h"

#define RUN_SECONDS 1800
#define MOST_TOLD 160 /* bytes of a command */

/* How long a server that has answered may be away: some take minutes to start. */
#define AGAIN_SECONDS 300

typedef struct
{
  FrSite *site;
  FrSiteNode *node;
  const char *command; /* or NULL */
  gboolean in_line;    /* the last word was no line end */
} Listener;

/**
 * fr_site_dup_key_path:
 *
 * Returns: (transfer full): path of the private SSH key of this deployment
 */
char *
fr_site_dup_key_path (FrSite *self)
{
  return g_build_filename (self->folder, "key", NULL);
}

/**
 * fr_site_dup_known_path:
 *
 * Returns: (transfer full): path of the file of known hosts of this deployment
 */
char *
fr_site_dup_known_path (FrSite *self)
{
  return g_build_filename (self->folder, "known_hosts", NULL);
}

/* Whether a line of known_hosts is about @host, at whatever port. */
static gboolean
is_about (const char *line, const char *host)
{
  g_autofree char *bare = g_strdup_printf ("%s ", host);
  g_autofree char *with_port = g_strdup_printf ("[%s]:", host);

  return g_str_has_prefix (line, bare) || g_str_has_prefix (line, with_port);
}

/**
 * fr_site_forget_host:
 * @host: the address of a server that is not there any more
 *
 * Forgets its host key: a new server at the same address has another one.
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_site_forget_host (FrSite *self, const char *host, GError **error)
{
  g_autofree char *path = fr_site_dup_known_path (self);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GString *rest = NULL;
  gboolean good;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return TRUE;
  rest = g_string_new (NULL);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !is_about (lines[i], host))
      g_string_append_printf (rest, "%s\n", lines[i]);
  good = fr_paths_write (path, rest->str, (gssize) rest->len, error);
  g_string_free (rest, TRUE);

  return good;
}

/**
 * fr_site_connect:
 * @password: (nullable): for the first contact; without it the key of the deployment signs in
 *
 * Returns: (transfer full): a new connection, or %NULL with an error
 */
FrSsh *
fr_site_connect (FrSite *self, FrSiteNode *node, const char *password, GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *key = fr_site_dup_key_path (self);
  g_autofree char *known = fr_site_dup_known_path (self);
  g_autofree char *host = fr_site_recall (self, &node->public_ipv4);
  FrSshTarget target = {
    .host = host,
    .port = self->ssh_port,
    .user = "root",
    .password = password,
    .key_file = password != NULL ? NULL : key,
    .known_hosts = known,
    .trust_first = TRUE,
    .limit_seconds = 20,
  };

  if (self->own)
    return fr_site_connect_own (self, node, password, cancellable, error);
  if (host != NULL)
    return fr_ssh_open (&target, cancellable, error);

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("The server %s has no public address."),
               node->plan->name);

  return NULL;
}

/* The kept connection; made when there is none. */
static FrSsh *
get_ssh (FrSite *self, FrSiteNode *node, GCancellable *cancellable, GError **error)
{
  if (node->ssh == NULL)
    node->ssh = fr_site_connect (self, node, NULL, cancellable, error);

  return node->ssh;
}

/* A connection that failed is not used again; a command that failed leaves it as it is. */
static void
settle (FrSiteNode *node, const GError *error)
{
  if (error != NULL && !g_error_matches (error, FR_ERROR, FR_ERROR_REMOTE))
    g_clear_pointer (&node->ssh, fr_ssh_close);
}

/**
 * fr_site_is_away:
 * @error: of a connection
 *
 * Returns: whether the server does not answer, or its sshd does not yet; it may in a moment
 */
gboolean
fr_site_is_away (const GError *error)
{
  return g_error_matches (error, FR_ERROR, FR_ERROR_UNREACHABLE) ||
         g_error_matches (error, FR_ERROR, FR_ERROR_TIMEOUT) ||
         g_error_matches (error, FR_ERROR, FR_ERROR_SSH);
}

/**
 * fr_site_wait_again:
 * @reason: (inout): why the last try failed; why the wait was cancelled when it was
 *
 * Returns: whether to try once more
 */
gboolean
fr_site_wait_again (FrPauses *pauses, GError **reason, GCancellable *cancellable)
{
  g_autoptr (GError) later = NULL;

  if (fr_pauses_wait (pauses, (*reason)->message, cancellable, &later))
    return TRUE;
  if (g_error_matches (later, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (reason);
      *reason = g_steal_pointer (&later);
    }

  return FALSE;
}

/* Something to be said to a server. */
typedef gboolean (*Talk) (FrSsh *ssh, gpointer data, GCancellable *cancellable, GError **error);

/* One that starts lets nobody but root in at first. */
static gboolean
is_back_soon (const GError *error, gboolean was_lost)
{
  return fr_site_is_away (error) ||
         (was_lost && g_error_matches (error, FR_ERROR, FR_ERROR_CREDENTIALS));
}

/* One try. Sets @lost when the server does not answer any more, and @begun when it had before. */
static gboolean
talk_once (FrSite *self, FrSiteNode *node, Talk func, gpointer data, gboolean *lost,
           gboolean *begun, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean good = FALSE;

  if (get_ssh (self, node, cancellable, &reason) == NULL)
    {
      *lost = is_back_soon (reason, *lost);
    }
  else
    {
      node->met = TRUE;
      *begun = TRUE;
      good = func (node->ssh, data, cancellable, &reason);
      *lost = g_error_matches (reason, FR_ERROR, FR_ERROR_UNREACHABLE);
    }

  settle (node, reason);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return good;
}

/* What does no harm when it is said twice is said again when the connection ends under it: a
 * server that restarts comes back, and so does its sshd. What is said @once is not, once the server
 * has heard it. */
static gboolean
talk (FrSite *self, FrSiteNode *node, Talk func, gpointer data, gboolean once,
      GCancellable *cancellable, GError **error)
{
  FrPauses pauses;
  gboolean good;
  gboolean lost = FALSE;
  gboolean told = FALSE;

  fr_pauses_init (&pauses, 200, 5000, AGAIN_SECONDS);
  g_mutex_lock (&node->ssh_mutex);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      gboolean begun = FALSE;

      good = talk_once (self, node, func, data, &lost, &begun, cancellable, &reason);
      if (good)
        break;
      if (lost && node->met && !told)
        fr_site_tell_lost (self, node, TRUE);
      told = told || (lost && node->met);
      if (!lost || !node->met || (once && begun) ||
          !fr_site_wait_again (&pauses, &reason, cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          break;
        }
      g_debug ("%s: once more", node->plan->name);
    }
  if (told && good)
    fr_site_tell_lost (self, node, FALSE);
  g_mutex_unlock (&node->ssh_mutex);

  return good;
}

typedef struct
{
  const char *command;
  char *printed;
} Question;

static gboolean
ask_cb (FrSsh *ssh, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  question->printed = fr_ssh_capture (ssh, question->command, cancellable, error);

  return question->printed != NULL;
}

/**
 * fr_site_ask:
 * @command: for the shell of the server; changes nothing, and is given again when the connection
 *   is lost, for five minutes
 *
 * Returns: (transfer full): what it printed, without the last line end, or %NULL with an error;
 *   %FR_ERROR_REMOTE when its status is not 0
 */
char *
fr_site_ask (FrSite *self, FrSiteNode *node, const char *command, GCancellable *cancellable,
             GError **error)
{
  Question question = { command, NULL };

  talk (self, node, ask_cb, &question, FALSE, cancellable, error);

  return question.printed != NULL ? g_strchomp (question.printed) : NULL;
}

typedef struct
{
  const char *command;
  const char *input;
  guint limit_seconds;
} Feed;

static gboolean
feed_cb (FrSsh *ssh, gpointer data, GCancellable *cancellable, GError **error)
{
  const Feed *feed = data;

  return fr_ssh_run (ssh, feed->command, feed->input, NULL, NULL, feed->limit_seconds, NULL,
                     cancellable, error);
}

/**
 * fr_site_feed:
 * @command: for the shell of the server; what it prints is not told to anybody; it does no harm
 *   when it is given twice
 * @input: (nullable): for the command
 * @limit_seconds: after which it is given up
 *
 * Returns: %FALSE with an error; %FR_ERROR_REMOTE when its status is not 0
 */
gboolean
fr_site_feed (FrSite *self, FrSiteNode *node, const char *command, const char *input,
              guint limit_seconds, GCancellable *cancellable, GError **error)
{
  Feed feed = { command, input, limit_seconds };

  return talk (self, node, feed_cb, &feed, FALSE, cancellable, error);
}

static void
listen_cb (const char *text, gsize length, gpointer data)
{
  Listener *listener = data;

  if (length > 0)
    listener->in_line = text[length - 1] != '\n';
  if (listener->site->log != NULL)
    listener->site->log (listener->node->plan->name, text, length, listener->site->report_data);
}

/* Whoever reads along sees what is asked of the server: the first line of it. */
static void
tell (Listener *listener, const char *sign, const char *words)
{
  g_autofree char *masked = fr_site_mask (listener->site->name, NULL, words);
  gsize length = MIN (strcspn (masked, "\n"), MOST_TOLD);
  g_autofree char *line = NULL;

  while (length > 0 && (masked[length] & 0xc0) == 0x80)
    length--;
  line = g_strdup_printf ("%s %.*s%s\n", sign, (int) length, masked,
                          masked[length] != '\0' ? " …" : "");
  listen_cb (line, strlen (line), listener);
}

static gboolean
run_cb (FrSsh *ssh, gpointer data, GCancellable *cancellable, GError **error)
{
  Listener *listener = data;
  gboolean good;

  tell (listener, "$", listener->command);
  good = fr_ssh_run (ssh, listener->command, NULL, listen_cb, listener, RUN_SECONDS, NULL,
                     cancellable, error);
  if (listener->in_line)
    listen_cb ("\n", 1, listener);

  return good;
}

/**
 * fr_site_run:
 * @command: for the shell of the server; its first line and what it prints go to the log. It does
 *   no harm when it is given twice, and is when the connection is lost
 *
 * Returns: %FALSE with an error; %FR_ERROR_REMOTE when its status is not 0
 */
gboolean
fr_site_run (FrSite *self, FrSiteNode *node, const char *command, GCancellable *cancellable,
             GError **error)
{
  Listener listener = { self, node, command, FALSE };

  return talk (self, node, run_cb, &listener, FALSE, cancellable, error);
}

/**
 * fr_site_run_once:
 * @command: as for fr_site_run(), but never given twice
 *
 * Returns: %FALSE with an error, as fr_site_run()
 */
gboolean
fr_site_run_once (FrSite *self, FrSiteNode *node, const char *command, GCancellable *cancellable,
                  GError **error)
{
  Listener listener = { self, node, command, FALSE };

  return talk (self, node, run_cb, &listener, TRUE, cancellable, error);
}

typedef struct
{
  const char *path;
  const char *content;
  guint mode;
} File;

static gboolean
put_cb (FrSsh *ssh, gpointer data, GCancellable *cancellable, GError **error)
{
  const File *file = data;

  return fr_ssh_put (ssh, file->path, file->content, -1, file->mode, cancellable, error);
}

/**
 * fr_site_put:
 * @path: where the file goes on the server; its folder is made
 * @content: of the file
 * @mode: its permissions
 *
 * What was there before is kept on a server that is not ours, see fr_undo_file().
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_site_put (FrSite *self, FrSiteNode *node, const char *path, const char *content, guint mode,
             GCancellable *cancellable, GError **error)
{
  File file = { path, content, mode };
  Listener listener = { self, node, NULL, FALSE };

  /* What is in our own folder goes with it. */
  if (!g_str_has_prefix (path, "/var/lib/fitting-room/") &&
      !fr_undo_content (self, node, path, content, cancellable, error))
    return FALSE;
  tell (&listener, ">", path);

  return talk (self, node, put_cb, &file, FALSE, cancellable, error);
}

/**
 * fr_site_hang_up:
 *
 * Closes all connections.
 */
void
fr_site_hang_up (FrSite *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      FrSiteNode *node = g_ptr_array_index (self->nodes, i);

      g_mutex_lock (&node->ssh_mutex);
      g_clear_pointer (&node->ssh, fr_ssh_close);
      node->met = FALSE;
      g_mutex_unlock (&node->ssh_mutex);
    }
}
