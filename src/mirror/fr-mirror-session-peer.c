/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-session-private.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-peer-source.h"
#include "fr-source.h"
#include "fr-webrtc.h"

/* The peer of a session: how it is made and let go, what it and the media server have to tell each
 * other, and whether its pictures come back. */

void
fr_mirror_session_take_answer (FrMirrorSession *self, const char *sdp)
{
  if (self->peer != NULL)
    fr_peer_take_answer (self->peer, sdp);
}

/* The fifth word of a candidate is its address (RFC 8839, section 5.1). */
static void
keep_address (FrMirrorSession *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 6);

  if (g_strv_length (words) < 6 ||
      g_strv_contains ((const char *const *) self->addresses->pdata, words[4]))
    return;

  g_ptr_array_insert (self->addresses, (int) self->addresses->len - 1, g_strdup (words[4]));
}

void
fr_mirror_session_take_candidate (FrMirrorSession *self, guint index, const char *text)
{
  if (self->peer == NULL || !fr_webrtc_is_useful (text))
    return;

  keep_address (self, text);
  fr_peer_take_candidate (self->peer, index, text);
}

static void
offer_cb (FrMirrorSession *self, const char *sdp)
{
  self->described = TRUE;
  fr_kurento_offer (self->kurento, sdp);
}

static void
candidate_cb (FrMirrorSession *self, guint index, const char *text)
{
  fr_kurento_add_candidate (self->kurento, index, text);
}

static void
peer_state_cb (FrMirrorSession *self, const char *state)
{
  if (g_str_equal (state, "connected"))
    self->connected = TRUE;
  if (g_str_equal (state, "failed"))
    fr_mirror_session_fail_with (
      self, _ ("No path for the picture was found between here and the media server. Look "
               "whether its UDP ports are open and its external address is the right one."));
}

gboolean
fr_mirror_session_start_peer (FrMirrorSession *self)
{
  g_autoptr (GError) error = NULL;
  GstElement *source =
    fr_source_new (self->wish->source, self->wish->width, self->wish->height, &error);

  if (source != NULL)
    {
      self->peer =
        fr_peer_new (source, self->wish->width, self->wish->height, self->wish->kbps,
                     self->address);
      fr_peer_set_frame_funcs (self->peer, fr_mirror_flow_sent, fr_mirror_flow_received,
                               &self->flow);
      g_signal_connect_object (self->peer, "offer", G_CALLBACK (offer_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "candidate", G_CALLBACK (candidate_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "state", G_CALLBACK (peer_state_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->peer, "failed", G_CALLBACK (fr_mirror_session_fail), self,
                               G_CONNECT_SWAPPED);
      self->peer_us = g_get_monotonic_time ();
      self->described = FALSE;
      self->connected = FALSE;
      if (fr_peer_start (self->peer, &error))
        return TRUE;
    }

  fr_mirror_session_fail (self, error);

  return FALSE;
}

void
fr_mirror_session_stop_peer (FrMirrorSession *self)
{
  if (self->peer == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->peer, self);
  fr_peer_stop (self->peer);
  self->bytes += fr_peer_get_bytes_received (self->peer);
  g_clear_object (&self->peer);
}

/* A stalled picture comes back with a new peer and new objects; the endpoint cannot negotiate
 * twice. */
static void
renew (FrMirrorSession *self)
{
  g_debug ("the picture has stopped: a new peer");
  fr_mirror_session_stop_peer (self);
  fr_mirror_session_set_state (self, FR_MIRROR_SESSION_PREPARING);
  if (self->state != FR_MIRROR_SESSION_PREPARING)
    return;

  /* A connection that is closing fails at once, and the session with it. */
  fr_kurento_renew (self->kurento);
  if (self->state == FR_MIRROR_SESSION_PREPARING)
    fr_mirror_session_start_peer (self);
}

/* A camera that goes may say nothing: no picture is sent, and so none comes back. Without a path it
 * is the peer that takes none. */
static gboolean
is_source_silent (FrMirrorSession *self, gint64 now)
{
  gint64 last = self->peer != NULL ? fr_peer_get_last_sent (self->peer) : 0;

  return self->connected && last > 0 && now - last >= FR_STALL_RENEW_US;
}

void
fr_mirror_session_watch_picture (FrMirrorSession *self, gint64 now)
{
  FrStallAdvice advice =
    fr_stall_look (&self->stall, fr_mirror_flow_get_last (&self->flow), now);

  if (advice >= FR_STALL_RENEW && is_source_silent (self, now))
    {
      g_autoptr (GError) error =
        g_error_new_literal (FR_ERROR, FR_ERROR_NOT_FOUND, fr_peer_source_get_end ());

      fr_mirror_session_fail (self, error);
      return;
    }

  switch (advice)
    {
    case FR_STALL_FLOWS:
      fr_mirror_session_set_state (self, FR_MIRROR_SESSION_ON);
      break;
    case FR_STALL_ASK:
      fr_peer_ask_keyframe (self->peer);
      break;
    case FR_STALL_RENEW:
      renew (self);
      break;
    case FR_STALL_NOTHING:
      fr_mirror_session_fail_with (
        self, _ ("The media server answers, but no picture comes back. Look whether its UDP "
                 "ports are open and its external address is the right one."));
      break;
    case FR_STALL_GIVE_UP:
      fr_mirror_session_fail_with (
        self, _ ("The picture stops again and again. Look whether the network and the media "
                 "server's processor have room for it."));
      break;
    case FR_STALL_WAIT:
    default:
      break;
    }
}
