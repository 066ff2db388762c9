/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-endpoint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-error.h"

/* Which API answers for a data centre: the letters of its name tell. */
static const struct
{
  const char *letters;
  const char *region;
  const char *host;
} regions[] = {
  { "NA", "dd-na", "api-na.mcp-services.net" },
  { "EU", "dd-eu", "api-eu.mcp-services.net" },
  { "AU", "dd-au", "api-au.mcp-services.net" },
  { "AF", "dd-af", "api-mea.mcp-services.net" },
  { "AP", "dd-ap", "api-ap.mcp-services.net" },
  { "CA", "dd-canada", "api-canada.mcp-services.net" },
  { "LATAM", "dd-latam", "api-latam.dimensiondata.com" },
  { "CANBERRA", "dd-au-gov", "api-canberra.dimensiondata.com" },
};

/**
 * fr_endpoint_is_here_named:
 * @location: (nullable): a data centre
 *
 * Returns: whether it is that of this computer
 */
gboolean
fr_endpoint_is_here_named (const char *location)
{
  return g_strcmp0 (location, FR_DRAFT_HERE) == 0;
}

/**
 * fr_endpoint_is_here:
 * @plan: with one location
 *
 * Returns: whether the plan is for this computer, whose API is on loopback
 */
gboolean
fr_endpoint_is_here (const FrPlan *plan)
{
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);

  return fr_endpoint_is_here_named (facility->location_id) &&
         (facility->api_host == NULL || g_str_has_prefix (facility->api_host, "127."));
}

/**
 * fr_endpoint_find_named:
 * @location: a data centre
 * @region: (nullable): its region, as libcloud names it; by the letters of @location
 *
 * Returns: (transfer full) (nullable): the address of its API, when that is known
 */
char *
fr_endpoint_find_named (const char *location, const char *region)
{
  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      gsize length = strlen (regions[i].letters);

      if (region != NULL
            ? g_str_equal (region, regions[i].region)
            : g_str_has_prefix (location, regions[i].letters) && g_ascii_isdigit (location[length]))
        return g_strdup_printf ("https://%s", regions[i].host);
    }

  return NULL;
}

/**
 * fr_endpoint_find:
 * @plan: with one location
 *
 * Returns: (transfer full): the address of the API that the plan is for, by its apiHost, its
 *   region or its data centre; %NULL with %FR_ERROR_PLAN when that is not known
 */
char *
fr_endpoint_find (const FrPlan *plan, GError **error)
{
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);
  char *address;

  if (facility->api_host != NULL)
    return g_strdup_printf ("https://%s", facility->api_host);
  address = fr_endpoint_find_named (facility->location_id, facility->region_id);
  if (address != NULL)
    return address;

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("It is not known where the API of %s is. Give the plan a regionId or an apiHost, "
                  "or use --endpoint."),
               facility->location_id);

  return NULL;
}
