/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-source.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gst/video/video.h>
#include <stdlib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-test-picture.h"

/* The sound of a film is nothing to us. */
#define DECODER "decodebin expose-all-streams=false caps=video/x-raw(ANY)"
/* Pinned, because a picture that changes its size in mid-stream breaks Kurento's filter. */
#define SHAPE              \
  "capsfilter name=shape " \
  "caps=video/x-raw,format=I420,width=%u,height=%u,framerate=30/1,pixel-aspect-ratio=1/1"

typedef struct
{
  FrTestPicture *picture;
  guint frame;
  guint8 *i420;
  guint width;
  guint height;
} Face;

static void
face_free (gpointer data)
{
  Face *face = data;

  fr_test_picture_free (face->picture);
  g_free (face->i420);
  g_free (face);
}

static void
copy_plane (GstVideoFrame *frame, guint plane, const guint8 *from, guint width, guint height)
{
  guint8 *to = GST_VIDEO_FRAME_PLANE_DATA (frame, plane);

  for (guint y = 0; y < height; y++)
    memcpy (to + y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane), from + y * width, width);
}

/* Draws over what the test source made; so that its clock paces the drawn face too. */
static GstPadProbeReturn
draw_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Face *face = data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstBuffer *buffer = gst_buffer_make_writable (gst_pad_probe_info_get_buffer (info));
  GstVideoInfo video;
  GstVideoFrame frame;
  guint pixels = face->width * face->height;

  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  if (caps == NULL || !gst_video_info_from_caps (&video, caps) ||
      !gst_video_frame_map (&frame, &video, buffer, GST_MAP_WRITE))
    return GST_PAD_PROBE_OK;

  fr_test_picture_draw (face->picture, face->frame++, face->i420);
  copy_plane (&frame, 0, face->i420, face->width, face->height);
  copy_plane (&frame, 1, face->i420 + pixels, face->width / 2, face->height / 2);
  copy_plane (&frame, 2, face->i420 + pixels * 5 / 4, face->width / 2, face->height / 2);
  gst_video_frame_unmap (&frame);

  return GST_PAD_PROBE_OK;
}

static void
add_ghost (GstElement *bin, const char *element, const char *name)
{
  g_autoptr (GstElement) inner = gst_bin_get_by_name (GST_BIN (bin), element);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (inner, name);

  gst_element_add_pad (bin, gst_ghost_pad_new (name, pad));
}

/* The parser is not asked for ghost pads: behind a decodebin, whose pad comes later, it would
 * take the entry of the next element for one. */
static GstElement *
make_bin (const char *description, guint width, guint height, GError **error)
{
  g_autofree char *shape = g_strdup_printf (SHAPE, width, height);
  g_autofree char *text = g_strconcat (description, " ! ", shape, NULL);
  g_autoptr (GError) reason = NULL;
  GstElement *bin = gst_parse_bin_from_description (text, FALSE, &reason);

  if (bin != NULL)
    add_ghost (bin, "shape", "src");
  else
    g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
                 _ ("The source of the picture cannot be built: %s"), reason->message);

  return bin;
}

static GstElement *
make_face (guint width, guint height, GError **error)
{
  g_autoptr (FrTestPicture) picture = fr_test_picture_new ((int) width, (int) height, error);
  g_autoptr (GstPad) pad = NULL;
  GstElement *bin;
  Face *face;

  if (picture == NULL)
    return NULL;
  bin = make_bin ("videotestsrc is-live=true pattern=solid-color", width, height, error);
  if (bin == NULL)
    return NULL;

  face = g_new0 (Face, 1);
  face->picture = g_steal_pointer (&picture);
  face->width = width;
  face->height = height;
  face->i420 = g_malloc (width * height * 3 / 2);
  pad = gst_element_get_static_pad (bin, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, draw_cb, face, face_free);

  return bin;
}

static void
rewind_film (GstElement *bin, gpointer data)
{
  g_autoptr (GstElement) shape = gst_bin_get_by_name (GST_BIN (bin), "shape");

  gst_element_send_event (shape, gst_event_new_seek (1, GST_FORMAT_TIME, GST_SEEK_FLAG_SEGMENT,
                                                     GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, 0));
}

typedef struct
{
  GstSegment segment;
  gboolean started;
  GstClockTime last; /* running time of the last picture */
} Film;

static GstElement *
get_bin (GstPad *pad)
{
  g_autoptr (GstElement) shape = gst_pad_get_parent_element (pad);

  return shape != NULL ? GST_ELEMENT (gst_object_get_parent (GST_OBJECT (shape))) : NULL;
}

static void
rewind_soon (GstPad *pad)
{
  g_autoptr (GstElement) bin = get_bin (pad);

  /* Whatever seeks must not be the thread that streams. */
  if (bin != NULL)
    gst_element_call_async (bin, rewind_film, NULL, NULL);
}

/* Some kinds of film cannot be sought in. */
static void
report_end (GstPad *pad)
{
  g_autoptr (GstElement) bin = get_bin (pad);

  if (bin != NULL)
    GST_ELEMENT_ERROR (bin, STREAM, FAILED,
                       (_ ("The film is at its end, and cannot be begun again.")), (NULL));
}

/* A film is played as a segment from its first picture on: then its end is no end of the stream,
 * the time goes on, and the next segment may follow. Where two meet, videorate fills the first up
 * into the second; an encoder that is given a time twice would damage what follows. */
static GstPadProbeReturn
film_buffer (Film *film, GstPad *pad, GstBuffer *buffer)
{
  GstClockTime time =
    gst_segment_to_running_time (&film->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  if (!film->started)
    rewind_soon (pad);
  film->started = TRUE;
  if (GST_CLOCK_TIME_IS_VALID (film->last) && time < film->last + GST_SECOND / 60)
    return GST_PAD_PROBE_DROP;

  film->last = time;

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
film_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Film *film = data;
  GstEvent *event;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    return film_buffer (film, pad, gst_pad_probe_info_get_buffer (info));

  event = gst_pad_probe_info_get_event (info);
  if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT)
    gst_event_copy_segment (event, &film->segment);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    report_end (pad);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT_DONE)
    rewind_soon (pad);
  /* Neither of them is for those who do not know that it is a film. */
  if (GST_EVENT_TYPE (event) != GST_EVENT_SEGMENT_DONE && GST_EVENT_TYPE (event) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;

  return GST_PAD_PROBE_DROP;
}

static void
repeat (GstElement *bin)
{
  g_autoptr (GstElement) shape = gst_bin_get_by_name (GST_BIN (bin), "shape");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (shape, "src");
  Film *film = g_new0 (Film, 1);

  gst_segment_init (&film->segment, GST_FORMAT_TIME);
  film->last = GST_CLOCK_TIME_NONE;
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, film_cb,
                     film, g_free);
}

/* A picture is shown for ever; a film is played in real time, from the start again at its end. */
static GstElement *
make_file (const char *path, guint width, guint height, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *local = g_file_get_path (file);
  g_autoptr (GstElement) reader = NULL;
  gboolean still;
  GstElement *bin;

  info = g_file_query_info (
    file, G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
    G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (info == NULL || local == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (
        error, FR_ERROR, FR_ERROR_NOT_FOUND,
        _ ("The source “%s” is neither “face”, nor “camera”, nor a file that can be read."), path);
      return NULL;
    }

  still = g_content_type_is_a (g_file_info_get_content_type (info), "image/*");
  bin = make_bin (
    still ? "filesrc name=reader ! " DECODER " ! videoconvert ! videoscale ! "
            "imagefreeze is-live=true ! videoconvert"
          : "filesrc name=reader ! " DECODER " ! videoconvert ! videoscale ! videorate ! "
            "identity sync=true",
    width, height, error);
  if (bin == NULL)
    return NULL;

  reader = gst_bin_get_by_name (GST_BIN (bin), "reader");
  g_object_set (reader, "location", local, NULL);
  if (!still)
    repeat (bin);

  return bin;
}

static GstElement *
find_camera (const char *name)
{
  g_autoptr (GstDeviceMonitor) monitor = gst_device_monitor_new ();
  GList *devices;
  GstElement *element = NULL;

  gst_device_monitor_add_filter (monitor, "Video/Source", NULL);
  devices = gst_device_monitor_get_devices (monitor);
  for (GList *link = devices; link != NULL && element == NULL; link = link->next)
    {
      g_autofree char *shown = gst_device_get_display_name (link->data);

      if (name == NULL || strstr (shown, name) != NULL)
        element = gst_device_create_element (link->data, NULL);
    }
  g_list_free_full (devices, g_object_unref);

  return element;
}

static GstElement *
make_camera (const char *name, guint width, guint height, GError **error)
{
  GstElement *camera = find_camera (name);
  g_autoptr (GstElement) shaped = NULL;
  g_autoptr (GstPad) pad = NULL;
  GstElement *bin;

  if (camera == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                   name != NULL
                     ? _ ("There is no camera named “%s”. Plug it in, or use --source face.")
                     : _ ("There is no camera. Plug one in, or use --source face.%s"),
                   name != NULL ? name : "");
      return NULL;
    }

  shaped = make_bin ("queue name=entry leaky=downstream max-size-buffers=2 ! decodebin ! "
                     "videoconvert ! videoscale ! videorate",
                     width, height, error);
  if (shaped == NULL)
    {
      gst_object_unref (gst_object_ref_sink (camera));
      return NULL;
    }

  add_ghost (shaped, "entry", "sink");
  gst_object_ref_sink (shaped);
  bin = gst_bin_new (NULL);
  gst_bin_add_many (GST_BIN (bin), camera, shaped, NULL);
  gst_element_link (camera, shaped);
  pad = gst_element_get_static_pad (shaped, "src");
  gst_element_add_pad (bin, gst_ghost_pad_new ("src", pad));

  return bin;
}

/* The portal has opened PipeWire for us: there is one camera in it, and the user has agreed. */
static GstElement *
make_pipewire (const char *fd, guint width, guint height, GError **error)
{
  g_autofree char *description = g_strdup_printf (
    "pipewiresrc fd=%d do-timestamp=true ! queue leaky=downstream max-size-buffers=2 ! "
    "decodebin ! videoconvert ! videoscale ! videorate",
    atoi (fd));

  return make_bin (description, width, height, error);
}

/**
 * fr_source_new:
 * @wish: `face` (the drawn one), `camera`, `camera:NAME` (part of a camera's name),
 *   `pipewire:FD` (an open remote of PipeWire), or a path of an image or a film
 * @width: in pixels
 * @height: in pixels
 *
 * Blocks for some milliseconds, for a camera up to a second.
 *
 * Returns: (transfer floating): a bin with a pad `src` that gives I420 at 30 pictures a second,
 *   or %NULL with %FR_ERROR_NOT_FOUND or %FR_ERROR_MISSING
 */
GstElement *
fr_source_new (const char *wish, guint width, guint height, GError **error)
{
  g_return_val_if_fail (wish != NULL && width >= 16 && height >= 16, NULL);

  if (g_str_equal (wish, "face"))
    return make_face (width, height, error);
  if (g_str_equal (wish, "camera"))
    return make_camera (NULL, width, height, error);
  if (g_str_has_prefix (wish, "camera:"))
    return make_camera (wish + strlen ("camera:"), width, height, error);
  if (g_str_has_prefix (wish, "pipewire:"))
    return make_pipewire (wish + strlen ("pipewire:"), width, height, error);

  return make_file (wish, width, height, error);
}
