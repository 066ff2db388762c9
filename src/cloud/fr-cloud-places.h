/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"

G_BEGIN_DECLS

GPtrArray *fr_cloud_list_locations (FrCloud *self, GCancellable *cancellable, GError **error);
GPtrArray *fr_cloud_list_images (FrCloud *self, const char *location_id, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
