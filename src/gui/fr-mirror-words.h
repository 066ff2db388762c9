/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-mirror-look.h"

G_BEGIN_DECLS

/* What helps against having no picture. */
typedef enum
{
  FR_CURE_AGAIN,      /* nothing but to try again            */
  FR_CURE_DEPLOYMENT, /* the steps that build the mirror     */
  FR_CURE_SOURCE,     /* another source: the drawn face      */
} FrCure;

/**
 * FrMirrorReason:
 *
 * Why there is no picture.
 */
typedef struct
{
  const char *icon;
  const char *title; /* "No picture, because …"           */
  char *text;        /* what is known about it            */
  const char *label; /* of the button that helps, or NULL */
  FrCure cure;
} FrMirrorReason;

/**
 * FrMirrorSaying:
 *
 * How the mirror is doing.
 */
typedef struct
{
  const char *tint; /* a CSS class */
  const char *icon;
  const char *title;
  char *text;
} FrMirrorSaying;

typedef enum
{
  FR_MARK_DONE,
  FR_MARK_FAILED,
  FR_MARK_TO_COME,
} FrMark;

#define FR_MIRROR_STAGES 4

void fr_mirror_words_explain (FrMirrorReason *reason, const FrMirrorNews *news, const char *uri,
                              gboolean deployed);
void fr_mirror_words_judge (FrMirrorSaying *saying, const FrMirrorNews *news);
FrMark fr_mirror_words_get_stage (const FrMirrorNews *news, const char *uri, guint stage,
                                  const char **title,
                                  char **subtitle);
char *fr_mirror_words_report (const FrMirrorNews *news, const char *uri, const char *reason);

G_END_DECLS
