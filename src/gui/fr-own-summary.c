/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-own-summary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-yaml.h"

#define MOST_NAMES 6

/* What changes on servers that are there already: nothing is made, so nothing is counted but the
 * servers themselves. */

/* Some names, and a sign that there are more. */
static char *
join_names (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, MOST_NAMES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? _ (", ") : "",
                            (char *) g_ptr_array_index (names, i));
  if (names->len > MOST_NAMES)
    g_string_append (text, "…");

  return g_string_free (text, FALSE);
}

static const FrYaml *
find_list (const FrYaml *config, const char *key)
{
  const FrYaml *list =
    config != NULL && config->kind == FR_YAML_MAP ? fr_yaml_get (config, key) : NULL;

  return list != NULL && list->kind == FR_YAML_LIST ? list : NULL;
}

/* "nginx", or [nginx, 1.22]. */
static const char *
get_name (const FrYaml *item)
{
  if (item->kind == FR_YAML_LIST && item->items->len > 0)
    item = g_ptr_array_index (item->items, 0);

  return item->kind == FR_YAML_SCALAR ? item->text : NULL;
}

static void
add_packages (GPtrArray *parts, const FrYaml *config)
{
  const FrYaml *list = find_list (config, "packages");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *title = NULL;

  for (guint i = 0; list != NULL && i < list->items->len; i++)
    {
      const char *name = get_name (g_ptr_array_index (list->items, i));

      if (name != NULL)
        g_ptr_array_add (names, (gpointer) name);
    }
  if (names->len == 0)
    return;

  title = g_strdup_printf (ngettext ("%u package", "%u packages", names->len), names->len);
  fr_plan_parts_add (parts, "application-certificate-symbolic", title, join_names (names), 0);
}

static void
add_files (GPtrArray *parts, const FrYaml *config)
{
  const FrYaml *list = find_list (config, "write_files");
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; list != NULL && i < list->items->len; i++)
    {
      const FrYaml *item = g_ptr_array_index (list->items, i);
      const FrYaml *path = item->kind == FR_YAML_MAP ? fr_yaml_get (item, "path") : NULL;
      char *folder = path != NULL && path->text != NULL ? g_path_get_dirname (path->text) : NULL;

      n += folder != NULL ? 1 : 0;
      if (folder != NULL &&
          !g_ptr_array_find_with_equal_func (folders, folder, g_str_equal, NULL))
        g_ptr_array_add (folders, folder);
      else
        g_free (folder);
    }
  if (n == 0)
    return;

  title = g_strdup_printf (ngettext ("%u file", "%u files", n), n);
  fr_plan_parts_add (parts, "text-x-generic-symbolic", title, join_names (folders), 0);
}

/* Those that the plan speaks of. */
static void
add_services (GPtrArray *parts, const FrPlanNode *node)
{
  static const char *const units[] = { "kurento-media-server", "nginx" };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; node->cloud_config != NULL && i < G_N_ELEMENTS (units); i++)
    if (strstr (node->cloud_config, units[i]) != NULL)
      g_ptr_array_add (names, (gpointer) units[i]);
  if (names->len > 0)
    fr_plan_parts_add (parts, "document-properties-symbolic", _ ("Services"), join_names (names),
                       0);
}

static void
add_ports (GPtrArray *parts, const FrPlanNode *node)
{
  g_autofree char *ports = fr_plan_ports_describe (node);

  if (*ports != '\0')
    /* Translators: %s is a list of ports */
    fr_plan_parts_add (parts, "security-medium-symbolic", _ ("Ports in use"),
                       g_strdup_printf (_ ("%s; open them where a firewall stands in front"),
                                        ports),
                       0);
}

static void
add_node (GPtrArray *parts, const FrPlanNode *node)
{
  const FrPlanLogin *login = node->login;
  g_autoptr (GPtrArray) documents =
    node->cloud_config != NULL
      ? fr_yaml_parse (node->cloud_config, -1, "cloud-config", NULL, NULL)
      : NULL;
  const FrYaml *config =
    documents != NULL && documents->len > 0 ? g_ptr_array_index (documents, 0) : NULL;
  FrPlanPart *server =
    fr_plan_parts_add (parts, "network-workgroup-symbolic", _ ("Server"),
                       g_strdup_printf ("%s, %s@%s", node->name != NULL ? node->name : "",
                                        login->user, login->host != NULL ? login->host : "?"),
                       1);

  g_ptr_array_add (server->keys, g_strconcat ("server ", node->name, NULL));
  fr_plan_parts_add (parts, "view-refresh-symbolic", _ ("System"),
                     g_strdup (_ ("Brought up to date, and its clock set")), 0);
  add_packages (parts, config);
  add_files (parts, config);
  add_services (parts, node);
  fr_plan_parts_add (parts, "auth-fingerprint-symbolic", _ ("SSH"),
                     g_strdup (_ ("The key of this mirror is added; passwords are refused")), 0);
  add_ports (parts, node);
}

/**
 * fr_own_summary_add:
 * @parts: (element-type FrPlanPart): get what changes
 * @facility: whose servers are there already
 */
void
fr_own_summary_add (GPtrArray *parts, const FrPlanFacility *facility)
{
  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          const FrPlanNode *node = g_ptr_array_index (blueprint->nodes, j);

          if (node->login != NULL)
            add_node (parts, node);
        }
    }
  fr_plan_parts_add (parts, "edit-undo-symbolic", _ ("The way back"),
                     g_strdup (_ ("Each change is noted on the server before it is made, and "
                                  "disposing takes them back")),
                     0);
}
