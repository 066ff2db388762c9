/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-private.h"
#include "fr-cloud-server.h"

/* A disk has no name: a new one is one that was not there before. */
static char *
find_new_disk (FrCloud *self, const FrCloudPost *post, GCancellable *cancellable, GError **error)
{
  const FrCloudServer *before = post->data;
  g_autoptr (FrCloudServer) after = fr_cloud_get_server (self, before->id, cancellable, error);

  for (guint i = 0; after != NULL && i < after->disks->len; i++)
    {
      const FrCloudDisk *disk = g_ptr_array_index (after->disks, i);
      gboolean known = FALSE;

      for (guint j = 0; j < before->disks->len; j++)
        known |= g_str_equal (((FrCloudDisk *) before->disks->pdata[j])->id, disk->id);
      if (!known)
        return g_strdup (disk->id);
    }

  return NULL;
}

/**
 * fr_cloud_add_disk:
 * @server_id: a server that is switched off
 * @size_gb: 10 to 1000
 * @speed: (nullable): in any case, %NULL for "standard"
 *
 * At the next free place. Blocks until the cloud has accepted it; fr_cloud_wait_ready() waits
 * for the rest. Section 11.5.
 *
 * Returns: (transfer full): the id of the disk, or %NULL
 */
char *
fr_cloud_add_disk (FrCloud *self, const char *server_id, guint size_gb, const char *speed,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (FrCloudServer) before = fr_cloud_get_server (self, server_id, cancellable, error);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = NULL;
  g_autofree char *word = g_ascii_strup (speed != NULL ? speed : "standard", -1);
  FrCloudPost post = { .action = "server/addDisk",
                       .body = body,
                       .info = "diskId",
                       .find = find_new_disk,
                       .data = before };
  char *id = NULL;

  if (before == NULL)
    return NULL;

  what = g_strdup_printf (_ ("New disk of “%s”"), before->name);
  post.what = what;
  json_object_set_string_member (body, "serverId", server_id);
  json_object_set_int_member (body, "sizeGb", size_gb);
  json_object_set_string_member (body, "speed", word);

  fr_cloud_post (self, &post, &id, cancellable, error);
  return id;
}

/* Whether the disk has its new size already: to ask for it again would be refused. */
static char *
find_size (FrCloud *self, const FrCloudPost *post, GCancellable *cancellable, GError **error)
{
  const char *id = json_object_get_string_member (post->body, "id");
  gint64 size_gb = json_object_get_int_member (post->body, "newSizeGb");
  g_autoptr (GPtrArray) servers = fr_cloud_list_servers (self, NULL, NULL, cancellable, error);

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);

      for (guint j = 0; j < server->disks->len; j++)
        {
          const FrCloudDisk *disk = g_ptr_array_index (server->disks, j);

          if (g_str_equal (disk->id, id) && disk->size_gb >= size_gb)
            return g_strdup (id);
        }
    }

  return NULL;
}

/**
 * fr_cloud_expand_disk:
 * @disk_id: a disk of a server that is switched off
 * @size_gb: the new size; disks never shrink
 *
 * Blocks until the cloud has accepted it; fr_cloud_wait_ready() waits for the rest. The file
 * system inside does not grow by this. Section 11.5.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_expand_disk (FrCloud *self, const char *disk_id, guint size_gb, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *what = g_strdup_printf (_ ("Size of disk %s"), disk_id);
  FrCloudPost post = { .action = "server/expandDisk",
                       .what = what,
                       .body = body,
                       .fine = "NO_CHANGE",
                       .find = find_size };

  g_return_val_if_fail (FR_IS_CLOUD (self), FALSE);

  json_object_set_string_member (body, "id", disk_id);
  json_object_set_int_member (body, "newSizeGb", size_gb);
  return fr_cloud_post (self, &post, NULL, cancellable, error);
}
