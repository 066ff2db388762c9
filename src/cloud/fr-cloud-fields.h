/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  FR_CLOUD_TEXT,   /* char *   */
  FR_CLOUD_NUMBER, /* guint    */
  FR_CLOUD_FLAG,   /* gboolean */
} FrCloudFieldKind;

/**
 * FrCloudField:
 * @path: where it is in the reply, such as "cpu.count"
 * @offset: where it goes in the struct
 * @needed: whether a reply without it is refused
 */
typedef struct
{
  const char *path;
  FrCloudFieldKind kind;
  gsize offset;
  gboolean needed;
} FrCloudField;

/**
 * FrCloudType:
 * @title: what the user reads, in the plural
 * @member: (nullable): the list in a reply, when it is not named as the resource is
 * @read_rest: (nullable): reads what a table cannot say
 * @clear_rest: (nullable): frees what @read_rest made
 * @free: frees a whole struct
 *
 * One struct and its table. The first member of each struct is its id.
 */
typedef struct
{
  const char *title;
  const char *member;
  gsize size;
  const FrCloudField *fields;
  guint n_fields;
  gboolean (*read_rest) (gpointer record, JsonObject *object, const char *place, GError **error);
  void (*clear_rest) (gpointer record);
  GDestroyNotify free;
} FrCloudType;

gpointer fr_cloud_fields_read (const FrCloudType *type, JsonNode *node, const char *place,
                               GError **error);
gboolean fr_cloud_fields_read_list (const FrCloudType *type, JsonObject *object, const char *member,
                                    const char *place, GPtrArray *records, GError **error);
void fr_cloud_fields_free (const FrCloudType *type, gpointer record);

JsonNode *fr_cloud_fields_find (JsonObject *object, const char *path);
const char *fr_cloud_fields_find_text (JsonObject *object, const char *path);
gboolean fr_cloud_fields_find_list (JsonObject *object, const char *member, const char *place,
                                    JsonArray **list, GError **error);
gboolean fr_cloud_fields_to_number (JsonNode *node, guint *number);
gboolean fr_cloud_fields_to_flag (JsonNode *node, gboolean *flag);

G_END_DECLS
