/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-look.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-loopback.h"
#include "fr-mirror-wish.h"

#define SECOND_MS 1000
#define PAIR_SECONDS 5 /* between two questions for the way of the picture */
/* Until somebody who did not answer is asked again, the first time and at most. */
#define AGAIN_MS 200
#define MOST_AGAIN_MS 1000

/**
 * FrMirrorLook:
 *
 * One look into a mirror for the window. The session runs on a thread of its own, as opening a
 * camera, finding out the way of the picture and stopping all block for moments; what is new is
 * brought to the main thread. It lives until the server has let go, and so does the application.
 */
struct _FrMirrorLook
{
  GObject parent_instance;

  FrVideoPaintable *own;
  FrVideoPaintable *mirror;
  FrMirrorWish *wish;
  int fd; /* of PipeWire, or -1 */
  FrLoopback *thread;
  GApplication *application; /* that we hold */
  FrMirrorNews news;
  int closing; /* atomically */
  int snap;    /* likewise   */
  int has_own; /* likewise   */

  /* Of the thread: */
  FrMirrorSession *session;
  FrMirrorMeter meter;
  FrMirrorSessionState reached;
  GSource *clock;
  char *pair;
  guint seconds;
  gint64 patient_until_us;
  guint again_ms;
};

typedef struct
{
  FrMirrorLook *look;
  FrMirrorNews news;
  gboolean figures; /* they are what is new */
  gboolean over;
} Message;

typedef struct
{
  FrMirrorLook *look;
  GBytes *i420;
} Snap;

enum
{
  CHANGED,
  FIGURES,
  SNAPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrMirrorLook, fr_mirror_look, G_TYPE_OBJECT)

static void
news_clear (FrMirrorNews *news)
{
  g_clear_error (&news->error);
  g_clear_pointer (&news->pair, g_free);
  g_clear_pointer (&news->version, g_free);
  g_clear_pointer (&news->addresses, g_strfreev);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  news_clear (&message->news);
  g_object_unref (message->look);
  g_free (message);
}

static void
snap_free (gpointer data)
{
  Snap *snap = data;

  g_bytes_unref (snap->i420);
  g_object_unref (snap->look);
  g_free (snap);
}

/* The thread has nothing to do any more; nobody else knows of it. */
static void
end (FrMirrorLook *self)
{
  if (self->thread == NULL)
    return;

  g_clear_pointer (&self->thread, fr_loopback_free);
  if (self->application != NULL)
    g_application_release (self->application);
  g_clear_object (&self->application);
  g_object_unref (self);
}

static gboolean
tell_cb (gpointer data)
{
  Message *message = data;
  FrMirrorLook *self = message->look;
  FrMirrorNews old = self->news;

  self->news = message->news;
  message->news = old;
  if (message->over)
    end (self);
  g_signal_emit (self, signals[message->figures ? FIGURES : CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
fill_in (FrMirrorLook *self, FrMirrorNews *news, gboolean has_figures,
         const FrMirrorFigures *figures)
{
  news->has_figures = has_figures;
  if (has_figures)
    news->figures = *figures;
  news->reached = self->reached;
  news->state = FR_MIRROR_SESSION_CLOSED;
  news->has_own = g_atomic_int_get (&self->has_own);
  if (self->session == NULL)
    return;

  news->state = fr_mirror_session_get_state (self->session);
  news->pair = g_strdup (self->pair);
  if (fr_mirror_session_get_error (self->session) != NULL)
    news->error = g_error_copy (fr_mirror_session_get_error (self->session));
  news->version = g_strdup (fr_mirror_session_get_server_version (self->session));
  news->addresses = g_strdupv ((char **) fr_mirror_session_get_addresses (self->session));
}

static void
post (Message *message)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, message, message_free);
}

static void
tell (FrMirrorLook *self, const FrMirrorFigures *figures, const GError *error, gboolean over)
{
  Message *message = g_new0 (Message, 1);

  message->look = g_object_ref (self);
  message->figures = figures != NULL;
  message->over = over;
  fill_in (self, &message->news, figures != NULL, figures);
  if (error != NULL && message->news.error == NULL)
    message->news.error = g_error_copy (error);
  post (message);
}

static void
run_on_thread (FrMirrorLook *self, GSourceFunc func, guint after_ms)
{
  g_autoptr (GSource) source = after_ms > 0 ? g_timeout_source_new (after_ms)
                                            : g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (self), g_object_unref);
  g_source_attach (source, fr_loopback_get_context (self->thread));
}

static void
drop_session (FrMirrorLook *self)
{
  if (self->clock != NULL)
    g_source_destroy (self->clock);
  g_clear_pointer (&self->clock, g_source_unref);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

static gboolean open_cb (gpointer data);

/* Not in the middle of the session's own signal. */
static gboolean
over_cb (gpointer data)
{
  FrMirrorLook *self = data;
  const GError *reason =
    self->session != NULL ? fr_mirror_session_get_error (self->session) : NULL;
  g_autoptr (GError) error = reason != NULL ? g_error_copy (reason) : NULL;

  if (g_error_matches (error, FR_ERROR, FR_ERROR_UNREACHABLE) &&
      self->reached <= FR_MIRROR_SESSION_CONNECTING && !g_atomic_int_get (&self->closing) &&
      g_get_monotonic_time () < self->patient_until_us)
    {
      drop_session (self);
      self->again_ms = CLAMP (self->again_ms * 3 / 2, AGAIN_MS, MOST_AGAIN_MS);
      run_on_thread (self, open_cb, self->again_ms);
      return G_SOURCE_REMOVE;
    }

  tell (self, NULL, NULL, TRUE);
  drop_session (self);

  return G_SOURCE_REMOVE;
}

static void
changed_cb (FrMirrorLook *self)
{
  FrMirrorSessionState state = fr_mirror_session_get_state (self->session);

  if (state <= FR_MIRROR_SESSION_ON)
    self->reached = MAX (self->reached, state);
  if (state == FR_MIRROR_SESSION_CLOSED)
    run_on_thread (self, over_cb, 0);
  else if (state != FR_MIRROR_SESSION_CLOSING)
    tell (self, NULL, NULL, FALSE);
}

static gboolean
second_cb (gpointer data)
{
  FrMirrorLook *self = data;
  FrMirrorFigures figures;
  FrWatchTotals totals;

  if (fr_mirror_session_get_state (self->session) == FR_MIRROR_SESSION_ON &&
      self->seconds++ % PAIR_SECONDS == 0)
    {
      g_free (self->pair);
      self->pair = fr_mirror_session_dup_candidate_pair (self->session);
    }
  fr_watch_get_totals (fr_mirror_session_get_watch (self->session), &totals);
  if (fr_mirror_session_get_state (self->session) == FR_MIRROR_SESSION_ON &&
      fr_mirror_meter_take (&self->meter, &totals, fr_mirror_session_get_bytes (self->session),
                            g_get_monotonic_time (), &figures))
    tell (self, &figures, NULL, FALSE);

  return G_SOURCE_CONTINUE;
}

static gboolean
snapped_cb (gpointer data)
{
  Snap *snap = data;

  g_signal_emit (snap->look, signals[SNAPPED], 0, snap->i420);

  return G_SOURCE_REMOVE;
}

static void
copy_plane (guint8 **to, const guint8 *from, int stride, guint width, guint height)
{
  for (guint y = 0; y < height; y++, *to += width)
    memcpy (*to, from + (gsize) y * (gsize) stride, width);
}

static void
take_snap (FrMirrorLook *self, const guint8 *const planes[3], const int strides[3])
{
  guint width = self->wish->width;
  guint height = self->wish->height;
  gsize size = (gsize) width * height * 3 / 2;
  guint8 *i420 = g_malloc (size);
  guint8 *to = i420;
  Snap *snap = g_new0 (Snap, 1);

  copy_plane (&to, planes[0], strides[0], width, height);
  copy_plane (&to, planes[1], strides[1], width / 2, height / 2);
  copy_plane (&to, planes[2], strides[2], width / 2, height / 2);
  snap->look = g_object_ref (self);
  snap->i420 = g_bytes_new_take (i420, size);
  g_idle_add_full (G_PRIORITY_DEFAULT, snapped_cb, snap, snap_free);
}

static void
own_cb (const guint8 *const planes[3], const int strides[3], gpointer data)
{
  FrMirrorLook *self = data;

  if (g_atomic_int_get (&self->closing))
    return;

  g_atomic_int_set (&self->has_own, TRUE);
  fr_video_paintable_feed (self->own, planes, strides, (int) self->wish->width,
                           (int) self->wish->height);
}

static void
mirror_cb (const guint8 *const planes[3], const int strides[3], gpointer data)
{
  FrMirrorLook *self = data;

  if (g_atomic_int_get (&self->closing))
    return;

  fr_video_paintable_feed (self->mirror, planes, strides, (int) self->wish->width,
                           (int) self->wish->height);
  if (g_atomic_int_compare_and_exchange (&self->snap, TRUE, FALSE))
    take_snap (self, planes, strides);
}

static gboolean
open_cb (gpointer data)
{
  FrMirrorLook *self = data;
  g_autoptr (GError) error = NULL;

  if (!g_atomic_int_get (&self->closing))
    self->session = fr_mirror_session_new (self->wish, &error);
  if (self->session == NULL)
    {
      tell (self, NULL, error, TRUE);
      return G_SOURCE_REMOVE;
    }

  memset (&self->meter, 0, sizeof self->meter);
  fr_mirror_session_set_own_picture_func (self->session, own_cb, self);
  fr_mirror_session_set_picture_func (self->session, mirror_cb, self);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (changed_cb), self);
  self->clock = g_timeout_source_new (SECOND_MS);
  g_source_set_callback (self->clock, second_cb, self, NULL);
  g_source_attach (self->clock, fr_loopback_get_context (self->thread));
  fr_mirror_session_start (self->session);

  return G_SOURCE_REMOVE;
}

static gboolean
close_cb (gpointer data)
{
  FrMirrorLook *self = data;

  if (self->session != NULL)
    fr_mirror_session_close (self->session);

  return G_SOURCE_REMOVE;
}

static void
fr_mirror_look_finalize (GObject *object)
{
  FrMirrorLook *self = FR_MIRROR_LOOK (object);

  g_clear_object (&self->own);
  g_clear_object (&self->mirror);
  g_clear_pointer (&self->wish, fr_mirror_wish_free);
  if (self->fd >= 0)
    g_close (self->fd, NULL);
  news_clear (&self->news);
  g_free (self->pair);

  G_OBJECT_CLASS (fr_mirror_look_parent_class)->finalize (object);
}

static void
fr_mirror_look_class_init (FrMirrorLookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fr_mirror_look_finalize;

  /**
   * FrMirrorLook::changed:
   *
   * The state is another.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_MIRROR_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * FrMirrorLook::figures:
   *
   * A second has passed.
   */
  signals[FIGURES] = g_signal_new ("figures", FR_TYPE_MIRROR_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * FrMirrorLook::snapped:
   * @i420: the picture that fr_mirror_look_snap() asked for, its planes one after another
   */
  signals[SNAPPED] = g_signal_new ("snapped", FR_TYPE_MIRROR_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
}

static void
fr_mirror_look_init (FrMirrorLook *self)
{
  self->fd = -1;
}

/**
 * fr_mirror_look_new:
 * @wish: copied
 * @own: shows the picture that goes
 * @mirror: shows the one that comes back
 * @fd: (transfer full): of PipeWire, which the source of @wish names; -1: none. It is closed when
 *   the last thread that may open the camera has ended
 *
 * Returns: (transfer full): a look that has not started
 */
FrMirrorLook *
fr_mirror_look_new (const FrMirrorWish *wish, FrVideoPaintable *own, FrVideoPaintable *mirror,
                    int fd)
{
  FrMirrorLook *self;

  g_return_val_if_fail (wish != NULL && own != NULL && mirror != NULL, NULL);

  self = g_object_new (FR_TYPE_MIRROR_LOOK, NULL);
  self->wish = fr_mirror_wish_copy (wish);
  self->own = g_object_ref (own);
  self->mirror = g_object_ref (mirror);
  self->fd = fd;

  return self;
}

/**
 * fr_mirror_look_start:
 * @patience_seconds: for so long a server that does not answer is asked again
 *
 * Does not block. From now on the look lives by itself until it is closed.
 */
void
fr_mirror_look_start (FrMirrorLook *self, guint patience_seconds)
{
  g_return_if_fail (FR_IS_MIRROR_LOOK (self) && self->thread == NULL);

  self->news.state = FR_MIRROR_SESSION_CONNECTING;
  self->reached = FR_MIRROR_SESSION_CONNECTING;
  self->patient_until_us = g_get_monotonic_time () + patience_seconds * G_USEC_PER_SEC;
  g_set_object (&self->application, g_application_get_default ());
  if (self->application != NULL)
    g_application_hold (self->application);
  g_object_ref (self);
  self->thread = fr_loopback_new ("look");
  run_on_thread (self, open_cb, 0);
}

/**
 * fr_mirror_look_close:
 *
 * Stops the pictures and has the server release the pipeline. Does not block;
 * #FrMirrorLook::changed says when it is done. May be called more than once.
 */
void
fr_mirror_look_close (FrMirrorLook *self)
{
  g_return_if_fail (FR_IS_MIRROR_LOOK (self));

  g_atomic_int_set (&self->closing, TRUE);
  if (self->thread != NULL)
    run_on_thread (self, close_cb, 0);
}

/**
 * fr_mirror_look_snap:
 *
 * Asks for the next picture that comes back, in full.
 */
void
fr_mirror_look_snap (FrMirrorLook *self)
{
  g_return_if_fail (FR_IS_MIRROR_LOOK (self));

  g_atomic_int_set (&self->snap, TRUE);
}

/**
 * fr_mirror_look_get_news:
 *
 * Returns: (transfer none): what is known; it changes with the signals
 */
const FrMirrorNews *
fr_mirror_look_get_news (FrMirrorLook *self)
{
  g_return_val_if_fail (FR_IS_MIRROR_LOOK (self), NULL);

  return &self->news;
}
