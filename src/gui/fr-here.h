/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-here.h"

G_BEGIN_DECLS

FrLocalHere *fr_here_take (GCancellable *cancellable, GError **error);
void fr_here_stop (void);

G_END_DECLS
