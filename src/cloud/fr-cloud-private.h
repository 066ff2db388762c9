/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-cloud-fields.h"
#include "fr-cloud-wire.h"
#include "fr-cloud.h"

G_BEGIN_DECLS

/* What the families of calls need from the endpoint. Not for other folders. */

typedef struct _FrCloudPost FrCloudPost;

/**
 * FrCloudFind:
 *
 * Looks whether what a POST asked for is there.
 *
 * Returns: (transfer full): its id; %NULL without an error when it is not there
 */
typedef char *(*FrCloudFind) (FrCloud *self, const FrCloudPost *post, GCancellable *cancellable,
                              GError **error);

/**
 * FrCloudPost:
 * @action: area and verb, "server/startServer"
 * @what: the thing, for messages
 * @body: the request
 * @info: (nullable): which entry of the reply has the new id; several names with spaces
 * @fine: (nullable): response codes that mean success here, separated by spaces
 * @slow: (nullable): a response code that goes away by itself, after a few tries
 * @find: (nullable): asked before a repetition that could make a second thing
 * @data: for @find
 */
struct _FrCloudPost
{
  const char *action;
  const char *what;
  JsonObject *body;
  const char *info;
  const char *fine;
  const char *slow;
  FrCloudFind find;
  gconstpointer data;
};

JsonNode *fr_cloud_ask (FrCloud *self, const char *path, const char *what, const FrCloudPost *post,
                        gint64 deadline_us, char **found, GCancellable *cancellable,
                        GError **error);
/**
 * FrCloudLookup:
 * @resource: the list
 * @query: filters that leave the thing over
 * @offset: of the text that has to be @value, as a filter may not be known
 *
 * The data of fr_cloud_find_only().
 */
typedef struct
{
  const FrCloudType *type;
  const char *resource;
  const char *query;
  gsize offset;
  const char *value;
} FrCloudLookup;

char *fr_cloud_find_only (FrCloud *self, const FrCloudPost *post, GCancellable *cancellable,
                          GError **error);
gboolean fr_cloud_post (FrCloud *self, const FrCloudPost *post, char **id,
                        GCancellable *cancellable, GError **error);
gboolean fr_cloud_post_id (FrCloud *self, const char *action, const char *what, const char *id,
                           const char *fine, const char *slow, GCancellable *cancellable,
                           GError **error);
JsonNode *fr_cloud_get (FrCloud *self, const char *call, const char *what,
                        GCancellable *cancellable, GError **error);
GPtrArray *fr_cloud_list (FrCloud *self, const FrCloudType *type, const char *resource,
                          const char *query, GCancellable *cancellable, GError **error);
GPtrArray *fr_cloud_list_until (FrCloud *self, const FrCloudType *type, const char *resource,
                                const char *query, gint64 deadline_us, GCancellable *cancellable,
                                GError **error);
char *fr_cloud_query (const char *name, ...) G_GNUC_NULL_TERMINATED;

/**
 * FrCloudState:
 *
 * What all kinds of things have in common; only servers have power.
 */
typedef struct
{
  char *id;
  char *name;
  char *state;
  char *action;
  char *failure;
  gboolean started;
} FrCloudState;

/**
 * FrCloudPoll:
 * @wanted: how many wait for each id
 * @states: (element-type utf8 FrCloudState): what the last look saw, by id
 * @begun: how many looks have begun
 * @seen: which of them ended well last
 * @seen_us: when that one began
 * @looking: whether somebody is looking now
 *
 * One look for all who wait for things of one kind. @mutex guards all of it.
 */
typedef struct
{
  GMutex mutex;
  GCond cond;
  GHashTable *wanted;
  GHashTable *states;
  guint begun;
  guint seen;
  gint64 seen_us;
  gboolean looking;
} FrCloudPoll;

#define FR_CLOUD_ROOT "/caas/2.11/" /* section 1.2 says why this version */
#define FR_CLOUD_N_KINDS 3

/**
 * FrCloud:
 *
 * One endpoint of CloudControl with one account. All calls block, and may be made from any
 * thread: questions go side by side, changes one after the other. A busy cloud is asked again
 * with growing pauses, until patience ends.
 */
struct _FrCloud
{
  GObject parent_instance;

  FrCloudWire *wire;
  FrCloudPoll polls[FR_CLOUD_N_KINDS];

  GMutex mutex; /* guards what follows */
  GCond cond;
  gboolean posting;
  gboolean answered; /* at least once, so that the address is right */
  char *organisation;
  guint poll_ms;
  guint first_pause_ms;
  guint patience_seconds;
  FrCloudBusyFunc busy_func;
  gpointer busy_data;
};

void fr_cloud_poll_init (FrCloudPoll *poll);
void fr_cloud_poll_clear (FrCloudPoll *poll);
guint fr_cloud_poll_want (FrCloudPoll *poll, const char *id, int change);
gboolean fr_cloud_poll_look (FrCloud *self, FrCloudPoll *poll, const char *resource,
                             gint64 deadline_us, GCancellable *cancellable, GError **error);

G_END_DECLS
