/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-steps-remote.h"

G_BEGIN_DECLS

/* fr-cloud-init-hand.c: where there is no cloud-init */
char *fr_cloud_init_list_unknown (const FrYaml *config);
gboolean fr_cloud_init_by_hand (FrTask *task, const FrYaml *config, GCancellable *cancellable,
                                GError **error);

/* fr-cloud-init-seed.c: where there is */
gboolean fr_cloud_init_check (FrTask *task, const char *user_data, GCancellable *cancellable,
                              GError **error);
gboolean fr_cloud_init_deliver (FrTask *task, const FrYaml *config, const char *user_data,
                                const char *sum, GCancellable *cancellable, GError **error);

/* fr-cloud-init-host-key.c */
char *fr_cloud_init_make_host_key (FrTask *task, const FrYaml *config, GCancellable *cancellable,
                                   GError **error);
gboolean fr_cloud_init_settle_host_key (FrTask *task, const FrYaml *config,
                                        GCancellable *cancellable, GError **error);

G_END_DECLS
