/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-command.h"
#include "fr-mirror.h"
#include "fr-reach.h"
#include "fr-report.h"
#include "fr-site.h"

G_BEGIN_DECLS

/**
 * FrWorkOptions:
 *
 * What the commands about a deployment have in common.
 */
typedef struct
{
  char *endpoint;
  char *ca_file;
  char *name;
  char **parameters;
  char *snapshot;
  char *key_file;
  char *host_key;
  gboolean json;
  gboolean no_mirror;
  gboolean forget;
} FrWorkOptions;

/**
 * FrWork:
 *
 * A deployment at hand: its plan, its cloud within reach, and where its progress is shown.
 */
typedef struct
{
  FrReach *reach; /* or NULL, for what needs no cloud */
  FrSite *site;
  FrReport *report;
  char *name;
  const char *snapshot;
  const char *host_key; /* that the user says yes to, or NULL */
  GMutex look_mutex;    /* who looks into a mirror         */
  char *verdict;        /* what was seen in it, or NULL    */
  JsonNode *verdict_json;
} FrWork;

FrWork *fr_work_open (const char *words, const FrWorkOptions *options, gboolean need_cloud,
                      gboolean need_deployment, GError **error);
void fr_work_free (FrWork *self);
gboolean fr_work_look (FrWork *self, GError **error);
gboolean fr_work_check_look (GError **error);
gboolean fr_work_try_site (const char *uri, const char *pin, gpointer data,
                           GCancellable *cancellable, GError **error);
gboolean fr_work_meet (const char *host, guint port, const char *host_key, gpointer data);
char *fr_work_dup_own_password (FrWork *self, const FrWorkOptions *options);
JsonObject *fr_work_to_json (FrWork *self, const char *state);
int fr_work_fail (FrWork *self, GError *error, gboolean json);
void fr_work_print (FrWork *self, const char *state, gboolean json);
void fr_work_options_clear (FrWorkOptions *options);
char *fr_work_dup_mirror (const char *name, char **pin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrWork, fr_work_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FrWorkOptions, fr_work_options_clear)

G_END_DECLS
