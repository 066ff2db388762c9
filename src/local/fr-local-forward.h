/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLocalForward:
 *
 * What the emulated cloud makes of a NAT rule and an open port: TCP listeners at the public
 * address that relay to the same ports of the private one. It lives on the main context that
 * was the default of the thread that made it, and belongs to that thread.
 */
typedef struct _FrLocalForward FrLocalForward;

FrLocalForward *fr_local_forward_new (const char *external, guint begin, guint end,
                                      const char *internal, GError **error);
void fr_local_forward_free (FrLocalForward *self);
guint fr_local_forward_count (FrLocalForward *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalForward, fr_local_forward_free)

G_END_DECLS
