/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-cameras.h"

#include <gst/gst.h>
#include <libportal-gtk4/portal-gtk4.h>

#include "fr-job.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_MS 2000

/**
 * FrCameras:
 *
 * The cameras there are: those that this system shows us, and the one behind the desktop's portal,
 * which asks the user first. It is quiet about both not being there.
 */
struct _FrCameras
{
  GObject parent_instance;

  GstDeviceMonitor *monitor;
  guint watch;
  char **names;
  gboolean portal; /* knows of a camera */
  XdpPortal *connection;
  GCancellable *cancellable;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrCameras, fr_cameras, G_TYPE_OBJECT)

static void
read_names (FrCameras *self)
{
  GList *devices = gst_device_monitor_get_devices (self->monitor);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (GList *link = devices; link != NULL; link = link->next)
    g_ptr_array_add (names, gst_device_get_display_name (link->data));
  g_ptr_array_add (names, NULL);
  g_list_free_full (devices, gst_object_unref);
  g_strfreev (self->names);
  self->names = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
device_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_ADDED ||
      GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_REMOVED)
    read_names (data);

  return G_SOURCE_CONTINUE;
}

static void
stop_monitor (gpointer monitor)
{
  gst_device_monitor_stop (monitor);
  gst_object_unref (monitor);
}

/* What PipeWire has is behind the portal, which asks the user; and its provider of 0.3.65 damages
 * the memory of a program in which PipeWire comes up later. */
static void
leave_pipewire_to_portal (void)
{
  GstPluginFeature *provider = gst_registry_find_feature (
    gst_registry_get (), "pipewiredeviceprovider", GST_TYPE_DEVICE_PROVIDER_FACTORY);

  if (provider == NULL)
    return;

  gst_plugin_feature_set_rank (provider, GST_RANK_NONE);
  gst_object_unref (provider);
}

static gpointer
start_monitor (gpointer data, GCancellable *cancellable, GError **error)
{
  GstDeviceMonitor *monitor;

  gst_init (NULL, NULL);
  leave_pipewire_to_portal ();
  monitor = gst_device_monitor_new ();
  gst_device_monitor_add_filter (monitor, "Video/Source", NULL);
  gst_device_monitor_start (monitor);

  return monitor;
}

static void
started_cb (gpointer owner, gpointer result, const GError *error)
{
  FrCameras *self = owner;
  g_autoptr (GstBus) bus = NULL;

  if (result == NULL || self->monitor != NULL)
    return;

  self->monitor = gst_object_ref (result);
  gst_device_monitor_start (self->monitor);
  bus = gst_device_monitor_get_bus (self->monitor);
  self->watch = gst_bus_add_watch (bus, device_cb, self);
  read_names (self);
}

static void
present_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (FrCameras) self = data;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return;

  g_variant_get (answer, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) || !g_variant_get_boolean (value))
    return;

  self->portal = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (FrCameras) self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus != NULL)
    g_dbus_connection_call (
      bus, PORTAL, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
      g_variant_new ("(ss)", "org.freedesktop.portal.Camera", "IsCameraPresent"),
      G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, PORTAL_MS, self->cancellable, present_cb,
      g_object_ref (self));
}

static void
fr_cameras_dispose (GObject *object)
{
  FrCameras *self = FR_CAMERAS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->monitor, stop_monitor);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (fr_cameras_parent_class)->dispose (object);
}

static void
fr_cameras_finalize (GObject *object)
{
  FrCameras *self = FR_CAMERAS (object);

  g_strfreev (self->names);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (fr_cameras_parent_class)->finalize (object);
}

static void
fr_cameras_class_init (FrCamerasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_cameras_dispose;
  object_class->finalize = fr_cameras_finalize;

  /**
   * FrCameras::changed:
   *
   * A camera has come or gone.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_CAMERAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
fr_cameras_init (FrCameras *self)
{
  self->names = g_new0 (char *, 1);
  self->cancellable = g_cancellable_new ();
}

FrCameras *
fr_cameras_new (void)
{
  return g_object_new (FR_TYPE_CAMERAS, NULL);
}

/**
 * fr_cameras_find:
 *
 * Looks for cameras, and for those that come later. Does not block.
 */
void
fr_cameras_find (FrCameras *self)
{
  g_return_if_fail (FR_IS_CAMERAS (self));

  if (self->monitor != NULL)
    return;

  fr_job_run (self, start_monitor, NULL, NULL, stop_monitor, started_cb, NULL);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
}

/**
 * fr_cameras_get_names:
 *
 * Returns: (transfer none): those that can be opened without asking; ends with a %NULL
 */
const char *const *
fr_cameras_get_names (FrCameras *self)
{
  g_return_val_if_fail (FR_IS_CAMERAS (self), NULL);

  return (const char *const *) self->names;
}

/**
 * fr_cameras_get_portal:
 *
 * Returns: whether fr_cameras_ask() may bring one
 */
gboolean
fr_cameras_get_portal (FrCameras *self)
{
  g_return_val_if_fail (FR_IS_CAMERAS (self), FALSE);

  return self->portal;
}

typedef struct
{
  FrCameras *cameras;
  GWeakRef owner;
  FrCamerasOpened opened;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->cameras);
  g_weak_ref_clear (&question->owner);
  g_free (question);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) owner = g_weak_ref_get (&question->owner);
  int fd = -1;

  if (xdp_portal_access_camera_finish (XDP_PORTAL (source), result, &error) && owner != NULL)
    fd = xdp_portal_open_pipewire_remote_for_camera (XDP_PORTAL (source));
  else if (error != NULL)
    g_debug ("no camera from the portal: %s", error->message);
  if (owner != NULL)
    question->opened (owner, fd);
  question_free (question);
}

/**
 * fr_cameras_ask:
 * @window: (nullable): above which the question appears
 * @opened: told the answer
 * @owner: (type GObject): for @opened; held weakly
 *
 * Has the portal ask the user whether we may use the camera. Only where fr_cameras_get_portal()
 * says so.
 */
void
fr_cameras_ask (FrCameras *self, GtkWindow *window, FrCamerasOpened opened, gpointer owner)
{
  XdpParent *parent = window != NULL ? xdp_parent_new_gtk (window) : NULL;
  Question *question;

  g_return_if_fail (FR_IS_CAMERAS (self) && self->portal);

  if (self->connection == NULL)
    self->connection = xdp_portal_new ();
  question = g_new0 (Question, 1);
  question->cameras = g_object_ref (self);
  question->opened = opened;
  g_weak_ref_init (&question->owner, owner);
  xdp_portal_access_camera (self->connection, parent, XDP_CAMERA_FLAG_NONE, self->cancellable,
                            asked_cb, question);
  if (parent != NULL)
    xdp_parent_free (parent);
}
