/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-mirror-session.h"
#include "fr-snapshot.h"
#include "fr-time-code.h"
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
  gboolean filled;
} Keeper;

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
  keeper->filled = TRUE;
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
        {
          verdict->first_frame_ms = fr_mirror_session_get_first_frame_ms (session);
          on_since = now;
        }
      else if (bytes == 0 && now - on_since >= SETTLE_US)
        {
          bytes = fr_mirror_session_get_bytes (session);
          fr_watch_reset (fr_mirror_session_get_watch (session));
          on_since = now;
        }
      else if (bytes > 0 && now - on_since >= seconds * G_USEC_PER_SEC)
        {
          verdict->kbps = (guint) ((double) (fr_mirror_session_get_bytes (session) - bytes) * 8 /
                                   1000 / ((double) (now - on_since) / G_USEC_PER_SEC));
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
  g_return_val_if_fail (address != NULL, NULL);

  if (strstr (address, "://") != NULL)
    return g_strdup (address);
  if (strchr (address, ':') == NULL)
    return g_strdup_printf ("wss://%s:8433/kurento", address);
  if (g_hostname_is_ip_address (address))
    return g_strdup_printf ("wss://[%s]:8433/kurento", address);

  return g_strdup_printf ("wss://%s/kurento", address);
}

/**
 * fr_mirror_try:
 * @wish: where, and with what
 * @seconds: how long to look, from half a second after the first picture
 * @snapshot: (nullable): path of a PNG of the last picture that came back
 *
 * Looks into a mirror and says what was seen. Blocks for that long, on a main context of its
 * own; safe to be called from several threads at once.
 *
 * Returns: (transfer full): the verdict, or %NULL with an error when no picture came back
 */
FrMirrorVerdict *
fr_mirror_try (const FrMirrorWish *wish, double seconds, const char *snapshot,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (FrMirrorSession) session = NULL;
  g_autoptr (FrMirrorVerdict) verdict = g_new0 (FrMirrorVerdict, 1);
  g_autoptr (GSource) waker = g_timeout_source_new (TURN_MS);
  Keeper keeper = { .width = (int) wish->width, .height = (int) wish->height };
  gboolean good = FALSE;

  fr_webrtc_warm ();
  g_main_context_push_thread_default (context);
  g_source_set_callback (waker, wake_cb, NULL, NULL);
  g_source_attach (waker, context);
  g_mutex_init (&keeper.mutex);
  keeper.i420 = g_malloc ((gsize) wish->width * wish->height * 3 / 2);

  session = fr_mirror_session_new (wish, error);
  if (session != NULL)
    {
      fr_mirror_session_set_picture_func (session, keep_cb, &keeper);
      good = look (session, context, seconds, verdict, cancellable, error);
      verdict->candidate_pair = fr_mirror_session_dup_candidate_pair (session);
      verdict->server_version = g_strdup (fr_mirror_session_get_server_version (session));
      verdict->uri = g_strndup (wish->uri, strcspn (wish->uri, "?#"));
      verdict->width = wish->width;
      verdict->height = wish->height;
      fr_watch_get_totals (fr_mirror_session_get_watch (session), &verdict->totals);
      verdict->seconds =
        (double) (verdict->totals.last_us - verdict->totals.first_us) / G_USEC_PER_SEC;
      finish (session, context);
    }
  if (good && snapshot != NULL && keeper.filled)
    good = write_kept (&keeper, snapshot, error);

  g_clear_object (&session);
  g_source_destroy (waker);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  g_free (keeper.i420);
  g_mutex_clear (&keeper.mutex);

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
