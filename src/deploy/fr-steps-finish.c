/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-pin.h"

#define CONTROL_PORT 8433
#define CERTIFICATES "/etc/mirror/cert.pem /etc/kurento/cert+key.pem"

/**
 * fr_finish_ask_pin:
 *
 * Returns: (transfer full) (nullable): SHA-256 of the mirror's certificate, read over the
 *   connection whose host key is known; %NULL without an error when the server has none
 */
char *
fr_finish_ask_pin (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *answer =
    fr_site_ask (task->site, task->node,
                 "for f in " CERTIFICATES "; do if test -s $f; then "
                 "openssl x509 -in $f -noout -fingerprint -sha256; break; fi; done",
                 cancellable, error);
  const char *digits = answer != NULL ? strchr (answer, '=') : NULL;

  return digits != NULL ? fr_pin_read (digits + 1) : NULL;
}

FrLook
fr_finish_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const char *name = task->node->plan->name;
  g_autoptr (GError) reason = NULL;
  g_autofree char *pin = NULL;
  g_autofree char *known = NULL;
  g_autofree char *seen = NULL;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  pin = fr_finish_ask_pin (task, cancellable, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }
  if (pin == NULL)
    {
      *note = g_strdup (_ ("not done: the server shows no certificate, so no mirror is there"));
      return FR_LOOK_SKIP;
    }

  known = fr_journal_dup_fact (task->site->journal, name, "fingerprint");
  seen = fr_journal_dup_fact (task->site->journal, name, "mirror");

  return g_strcmp0 (pin, known) == 0 && (seen != NULL || task->site->try == NULL) ? FR_LOOK_DONE
                                                                                  : FR_LOOK_TODO;
}

/* Remembers which servers have a mirror. */
static gboolean
add_mirror (FrSite *site, const char *name, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *now = NULL;
  g_auto (GStrv) names = NULL;
  gboolean good = TRUE;

  g_mutex_lock (&site->mutex);
  known = fr_site_dup_fact (site, "", "mirrors");
  names = g_strsplit (known != NULL ? known : "", " ", -1);
  now = known != NULL && *known != '\0' ? g_strdup_printf ("%s %s", known, name) : g_strdup (name);
  if (!g_strv_contains ((const char *const *) names, name))
    good = fr_site_set_fact (site, "mirrors", now, error);
  g_mutex_unlock (&site->mutex);

  return good;
}

gboolean
fr_finish_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  const char *name = task->node->plan->name;
  g_autofree char *pin = fr_finish_ask_pin (task, cancellable, error);
  g_autofree char *address = fr_site_recall (site, &task->node->public_ipv4);

  guint port = fr_remote_get_port (site, "controlPort", CONTROL_PORT);
  g_autofree char *uri = g_strdup_printf ("wss://%s:%u/kurento", address, port);
  g_autofree char *whole = fr_site_add_key (site->name, uri);

  if (pin == NULL || !fr_journal_set_fact (site->journal, name, "fingerprint", pin, error) ||
      !fr_journal_set_fact (site->journal, name, "uri", uri, error) ||
      !add_mirror (site, name, error))
    return FALSE;
  if (site->try == NULL)
    return TRUE;

  return site->try (whole, pin, site->try_data, cancellable, error) &&
         fr_journal_set_fact (site->journal, name, "mirror", "seen", error);
}
