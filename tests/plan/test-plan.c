/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-plan-check.h"
#include "fr-plan.h"

#define HEAD "---\n"                                         \
             "parameters:\n"                                 \
             "  size:\n"                                     \
             "    information: [\"GB\"]\n"                   \
             "    type: [\"10..1000\"]\n"                    \
             "    default: 50\n"                             \
             "---\n"                                         \
             "locationId: EU6\n"                             \
             "blueprints:\n"                                 \
             "  - b:\n"                                      \
             "      domain: {name: d}\n"                     \
             "      ethernet: {name: n, subnet: 10.7.0.0}\n" \
             "      nodes:\n"

static FrPlan *
load (const char *file, GHashTable *values)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "plans", file, NULL);
  g_autoptr (GError) error = NULL;
  FrPlan *plan = fr_plan_load (path, values, &error);

  g_assert_no_error (error);
  return plan;
}

static FrPlan *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  FrPlan *plan = fr_plan_parse (text, "plan.yaml", NULL, &error);

  g_assert_no_error (error);
  return plan;
}

static const FrPlanBlueprint *
get_blueprint (const FrPlan *plan, guint facility, guint blueprint)
{
  const FrPlanFacility *where;

  g_assert_cmpuint (facility, <, plan->facilities->len);
  where = plan->facilities->pdata[facility];
  g_assert_cmpuint (blueprint, <, where->blueprints->len);

  return where->blueprints->pdata[blueprint];
}

static void
assert_port (const FrPlanNode *node, guint i, const char *protocol, guint begin, guint end)
{
  const FrPlanPort *port;

  g_assert_cmpuint (i, <, node->ports->len);
  port = node->ports->pdata[i];
  g_assert_cmpstr (port->protocol, ==, protocol);
  g_assert_cmpuint (port->begin, ==, begin);
  g_assert_cmpuint (port->end, ==, end);
}

static void
assert_strings (GPtrArray *strings, const char *all)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < strings->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "|" : "", (const char *) strings->pdata[i]);
  g_assert_cmpstr (joined->str, ==, all);
}

static void
test_seed (void)
{
  g_autoptr (FrPlan) plan = load ("kurento-6.yaml", NULL);
  const FrPlanBlueprint *blueprint = get_blueprint (plan, 0, 0);
  const FrPlanNode *node = blueprint->nodes->pdata[0];
  const FrPlanDisk *disk = node->disks->pdata[0];

  g_assert_cmpstr (((FrPlanFacility *) plan->facilities->pdata[0])->location_id, ==, "EU7");
  g_assert_cmpstr (blueprint->domain_name, ==, "OldMirror");
  g_assert_cmpstr (blueprint->domain_ipv4, ==, "auto");
  g_assert_cmpstr (blueprint->domain_service, ==, "essentials");
  g_assert_cmpstr (blueprint->network_address, ==, "10.124.0.0");
  g_assert_cmpuint (blueprint->network_prefix, ==, 24);
  g_assert_cmpuint (fr_plan_count_nodes (plan), ==, 1);

  g_assert_cmpstr (node->name, ==, "kurento-01");
  g_assert_cmpuint (node->place.line, ==, 74);
  g_assert_cmpuint (node->place.column, ==, 11);
  g_assert_cmpstr (node->appliance, ==, "Ubuntu 14");
  g_assert_cmpuint (node->cpu, ==, 8);
  g_assert_cmpuint (node->cores, ==, 1);
  g_assert_cmpstr (node->cpu_speed, ==, "standard");
  g_assert_cmpuint (node->memory_gb, ==, 8);
  g_assert_cmpuint (node->disks->len, ==, 1);
  g_assert_cmpuint (disk->size_gb, ==, 50);
  g_assert_cmpuint (node->ports->len, ==, 6);
  assert_port (node, 0, "tcp", 22, 22);
  assert_port (node, 5, "udp", 1, 65535);
  g_assert_cmpuint (node->information->len, ==, 4);
  g_assert_cmpstr (node->information->pdata[2], ==, "https://{{ node.public }}:8443");
  g_assert_nonnull (strstr (node->cloud_config, "ssh_pwauth: false"));
  g_assert_nonnull (strstr (node->cloud_config, "{{ rsa_private.key }}"));
}

static void
test_values (void)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (FrPlan) plan = NULL;

  g_hash_table_insert (values, (gpointer) "nodeName", (gpointer) "mirror-[2..4]");
  g_hash_table_insert (values, (gpointer) "locationId", (gpointer) "NA9");
  plan = load ("kurento-6.yaml", values);
  g_assert_cmpuint (fr_plan_count_nodes (plan), ==, 3);
  g_assert_cmpstr (((FrPlanNode *) get_blueprint (plan, 0, 0)->nodes->pdata[2])->name, ==,
                   "mirror-4");
  g_assert_cmpstr (fr_plan_get_parameter (plan, "locationId"), ==, "NA9");
  g_assert_null (fr_plan_get_parameter (plan, "absent"));
}

static void
test_wild (void)
{
  g_autoptr (FrPlan) plan = load ("wild.yaml", NULL);
  const FrPlanFacility *facility = plan->facilities->pdata[0];
  const FrPlanBlueprint *front = get_blueprint (plan, 0, 0), *back = get_blueprint (plan, 0, 1);
  const FrPlanNode *node = front->nodes->pdata[2];

  assert_strings (plan->information, "two lines|in one text");
  assert_strings (facility->information, "about the data centre");
  g_assert_cmpuint (plan->facilities->len, ==, 2);
  g_assert_cmpuint (facility->blueprints->len, ==, 2);
  g_assert_cmpstr (facility->region_id, ==, "dd-eu");
  g_assert_true (front->basement);
  g_assert_false (back->basement);
  g_assert_cmpstr (front->domain_service, ==, "advanced");
  g_assert_cmpuint (front->network_prefix, ==, 20);
  g_assert_true (back->network_keep);
  g_assert_cmpstr (back->domain_ipv4, ==, "8");

  g_assert_cmpuint (front->nodes->len, ==, 3);
  g_assert_cmpstr (node->name, ==, "web-03");
  g_assert_cmpstr (node->description, ==, "see {{ web-01.private }}");
  g_assert_cmpuint (node->cpu, ==, 4);
  g_assert_cmpuint (node->cores, ==, 2);
  g_assert_cmpuint (node->memory_gb, ==, 16);
  g_assert_true (node->keep_running);
  assert_strings (node->information, "of the class");
  g_assert_cmpuint (node->ports->len, ==, 6);
  assert_port (node, 1, "icmp", 0, 0);
  assert_port (node, 3, "tcp", 81, 81);
  assert_port (node, 4, "tcp", 8000, 8010);
  assert_port (node, 5, "udp", 137, 138);
  g_assert_cmpstr (node->cloud_config, ==,
                   "packages:\n- ntp\n- git\n- vim\nssh_pwauth: no\nhostname: \"{{ node.name }}\"\n"
                   "runcmd:\n- |\n  echo \"a: b\" # kept\n");

  node = back->nodes->pdata[0];
  g_assert_cmpstr (node->private_ipv4, ==, "10.2.0.11");
  g_assert_cmpuint (node->cpu, ==, 0);
  g_assert_null (node->appliance);
  g_assert_cmpstr (((FrPlanNode *) back->nodes->pdata[1])->name, ==, "cache");
}

/* Anything goes around the places, too: what was pasted, what comes after it in the line. */
static void
test_places (void)
{
  g_autoptr (FrPlan) plan = parse (HEAD "        - a{{ parameter.size }}:\n"
                                        "            disks: [1 {{ parameter.size }} economy, 2 "
                                        "60]\n"
                                        "            glue: [internet  22 udp:7{{ parameter.size }} "
                                        "80]\n");
  const FrPlanNode *node = get_blueprint (plan, 0, 0)->nodes->pdata[0];
  const FrPlanDisk *disk = node->disks->pdata[1];
  const FrPlanPort *port = node->ports->pdata[2];

  g_assert_cmpstr (node->name, ==, "a50");
  g_assert_cmpuint (node->place.line, ==, 14);
  g_assert_cmpuint (node->place.column, ==, 11);
  g_assert_cmpuint (disk->size_gb, ==, 60);
  g_assert_cmpuint (disk->place.column, ==, 53);
  assert_port (node, 1, "udp", 750, 750);
  g_assert_cmpuint (port->place.line, ==, 16);
  g_assert_cmpuint (port->place.column, ==, 59);
}

/* Each file of the folder “bad” tells in its first line what is to be said about it. */
static void
test_bad (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "bad", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autofree char *text = fr_plan_read_file (path, NULL);
      g_autofree char *expected = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (file, ".yaml"))
        continue;
      g_assert_true (g_str_has_prefix (text, "# "));
      expected = g_strdup_printf ("%s:%.*s", file, (int) strcspn (text + 2, "\n"), text + 2);
      g_assert_null (fr_plan_parse (text, file, NULL, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
      g_assert_cmpstr (error->message, ==, expected);
      n++;
    }
  g_assert_cmpuint (n, >=, 40);
}

static void
test_shapes (void)
{
  g_autoptr (FrPlan) crlf = parse ("---\r\nlocationId: EU6\r\nblueprints:\r\n  - b:\r\n      "
                                   "domain: {name: d}\r\n"
                                   "      ethernet: {name: n, subnet: 10.7.0.0}\r\n      "
                                   "nodes:\r\n        - web:");
  g_autoptr (FrPlan) comment = parse ("# one\n# two\n# three\n" HEAD "        - web:\n            "
                                      "cpu:\n");
  g_autoptr (FrPlan) alias = parse (HEAD "        - one: &same\n            cpu: 3\n            "
                                         "default: none\n"
                                         "            cloud-config: {packages: [x]}\n        - "
                                         "two: *same\n");
  const FrPlanNode *node = get_blueprint (crlf, 0, 0)->nodes->pdata[0];

  g_assert_cmpuint (node->place.line, ==, 8);
  g_assert_cmpstr (fr_plan_get_parameter (comment, "size"), ==, "50");
  node = get_blueprint (alias, 0, 0)->nodes->pdata[1];
  g_assert_cmpstr (node->name, ==, "two");
  g_assert_cmpuint (node->cpu, ==, 3);
  g_assert_cmpstr (node->cloud_config, ==, "packages:\n- x\n");
}

static void
test_files (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "fr-test-plan-nul.yaml", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_plan_load ("absent/plan.yaml", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "absent/plan.yaml"));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "a: 1\nb\0c", 8, NULL));
  g_assert_null (fr_plan_load (path, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, ":2:1: "));
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Long, deep, many, odd: an answer in time, and memory within bounds. */
static void
test_hostile (void)
{
  g_autoptr (GString) pasted = g_string_new ("parameters:\n  a: {information: [x], type: str, "
                                             "default: ");
  g_autoptr (GString) layers = g_string_new ("defaults:\n  cloud-config:\n    x: '");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append_c (pasted, 'y');
  g_string_append (pasted, "}\n---\nlocationId: EU6\n");
  for (guint i = 0; i < 40000; i++)
    g_string_append (pasted, "#{{ parameter.a }}\n");
  g_assert_null (fr_plan_parse (pasted->str, "pasted", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, "1 MB"));
  g_clear_error (&error);

  for (guint i = 0; i < 500000; i++)
    g_string_append_c (layers, 'z');
  g_string_append (layers, "'\n---\nlocationId: EU6\nblueprints:\n  - b:\n      domain: {name: d}\n"
                           "      ethernet: {name: n, subnet: 10.0.0.0/16}\n      nodes:\n");
  for (guint i = 0; i < 900; i++)
    g_string_append_printf (layers, "        - s%u:\n", i);
  g_assert_null (fr_plan_parse (layers->str, "layers", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, "16 MB"));
  g_clear_error (&error);

  g_assert_null (fr_plan_parse ("a: \xff\n", "latin", NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "latin:1:4: this is not UTF-8. Save the plan as UTF-8, or write the character "
                   "again.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/seed", test_seed);
  g_test_add_func ("/plan/values", test_values);
  g_test_add_func ("/plan/wild", test_wild);
  g_test_add_func ("/plan/places", test_places);
  g_test_add_func ("/plan/bad", test_bad);
  g_test_add_func ("/plan/shapes", test_shapes);
  g_test_add_func ("/plan/files", test_files);
  g_test_add_func ("/plan/hostile", test_hostile);

  return g_test_run ();
}
