/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FR_YAML_SCALAR,
  FR_YAML_LIST,
  FR_YAML_MAP,
} FrYamlKind;

/**
 * FrYaml:
 *
 * A node of a plan as it was written, and where. Lines and columns count from 1. Types are
 * not decided here: “8”, 8 and 0755 are texts, and @plain tells whether quotes stood around.
 */
typedef struct
{
  FrYamlKind kind;
  guint line;
  guint column;
  char *text;       /* of a scalar                       */
  gboolean plain;   /* a scalar without quotes           */
  GPtrArray *keys;  /* of FrYaml, of a map, all scalars  */
  GPtrArray *items; /* of FrYaml, of a list or a map     */
} FrYaml;

GPtrArray *fr_yaml_parse (const char *text, gssize length, const char *name, GPtrArray *warnings,
                          GError **error);
void fr_yaml_free (FrYaml *self);
const FrYaml *fr_yaml_get (const FrYaml *map, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrYaml, fr_yaml_free)

G_END_DECLS
