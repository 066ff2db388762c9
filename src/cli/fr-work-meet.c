/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-work.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-paths.h"

/**
 * fr_work_meet:
 * @data: the #FrWork
 *
 * An #FrSiteMeet: says yes to the host key that was given on the command line; asks on a
 * terminal when none was given.
 */
gboolean
fr_work_meet (const char *host, guint port, const char *host_key, gpointer data)
{
  FrWork *self = data;
  const char *fingerprint = strchr (host_key, ' ');
  g_autofree char *question = NULL;
  g_autofree char *answer = NULL;

  g_return_val_if_fail (fingerprint != NULL, FALSE);

  if (self->host_key != NULL)
    return g_str_equal (self->host_key, fingerprint + 1);

  question = g_strdup_printf (
    _ ("The server at %s port %u is met for the first time. Its host key is\n  %s\n"
       "On the server, “ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub” tells it, too.\n"
       "Is it the same? Type yes to go on: "),
    host, port, host_key);
  fr_report_hold (self->report);
  answer = fr_reach_ask (question, FALSE);
  fr_report_release (self->report);

  /* Translators: what is to be typed, as the question above says. */
  return answer != NULL && (g_str_equal (answer, "yes") || g_str_equal (answer, _ ("yes")));
}

/* Whether a server of one's own is met with nothing in hand. */
static gboolean
has_no_way (const FrWork *self, const FrWorkOptions *options)
{
  g_autofree char *ours = fr_paths_state ("deployments", self->name, "key", NULL);
  g_autofree char *known = fr_site_read_fact (self->name, "", "own-key");

  return options->key_file == NULL && known == NULL && !g_file_test (ours, G_FILE_TEST_EXISTS);
}

/**
 * fr_work_dup_own_password:
 * @options: what the user asked for
 *
 * Returns: (transfer full) (nullable): the password of the user of one's own server, from the
 *   environment; it is asked for on a terminal when there is no key either
 */
char *
fr_work_dup_own_password (FrWork *self, const FrWorkOptions *options)
{
  const char *given = fr_command_get_secret ("SHARED_SECRET");

  if (given != NULL || !has_no_way (self, options))
    return g_strdup (given);

  return fr_reach_ask (_ ("Password of the user of your server: "), TRUE);
}
