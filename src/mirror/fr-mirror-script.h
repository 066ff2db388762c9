/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-hat-verdict.h"

G_BEGIN_DECLS

/* Where a mirror that we install has its hat, on the server. */
#define FR_MIRROR_HAT_URI "/usr/share/mirror/hat.png"

/**
 * FrMirrorWish:
 *
 * What a mirror is asked for.
 */
typedef struct
{
  const char *uri;     /* ws:// or wss:// address of the media server     */
  const char *pin;     /* SHA-256 of its certificate in hex digits, or NULL */
  const char *hat;     /* the image, as the server sees it                */
  const char *source;  /* see fr_source_new()                             */
  guint width;         /* of the picture, in pixels; see fr_mirror_wish_check() */
  guint height;        /* likewise                                       */
  guint kbps;          /* of the picture, each way, in kbit/s            */
  FrHatPlace place;    /* of the hat on the face                         */
  guint limit_seconds; /* for each answer and for the first picture; 0 for 20 and 15 */
} FrMirrorWish;

typedef enum
{
  FR_MIRROR_MANAGER,
  FR_MIRROR_PIPELINE,
  FR_MIRROR_ENDPOINT,
  FR_MIRROR_FILTER,
  FR_MIRROR_OBJECTS,
} FrMirrorObject;

/* The phases of a start; all calls of one are sent together. */
enum
{
  FR_MIRROR_GREET,
  FR_MIRROR_MAKE_PIPELINE,
  FR_MIRROR_MAKE_ELEMENTS,
  FR_MIRROR_PREPARE,
  FR_MIRROR_PHASES,
};

/**
 * FrMirrorCall:
 *
 * One call of the script.
 */
typedef struct
{
  guint phase;
  const char *method;
  FrMirrorObject object; /* that it is about, or that it makes                      */
  const char *what;      /* type of a create or subscribe, operation of an invoke   */
  const char *what6;     /* its name before Kurento 7, or NULL for the same          */
  void (*fill) (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS]);
  gboolean may_fail; /* an older server does not know it, and can do without          */
} FrMirrorCall;

extern const FrMirrorCall fr_mirror_script[];
extern const guint fr_mirror_script_length;

JsonObject *fr_mirror_script_build (const FrMirrorCall *call, const FrMirrorWish *wish,
                                    char *const ids[FR_MIRROR_OBJECTS], gboolean before7);
JsonObject *fr_mirror_script_invoke (const char *object, const char *operation, JsonObject *params);
gboolean fr_mirror_script_makes_pipeline (const FrMirrorCall *call);
JsonObject *fr_mirror_script_write_candidate (guint index, const char *text);
const char *fr_mirror_script_read_candidate (JsonObject *event, guint *index);
GError *fr_mirror_script_read_error (JsonObject *event);
gboolean fr_mirror_script_take (const FrMirrorCall *call, JsonNode *value,
                                char *ids[FR_MIRROR_OBJECTS], char **version, GError **error);
char *fr_mirror_script_read_info (JsonNode *info, GError **error);

G_END_DECLS
