/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-local-service.h"

G_BEGIN_DECLS

/**
 * FrLocalHttp:
 *
 * The TLS server on 127.0.0.1. Belongs to the thread whose context is the default when it is
 * made, and answers there.
 */
typedef struct _FrLocalHttp FrLocalHttp;

typedef void (*FrLocalHttpAnswer) (const FrLocalRequest *request, FrLocalReply *reply,
                                   gpointer data);

FrLocalHttp *fr_local_http_new (GTlsCertificate *certificate, FrLocalHttpAnswer answer,
                                gpointer data);
void fr_local_http_free (FrLocalHttp *self);
gboolean fr_local_http_listen (FrLocalHttp *self, guint port, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalHttp, fr_local_http_free)

G_END_DECLS
