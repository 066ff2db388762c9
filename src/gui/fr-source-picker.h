/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cameras.h"

G_BEGIN_DECLS

/* The camera behind the portal; it is asked for each time. */
#define FR_SOURCE_PORTAL "portal"
#define FR_SOURCE_FACE "face"

#define FR_TYPE_SOURCE_PICKER (fr_source_picker_get_type ())
G_DECLARE_FINAL_TYPE (FrSourcePicker, fr_source_picker, FR, SOURCE_PICKER, GtkWidget)

FrCameras *fr_source_picker_get_cameras (FrSourcePicker *self);
const char *fr_source_picker_get_wish (FrSourcePicker *self);
void fr_source_picker_set_wish (FrSourcePicker *self, const char *wish);
char *fr_source_picker_dup_camera (FrSourcePicker *self);

G_END_DECLS
