/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-undo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-deploy-own-resources.h"
#include "fr-error.h"

/* To write something down; to take back what may be packages behind a lock. */
#define NOTE_SECONDS 120
#define PLAY_SECONDS 1800

/* Status of “claim” when the server belongs to another deployment. */
#define STATUS_TAKEN 3

static const char *
get_script (void)
{
  static GBytes *script = NULL;

  if (g_once_init_enter (&script))
    {
      GBytes *bytes = g_resource_lookup_data (fr_deploy_own_get_resource (),
                                              "/fitting-room/own/take-back",
                                              G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (bytes != NULL); /* it is compiled in */
      g_once_init_leave (&script, bytes);
    }

  return g_bytes_get_data (script, NULL); /* a resource ends with a NUL */
}

/* The command line for the shell that reads the script from its input. */
static char *
make_command (const char *verb, const char *one, const char *two)
{
  g_autofree char *first = one != NULL ? g_shell_quote (one) : g_strdup ("");
  g_autofree char *second = two != NULL ? g_shell_quote (two) : g_strdup ("");

  return g_strdup_printf ("/bin/sh -s -- %s %s %s", verb, first, second);
}

/* One line, as the list is made of lines. */
static gboolean
check_words (const char *one, const char *two, GError **error)
{
  if ((one == NULL || strchr (one, '\n') == NULL) && (two == NULL || strchr (two, '\n') == NULL))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("“%s” has a line end in it, and could not be taken back again. Write it "
                  "without."),
               one != NULL && strchr (one, '\n') != NULL ? one : two);

  return FALSE;
}

static gboolean
write_down (FrSite *site, FrSiteNode *node, const char *verb, const char *one, const char *two,
            GCancellable *cancellable, GError **error)
{
  g_autofree char *command = NULL;

  if (!site->own)
    return TRUE;
  if (!check_words (one, two, error))
    return FALSE;
  command = make_command (verb, one, two);

  return fr_site_feed (site, node, command, get_script (), NOTE_SECONDS, cancellable, error);
}

/**
 * fr_undo_file:
 * @path: absolute; of a file that will be written, made or removed, or of a folder that will be
 *   made
 *
 * Keeps what is there, with its owner and permissions; only the first time counts. What is
 * written afterwards counts as ours up to fr_undo_settle(). fr_site_put() does all this by
 * itself. Blocks.
 *
 * Returns: %FALSE with an error; the file must then not be changed
 */
gboolean
fr_undo_file (FrSite *site, FrSiteNode *node, const char *path, GCancellable *cancellable,
              GError **error)
{
  g_return_val_if_fail (site != NULL && node != NULL && g_path_is_absolute (path), FALSE);

  return write_down (site, node, "file", path, NULL, cancellable, error);
}

/**
 * fr_undo_content:
 * @content: that will be written
 *
 * The same where it is known what will be written.
 */
gboolean
fr_undo_content (FrSite *site, FrSiteNode *node, const char *path, const char *content,
                 GCancellable *cancellable, GError **error)
{
  g_autofree char *sum = NULL;

  g_return_val_if_fail (site != NULL && node != NULL && content != NULL, FALSE);

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);

  return write_down (site, node, "file", path, sum, cancellable, error);
}

/**
 * fr_undo_line:
 * @path: of a file, which need not be there
 * @line: that will be added to it
 *
 * A line that is there already is left to whom it belongs. Blocks.
 *
 * Returns: %FALSE with an error; the line must then not be added
 */
gboolean
fr_undo_line (FrSite *site, FrSiteNode *node, const char *path, const char *line,
              GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (site != NULL && node != NULL && path != NULL && line != NULL, FALSE);

  return write_down (site, node, "line", path, line, cancellable, error);
}

/**
 * fr_undo_unit:
 * @unit: of systemd, that will be enabled, started, reloaded or masked
 *
 * Remembers whether it is enabled and runs; only the first time counts. When it is taken back,
 * one that did not run is ended before its files go, and one that ran is told to read its files
 * anew after they are restored. Blocks.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_undo_unit (FrSite *site, FrSiteNode *node, const char *unit, GCancellable *cancellable,
              GError **error)
{
  g_return_val_if_fail (site != NULL && node != NULL && unit != NULL, FALSE);

  return write_down (site, node, "unit", unit, NULL, cancellable, error);
}

/**
 * fr_undo_packages:
 *
 * Remembers which packages are there, before some are installed. What has come until
 * fr_undo_settle() is ours, with all that it needed, and is purged one day unless something of
 * somebody else needs it by then. Blocks.
 *
 * Returns: %FALSE with an error; nothing must then be installed
 */
gboolean
fr_undo_packages (FrSite *site, FrSiteNode *node, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (site != NULL && node != NULL, FALSE);

  return write_down (site, node, "packages", NULL, NULL, cancellable, error);
}

/**
 * fr_undo_note:
 * @text: what was done and cannot be taken back: "34 packages were updated"
 *
 * Who disposes is told. Blocks.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_undo_note (FrSite *site, FrSiteNode *node, const char *text, GCancellable *cancellable,
              GError **error)
{
  g_return_val_if_fail (site != NULL && node != NULL && text != NULL, FALSE);

  return write_down (site, node, "note", text, NULL, cancellable, error);
}

/**
 * fr_undo_settle:
 *
 * What has been written and installed since the calls above is ours; from now on a file that
 * looks otherwise was changed by somebody else, and that version will not be lost. To be called
 * at the end of a step that used fr_undo_file() or fr_undo_packages(), also when it failed.
 * Blocks.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_undo_settle (FrSite *site, FrSiteNode *node, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (site != NULL && node != NULL, FALSE);

  return write_down (site, node, "settle", NULL, NULL, cancellable, error) &&
         write_down (site, node, "installed", NULL, NULL, cancellable, error);
}

static void
collect_cb (const char *text, gsize length, gpointer data)
{
  g_string_append_len (data, text, length);
}

/* On a connection of one's own; @said gets what it prints. */
static gboolean
call (FrSsh *ssh, const char *verb, const char *one, const char *two, guint seconds, GString *said,
      int *status, GCancellable *cancellable, GError **error)
{
  g_autofree char *command = make_command (verb, one, two);

  return fr_ssh_run (ssh, command, get_script (), collect_cb, said, seconds, status, cancellable,
                     error);
}

/**
 * fr_undo_check_owner:
 * @server: as it is called in a message
 * @owner: (nullable): what stands in its file of the owner: a mark, and the name of a deployment
 *
 * Returns: %FALSE with %FR_ERROR_EXISTS when it belongs to another deployment
 */
gboolean
fr_undo_check_owner (FrSite *site, const char *server, const char *owner, GError **error)
{
  const char *name;

  if (owner == NULL || *owner == '\0' || g_str_has_prefix (owner, site->mark))
    return TRUE;

  name = strchr (owner, ' ');
  g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
               _ ("The server %s carries the deployment “%s” already, made from elsewhere or under "
                  "another name. Dispose of that one first. If nobody has it any more, take it "
                  "back there: sh %s play, then leave instead of play."),
               server, name != NULL ? name + 1 : owner, FR_UNDO_COPY);

  return FALSE;
}

/**
 * fr_undo_claim:
 * @ssh: as root
 * @server: as it is called in a message
 *
 * Begins the list on a server, marks it as that of this deployment, and leaves a copy of the
 * script there, with which its owner can take everything back without us. Blocks.
 *
 * Returns: %FALSE with %FR_ERROR_EXISTS when it belongs to another deployment, or an error
 */
gboolean
fr_undo_claim (FrSite *site, FrSsh *ssh, const char *server, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GString) said = g_string_new (NULL);
  int status = 0;

  if (!call (ssh, "claim", site->mark, site->name, NOTE_SECONDS, said, &status, cancellable, error))
    return FALSE;
  g_strchomp (said->str);
  if (status == 0)
    return fr_ssh_put (ssh, FR_UNDO_COPY, get_script (), -1, 0700, cancellable, error);

  if (status == STATUS_TAKEN && g_str_has_prefix (said->str, "owner\t"))
    return fr_undo_check_owner (site, server, g_strdelimit (said->str + 6, "\t", ' '), error);

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
               _ ("The list of changes cannot be kept on the server %s: %s"), server, said->str);

  return FALSE;
}

/**
 * fr_undo_key:
 * @ssh: as root
 * @path: of an authorized_keys file
 * @key: the line that will be added
 *
 * As fr_undo_line(), but taken back last of all. Blocks.
 *
 * Returns: %FALSE with an error; the key must then not be added
 */
gboolean
fr_undo_key (FrSsh *ssh, const char *path, const char *key, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GString) said = g_string_new (NULL);

  return check_words (path, key, error) &&
         call (ssh, "key", path, key, NOTE_SECONDS, said, NULL, cancellable, error);
}

/* What one line of the list is about, in words; %NULL for what is none. */
static char *
describe (const char *line, gboolean all)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", 3);

  if (g_strv_length (words) < 2)
    return g_str_equal (line, "packages") ? g_strdup (_ ("packages")) : NULL;
  if (g_str_equal (words[0], "file"))
    return g_strdup_printf (_ ("the file %s"), words[1]);
  if (g_str_equal (words[0], "folder") || (all && g_str_equal (words[0], "home")))
    return g_strdup_printf (_ ("the folder %s"), words[1]);
  if (g_str_equal (words[0], "line"))
    return g_strdup_printf (_ ("a line in %s"), words[1]);
  if (all && g_str_equal (words[0], "key"))
    return g_strdup_printf (_ ("our SSH key in %s"), words[1]);
  if (g_str_equal (words[0], "unit"))
    return g_strdup_printf (_ ("the state of the service %s"), words[1]);
  if (g_str_equal (words[0], "package"))
    return g_strdup_printf (_ ("the package %s"), words[1]);

  return NULL;
}

static GPtrArray *
list (FrSsh *ssh, gboolean all, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) said = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  if (!call (ssh, "list", NULL, NULL, NOTE_SECONDS, said, NULL, cancellable, error))
    return NULL;

  lines = g_strsplit (said->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *words = describe (lines[i], all);

      if (words != NULL)
        g_ptr_array_add (found, words);
    }

  return g_steal_pointer (&found);
}

/**
 * fr_undo_list:
 * @ssh: as root
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type utf8): what of ours is on the server, in words; %NULL
 *   with an error
 */
GPtrArray *
fr_undo_list (FrSsh *ssh, GCancellable *cancellable, GError **error)
{
  return list (ssh, TRUE, cancellable, error);
}

/* What its owner should know: versions that were put aside, packages that others need, what
 * cannot be taken back. */
static char *
make_note (const char *played, const char *listed)
{
  g_autofree char *text = g_strconcat (played, "\n", listed, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *result = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], "\t", 3);
      g_autofree char *sentence = NULL;

      if (g_strv_length (words) < 3)
        continue;
      if (g_str_equal (words[0], "kept") && *words[2] != '\0')
        sentence = g_strdup_printf (_ ("%s had been changed since: that version is kept as %s"),
                                    words[1], words[2]);
      else if (g_str_equal (words[0], "kept"))
        sentence = g_strdup_printf (_ ("%s stays, as somebody else uses it"), words[1]);
      else if (g_str_equal (words[0], "note"))
        sentence = g_strdup_printf (_ ("not taken back: %s"), words[2]);
      if (sentence != NULL)
        g_string_append_printf (result, "%s%s", result->len > 0 ? "; " : "", sentence);
    }

  return g_string_free (result, result->len == 0);
}

typedef struct
{
  FrSite *site;
  FrSiteNode *node;
  GString *said;
} Player;

static void
play_cb (const char *text, gsize length, gpointer data)
{
  Player *player = data;

  g_string_append_len (player->said, text, length);
  if (player->site->log != NULL)
    player->site->log (player->node->plan->name, text, length, player->site->report_data);
}

static gboolean
fail_left (const char *server, GPtrArray *left, const char *said, GError **error)
{
  const char *first = left->len > 0 ? g_ptr_array_index (left, 0) : "?";
  g_autofree char *text = g_utf8_make_valid (said, -1);
  const char *last = strrchr (g_strchomp (text), '\n');

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
               _ ("On the server %s, %s could not be taken back. Dispose again, or do it by hand. "
                  "It said: %s"),
               server, first, last != NULL ? last + 1 : text);

  return FALSE;
}

/**
 * fr_undo_play:
 * @ssh: as root
 * @note: (out) (nullable): what is not as it was before, or was put aside
 *
 * Takes everything back, the latest first, the key last, and looks whether it is gone, on the
 * same connection: afterwards the key of the deployment opens no other. What was taken back is
 * off the list at once, so that a try that was cut off can be taken up. Blocks.
 *
 * Returns: %FALSE with %FR_ERROR_REMOTE and what is left, or an error of the connection
 */
gboolean
fr_undo_play (FrSite *site, FrSiteNode *node, FrSsh *ssh, char **note, GCancellable *cancellable,
              GError **error)
{
  const char *server = node->plan->name;
  g_autoptr (GString) played = g_string_new (NULL);
  g_autoptr (GString) listed = g_string_new (NULL);
  g_autofree char *command = make_command ("play", NULL, NULL);
  g_autoptr (GPtrArray) left = NULL;
  Player player = { site, node, played };

  if (!fr_ssh_run (ssh, command, get_script (), play_cb, &player, PLAY_SECONDS, NULL, cancellable,
                   error) ||
      !call (ssh, "list", NULL, NULL, NOTE_SECONDS, listed, NULL, cancellable, error))
    return FALSE;
  left = list (ssh, FALSE, cancellable, error);
  if (left == NULL || left->len > 0)
    return left != NULL && fail_left (server, left, played->str, error);

  *note = make_note (played->str, listed->str);
  g_clear_pointer (&left, g_ptr_array_unref);
  if (!call (ssh, "leave", NULL, NULL, NOTE_SECONDS, played, NULL, cancellable, error))
    return FALSE;
  left = list (ssh, TRUE, cancellable, error);

  return left != NULL && (left->len == 0 || fail_left (server, left, played->str, error));
}
