/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrMirrorPlace:
 * @uri: of the media server
 * @pin: (nullable): of its certificate
 * @name: (nullable): of the deployment that it belongs to
 * @here: whether it is on this computer
 *
 * Where a mirror is.
 */
typedef struct
{
  char *uri;
  char *pin;
  char *name;
  gboolean here;
} FrMirrorPlace;

FrMirrorPlace *fr_mirror_place_find (const char *name, const char *address, const char *pin,
                                     GCancellable *cancellable, GError **error);
void fr_mirror_place_free (FrMirrorPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrMirrorPlace, fr_mirror_place_free)

G_END_DECLS
