/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-list.h"

#include <string.h>

#include "fr-local-json.h"

#define MOST_PER_PAGE 10000

/* What can be asked of a list, and where it is in an object; the first place that is there
 * counts. A filter that is not here is refused: a client that is told nothing would take the
 * whole list for its answer. */
static const struct
{
  const char *name;
  const char *paths;
} filters[] = {
  { "id", "id" },
  { "name", "name" },
  { "description", "description" },
  { "datacenterId", "datacenterId" },
  { "type", "type" },
  { "state", "state" },
  { "family", "family" },
  { "createTime", "createTime" },
  { "networkDomainId", "networkDomainId networkDomain.id networkInfo.networkDomainId" },
  { "networkId", "networkId" },
  { "vlanId", "vlanId networkInfo.primaryNic.vlanId" },
  { "privateIpv4", "networkInfo.primaryNic.privateIpv4" },
  { "ipv6", "networkInfo.primaryNic.ipv6" },
  { "privateIpv4Address", "privateIpv4Range.address" },
  { "ipv6Address", "ipv6Range.address" },
  { "attached", "attached" },
  { "baseIp", "baseIp" },
  { "size", "size" },
  { "ipBlockId", "ipBlockId" },
  { "ipAddress", "ipAddress value" },
  { "ipVersion", "ipVersion" },
  { "internalIp", "internalIp" },
  { "externalIp", "externalIp" },
  { "nodeId", "nodeId" },
  { "serverId", "serverId" },
  { "poolId", "poolId" },
  { "deployed", "deployed" },
  { "started", "started" },
  { "sourceImageId", "source.value" },
  { "sourceType", "source.type" },
  { "sourceValue", "source.value" },
  { "operatingSystemId", "guest.operatingSystem.id" },
  { "operatingSystemFamily", "guest.operatingSystem.family" },
  { "guestOsCustomization", "guest.osCustomization" },
  { "osUnitsGroupId", "osUnitsGroupId" },
  { "clusterId", "clusterId" },
  { "assetId", "assetId" },
  { "assetType", "assetType" },
  { "tagKeyId", "tagKeyId" },
  { "tagKeyName", "tagKeyName" },
  { "value", "value" },
  { "valueRequired", "valueRequired" },
  { "displayOnReport", "displayOnReport" },
};

static const char *const operators[] = { "LIKE", "GT", "GE", "LT", "LE", "NULL", "NOT_NULL" };

/* “name.LIKE” is the filter “name” with the operator “LIKE”. */
static void
split_filter (const char *text, char **name, const char **operator)
{
  const char *dot = strrchr (text, '.');

  *operator= "";
  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (operators); i++)
    if (strcmp (dot + 1, operators[i]) == 0)
      {
        *operator= operators[i];
        *name = g_strndup (text, (gsize) (dot - text));
        return;
      }

  *name = g_strdup (text);
}

static const char *
find_paths (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (strcmp (filters[i].name, name) == 0)
      return filters[i].paths;

  return NULL;
}

/* The value at the first of the paths that is there, as text. */
static char *
dup_value (JsonObject *object, const char *paths)
{
  g_auto (GStrv) words = g_strsplit (paths, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      JsonNode *node = fr_local_json_get (object, words[i]);

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        continue;
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        return json_node_dup_string (node);
      if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        return g_strdup (json_node_get_boolean (node) ? "true" : "false");

      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    }

  return NULL;
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* Numbers by their size, everything else, times included, by its letters. */
static int
compare_values (const char *a, const char *b)
{
  if (is_number (a) && is_number (b))
    {
      guint64 first = g_ascii_strtoull (a, NULL, 10);
      guint64 second = g_ascii_strtoull (b, NULL, 10);

      return first < second ? -1 : first > second;
    }

  return strcmp (a, b);
}

static gboolean
matches_one (const char *value, const char *operator, const char * wanted)
{
  int order;

  if (strcmp (operator, "NULL") == 0)
    return value == NULL;
  if (value == NULL)
    return FALSE;
  if (strcmp (operator, "NOT_NULL") == 0)
    return TRUE;
  if (strcmp (operator, "LIKE") == 0)
    return g_pattern_match_simple (wanted, value);

  order = compare_values (value, wanted);
  if (*operator== '\0')
    return order == 0;
  if (*operator== 'G')
    return operator[1] == 'T' ? order > 0 : order >= 0;

  return operator[1] == 'T' ? order < 0 : order <= 0;
}

static gboolean
is_filter (const char *name)
{
  return strcmp (name, "pageNumber") != 0 && strcmp (name, "pageSize") != 0 &&
         strcmp (name, "orderBy") != 0;
}

/* Repeated filters are alternatives; different ones must all be true. */
static gboolean
matches_all (FrLocalExchange *exchange, JsonObject *object)
{
  for (guint i = 0; i < exchange->query->len; i++)
    {
      FrLocalPair *pair = exchange->query->pdata[i];
      gboolean found = FALSE;

      for (guint j = 0; is_filter (pair->name) && j < exchange->query->len && !found; j++)
        {
          FrLocalPair *other = exchange->query->pdata[j];
          g_autofree char *name = NULL;
          g_autofree char *value = NULL;
          const char *operator;

          if (strcmp (pair->name, other->name) != 0)
            continue;
          split_filter (other->name, &name, &operator);
          value = dup_value (object, find_paths (name));
          found = matches_one (value, operator, other->value);
        }
      if (is_filter (pair->name) && !found)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_query (FrLocalExchange *exchange)
{
  for (guint i = 0; i < exchange->query->len; i++)
    {
      FrLocalPair *pair = exchange->query->pdata[i];
      g_autofree char *name = NULL;
      const char *operator;
      guint64 number;

      split_filter (pair->name, &name, &operator);
      if (!is_filter (pair->name))
        {
          if (strcmp (pair->name, "orderBy") == 0 ||
              g_ascii_string_to_unsigned (pair->value, 10, 1, MOST_PER_PAGE, &number, NULL))
            continue;
          fr_local_exchange_reject (exchange, pair->name, "must be between 1 and %d",
                                    MOST_PER_PAGE);
          return FALSE;
        }
      if (find_paths (name) == NULL)
        {
          fr_local_exchange_reject (exchange, pair->name, "is not a known filter");
          return FALSE;
        }
    }

  return TRUE;
}

static int
compare_objects (gconstpointer a, gconstpointer b, gpointer data)
{
  JsonObject *first = *(JsonObject *const *) a;
  JsonObject *second = *(JsonObject *const *) b;
  const char *const *order = data;

  for (guint i = 0; order[i] != NULL; i++)
    {
      gboolean down = g_str_has_suffix (order[i], ".DESCENDING");
      const char *dot = strrchr (order[i], '.');
      g_autofree char *name =
        dot != NULL ? g_strndup (order[i], (gsize) (dot - order[i])) : g_strdup (order[i]);
      const char *paths = find_paths (name);
      g_autofree char *x = dup_value (first, paths != NULL ? paths : name);
      g_autofree char *y = dup_value (second, paths != NULL ? paths : name);
      int result = compare_values (x != NULL ? x : "", y != NULL ? y : "");

      if (result != 0)
        return down ? -result : result;
    }

  return 0;
}

static guint
get_page_member (FrLocalExchange *exchange, const char *name, guint otherwise)
{
  const char *text = fr_local_exchange_get_filter (exchange, name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/**
 * fr_local_list_page:
 * @objects: (element-type JsonObject): all that could be in the list
 * @page_size: when the query does not say
 * @paging: gets the numbers of the page
 *
 * Filters, orders and cuts according to the query.
 *
 * Returns: (transfer full) (nullable): the objects of the page, %NULL with an answer when the
 *   query cannot be understood
 */
JsonArray *
fr_local_list_page (FrLocalExchange *exchange, GPtrArray *objects, guint page_size,
                    JsonObject *paging)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  const char *order_by = fr_local_exchange_get_filter (exchange, "orderBy");
  JsonArray *page;
  guint size, number;

  if (!check_query (exchange))
    return NULL;

  for (guint i = 0; i < objects->len; i++)
    if (matches_all (exchange, objects->pdata[i]))
      g_ptr_array_add (chosen, objects->pdata[i]);

  if (order_by != NULL)
    {
      g_auto (GStrv) order = g_strsplit (order_by, ",", -1);

      g_ptr_array_sort_with_data (chosen, compare_objects, order);
    }

  size = get_page_member (exchange, "pageSize", page_size);
  number = get_page_member (exchange, "pageNumber", 1);
  page = json_array_new ();
  for (guint64 i = (guint64) (number - 1) * size; i < chosen->len && i < (guint64) number * size;
       i++)
    json_array_add_object_element (page, json_object_ref (chosen->pdata[i]));

  json_object_set_int_member (paging, "pageNumber", number);
  json_object_set_int_member (paging, "pageCount", json_array_get_length (page));
  json_object_set_int_member (paging, "totalCount", chosen->len);
  json_object_set_int_member (paging, "pageSize", size);

  return page;
}
