/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-mirror-script.h"
#include "fr-watch.h"

G_BEGIN_DECLS

/**
 * FrMirrorVerdict:
 *
 * What was seen in a mirror.
 */
typedef struct
{
  char *uri;
  char *server_version;
  char *candidate_pair;
  guint first_frame_ms;
  double seconds; /* that were looked at */
  guint kbps;     /* that came */
  guint width;
  guint height;
  FrWatchTotals totals;
} FrMirrorVerdict;

typedef enum
{
  FR_MIRROR_HAT,    /* in at least 95 % of the pictures                    */
  FR_MIRROR_FEW,    /* in fewer                                            */
  FR_MIRROR_ECHO,   /* in none: the picture came back as it was sent       */
  FR_MIRROR_NOBODY, /* no face was in the picture that was sent            */
  FR_MIRROR_BROKEN, /* what came back is not the picture that was sent     */
} FrMirrorOutcome;

/* Seconds that a media server of ours may take to start. */
#define FR_MIRROR_PATIENCE 20

char *fr_mirror_make_uri (const char *address);
FrMirrorVerdict *fr_mirror_try (const FrMirrorWish *wish, double seconds, const char *snapshot,
                                GCancellable *cancellable, GError **error);
FrMirrorVerdict *fr_mirror_try_patiently (const FrMirrorWish *wish, double seconds,
                                          const char *snapshot, guint patience_seconds,
                                          GCancellable *cancellable, GError **error);
void fr_mirror_verdict_free (FrMirrorVerdict *self);
FrMirrorOutcome fr_mirror_verdict_get_outcome (const FrMirrorVerdict *self);
char *fr_mirror_verdict_describe (const FrMirrorVerdict *self);
JsonNode *fr_mirror_verdict_to_json (const FrMirrorVerdict *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrMirrorVerdict, fr_mirror_verdict_free)

G_END_DECLS
