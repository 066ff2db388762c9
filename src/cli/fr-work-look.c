/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-work.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "fr-error.h"
#include "fr-face.h"
#include "fr-mirror-wish.h"
#include "fr-webrtc.h"

#define LOOK_SECONDS 3

/* Takes the verdict, and says whether it is a good one. */
static gboolean
take_verdict (FrWork *self, const FrMirrorVerdict *verdict, GError **error)
{
  g_free (self->verdict);
  g_clear_pointer (&self->verdict_json, json_node_unref);
  self->verdict = fr_mirror_verdict_describe (verdict);
  self->verdict_json = fr_mirror_verdict_to_json (verdict);
  if (fr_mirror_verdict_get_outcome (verdict) == FR_MIRROR_HAT)
    return TRUE;

  g_set_error_literal (error, FR_ERROR, FR_ERROR_MIRROR, self->verdict);

  return FALSE;
}

/* One after the other: servers are ready side by side, and there is one verdict to keep. */
static gboolean
look (FrWork *self, const char *uri, const char *pin, GError **error)
{
  FrMirrorWish wish;
  g_autoptr (FrMirrorVerdict) verdict = NULL;
  gboolean good;

  gst_init (NULL, NULL);
  fr_mirror_wish_init (&wish, uri, pin);
  g_mutex_lock (&self->look_mutex);
  verdict = fr_mirror_try_patiently (&wish, LOOK_SECONDS, self->snapshot, FR_MIRROR_PATIENCE,
                                     fr_command_get_cancellable (), error);
  good = verdict != NULL && take_verdict (self, verdict, error);
  g_mutex_unlock (&self->look_mutex);

  return good;
}

/**
 * fr_work_check_look:
 *
 * Whether this computer has what it takes to look into a mirror: to be known before something
 * is built for it.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING
 */
gboolean
fr_work_check_look (GError **error)
{
  g_autoptr (FrFaceFinder) finder = fr_face_finder_new (error);

  if (finder == NULL)
    return FALSE;
  gst_init (NULL, NULL);

  return fr_webrtc_check_plugins (error);
}

/**
 * fr_work_try_site:
 * @data: the #FrWork
 *
 * An #FrSiteTry.
 */
gboolean
fr_work_try_site (const char *uri, const char *pin, gpointer data, GCancellable *cancellable,
                  GError **error)
{
  return look (data, uri, pin, error);
}

/**
 * fr_work_look:
 *
 * Looks into the mirror of the first server once more. Blocks for some seconds.
 *
 * Returns: %FALSE with an error, also when the hat was not seen
 */
gboolean
fr_work_look (FrWork *self, GError **error)
{
  g_autofree char *pin = NULL;
  g_autofree char *uri = fr_work_dup_mirror (self->name, &pin);

  if (uri != NULL)
    return look (self, uri, pin, error);

  g_set_error (error, FR_ERROR, FR_ERROR_MIRROR, _ ("%s has no mirror."), self->name);

  return FALSE;
}

/**
 * fr_work_dup_mirror:
 * @name: of a deployment
 * @pin: (out): the certificate of its mirror
 *
 * Returns: (transfer full) (nullable): the address of its media server, with the key to its
 *   mirror; %NULL when there is no such deployment, or it has none
 */
char *
fr_work_dup_mirror (const char *name, char **pin)
{
  g_autofree char *servers = NULL;
  g_autofree char *uri = NULL;
  g_auto (GStrv) words = NULL;

  if (!fr_site_check (name, NULL))
    return NULL;
  servers = fr_site_read_fact (name, "", "mirrors");
  if (servers == NULL)
    return NULL;
  words = g_strsplit (servers, " ", 2);
  *pin = fr_site_read_fact (name, words[0], "fingerprint");

  uri = fr_site_read_fact (name, words[0], "uri");

  return uri != NULL ? fr_site_add_key (name, uri) : NULL;
}
