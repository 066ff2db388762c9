/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-fields.h"
#include "fr-local-store.h"
#include "fr-local-world.h"

G_BEGIN_DECLS

/* The first API version with the new shapes: what libcloud and plumbery read is older. */
#define FR_LOCAL_NEW_SHAPES 5

/**
 * FrLocalExchange:
 *
 * One request that has been let in, and its answer: either something shown or an envelope.
 */
typedef struct
{
  FrLocalWorld *world;
  FrLocalStore *store;
  guint version;         /* 11 for 2.11 */
  const char *operation; /* "DEPLOY_VLAN" */
  gboolean asynchronous;
  JsonObject *body; /* checked; NULL for a GET */
  GPtrArray *query; /* of FrLocalPair */

  guint status; /* of HTTP, 0 until there is an answer */
  JsonObject *answer;
  const char *root; /* of @answer in XML */
} FrLocalExchange;

typedef struct
{
  char *name;
  char *value;
} FrLocalPair;

/**
 * FrLocalOperation:
 *
 * A POST. A table of them ends with an empty one.
 */
typedef struct
{
  const char *path; /* "network/deployVlan" */
  const char *word; /* "DEPLOY_VLAN"        */
  gboolean asynchronous;
  const FrLocalField *fields;
  void (*handle) (FrLocalExchange *exchange);
} FrLocalOperation;

void fr_local_exchange_clear (FrLocalExchange *exchange);

void fr_local_exchange_accept (FrLocalExchange *exchange, const char *info, const char *value,
                               const char *format, ...) G_GNUC_PRINTF (4, 5);
void fr_local_exchange_refuse (FrLocalExchange *exchange, const char *code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
void fr_local_exchange_reject (FrLocalExchange *exchange, const char *place, const char *format,
                               ...) G_GNUC_PRINTF (3, 4);
void fr_local_exchange_reject_all (FrLocalExchange *exchange, GPtrArray *problems);
void fr_local_exchange_add_info (FrLocalExchange *exchange, const char *name, const char *value);
void fr_local_exchange_show (FrLocalExchange *exchange, const char *root, JsonObject *object);

const char *fr_local_exchange_get_text (FrLocalExchange *exchange, const char *path);
gint64 fr_local_exchange_get_number (FrLocalExchange *exchange, const char *path, gint64 otherwise);
const char *fr_local_exchange_get_filter (FrLocalExchange *exchange, const char *name);

G_END_DECLS
