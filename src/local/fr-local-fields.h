/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * FrLocalFieldType:
 *
 * What a member of a body may be. Numbers and flags may also be written as text, as the
 * vendor's own examples do.
 */
typedef enum
{
  FR_LOCAL_TEXT,
  FR_LOCAL_NUMBER,
  FR_LOCAL_FLAG,
  FR_LOCAL_ADDRESS, /* IPv4, as text */
  FR_LOCAL_OBJECT,
  FR_LOCAL_TEXTS,   /* an array of texts   */
  FR_LOCAL_OBJECTS, /* an array of objects */
} FrLocalFieldType;

typedef enum
{
  FR_LOCAL_OPTIONAL = 0,
  FR_LOCAL_REQUIRED = 1 << 0,
  FR_LOCAL_ERASABLE = 1 << 1, /* {"nil": true} is a value, too */
} FrLocalFieldFlags;

typedef struct _FrLocalField FrLocalField;

/**
 * FrLocalField:
 *
 * One member that a body may have. A table of them ends with an empty one.
 */
struct _FrLocalField
{
  const char *name;
  FrLocalFieldType type;
  FrLocalFieldFlags flags;
  const char *choices;         /* of a text: the words allowed, with "|" between them; or NULL */
  gint64 least, most;          /* of a number, or of the length of a text; 0 and 0: any */
  const FrLocalField *members; /* of an object or of each object of an array */
};

/**
 * FrLocalProblem:
 *
 * What is wrong with a body, and where: "networkInfo.primaryNic".
 */
typedef struct
{
  char *place;
  char *text;
} FrLocalProblem;

JsonObject *fr_local_fields_check (const FrLocalField *fields, JsonObject *body, gboolean from_xml,
                                   GPtrArray **problems);

G_END_DECLS
