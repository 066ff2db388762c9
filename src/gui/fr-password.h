/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FR_PASSWORD_LEAST 8

/* What the password of a new server must have. */
typedef enum
{
  FR_PASSWORD_LENGTH,  /* at least so many characters */
  FR_PASSWORD_SMALL,   /* a small letter              */
  FR_PASSWORD_CAPITAL, /* a capital letter            */
  FR_PASSWORD_OTHER,   /* a digit or a sign           */
  FR_PASSWORD_N_RULES,
} FrPasswordRule;

gboolean fr_password_keeps (const char *password, FrPasswordRule rule);
const char *fr_password_get_problem (const char *password);
char *fr_password_make (void);

G_END_DECLS
