/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-plan-merge.h"
#include "fr-plan-words.h"

static FrYaml *
new_map (const FrYaml *where)
{
  FrYaml *map = g_new0 (FrYaml, 1);

  map->kind = FR_YAML_MAP;
  map->line = where->line;
  map->column = where->column;
  map->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);
  map->items = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);

  return map;
}

/* A part of the blueprint over the same part of “defaults”; an empty map when there is neither. */
static FrYaml *
merge_part (FrPlanReader *self, const FrYaml *blueprint, const FrYaml *key, const char *part)
{
  const FrYaml *own = fr_yaml_get (blueprint, part);
  FrYaml *merged = new_map (own != NULL && own->kind == FR_YAML_MAP ? own : key);

  fr_plan_update (merged, fr_yaml_get (self->defaults, part), NULL);
  fr_plan_update (merged, own, NULL);

  return merged;
}

static void
read_nodes (FrPlanReader *self, const FrYaml *nodes, FrPlanBlueprint *blueprint)
{
  if (nodes->kind != FR_YAML_LIST)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", nodes,
                          _ ("“nodes” takes a list of servers. Write “- web-01:” under it."));
      return;
    }

  for (guint i = 0; i < nodes->items->len; i++)
    fr_plan_read_node (self, nodes->items->pdata[i], blueprint);
}

/* Servers that are there already have their network already. */
static gboolean
is_own (const FrPlanFacility *facility, const FrPlanBlueprint *blueprint)
{
  if (g_strcmp0 (facility->location_id, FR_DRAFT_OWN) == 0)
    return TRUE;

  for (guint i = 0; i < blueprint->nodes->len; i++)
    if (((const FrPlanNode *) blueprint->nodes->pdata[i])->login == NULL)
      return FALSE;

  return blueprint->nodes->len > 0;
}

static FrPlanBlueprint *
read_blueprint (FrPlanReader *self, const FrYaml *key, const FrYaml *settings,
                const FrPlanFacility *facility)
{
  FrPlanBlueprint *blueprint = fr_plan_blueprint_new (key->text);
  g_autoptr (FrYaml) domain = merge_part (self, settings, key, "domain");
  g_autoptr (FrYaml) ethernet = merge_part (self, settings, key, "ethernet");
  const FrYaml *nodes = fr_yaml_get (settings, "nodes");
  FrPlace place = fr_plan_reader_place (self, key);

  blueprint->place = place;
  g_ptr_array_unref (blueprint->information);
  blueprint->information = fr_plan_reader_list (self, settings, "information");

  if (fr_plan_is_null (nodes) && domain->items->len == 0 && ethernet->items->len == 0)
    {
      fr_findings_add (self->findings, FR_FINDING_WARNING, "empty", place, NULL,
                       _ ("the blueprint “%s” is empty. Write “domain:”, “ethernet:” and “nodes:” "
                          "under it."),
                       key->text);
      return blueprint;
    }

  if (domain->items->len > 0)
    fr_plan_read_domain (self, domain, blueprint);
  if (ethernet->items->len > 0)
    fr_plan_read_ethernet (self, ethernet, blueprint);
  if (!fr_plan_is_null (nodes))
    read_nodes (self, nodes, blueprint);
  if (is_own (facility, blueprint))
    return blueprint;

  if (domain->items->len == 0)
    fr_findings_add (self->findings, FR_FINDING_ERROR, "no-domain", place, NULL,
                     _ ("the blueprint “%s” has no network domain. Write “domain:” and “name: ...” "
                        "under it."),
                     key->text);
  if (ethernet->items->len == 0)
    fr_findings_add (self->findings, FR_FINDING_ERROR, "no-network", place, NULL,
                     _ ("the blueprint “%s” has no network. Write “ethernet:”, “name: ...” and "
                        "“subnet: ...” under it."),
                     key->text);

  return blueprint;
}

static gboolean
is_in (const char *names, const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (names != NULL ? names : "", " \t\n", -1);

  return g_strv_contains ((const char *const *) words, name);
}

static void
read_item (FrPlanReader *self, const FrYaml *item, const char *basement, FrPlanFacility *facility)
{
  const FrYaml *key;
  const FrYaml *settings = fr_plan_reader_item (self, item, &key);
  FrPlanBlueprint *blueprint;

  if (key == NULL)
    return;
  if (settings != NULL && settings->kind == FR_YAML_SCALAR)
    return; /* a group: names of other blueprints */
  if (settings != NULL && settings->kind == FR_YAML_LIST)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", settings,
                          _ ("the blueprint “%s” takes keys, not a list. Write “domain:”, "
                             "“ethernet:” "
                             "and “nodes:” under it."),
                          key->text);
      return;
    }

  for (guint i = 0; i < facility->blueprints->len; i++)
    if (g_str_equal (((FrPlanBlueprint *) facility->blueprints->pdata[i])->name, key->text))
      fr_plan_reader_say (self, FR_FINDING_ERROR, "double-name", key,
                          _ ("there is another blueprint “%s” above. Give one of them another "
                             "name."),
                          key->text);

  blueprint = read_blueprint (self, key, settings, facility);
  blueprint->basement = is_in (basement, blueprint->name);
  g_ptr_array_add (facility->blueprints, blueprint);
}

static char *
read_key (FrPlanReader *self, const FrYaml *document, const char *key)
{
  char *text = fr_plan_reader_text (self, document, key);

  return text != NULL ? text : fr_plan_reader_text (self, self->defaults, key);
}

static void
check_location (FrPlanReader *self, const FrYaml *document, FrPlanFacility *facility)
{
  const FrYaml *value = fr_yaml_get (document, "locationId");
  FrPlace place = fr_plan_reader_place (self, value != NULL ? value : document);
  const char *nearest;

  if (facility->location_id == NULL || *facility->location_id == '\0')
    {
      fr_findings_add (self->findings, FR_FINDING_ERROR, "no-location", place, NULL,
                       _ ("it is not said in which data centre to build. Write “locationId: EU6”, "
                          "or another one."));
      return;
    }
  if (facility->region_id != NULL || facility->api_host != NULL ||
      fr_plan_words_contain (fr_plan_words_locations, facility->location_id) ||
      g_str_equal (facility->location_id, FR_DRAFT_OWN) || fr_plan_facility_is_own (facility))
    return;

  nearest = fr_plan_words_nearest (facility->location_id, fr_plan_words_locations);
  fr_findings_add (self->findings, FR_FINDING_WARNING, "unknown-location", place, nearest,
                   _ ("plumbery knows no data centre “%s”. Write “regionId:” or “apiHost:” as "
                      "well, or another one such as %s."),
                   facility->location_id, nearest != NULL ? nearest : "EU6");
}

static void
read_blueprints (FrPlanReader *self, const FrYaml *document, FrPlanFacility *facility)
{
  const FrYaml *blueprints = fr_yaml_get (document, "blueprints");
  g_autofree char *basement = read_key (self, document, "basement");

  if (fr_plan_is_null (blueprints))
    blueprints = NULL;
  if (blueprints == NULL || blueprints->kind != FR_YAML_LIST)
    {
      fr_findings_add (self->findings, blueprints == NULL ? FR_FINDING_WARNING : FR_FINDING_ERROR,
                       "no-blueprints",
                       fr_plan_reader_place (self, blueprints != NULL ? blueprints : document),
                       NULL,
                       _ ("nothing to build is listed. Write “blueprints:” and “- name:” under "
                          "it."));
      return;
    }

  for (guint i = 0; i < blueprints->items->len; i++)
    read_item (self, blueprints->items->pdata[i], basement, facility);
}

static void
read_facility (FrPlanReader *self, const FrYaml *document, FrPlan *plan)
{
  FrPlanFacility *facility = fr_plan_facility_new ();

  g_ptr_array_add (plan->facilities, facility);
  facility->place = fr_plan_reader_place (self, document);
  facility->location_id = read_key (self, document, "locationId");
  facility->region_id = read_key (self, document, "regionId");
  facility->api_host = read_key (self, document, "apiHost");
  g_ptr_array_unref (facility->information);
  facility->information = fr_plan_reader_list (self, document, "information");

  read_blueprints (self, document, facility);
  check_location (self, document, facility);
  fr_plan_check_logins (facility, self->findings);
}

/**
 * fr_plan_read:
 * @self: has the documents
 * @plan: gets what they say
 *
 * The first document is about the engine when others follow it; the others are data centres.
 */
void
fr_plan_read (FrPlanReader *self, FrPlan *plan)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      const FrYaml *document = self->documents->pdata[i];

      if (document->kind != FR_YAML_MAP)
        {
          fr_plan_reader_say (self, FR_FINDING_ERROR, "no-document", document,
                              fr_plan_is_null (document)
                                ? _ ("this document is empty. Remove the “---” before it.")
                                : _ ("keys such as “locationId:” are expected here. Is this a "
                                     "fittings plan?"));
          continue;
        }
      if (i == 0 && self->documents->len > 1)
        {
          const FrYaml *defaults = fr_yaml_get (document, "defaults");

          g_ptr_array_unref (plan->information);
          plan->information = fr_plan_reader_list (self, document, "information");
          self->defaults = fr_plan_is_null (defaults) ? NULL : defaults;
          continue;
        }

      read_facility (self, document, plan);
    }

  if (self->documents->len == 0)
    {
      FrPlace start = { 1, 1 };

      fr_findings_add (self->findings, FR_FINDING_ERROR, "no-document", start, NULL,
                       _ ("there is nothing in this plan. Write one, or let “fitting-room” write "
                          "it."));
    }
}
