/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"

G_BEGIN_DECLS

/* A server on loopback that answers from a list, and remembers what it was asked. */
typedef struct _CannedCloud CannedCloud;

#define CANNED_USER "wizard"
#define CANNED_PASSWORD "Gl4ss-and-Silver"
#define CANNED_RESET 0 /* instead of a status: closes the connection without an answer */

CannedCloud *canned_cloud_new (void);
CannedCloud *canned_cloud_new_tls (const char *certificate, const char *key);
void canned_cloud_free (CannedCloud *self);
const char *canned_cloud_get_endpoint (CannedCloud *self);
FrCloud *canned_cloud_connect (CannedCloud *self);

void canned_cloud_answer (CannedCloud *self, const char *call, guint times, guint status,
                          const char *body);
void canned_cloud_refuse (CannedCloud *self, const char *call, guint times, const char *code,
                          const char *message);
void canned_cloud_accept (CannedCloud *self, const char *call, const char *info);
void canned_cloud_assert_new (char *id, GError *error);
void canned_cloud_assert_sent (CannedCloud *self, const char *call, const char *expected);
guint canned_cloud_count (CannedCloud *self, const char *call);
char *canned_cloud_dup_last (CannedCloud *self, const char *call);
guint canned_cloud_get_most_posts (CannedCloud *self);
void canned_cloud_set_delay (CannedCloud *self, guint milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CannedCloud, canned_cloud_free)

G_END_DECLS
