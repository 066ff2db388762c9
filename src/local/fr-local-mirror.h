/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrLocalMirrorSettings:
 *
 * Where the media server listens.
 */
typedef struct
{
  const char *address;     /* numeric                                          */
  guint port;              /* without TLS; 0 for any free one                  */
  const char *path;        /* "kurento"                                        */
  gboolean secure;         /* with TLS as well                                 */
  guint secure_port;       /* 0 for any free one                               */
  const char *certificate; /* a PEM file with certificate and private key  */
  const char *page;        /* a folder, served with TLS; NULL for no page          */
  guint page_port;         /* 0 for any free one                               */
  guint first_media_port;  /* UDP; 0 for any                               */
  guint last_media_port;
  const char *media_address; /* where media is expected; NULL for the address above */
  guint garbage_seconds;     /* without a connection a session lives so long; 0 for Kurento's 240 */
} FrLocalMirrorSettings;

/**
 * FrLocalMirror:
 *
 * Our stand-in for Kurento Media Server: its protocol, and of its objects those that a magic
 * mirror needs.
 */
typedef struct _FrLocalMirror FrLocalMirror;

FrLocalMirror *fr_local_mirror_start (const FrLocalMirrorSettings *settings, GError **error);
void fr_local_mirror_stop (FrLocalMirror *self);
guint fr_local_mirror_get_port (FrLocalMirror *self);
guint fr_local_mirror_get_secure_port (FrLocalMirror *self);
guint fr_local_mirror_get_page_port (FrLocalMirror *self);
guint fr_local_mirror_count_objects (FrLocalMirror *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalMirror, fr_local_mirror_stop)

G_END_DECLS
