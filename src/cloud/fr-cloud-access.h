/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"

G_BEGIN_DECLS

GPtrArray *fr_cloud_list_blocks (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                                 GError **error);
GPtrArray *fr_cloud_list_reserved (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                                   GError **error);
char *fr_cloud_add_block (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                          GError **error);
gboolean fr_cloud_delete_block (FrCloud *self, const char *id, GCancellable *cancellable,
                                GError **error);

GPtrArray *fr_cloud_list_nats (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                               GError **error);
char *fr_cloud_add_nat (FrCloud *self, const char *domain_id, const char *internal,
                        const char *external, GCancellable *cancellable, GError **error);
gboolean fr_cloud_delete_nat (FrCloud *self, const char *id, GCancellable *cancellable,
                              GError **error);

GPtrArray *fr_cloud_list_rules (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                                GError **error);
char *fr_cloud_add_rule (FrCloud *self, const char *domain_id, const char *name,
                         const char *protocol, const char *destination, guint begin, guint end,
                         GCancellable *cancellable, GError **error);
gboolean fr_cloud_delete_rule (FrCloud *self, const char *id, GCancellable *cancellable,
                               GError **error);

G_END_DECLS
