/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrCloudInitVerdict:
 * @instance: (nullable): the name that the server has had for this run
 * @errors: (element-type utf8): what was not done
 * @warnings: (element-type utf8): what was done after all, or not asked for
 * @restarted: whether the server was restarted in the middle
 *
 * What cloud-init says about its own run.
 */
typedef struct
{
  char *instance;
  GPtrArray *errors;
  GPtrArray *warnings;
  gboolean restarted;
} FrCloudInitVerdict;

FrCloudInitVerdict *fr_cloud_init_verdict_read (const char *text);
void fr_cloud_init_verdict_free (FrCloudInitVerdict *self);

char *fr_cloud_init_find_reason (const char *output, gboolean *packages);
char *fr_cloud_init_read_schema (const char *printed, const char *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudInitVerdict, fr_cloud_init_verdict_free)

G_END_DECLS
