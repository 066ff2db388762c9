/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"
#include "fr-local-cloud.h"
#include "fr-site.h"

G_BEGIN_DECLS

#define LOCATION "EU6"

/* A fast cloud of our own in this process, and a folder for deployments. */
typedef struct
{
  char *home;
  FrLocalCloud *emulator;
  FrCloud *cloud;
} SiteWorld;

/* Two servers side by side with two more disks each, not reached from the Internet. */
extern const char *const site_world_plan;
/* The same two, glued to the Internet by two ports each. */
extern const char *const site_world_glued;

SiteWorld *site_world_new (void);
void site_world_free (SiteWorld *self);
FrSite *site_world_open (SiteWorld *self, const char *plan);
void site_world_deploy (SiteWorld *self, const char *plan);
void site_world_open_ports (SiteWorld *self, const char *plan);
gboolean site_world_try_ports (SiteWorld *self, const char *plan, GError **error);
void site_world_dispose (SiteWorld *self, const char *plan);
guint site_world_count_posts (SiteWorld *self);
char *site_world_list (SiteWorld *self);
void site_world_remove_server (SiteWorld *self, const char *name);
char *site_world_replace (const char *text, const char *from, const char *to);
char *site_world_sort (const char *text);
char *site_world_find_domain (SiteWorld *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiteWorld, site_world_free)

G_END_DECLS
