/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_CAMERAS (fr_cameras_get_type ())
G_DECLARE_FINAL_TYPE (FrCameras, fr_cameras, FR, CAMERAS, GObject)

/**
 * FrCamerasOpened:
 * @fd: of PipeWire's remote; -1 when the user, or the system, says no
 */
typedef void (*FrCamerasOpened) (gpointer owner, int fd);

FrCameras *fr_cameras_new (void);
void fr_cameras_find (FrCameras *self);
const char *const *fr_cameras_get_names (FrCameras *self);
gboolean fr_cameras_get_portal (FrCameras *self);
void fr_cameras_ask (FrCameras *self, GtkWindow *window, FrCamerasOpened opened, gpointer owner);

G_END_DECLS
