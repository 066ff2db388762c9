/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-peer-source.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-peer-parts.h"

static GstPadProbeReturn
picture_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  FrPeerSource *self = data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstBuffer *buffer = gst_buffer_make_writable (gst_pad_probe_info_get_buffer (info));

  __atomic_store_n (&self->last_us, g_get_monotonic_time (), __ATOMIC_RELAXED);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  fr_peer_show_frame (buffer, caps, GST_MAP_READWRITE, self->func, self->data);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
event_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  FrPeerSource *self = data;

  if (GST_EVENT_TYPE (gst_pad_probe_info_get_event (info)) == GST_EVENT_EOS)
    self->ended (self->owner);

  return GST_PAD_PROBE_OK;
}

/**
 * fr_peer_source_watch:
 * @self: must live as long as @pad gives pictures
 * @pad: where they leave the source
 */
void
fr_peer_source_watch (FrPeerSource *self, GstPad *pad)
{
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, picture_cb, self, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, event_cb, self, NULL);
}

/**
 * fr_peer_source_get_last:
 *
 * Returns: monotonic time of the last picture, in microseconds; 0 before the first
 */
gint64
fr_peer_source_get_last (FrPeerSource *self)
{
  return __atomic_load_n (&self->last_us, __ATOMIC_RELAXED);
}

/**
 * fr_peer_source_get_end:
 *
 * Returns: (transfer none): the sentence when a source that gave pictures gives none any more
 */
const char *
fr_peer_source_get_end (void)
{
  return _ ("The source gives no picture any more. Look whether the camera is plugged in and "
            "switched on, or choose another source.");
}

/* From within the source: what the source itself reports is said in its own words. */
static gboolean
is_inside (FrPeerSource *self, GstMessage *message)
{
  GstObject *sender = GST_MESSAGE_SRC (message);

  return sender != NULL && sender != GST_OBJECT (self->element) &&
         gst_object_has_as_ancestor (sender, GST_OBJECT (self->element));
}

/**
 * fr_peer_source_explain:
 * @message: of the pipeline
 * @code: (out): of the error that follows; %FR_ERROR_NOT_FOUND when a source that gave pictures
 *   has gone, as a camera that is unplugged
 *
 * Returns: (transfer full) (nullable): a sentence when @message is an error
 */
char *
fr_peer_source_explain (FrPeerSource *self, GstMessage *message, guint *code)
{
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return NULL;

  gst_message_parse_error (message, &error, NULL);
  if (is_inside (self, message) && fr_peer_source_get_last (self) > 0)
    {
      *code = FR_ERROR_NOT_FOUND;
      /* Translators: a sentence, and in brackets what GStreamer says */
      return g_strdup_printf (_ ("%s (%s)"), fr_peer_source_get_end (), error->message);
    }
  *code = FR_ERROR_MIRROR;

  return g_strdup_printf (_ ("The picture stopped: %s"), error->message);
}
