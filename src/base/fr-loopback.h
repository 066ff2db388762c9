/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLoopback:
 *
 * A thread with its own main context, for the servers that we run ourselves.
 */
typedef struct _FrLoopback FrLoopback;

FrLoopback *fr_loopback_new (const char *name);
void fr_loopback_free (FrLoopback *self);
void fr_loopback_end (FrLoopback *self, void (*func) (gpointer), gpointer data);
GMainContext *fr_loopback_get_context (FrLoopback *self);
void fr_loopback_call (FrLoopback *self, void (*func) (gpointer), gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLoopback, fr_loopback_free)

G_END_DECLS
