/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-cloud-records.h"

G_BEGIN_DECLS

#define FR_TYPE_CLOUD (fr_cloud_get_type ())
G_DECLARE_FINAL_TYPE (FrCloud, fr_cloud, FR, CLOUD, GObject)

/**
 * FrCloudBusyFunc:
 * @what: the thing and what the cloud said about it, as a sentence
 * @wait_ms: how long the pause before the next try is
 *
 * Called on the thread that waits, before each pause.
 */
typedef void (*FrCloudBusyFunc) (const char *what, guint wait_ms, gpointer data);

FrCloud *fr_cloud_new (const char *endpoint, const char *user, const char *password,
                       const char *ca_file, GError **error);
const char *fr_cloud_get_endpoint (FrCloud *self);
void fr_cloud_set_pace (FrCloud *self, guint poll_ms, guint first_pause_ms);
void fr_cloud_set_patience (FrCloud *self, guint seconds);
void fr_cloud_set_busy_func (FrCloud *self, FrCloudBusyFunc func, gpointer data);

FrCloudAccount *fr_cloud_sign_in (FrCloud *self, GCancellable *cancellable, GError **error);

G_END_DECLS
