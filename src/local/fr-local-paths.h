/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-world.h"

G_BEGIN_DECLS

/**
 * FrLocalPath:
 *
 * A range of TCP ports that the firewall lets through from a public to a private address of
 * this computer.
 */
typedef struct
{
  char *public_ipv4;
  char *private_ipv4;
  guint begin;
  guint end;
} FrLocalPath;

GPtrArray *fr_local_paths_list (FrLocalWorld *world);
gboolean fr_local_paths_equal (const FrLocalPath *a, const FrLocalPath *b);

G_END_DECLS
