/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-camera.h"

#include <gst/gst.h>

/* A camera that the computer has, as GStreamer's device monitor finds it, and that goes when a
 * test says so. */

#define PLUGGED -1

static int gone = PLUGGED;
static GWeakRef opened;

typedef GstDevice TestDevice;
typedef GstDeviceClass TestDeviceClass;
typedef GstDeviceProvider TestProvider;
typedef GstDeviceProviderClass TestProviderClass;

GType test_device_get_type (void);
GType test_provider_get_type (void);
G_DEFINE_TYPE (TestDevice, test_device, GST_TYPE_DEVICE)
G_DEFINE_TYPE (TestProvider, test_provider, GST_TYPE_DEVICE_PROVIDER)

static GstPadProbeReturn
picture_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  int how = g_atomic_int_get (&gone);
  GstElement *element = data;

  if (how == PLUGGED)
    return GST_PAD_PROBE_OK;

  if (how == TEST_CAMERA_FAILS)
    GST_ELEMENT_ERROR (element, RESOURCE, READ, (NULL), ("no such device"));
  else if (how == TEST_CAMERA_ENDS && gst_pad_push_event (pad, gst_event_new_eos ()))
    g_debug ("the end of the stream");

  return GST_PAD_PROBE_DROP;
}

static GstElement *
test_device_create_element (GstDevice *device, const char *name)
{
  GstElement *bin = gst_parse_bin_from_description (
    "videotestsrc name=source is-live=true ! video/x-raw,width=640,height=480,framerate=30/1", TRUE,
    NULL);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (bin), "source");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, picture_cb, source, NULL);
  g_weak_ref_set (&opened, source);
  g_atomic_int_set (&gone, PLUGGED);

  return bin;
}

static void
test_device_class_init (TestDeviceClass *klass)
{
  klass->create_element = test_device_create_element;
}

static void
test_device_init (TestDevice *self)
{
}

static GList *
test_provider_probe (GstDeviceProvider *provider)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("video/x-raw");

  return g_list_append (NULL,
                        gst_object_ref_sink (g_object_new (
                          test_device_get_type (), "display-name", "Test camera", "device-class",
                          "Video/Source", "caps", caps, NULL)));
}

static void
test_provider_class_init (TestProviderClass *klass)
{
  klass->probe = test_provider_probe;
  gst_device_provider_class_set_static_metadata (klass, "Test cameras", "Video/Source",
                                                 "One that can be unplugged", "Nobody");
}

static void
test_provider_init (TestProvider *self)
{
}

/* GStreamer is started already. */
void
test_camera_install (void)
{
  g_assert_true (gst_device_provider_register (NULL, "testcameras", GST_RANK_PRIMARY,
                                               test_provider_get_type ()));
}

/* The one that was opened last. */
void
test_camera_unplug (TestCameraEnd how)
{
  g_atomic_int_set (&gone, (int) how);
}

gboolean
test_camera_is_open (void)
{
  g_autoptr (GstElement) source = g_weak_ref_get (&opened);

  return source != NULL;
}
