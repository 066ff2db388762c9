/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Without a picture for so long: ask for a keyframe, and make a new peer. */
#define FR_STALL_ASK_US (1 * G_USEC_PER_SEC)
#define FR_STALL_RENEW_US (3 * G_USEC_PER_SEC)
/* How often in a row, and after how long a row is over. */
#define FR_STALL_MOST_RENEWALS 3
#define FR_STALL_FORGET_US (60 * G_USEC_PER_SEC)
/* From the offer to the first picture: until another peer may try, and in all. */
#define FR_STALL_RETRY_US (5 * G_USEC_PER_SEC)
#define FR_STALL_FIRST_US (15 * G_USEC_PER_SEC)

typedef enum
{
  FR_STALL_WAIT,    /* no picture has come, and may still come         */
  FR_STALL_FLOWS,   /* pictures come                                   */
  FR_STALL_ASK,     /* they do not come: ask for a keyframe            */
  FR_STALL_RENEW,   /* they still do not come: make a new peer         */
  FR_STALL_NOTHING, /* no picture has come, and none will              */
  FR_STALL_GIVE_UP, /* they stop again and again                       */
} FrStallAdvice;

/**
 * FrStall:
 * @first_us: how long the first picture may take, in microseconds
 *
 * What to do about pictures that do not come. It has no clock of its own.
 */
typedef struct
{
  gint64 first_us;
  gint64 waiting_us; /* since when a first picture is waited for; 0 while they come */
  gint64 offered_us;
  gint64 asked_us;
  gint64 renewed_us;
  guint renewals;
} FrStall;

void fr_stall_begin (FrStall *self, gint64 now_us);
FrStallAdvice fr_stall_look (FrStall *self, gint64 last_us, gint64 now_us);

G_END_DECLS
