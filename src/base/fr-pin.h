/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *fr_pin_read (const char *text);
char *fr_pin_of (GTlsCertificate *certificate);
gboolean fr_pin_accepts (const char *pin, GTlsCertificate *certificate, GTlsCertificateFlags flaws);

G_END_DECLS
