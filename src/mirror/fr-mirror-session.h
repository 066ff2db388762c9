/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-mirror-script.h"
#include "fr-watch.h"

G_BEGIN_DECLS

typedef enum
{
  FR_MIRROR_SESSION_NEW,
  FR_MIRROR_SESSION_CONNECTING,  /* to the media server                 */
  FR_MIRROR_SESSION_PREPARING,   /* it answers; its objects are made     */
  FR_MIRROR_SESSION_NEGOTIATING, /* offer, answer, ICE, DTLS             */
  FR_MIRROR_SESSION_ON,          /* pictures come back                   */
  FR_MIRROR_SESSION_CLOSING,     /* the server is asked to let go        */
  FR_MIRROR_SESSION_CLOSED,
} FrMirrorSessionState;

#define FR_TYPE_MIRROR_SESSION (fr_mirror_session_get_type ())
G_DECLARE_FINAL_TYPE (FrMirrorSession, fr_mirror_session, FR, MIRROR_SESSION, GObject)

/**
 * FrMirrorPicture:
 * @planes: Y, U and V of a picture that came back, or that goes
 * @strides: bytes from row to row of each
 *
 * Called on a streaming thread.
 */
typedef void (*FrMirrorPicture) (const guint8 *const planes[3], const int strides[3],
                                 gpointer data);

FrMirrorSession *fr_mirror_session_new (const FrMirrorWish *wish, GError **error);
void fr_mirror_session_set_picture_func (FrMirrorSession *self, FrMirrorPicture func,
                                         gpointer data);
void fr_mirror_session_set_own_picture_func (FrMirrorSession *self, FrMirrorPicture func,
                                             gpointer data);
void fr_mirror_session_start (FrMirrorSession *self);
void fr_mirror_session_close (FrMirrorSession *self);
FrMirrorSessionState fr_mirror_session_get_state (FrMirrorSession *self);
const GError *fr_mirror_session_get_error (FrMirrorSession *self);
const char *fr_mirror_session_get_server_version (FrMirrorSession *self);
FrWatch *fr_mirror_session_get_watch (FrMirrorSession *self);
guint fr_mirror_session_get_first_frame_ms (FrMirrorSession *self);
guint64 fr_mirror_session_get_bytes (FrMirrorSession *self);
char *fr_mirror_session_dup_candidate_pair (FrMirrorSession *self);
const char *const *fr_mirror_session_get_addresses (FrMirrorSession *self);

G_END_DECLS
