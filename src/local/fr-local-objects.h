/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-local-peer.h"

G_BEGIN_DECLS

/* The error domain of the media server; its codes are the numbers of Kurento. */
#define FR_LOCAL_FAULT (fr_local_fault_quark ())
GQuark fr_local_fault_quark (void);
const char *fr_local_fault_get_type (int code);

typedef enum
{
  FR_LOCAL_MANAGER,
  FR_LOCAL_PIPELINE,
  FR_LOCAL_ENDPOINT,
  FR_LOCAL_FILTER,
  FR_LOCAL_PASS,
  FR_LOCAL_KINDS,
} FrLocalKind;

typedef struct
{
  const char *name;             /* "WebRtcEndpoint"           */
  const char *module;           /* that makes it               */
  const char *const *hierarchy; /* its parents, nearest first */
} FrLocalType;

extern const FrLocalType fr_local_types[FR_LOCAL_KINDS];

/**
 * FrLocalObject:
 *
 * One object of the media server.
 */
typedef struct _FrLocalObject FrLocalObject;

struct _FrLocalObject
{
  char *id;
  FrLocalKind kind;
  FrLocalObject *parent;  /* the pipeline of an element */
  gint64 created_us;      /* real time                  */
  GHashTable *properties; /* name to JsonNode           */
  GHashTable *tags;       /* names to values            */
  GPtrArray *links;       /* FrLocalLink: where its media goes */
  FrLocalPeer *peer;      /* of an endpoint             */
  gboolean connected;     /* and whether it is          */
  GPtrArray *early;       /* parameters of addIceCandidate that came before the offer */
  gboolean gather;        /* was asked for before the offer */
  GBytes *hat;            /* of a filter                */
  FrHatPlace place;
};

typedef struct
{
  FrLocalObject *sink;
  gboolean video;
  gboolean audio;
} FrLocalLink;

typedef struct _FrLocalObjects FrLocalObjects;

FrLocalObjects *fr_local_objects_new (void);
void fr_local_objects_free (FrLocalObjects *self);
FrLocalObject *fr_local_objects_add (FrLocalObjects *self, FrLocalKind kind, FrLocalObject *parent);
FrLocalObject *fr_local_objects_find (FrLocalObjects *self, const char *id, GError **error);
void fr_local_objects_remove (FrLocalObjects *self, FrLocalObject *object);
GPtrArray *fr_local_objects_list (FrLocalObjects *self, FrLocalKind kind,
                                  const FrLocalObject *parent);
JsonNode *fr_local_objects_list_ids (GPtrArray *objects);
void fr_local_objects_connect (FrLocalObjects *self, FrLocalObject *source, FrLocalObject *sink,
                               gboolean video, gboolean audio);
void fr_local_objects_disconnect (FrLocalObjects *self, FrLocalObject *source, FrLocalObject *sink,
                                  gboolean video, gboolean audio);
void fr_local_objects_route (FrLocalObjects *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalObjects, fr_local_objects_free)

G_END_DECLS
