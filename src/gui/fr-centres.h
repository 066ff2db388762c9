/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"
#include "fr-job.h"

G_BEGIN_DECLS

/**
 * FrCentre:
 * @region: the stable word for a part of the world, or the address of another cloud
 * @country: two letters
 *
 * A data centre that can be chosen.
 */
typedef struct
{
  char *region;
  char *id;
  char *city;
  char *country;
} FrCentre;

FrCentre *fr_centre_new (const char *region, const char *id, const char *city,
                         const char *country);
void fr_centre_free (FrCentre *self);
char *fr_centre_describe (const FrCentre *self);
gboolean fr_centre_match (const FrCentre *self, const char *words);

GPtrArray *fr_centres_load (GDateTime **as_of);
void fr_centres_merge (GPtrArray *centres, const char *region, GPtrArray *fresh);
const FrCentre *fr_centres_find (GPtrArray *centres, const char *id);
GPtrArray *fr_centres_fetch (const char *endpoint, const char *region, const char *user,
                             const char *password, GCancellable *cancellable, GError **error);
void fr_centres_ask (gpointer owner, const char *endpoint, const char *region, const char *user,
                     const char *password, FrJobDone done, GCancellable *cancellable);
const char *fr_centres_name_region (const char *region);
const char *fr_centres_name_country (const char *country);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCentre, fr_centre_free)

G_END_DECLS
