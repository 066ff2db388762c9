/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLimits:
 * @location_id: (nullable): of which data centre; %NULL: of none in particular
 * @cpu: the most of one server
 * @memory: the most of one server, in GB
 * @least_disk: in GB
 * @most_disk: in GB
 * @disk_speeds: words of the plan, %NULL-terminated, never empty
 *
 * How big servers can be.
 */
typedef struct
{
  char *location_id;
  guint cpu;
  guint memory;
  guint least_disk;
  guint most_disk;
  char **disk_speeds;
} FrLimits;

const FrLimits *fr_limits_get_usual (void);
FrLimits *fr_limits_new (const char *location_id, guint cpu, guint memory, guint least_disk,
                         guint most_disk, char **disk_speeds);
FrLimits *fr_limits_copy (const FrLimits *self);
void fr_limits_free (FrLimits *self);
gboolean fr_limits_equal (const FrLimits *one, const FrLimits *other);
gboolean fr_limits_has_speed (const FrLimits *self, const char *speed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLimits, fr_limits_free)

G_END_DECLS
