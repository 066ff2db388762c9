/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What has come of asking a server, or of signing in there. */
typedef enum
{
  FR_TRUST_TO_COME,
  FR_TRUST_BUSY,
  FR_TRUST_WELL,
  FR_TRUST_WRONG,
} FrTrustState;

#define FR_TYPE_TRUST_GROUP (fr_trust_group_get_type ())
G_DECLARE_FINAL_TYPE (FrTrustGroup, fr_trust_group, FR, TRUST_GROUP, AdwPreferencesGroup)

void fr_trust_group_expect (FrTrustGroup *self, const char *print);
void fr_trust_group_set_scan (FrTrustGroup *self, const char *scan);
const char *fr_trust_group_get_print (FrTrustGroup *self);
const char *fr_trust_group_get_trusted (FrTrustGroup *self);
void fr_trust_group_say (FrTrustGroup *self, FrTrustState state, const char *title,
                         const char *subtitle, const char *label);
void fr_trust_group_warn (FrTrustGroup *self, gboolean unfit, const char *words);
const char *fr_trust_group_get_problem (FrTrustGroup *self, GtkWidget **where);

G_END_DECLS
