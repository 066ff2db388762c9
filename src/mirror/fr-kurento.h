/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-mirror-script.h"

G_BEGIN_DECLS

#define FR_TYPE_KURENTO (fr_kurento_get_type ())
G_DECLARE_FINAL_TYPE (FrKurento, fr_kurento, FR, KURENTO, GObject)

FrKurento *fr_kurento_new (const FrMirrorWish *wish);
void fr_kurento_open (FrKurento *self);
void fr_kurento_offer (FrKurento *self, const char *sdp);
void fr_kurento_add_candidate (FrKurento *self, guint index, const char *candidate);
void fr_kurento_renew (FrKurento *self);
void fr_kurento_release (FrKurento *self);
const char *fr_kurento_get_version (FrKurento *self);

G_END_DECLS
