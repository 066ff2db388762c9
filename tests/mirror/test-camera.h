/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TEST_CAMERA "camera:Test camera"

/* How a camera goes. */
typedef enum
{
  TEST_CAMERA_FAILS,  /* as one of v4l2 that is unplugged: reading fails */
  TEST_CAMERA_ENDS,   /* the stream is at its end                        */
  TEST_CAMERA_SILENT, /* no picture comes any more, and no word          */
} TestCameraEnd;

void test_camera_install (void);
void test_camera_unplug (TestCameraEnd how);
gboolean test_camera_is_open (void);

G_END_DECLS
