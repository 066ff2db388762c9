/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-mirror-session.h"
#include "fr-mirror-wish.h"
#include "fr-rpc-trust.h"
#include "fr-snapshot.h"
#include "fr-time-code.h"
#include "fr-wait.h"
#include "fr-webrtc.h"

#define TURN_MS 50
#define SETTLE_US (G_USEC_PER_SEC / 2)

/* The last picture that came back, for the snapshot. */
typedef struct
{
  GMutex mutex;
  guint8 *i420;
  int width;
  int height;
} Keeper;

static void
keeper_init (Keeper *self, const FrMirrorWish *wish)
{
  g_mutex_init (&self->mutex);
  self->width = (int) wish->width;
  self->height = (int) wish->height;
  self->i420 = g_malloc0 ((gsize) wish->width * wish->height * 3 / 2);
}

static void
keeper_clear (Keeper *self)
{
  g_free (self->i420);
  g_mutex_clear (&self->mutex);
}

static void
keep_plane (guint8 *to, const guint8 *from, int stride, int width, int height)
{
  for (int y = 0; y < height; y++)
    memcpy (to + y * width, from + y * stride, (gsize) width);
}

static void
keep_cb (const guint8 *const planes[3], const int strides[3], gpointer data)
{
  Keeper *keeper = data;
  int pixels = keeper->width * keeper->height;

  g_mutex_lock (&keeper->mutex);
  keep_plane (keeper->i420, planes[0], strides[0], keeper->width, keeper->height);
  keep_plane (keeper->i420 + pixels, planes[1], strides[1], keeper->width / 2, keeper->height / 2);
  keep_plane (keeper->i420 + pixels * 5 / 4, planes[2], strides[2], keeper->width / 2,
              keeper->height / 2);
  g_mutex_unlock (&keeper->mutex);
}

static gboolean
write_kept (Keeper *keeper, const char *path, GError **error)
{
  int pixels = keeper->width * keeper->height;
  const guint8 *planes[] = { keeper->i420, keeper->i420 + pixels, keeper->i420 + pixels * 5 / 4 };
  const int strides[] = { keeper->width, keeper->width / 2, keeper->width / 2 };

  /* Without the lines of the time code. */
  return fr_snapshot_write (path, planes, strides, keeper->width,
                            keeper->height - FR_TIME_CODE_BLOCK, error);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Iterates until the session has shown pictures for so long, or has ended. The first half
 * second is not counted: the encoders find their pace there. */
static gboolean
look (FrMirrorSession *session, GMainContext *context, double seconds, FrMirrorVerdict *verdict,
      GCancellable *cancellable, GError **error)
{
  gint64 on_since = 0;
  gint64 counted_since = 0;
  guint64 bytes = 0;

  fr_mirror_session_start (session);
  while (fr_mirror_session_get_state (session) < FR_MIRROR_SESSION_CLOSING)
    {
      gint64 now;

      g_main_context_iteration (context, TRUE);
      now = g_get_monotonic_time ();
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (fr_mirror_session_get_state (session) != FR_MIRROR_SESSION_ON)
        continue;

      if (on_since == 0)
        on_since = now;
      else if (counted_since == 0 && now - on_since >= SETTLE_US)
        {
          counted_since = now;
          bytes = fr_mirror_session_get_bytes (session);
          fr_watch_reset (fr_mirror_session_get_watch (session));
        }
      else if (counted_since > 0 && now - counted_since >= seconds * G_USEC_PER_SEC)
        {
          verdict->seconds = (double) (now - counted_since) / G_USEC_PER_SEC;
          verdict->kbps = (guint) ((double) (fr_mirror_session_get_bytes (session) - bytes) * 8 /
                                   1000 / verdict->seconds);
          return TRUE;
        }
    }

  if (fr_mirror_session_get_error (session) != NULL)
    g_propagate_error (error, g_error_copy (fr_mirror_session_get_error (session)));

  return FALSE;
}

static void
finish (FrMirrorSession *session, GMainContext *context)
{
  fr_mirror_session_close (session);
  while (fr_mirror_session_get_state (session) != FR_MIRROR_SESSION_CLOSED)
    g_main_context_iteration (context, TRUE);
}

/**
 * fr_mirror_make_uri:
 * @address: a host name, an address, host:port, or a whole ws:// or wss:// address
 *
 * Returns: (transfer full): the address of the media server there; by itself TLS on port 8433
 */
char *
fr_mirror_make_uri (const char *address)
{
  const char *colon;

  g_return_val_if_fail (address != NULL, NULL);

  if (strstr (address, "://") != NULL)
    return g_strdup (address);
  if (strchr (address, '/') != NULL)
    return g_strdup_printf ("wss://%s", address);

  colon = strrchr (address, ':');
  if (colon == NULL || g_str_has_suffix (address, "]"))
    return g_strdup_printf ("wss://%s:8433/kurento", address);
  if (g_hostname_is_ip_address (address))
    return g_strdup_printf ("wss://[%s]:8433/kurento", address);

  return g_strdup_printf ("wss://%s/kurento", address);
}

/* What there is to say of a session that is about to end. */
static void
fill_in (FrMirrorVerdict *verdict, FrMirrorSession *session, const FrMirrorWish *wish)
{
  verdict->uri = fr_rpc_trust_show (wish->uri);
  verdict->server_version = g_strdup (fr_mirror_session_get_server_version (session));
  verdict->candidate_pair = fr_mirror_session_dup_candidate_pair (session);
  verdict->first_frame_ms = fr_mirror_session_get_first_frame_ms (session);
  verdict->width = wish->width;
  verdict->height = wish->height;
  fr_watch_get_totals (fr_mirror_session_get_watch (session), &verdict->totals);
}

/* One look, on a context of its own. */
static gboolean
look_on (GMainContext *context, const FrMirrorWish *wish, double seconds, Keeper *keeper,
         FrMirrorVerdict *verdict, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrMirrorSession) session = fr_mirror_session_new (wish, error);
  gboolean good;

  if (session == NULL)
    return FALSE;

  fr_mirror_session_set_picture_func (session, keep_cb, keeper);
  good = look (session, context, seconds, verdict, cancellable, error);
  fill_in (verdict, session, wish);
  finish (session, context);

  return good;
}

/**
 * fr_mirror_try:
 * @wish: where, and with what
 * @seconds: how long to look, from half a second after the first picture
 * @snapshot: (nullable): path of a PNG of the last picture that came back
 * @cancellable: (nullable): ends the look within a tenth of a second, and what the server holds
 *   within two
 * @error: return location
 *
 * Looks into a mirror and says what was seen. Blocks for that long, on a main context of its
 * own; safe to be called from several threads at once. Whatever was made on the server is
 * released, also after a failure.
 *
 * Returns: (transfer full): the verdict, or %NULL with an error when no picture came back:
 *   %FR_ERROR_USAGE, %FR_ERROR_UNREACHABLE, %FR_ERROR_CERTIFICATE, %FR_ERROR_PROTOCOL,
 *   %FR_ERROR_TIMEOUT, %FR_ERROR_MIRROR, %FR_ERROR_MISSING, %FR_ERROR_NOT_FOUND (the source),
 *   %FR_ERROR_STATE (the snapshot)
 */
FrMirrorVerdict *
fr_mirror_try (const FrMirrorWish *wish, double seconds, const char *snapshot,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (FrMirrorVerdict) verdict = NULL;
  g_autoptr (GSource) waker = NULL;
  Keeper keeper = { 0 };
  gboolean good;

  g_return_val_if_fail (wish != NULL && seconds > 0, NULL);

  if (!fr_mirror_wish_check (wish, error))
    return NULL;

  fr_webrtc_warm ();
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  waker = g_timeout_source_new (TURN_MS);
  g_source_set_callback (waker, wake_cb, NULL, NULL);
  g_source_attach (waker, context);

  keeper_init (&keeper, wish);
  verdict = g_new0 (FrMirrorVerdict, 1);
  good = look_on (context, wish, seconds, &keeper, verdict, cancellable, error);
  if (good && snapshot != NULL)
    good = write_kept (&keeper, snapshot, error);
  keeper_clear (&keeper);

  g_source_destroy (waker);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return good ? g_steal_pointer (&verdict) : NULL;
}

/**
 * fr_mirror_verdict_free:
 * @self: (nullable):
 */
void
fr_mirror_verdict_free (FrMirrorVerdict *self)
{
  if (self == NULL)
    return;

  g_free (self->uri);
  g_free (self->server_version);
  g_free (self->candidate_pair);
  g_free (self);
}

/**
 * fr_mirror_try_patiently:
 * @wish: see fr_mirror_try()
 * @seconds: likewise
 * @snapshot: (nullable): likewise
 * @patience_seconds: so long somebody who does not answer is asked again: a media server may
 *   still be starting
 *
 * Returns: (transfer full): see fr_mirror_try()
 */
FrMirrorVerdict *
fr_mirror_try_patiently (const FrMirrorWish *wish, double seconds, const char *snapshot,
                         guint patience_seconds, GCancellable *cancellable, GError **error)
{
  FrPauses pauses;

  fr_pauses_init (&pauses, 100, 1000, patience_seconds);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      FrMirrorVerdict *verdict = fr_mirror_try (wish, seconds, snapshot, cancellable, &reason);

      if (verdict != NULL)
        return verdict;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!g_error_matches (reason, FR_ERROR, FR_ERROR_UNREACHABLE) ||
          !fr_pauses_wait (&pauses, reason->message, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
}
