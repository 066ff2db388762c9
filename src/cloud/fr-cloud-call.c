/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-answer.h"
#include "fr-cloud-private.h"

#define PAGE_SIZE 250
#define MOST_PAGES 400

/* The path of a call, below the organisation of the account. */
static char *
make_path (FrCloud *self, const char *call, GCancellable *cancellable, GError **error)
{
  gboolean known;

  g_mutex_lock (&self->mutex);
  known = self->organisation != NULL;
  g_mutex_unlock (&self->mutex);

  if (!known)
    {
      g_autoptr (FrCloudAccount) account = fr_cloud_sign_in (self, cancellable, error);

      if (account == NULL)
        return NULL;
    }

  return g_strconcat (FR_CLOUD_ROOT, self->organisation, "/", call, NULL);
}

static JsonNode *
get_until (FrCloud *self, const char *call, const char *what, gint64 deadline_us,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *path = make_path (self, call, cancellable, error);

  if (path == NULL)
    return NULL;

  return fr_cloud_ask (self, path, what, NULL, deadline_us, NULL, cancellable, error);
}

/**
 * fr_cloud_get:
 * @call: area and resource, with an id or a query
 * @what: the thing, for messages
 *
 * Returns: (transfer full): an object, or %NULL
 */
JsonNode *
fr_cloud_get (FrCloud *self, const char *call, const char *what, GCancellable *cancellable,
              GError **error)
{
  return get_until (self, call, what, G_MAXINT64, cancellable, error);
}

/* The last page is known by the count of all items: "pageCount" counts those of this page,
 * and the page after the last one is an error for some lists. Section 3. */
static gboolean
is_last_page (JsonObject *page, guint before, guint after)
{
  JsonNode *node = fr_cloud_fields_find (page, "totalCount");
  guint total = 0;

  return after == before || node == NULL || !fr_cloud_fields_to_number (node, &total) ||
         after >= total;
}

/**
 * fr_cloud_list_until:
 * @type: what each item is
 * @resource: area and resource, "server/server"
 * @query: filters from fr_cloud_query(); may be empty
 * @deadline_us: on the monotonic clock; patience ends there at the latest
 *
 * Reads all pages.
 *
 * Returns: (transfer full): structs of @type, in the order of the cloud, or %NULL
 */
GPtrArray *
fr_cloud_list_until (FrCloud *self, const FrCloudType *type, const char *resource,
                     const char *query, gint64 deadline_us, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (type->free);
  const char *member = type->member != NULL ? type->member : strrchr (resource, '/') + 1;

  for (guint page = 1; page <= MOST_PAGES; page++)
    {
      g_autofree char *call = g_strdup_printf ("%s?%s%spageSize=%d&pageNumber=%u", resource, query,
                                               *query != '\0' ? "&" : "", PAGE_SIZE, page);
      g_autoptr (JsonNode) node = get_until (self, call, _ (type->title), deadline_us, cancellable,
                                             error);
      g_autoptr (GError) reason = NULL;
      guint before = records->len;

      if (node == NULL)
        return NULL;

      if (!fr_cloud_fields_read_list (type, json_node_get_object (node), member, "", records,
                                      &reason))
        {
          fr_cloud_answer_misshapen (_ (type->title), g_steal_pointer (&reason), error);
          return NULL;
        }

      if (is_last_page (json_node_get_object (node), before, records->len))
        return g_steal_pointer (&records);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
               _ ("%s: the list does not end after %u pages. Check the endpoint."), _ (type->title),
               MOST_PAGES);
  return NULL;
}

/**
 * fr_cloud_list:
 *
 * fr_cloud_list_until() with the usual patience.
 */
GPtrArray *
fr_cloud_list (FrCloud *self, const FrCloudType *type, const char *resource, const char *query,
               GCancellable *cancellable, GError **error)
{
  return fr_cloud_list_until (self, type, resource, query, G_MAXINT64, cancellable, error);
}

/**
 * fr_cloud_find_only:
 *
 * A #FrCloudFind by the name, or another text, of a thing. Names of servers may come twice:
 * then nobody knows which one it is. Pitfalls 5 and 14.
 *
 * Returns: (transfer full): the id; %NULL without an error when there is none, with
 *   %FR_ERROR_EXISTS when there are several
 */
char *
fr_cloud_find_only (FrCloud *self, const FrCloudPost *post, GCancellable *cancellable,
                    GError **error)
{
  const FrCloudLookup *lookup = post->data;
  g_autoptr (GPtrArray) records = NULL;
  const char *id = NULL;

  records = fr_cloud_list (self, lookup->type, lookup->resource, lookup->query, cancellable, error);
  if (records == NULL)
    return NULL;

  for (guint i = 0; i < records->len; i++)
    {
      const char *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (G_STRUCT_MEMBER (char *, record, lookup->offset), lookup->value) != 0)
        continue;

      if (id != NULL)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                       _ ("%s: there are several. Remove the one that is not needed."), post->what);
          return NULL;
        }
      id = G_STRUCT_MEMBER (char *, record, 0);
    }

  return g_strdup (id);
}

static const char *
find_info (JsonArray *list, const char *name)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *entry = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *value = entry != NULL ? fr_cloud_fields_find_text (entry, "value") : NULL;

      if (value != NULL &&
          (name == NULL || g_strcmp0 (fr_cloud_fields_find_text (entry, "name"), name) == 0))
        return value;
    }

  return NULL;
}

/* The id of what was made: under one of its names, or the first of the entries. Section 8.1. */
static char *
read_new_id (JsonObject *reply, const char *info)
{
  g_auto (GStrv) names = g_strsplit (info, " ", -1);
  JsonArray *list;
  const char *id = NULL;

  if (!fr_cloud_fields_find_list (reply, "info", "", &list, NULL) || list == NULL)
    return NULL;

  for (guint i = 0; names[i] != NULL && id == NULL; i++)
    id = find_info (list, names[i]);

  return g_strdup (id != NULL ? id : find_info (list, NULL));
}

/**
 * fr_cloud_post:
 * @id: (out) (optional): the id of the new thing, when @post->info is set
 *
 * Changes something; returns when the cloud has accepted it, which is before it is done.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_post (FrCloud *self, const FrCloudPost *post, char **id, GCancellable *cancellable,
               GError **error)
{
  g_autofree char *path = make_path (self, post->action, cancellable, error);
  g_autofree char *made = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) reason = NULL;

  if (path == NULL)
    return FALSE;

  node = fr_cloud_ask (self, path, post->what, post, G_MAXINT64, &made, cancellable, error);
  if (node == NULL && made == NULL)
    return FALSE;

  if (made == NULL && post->info != NULL)
    made = read_new_id (json_node_get_object (node), post->info);
  if (made == NULL && post->info != NULL)
    {
      reason = g_error_new (FR_ERROR, FR_ERROR_PROTOCOL, _ ("info[].%s: missing"), post->info);
      fr_cloud_answer_misshapen (post->what, g_steal_pointer (&reason), error);
      return FALSE;
    }

  if (id != NULL)
    *id = g_steal_pointer (&made);
  return TRUE;
}

/**
 * fr_cloud_post_id:
 * @id: of the thing that is changed
 *
 * The many calls whose request is {"id": …}.
 *
 * Returns: whether it was accepted
 */
gboolean
fr_cloud_post_id (FrCloud *self, const char *action, const char *what, const char *id,
                  const char *fine, const char *slow, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *thing = g_strdup_printf ("%s %s", what, id);
  FrCloudPost post = { .action = action, .what = thing, .body = body, .fine = fine, .slow = slow };

  json_object_set_string_member (body, "id", id);
  return fr_cloud_post (self, &post, NULL, cancellable, error);
}

/**
 * fr_cloud_query:
 * @name: of a filter
 * @...: its value, more names and values, %NULL; a filter whose value is %NULL is left out
 *
 * Returns: (transfer full): the filters as the part of a URL
 */
char *
fr_cloud_query (const char *name, ...)
{
  GString *query = g_string_new (NULL);
  va_list list;

  va_start (list, name);
  for (; name != NULL; name = va_arg (list, const char *))
    {
      const char *value = va_arg (list, const char *);

      if (value == NULL)
        continue;

      g_string_append_printf (query, "%s%s=", query->len > 0 ? "&" : "", name);
      g_string_append_uri_escaped (query, value, NULL, TRUE);
    }
  va_end (list);

  return g_string_free (query, FALSE);
}
