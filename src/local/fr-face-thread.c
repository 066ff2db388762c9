/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-face-thread.h"

#include <stdlib.h>
#include <string.h>

#define MOST_MISSES 10

struct _FrFaceThread
{
  GThread *thread;
  GMutex mutex;
  GCond cond;
  FrFaceFinder *finder;
  gboolean stopped;
  gboolean waiting; /* a picture waits to be searched */
  gboolean busy;
  guint8 *luma;
  int width;
  int height;
  gboolean found;
  guint misses;
  double x, y, size_x, size_y; /* the smoothed box */
};

/* The size follows slowly, the place the faster the further it is away. */
static void
follow (FrFaceThread *self, const FrBox *box)
{
  double shift = MAX (abs (box->x - (int) self->x), abs (box->y - (int) self->y));
  double pull = MIN (1, 0.3 + 2 * shift / MAX (box->width, 1));

  if (!self->found)
    {
      self->x = box->x;
      self->y = box->y;
      self->size_x = box->width;
      self->size_y = box->height;
      self->found = TRUE;
      return;
    }

  self->x += (box->x - self->x) * pull;
  self->y += (box->y - self->y) * pull;
  self->size_x += (box->width - self->size_x) * 0.3;
  self->size_y += (box->height - self->size_y) * 0.3;
}

static gpointer
search (gpointer data)
{
  FrFaceThread *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopped)
    {
      FrBox box;
      gboolean found;

      if (!self->waiting)
        {
          g_cond_wait (&self->cond, &self->mutex);
          continue;
        }

      self->waiting = FALSE;
      self->busy = TRUE;
      g_mutex_unlock (&self->mutex);
      found = fr_face_finder_search (self->finder, self->luma, self->width, self->height,
                                     self->width, &box);
      g_mutex_lock (&self->mutex);
      self->busy = FALSE;

      if (found)
        {
          follow (self, &box);
          self->misses = 0;
        }
      else if (++self->misses > MOST_MISSES)
        self->found = FALSE;
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * fr_face_thread_new:
 *
 * Returns: (transfer full): a running thread, or %NULL with %FR_ERROR_MISSING
 */
FrFaceThread *
fr_face_thread_new (GError **error)
{
  FrFaceFinder *finder = fr_face_finder_new (error);
  FrFaceThread *self;

  if (finder == NULL)
    return NULL;

  self = g_new0 (FrFaceThread, 1);
  self->finder = finder;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("face", search, self);

  return self;
}

/**
 * fr_face_thread_free:
 * @self: (nullable):
 *
 * Waits for the search that is going on.
 */
void
fr_face_thread_free (FrFaceThread *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopped = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  fr_face_finder_free (self->finder);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->luma);
  g_free (self);
}

/**
 * fr_face_thread_show:
 * @luma: the Y plane of a picture
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from row to row
 *
 * Copies the plane and has it searched; does nothing while another one is being searched.
 */
void
fr_face_thread_show (FrFaceThread *self, const guint8 *luma, int width, int height, int stride)
{
  g_mutex_lock (&self->mutex);
  if (!self->busy && !self->waiting)
    {
      if (self->width != width || self->height != height)
        {
          g_free (self->luma);
          self->luma = g_malloc ((gsize) width * (gsize) height);
          self->width = width;
          self->height = height;
        }
      for (int y = 0; y < height; y++)
        memcpy (self->luma + y * width, luma + y * stride, (gsize) width);
      self->waiting = TRUE;
      g_cond_signal (&self->cond);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_face_thread_get:
 * @box: (out): where the face was last, in pixels
 *
 * Returns: whether there is one; a face that is not found stays for ten searches
 */
gboolean
fr_face_thread_get (FrFaceThread *self, FrBox *box)
{
  gboolean found;

  g_mutex_lock (&self->mutex);
  found = self->found;
  box->x = (int) self->x;
  box->y = (int) self->y;
  box->width = (int) self->size_x;
  box->height = (int) self->size_y;
  g_mutex_unlock (&self->mutex);

  return found;
}
