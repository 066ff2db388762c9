/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-making.h"

G_BEGIN_DECLS

/**
 * FrOpened:
 *
 * What was read of a plan file or of a deployment, before a window shows it.
 */
typedef struct
{
  char *name;
  char *text;
  char *path;
  char *location; /* or NULL: the plan does not say yet */
  char *endpoint; /* or NULL */
  char *host;     /* of a server of one's own, or NULL    */
  guint port;     /* of SSH there                         */
  char *user;     /* who signs in there                   */
  char *host_key; /* its fingerprint; NULL: none in there */
  char *state;    /* of a deployment; NULL: a plan       */
} FrOpened;

/**
 * FrOpenedDone:
 * @opened: (transfer none) (nullable): what was read
 * @error: (nullable): or why not
 */
typedef void (*FrOpenedDone) (gpointer owner, gpointer opened, const GError *error);

void fr_opened_read_plan (gpointer owner, GFile *file, FrOpenedDone done);
void fr_opened_read_site (gpointer owner, const char *name, FrOpenedDone done);
FrMaking *fr_opened_to_making (const FrOpened *self);

G_END_DECLS
