/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-settings.h"

/* A program that was not installed finds what was compiled beside it. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *usual = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = NULL;
  g_autoptr (GSettingsSchemaSource) here = NULL;

  if (usual != NULL)
    schema = g_settings_schema_source_lookup (usual, FR_APPLICATION_ID, TRUE);
  if (schema != NULL)
    return schema;

  here = g_settings_schema_source_new_from_directory (FR_BUILDDIR "/data", usual, TRUE, NULL);

  return here != NULL ? g_settings_schema_source_lookup (here, FR_APPLICATION_ID, FALSE) : NULL;
}

/**
 * fr_settings_open:
 *
 * Returns: (transfer full) (nullable): what is remembered from one start to the next; %NULL
 *   when it is not installed, and then nothing is remembered
 */
GSettings *
fr_settings_open (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
