/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-cloud.h"
#include "fr-plan.h"
#include "fr-step.h"

G_BEGIN_DECLS

/**
 * FrSite:
 *
 * One deployment: a plan, the cloud that it is built in, a folder of its own, and what has
 * been learnt so far. Its functions block; they may be called from any thread, one deploy or
 * dispose at a time.
 */
typedef struct _FrSite FrSite;

/**
 * FrSiteUse:
 *
 * What a deployment is opened for.
 */
typedef enum
{
  FR_SITE_TELL, /* what is known; nobody is kept away   */
  FR_SITE_WORK, /* deploy, or dispose; nobody else may  */
} FrSiteUse;

/**
 * FrSiteMeet:
 * @host: of a server that somebody has already, as the plan names it
 * @port: where its SSH is
 * @host_key: what it shows: "ED25519 SHA256:…"
 *
 * Called on any thread, and may block, when a server is met for the first time and the plan does
 * not tell its host key.
 *
 * Returns: whether a person says that it is the right one
 */
typedef gboolean (*FrSiteMeet) (const char *host, guint port, const char *host_key, gpointer data);

/**
 * FrSiteLog:
 * @server: the name of the server
 * @text: what a command there has just printed, not ended by a NUL
 * @length: in bytes
 *
 * Called on any thread.
 */
typedef void (*FrSiteLog) (const char *server, const char *text, gsize length, gpointer data);

/**
 * FrSiteTry:
 * @uri: address of a media server, with the key to its mirror in it: not to be shown
 * @pin: (nullable): SHA-256 of its certificate, in hexadecimal digits
 *
 * Looks into the mirror of a server, at the end of a deployment.
 *
 * Returns: whether the hat was seen
 */
typedef gboolean (*FrSiteTry) (const char *uri, const char *pin, gpointer data,
                               GCancellable *cancellable, GError **error);

/**
 * FrSiteInfo:
 *
 * A deployment in the list of all.
 */
typedef struct
{
  char *name;
  char *plan_path; /* where the plan was read */
  char *location;
  char *state;    /* "deploying", "deployed", "failed", "disposing", "kept", "damaged" */
  char *endpoint; /* of the cloud; “ssh://USER@HOST:PORT …” of own servers */
  gint64 created; /* seconds since 1970 */
} FrSiteInfo;

FrSite *fr_site_new (FrPlan *plan, FrSiteUse use, FrCloud *cloud, const char *name,
                     const char *password, GError **error);
void fr_site_free (FrSite *self);

const char *fr_site_get_notice (FrSite *self);
void fr_site_set_report (FrSite *self, FrStepReport report, FrSiteLog log, gpointer data);
gboolean fr_site_is_own (FrSite *self);
void fr_site_set_own_key (FrSite *self, const char *key_file);
void fr_site_set_meet (FrSite *self, FrSiteMeet meet, gpointer data);
void fr_site_set_try (FrSite *self, FrSiteTry func, gpointer data);
gboolean fr_site_deploy (FrSite *self, GCancellable *cancellable, GError **error);
gboolean fr_site_dispose (FrSite *self, GCancellable *cancellable, GError **error);
gboolean fr_site_abandon (FrSite *self, GError **error);
GPtrArray *fr_site_list_left (FrSite *self, GCancellable *cancellable, GError **error);
GPtrArray *fr_site_dup_information (FrSite *self);

gboolean fr_site_set_fact (FrSite *self, const char *fact, const char *value, GError **error);
char *fr_site_dup_key_path (FrSite *self);
char *fr_site_dup_fact (FrSite *self, const char *server, const char *fact);
char *fr_site_read_fact (const char *name, const char *server, const char *fact);
char *fr_site_add_key (const char *name, const char *uri);
GPtrArray *fr_site_list (void);
void fr_site_info_free (FrSiteInfo *info);
gboolean fr_site_check (const char *name, GError **error);
char *fr_site_dup_plan_path (const char *name, GError **error);
char *fr_site_find_key (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrSite, fr_site_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrSiteInfo, fr_site_info_free)

G_END_DECLS
