/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-loopback.h"

struct _FrLoopback
{
  GThread *thread;
  GMainContext *context;
  int stopped;
  void (*last) (gpointer); /* when nothing else runs on it any more, or NULL */
  gpointer last_data;
};

/* A call from another thread, and where its caller waits. */
typedef struct
{
  void (*func) (gpointer);
  gpointer data;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Call;

static gpointer
run_thread (gpointer data)
{
  FrLoopback *self = data;

  g_main_context_push_thread_default (self->context);
  while (!g_atomic_int_get (&self->stopped))
    g_main_context_iteration (self->context, TRUE);
  if (self->last != NULL)
    self->last (self->last_data);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * fr_loopback_new:
 * @name: what debuggers show
 *
 * Returns: (transfer full): a running thread
 */
FrLoopback *
fr_loopback_new (const char *name)
{
  FrLoopback *self = g_new0 (FrLoopback, 1);

  self->context = g_main_context_new ();
  self->thread = g_thread_new (name, run_thread, self);

  return self;
}

/**
 * fr_loopback_free:
 * @self: (nullable):
 *
 * Stops the thread and waits for its end. Not to be called on the thread itself.
 */
void
fr_loopback_free (FrLoopback *self)
{
  if (self == NULL)
    return;

  g_atomic_int_set (&self->stopped, TRUE);
  g_main_context_wakeup (self->context);
  g_thread_join (self->thread);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * fr_loopback_end:
 * @func: what to do on the thread
 * @data: for @func
 *
 * Frees it, as fr_loopback_free(); the last that its thread does is @func. This is the place to
 * close a server: libsoup 3.6 comes back to one that is gone when a handshake of TLS ends later.
 */
void
fr_loopback_end (FrLoopback *self, void (*func) (gpointer), gpointer data)
{
  g_return_if_fail (self != NULL && func != NULL);

  self->last = func;
  self->last_data = data;
  fr_loopback_free (self);
}

/**
 * fr_loopback_get_context:
 *
 * Returns: (transfer none): the context that the thread iterates
 */
GMainContext *
fr_loopback_get_context (FrLoopback *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->context;
}

static gboolean
call_cb (gpointer data)
{
  Call *call = data;

  call->func (call->data);

  g_mutex_lock (&call->mutex);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->mutex);

  return G_SOURCE_REMOVE;
}

/**
 * fr_loopback_call:
 * @func: what to do on the thread
 * @data: for @func
 *
 * Blocks until @func has returned. Called on the thread itself, it runs @func at once.
 */
void
fr_loopback_call (FrLoopback *self, void (*func) (gpointer), gpointer data)
{
  Call call = { .func = func, .data = data };
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (self != NULL && func != NULL);

  if (g_thread_self () == self->thread)
    {
      func (data);
      return;
    }

  g_mutex_init (&call.mutex);
  g_cond_init (&call.cond);

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call_cb, &call, NULL);
  g_source_attach (source, self->context);

  g_mutex_lock (&call.mutex);
  while (!call.done)
    g_cond_wait (&call.cond, &call.mutex);
  g_mutex_unlock (&call.mutex);

  g_mutex_clear (&call.mutex);
  g_cond_clear (&call.cond);
}
