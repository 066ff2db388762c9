/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-exchange.h"

G_BEGIN_DECLS

#define FR_LOCAL_JSON_TYPE "application/json"
#define FR_LOCAL_XML_TYPE "application/xml"
#define FR_LOCAL_TEXT_TYPE "text/plain; charset=utf-8"

/**
 * FrLocalRequest:
 *
 * A request as it came, all strings owned by the caller.
 */
typedef struct
{
  const char *method;
  const char *path;  /* decoded */
  const char *query; /* or NULL */
  const char *authorization;
  const char *accept;
  const char *content_type;
  const char *body;
  gsize length;
} FrLocalRequest;

/**
 * FrLocalReply:
 *
 * What is sent back. A status of 0 is none at all: the connection is cut.
 */
typedef struct
{
  guint status;
  const char *content_type;
  char *text;
  gboolean changed; /* whether something in the world has changed */
} FrLocalReply;

gboolean fr_local_message_is_xml (const FrLocalRequest *request);
GPtrArray *fr_local_message_parse_query (const char *query);
JsonObject *fr_local_message_read_body (FrLocalExchange *exchange, const FrLocalRequest *request);

void fr_local_message_reply_text (FrLocalReply *reply, guint status, const char *content_type,
                                  char *text);
void fr_local_message_reply (FrLocalReply *reply, FrLocalExchange *exchange,
                             const FrLocalRequest *request);

G_END_DECLS
