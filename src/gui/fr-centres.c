/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-centres.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "fr-cloud-places.h"
#include "fr-json.h"
#include "fr-places-resources.h"

#define PATIENCE 15 /* seconds; the list that we have is good enough to choose from */

typedef struct
{
  const char *word;
  const char *name;
} Name;

static const Name regions[] = {
  { "europe", N_ ("Europe") },
  { "northamerica", N_ ("North America") },
  { "canada", N_ ("Canada") },
  { "asiapacific", N_ ("Asia Pacific") },
  { "australia", N_ ("Australia and New Zealand") },
  { "africa", N_ ("Africa") },
};

static const Name countries[] = {
  { "AU", N_ ("Australia") },
  { "BE", N_ ("Belgium") },
  { "CA", N_ ("Canada") },
  { "CN", N_ ("China") },
  { "DE", N_ ("Germany") },
  { "HK", N_ ("Hong Kong") },
  { "ID", N_ ("Indonesia") },
  { "IL", N_ ("Israel") },
  { "JP", N_ ("Japan") },
  { "NL", N_ ("Netherlands") },
  { "NZ", N_ ("New Zealand") },
  { "SG", N_ ("Singapore") },
  { "US", N_ ("United States") },
  { "ZA", N_ ("South Africa") },
};

static const char *
find_name (const Name *names, guint n, const char *word)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i].word, word) == 0)
      return _ (names[i].name);

  return word;
}

/**
 * fr_centres_name_region:
 *
 * Returns: (transfer none): its name for people; the word itself when it has none
 */
const char *
fr_centres_name_region (const char *region)
{
  return find_name (regions, G_N_ELEMENTS (regions), region);
}

/**
 * fr_centres_name_country:
 * @country: two letters
 *
 * Returns: (transfer none): its name for people; the letters when it has none
 */
const char *
fr_centres_name_country (const char *country)
{
  return find_name (countries, G_N_ELEMENTS (countries), country);
}

FrCentre *
fr_centre_new (const char *region, const char *id, const char *city, const char *country)
{
  FrCentre *self = g_new0 (FrCentre, 1);

  self->region = g_strdup (region);
  self->id = g_strdup (id);
  self->city = g_strdup (city);
  self->country = g_strdup (country);

  return self;
}

void
fr_centre_free (FrCentre *self)
{
  if (self == NULL)
    return;

  g_free (self->region);
  g_free (self->id);
  g_free (self->city);
  g_free (self->country);
  g_free (self);
}

/**
 * fr_centre_describe:
 *
 * Returns: (transfer full): "Frankfurt, Germany"; "Singapore" where one name does for both
 */
char *
fr_centre_describe (const FrCentre *self)
{
  const char *country = fr_centres_name_country (self->country);

  if (self->city == NULL || g_strcmp0 (self->city, country) == 0)
    return g_strdup (country != NULL ? country : self->id);

  /* Translators: a city and its country. */
  return g_strdup_printf (_ ("%s, %s"), self->city, country);
}

/**
 * fr_centre_match:
 * @words: what has been typed into the search
 *
 * Returns: whether its city, country, region or id has words that begin so
 */
gboolean
fr_centre_match (const FrCentre *self, const char *words)
{
  g_autofree char *all =
    g_strjoin (" ", self->id, self->city != NULL ? self->city : "",
               fr_centres_name_country (self->country), fr_centres_name_region (self->region),
               NULL);
  g_autofree char *trimmed = g_strstrip (g_strdup (words));

  return *trimmed == '\0' || g_str_match_string (trimmed, all, TRUE);
}

static void
read_centre (JsonArray *array, guint index, JsonNode *node, gpointer data)
{
  JsonObject *object = json_node_get_object (node);

  g_ptr_array_add (data, fr_centre_new (json_object_get_string_member (object, "region"),
                                        json_object_get_string_member (object, "id"),
                                        json_object_get_string_member (object, "city"),
                                        json_object_get_string_member (object, "country")));
}

/**
 * fr_centres_load:
 * @as_of: (out): how old the list is
 *
 * Returns: (transfer full) (element-type FrCentre): the data centres that were known when this
 *   program was made
 */
GPtrArray *
fr_centres_load (GDateTime **as_of)
{
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (fr_places_get_resource (), "/io/github/fittingroom/places/places.json",
                            G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonNode) root = fr_json_parse (g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes), NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GPtrArray *centres = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_centre_free);
  JsonObject *object = json_node_get_object (root);
  int year = 0, month = 0, day = 0;

  if (sscanf (json_object_get_string_member (object, "asOf"), "%d-%d-%d", &year, &month, &day) == 3)
    *as_of = g_date_time_new (zone, year, month, day, 12, 0, 0);
  json_array_foreach_element (json_object_get_array_member (object, "centres"), read_centre,
                              centres);

  return centres;
}

/**
 * fr_centres_merge:
 * @centres: (element-type FrCentre): what is known so far
 * @region: a part of it
 * @fresh: (element-type FrCentre): what there really is in that part
 */
void
fr_centres_merge (GPtrArray *centres, const char *region, GPtrArray *fresh)
{
  guint at = centres->len;

  for (guint i = centres->len; i > 0; i--)
    {
      const FrCentre *centre = g_ptr_array_index (centres, i - 1);

      if (!g_str_equal (centre->region, region))
        continue;
      g_ptr_array_remove_index (centres, i - 1);
      at = i - 1;
    }
  for (guint i = 0; i < fresh->len; i++)
    {
      const FrCentre *centre = g_ptr_array_index (fresh, i);

      g_ptr_array_insert (centres, (int) (at + i),
                          fr_centre_new (region, centre->id, centre->city, centre->country));
    }
}

/**
 * fr_centres_find:
 *
 * Returns: (transfer none) (nullable): the one with that id
 */
const FrCentre *
fr_centres_find (GPtrArray *centres, const char *id)
{
  for (guint i = 0; i < centres->len; i++)
    {
      const FrCentre *centre = g_ptr_array_index (centres, i);

      if (g_strcmp0 (centre->id, id) == 0)
        return centre;
    }

  return NULL;
}

/**
 * fr_centres_fetch:
 * @endpoint: the address of an API
 * @region: what lies behind it
 *
 * Asks the cloud for its data centres. Blocks.
 *
 * Returns: (transfer full) (element-type FrCentre): or %NULL with an error
 */
GPtrArray *
fr_centres_fetch (const char *endpoint, const char *region, const char *user, const char *password,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (FrCloud) cloud = fr_cloud_new (endpoint, user, password, NULL, error);
  g_autoptr (GPtrArray) locations = NULL;
  GPtrArray *centres;

  if (cloud == NULL)
    return NULL;

  fr_cloud_set_patience (cloud, PATIENCE);
  locations = fr_cloud_list_locations (cloud, cancellable, error);
  if (locations == NULL)
    return NULL;

  centres = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_centre_free);
  for (guint i = 0; i < locations->len; i++)
    {
      const FrCloudLocation *location = g_ptr_array_index (locations, i);

      g_ptr_array_add (centres, fr_centre_new (region, location->id, location->city,
                                               location->country));
    }

  return centres;
}

/* What is asked of a cloud: plain strings, for a worker. */
typedef struct
{
  char *endpoint;
  char *region;
  char *user;
  char *password;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->endpoint);
  g_free (question->region);
  g_free (question->user);
  g_free (question->password);
  g_free (question);
}

static gpointer
fetch (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return fr_centres_fetch (question->endpoint, question->region, question->user,
                           question->password, cancellable, error);
}

/**
 * fr_centres_ask:
 * @owner: told by @done, unless it is gone by then
 * @endpoint: (nullable): see fr_centres_fetch()
 * @region: likewise
 * @user: likewise
 * @password: likewise
 * @done: gets what fr_centres_fetch() gives
 * @cancellable: (nullable): ends it
 *
 * The same without blocking.
 */
void
fr_centres_ask (gpointer owner, const char *endpoint, const char *region, const char *user,
                const char *password, FrJobDone done, GCancellable *cancellable)
{
  Question *question = g_new0 (Question, 1);

  question->endpoint = g_strdup (endpoint);
  question->region = g_strdup (region);
  question->user = g_strdup (user);
  question->password = g_strdup (password);
  fr_job_run (owner, fetch, question, question_free, (GDestroyNotify) g_ptr_array_unref, done,
              cancellable);
}
