/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

char *fr_local_read_find (const char *path);
void fr_local_read (FrLocalExchange *exchange, const char *path);

G_END_DECLS
