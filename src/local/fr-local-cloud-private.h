/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-cloud.h"
#include "fr-local-effects.h"
#include "fr-local-http.h"
#include "fr-local-service.h"
#include "fr-local-store.h"
#include "fr-local-world.h"
#include "fr-loopback.h"

G_BEGIN_DECLS

struct _FrLocalCloud
{
  FrLocalStore *store;
  FrLoopback *loopback;
  char *endpoint;
  char *ca_file;
  gboolean hosts;

  /* these are used on the loopback thread */
  FrLocalWorld *world;
  FrLocalService *service;
  FrLocalEffects *effects;
  FrLocalHttp *http;
  GSource *timer;
};

void fr_local_cloud_arm_timer (FrLocalCloud *self);

G_END_DECLS
