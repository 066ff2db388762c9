/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-manager.h"

#include <time.h>
#include <unistd.h>

/**
 * fr_local_manager_get_info:
 *
 * Returns: what the media server is and can make
 */
JsonNode *
fr_local_manager_get_info (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                           GError **error)
{
  static const char *const modules[] = { "core", "elements", "filters" };
  g_autoptr (JsonNode) root =
    json_from_string ("{\"__module__\":\"kurento\",\"__type__\":\"ServerInfo\","
                      "\"capabilities\":[\"transactions\"],\"type\":\"KMS\",\"version\":\"7.3.0\"}",
                      NULL);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    {
      JsonObject *module = json_object_new ();
      JsonArray *factories = json_array_new ();

      for (guint kind = FR_LOCAL_PIPELINE; kind < FR_LOCAL_KINDS; kind++)
        if (g_str_equal (fr_local_types[kind].module, modules[i]))
          json_array_add_string_element (factories, fr_local_types[kind].name);
      json_object_set_string_member (module, "__module__", "kurento");
      json_object_set_string_member (module, "__type__", "ModuleInfo");
      json_object_set_array_member (module, "factories", factories);
      json_object_set_string_member (module, "generationTime", "");
      json_object_set_string_member (module, "name", modules[i]);
      json_object_set_string_member (module, "version", "7.3.0");
      json_array_add_object_element (list, module);
    }
  json_object_set_array_member (json_node_get_object (root), "modules", list);

  return g_steal_pointer (&root);
}

/**
 * fr_local_manager_get_pipelines:
 *
 * Returns: the ids of all pipelines
 */
JsonNode *
fr_local_manager_get_pipelines (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                GError **error)
{
  g_autoptr (GPtrArray) pipelines = fr_local_objects_list (self->objects, FR_LOCAL_PIPELINE, NULL);

  return fr_local_objects_list_ids (pipelines);
}

/**
 * fr_local_manager_get_sessions:
 *
 * Returns: the ids of all sessions
 */
JsonNode *
fr_local_manager_get_sessions (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                               GError **error)
{
  g_autoptr (GPtrArray) sessions = fr_local_sessions_list (self->sessions);
  JsonArray *ids = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < sessions->len; i++)
    json_array_add_string_element (ids, ((FrLocalSession *) g_ptr_array_index (sessions, i))->id);
  json_node_take_array (node, ids);

  return node;
}

/**
 * fr_local_manager_get_cpu_count:
 *
 * Returns: how many processors there are
 */
JsonNode *
fr_local_manager_get_cpu_count (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                GError **error)
{
  return json_node_init_int (json_node_alloc (), g_get_num_processors ());
}

/**
 * fr_local_manager_get_used_memory:
 *
 * Returns: resident memory in KiB
 */
JsonNode *
fr_local_manager_get_used_memory (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                  GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  gint64 pages = 0;

  /* The second number counts resident pages. */
  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    words = g_strsplit (text, " ", 3);
  if (words != NULL && words[0] != NULL && words[1] != NULL)
    pages = (gint64) g_ascii_strtoull (words[1], NULL, 10);

  return json_node_init_int (json_node_alloc (), pages * (sysconf (_SC_PAGESIZE) / 1024));
}

/**
 * fr_local_manager_get_used_cpu:
 *
 * Kurento measures for as long as it is told, and answers nothing meanwhile. Here the time is
 * that since the question before.
 *
 * Returns: percents of all processors
 */
JsonNode *
fr_local_manager_get_used_cpu (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                               GError **error)
{
  gint64 now = g_get_monotonic_time ();
  gint64 used = (gint64) clock () * G_USEC_PER_SEC / CLOCKS_PER_SEC;
  gint64 elapsed = MAX (now - self->asked_us, 1) * g_get_num_processors ();
  double percent = CLAMP (100.0 * (double) (used - self->used_us) / (double) elapsed, 0, 100);

  self->asked_us = now;
  self->used_us = used;

  return json_node_init_double (json_node_alloc (), percent);
}
