/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-message.h"
#include "fr-local-mishaps.h"
#include "fr-local-store.h"
#include "fr-local-world.h"

G_BEGIN_DECLS

/**
 * FrLocalService:
 *
 * Answers requests about a world: who asks, what is asked, in which language.
 */
typedef struct _FrLocalService FrLocalService;

FrLocalService *fr_local_service_new (FrLocalStore *store, FrLocalWorld *world);
void fr_local_service_free (FrLocalService *self);

void fr_local_service_answer (FrLocalService *self, const FrLocalRequest *request,
                              FrLocalReply *reply);
FrLocalMishaps *fr_local_service_get_mishaps (FrLocalService *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalService, fr_local_service_free)

G_END_DECLS
