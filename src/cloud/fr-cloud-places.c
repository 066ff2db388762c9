/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-places.h"

#include "fr-cloud-private.h"
#include "fr-cloud-types.h"

/**
 * fr_cloud_list_locations:
 *
 * The data centres of the region behind the endpoint, without those of the older kind (MCP 1)
 * whose network is another one. Blocks. Section 4.1.
 *
 * Returns: (transfer full) (element-type FrCloudLocation): %NULL on error
 */
GPtrArray *
fr_cloud_list_locations (FrCloud *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) locations = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self), NULL);

  locations = fr_cloud_list (self, &fr_cloud_location_type, "infrastructure/datacenter", "",
                             cancellable, error);
  if (locations == NULL)
    return NULL;

  for (guint i = locations->len; i > 0; i--)
    {
      const FrCloudLocation *location = g_ptr_array_index (locations, i - 1);

      if (location->type != NULL && !g_str_equal (location->type, "MCP 2.0"))
        g_ptr_array_remove_index (locations, i - 1);
    }

  return g_steal_pointer (&locations);
}

/**
 * fr_cloud_list_images:
 * @location_id: a data centre
 *
 * What servers can be made from there: the images of the cloud, then those of the account.
 * Blocks. Section 5.
 *
 * Returns: (transfer full) (element-type FrCloudImage): %NULL on error
 */
GPtrArray *
fr_cloud_list_images (FrCloud *self, const char *location_id, GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GPtrArray) own = NULL;

  g_return_val_if_fail (FR_IS_CLOUD (self) && location_id != NULL, NULL);

  query = fr_cloud_query ("datacenterId", location_id, NULL);
  images = fr_cloud_list (self, &fr_cloud_image_type, "image/osImage", query, cancellable, error);
  if (images == NULL)
    return NULL;

  own = fr_cloud_list (self, &fr_cloud_image_type, "image/customerImage", query, cancellable,
                       error);
  if (own == NULL)
    return NULL;

  g_ptr_array_extend_and_steal (images, g_steal_pointer (&own));
  return g_steal_pointer (&images);
}
