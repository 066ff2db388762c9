/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-error.h"
#include "fr-plan-check.h"
#include "fr-plan.h"

static void
assert_same_lines (const char *text, const char *golden, const char *file)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) wanted = g_strsplit (golden, "\n", -1);

  for (guint i = 0; lines[i] != NULL && wanted[i] != NULL; i++)
    {
      if (!g_str_equal (lines[i], wanted[i]))
        g_test_message ("%s differs in line %u", file, i + 1);
      g_assert_cmpstr (lines[i], ==, wanted[i]);
    }
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (wanted));
}

/* The files of the page as one line each: what is in them is no matter of the plan. */
static char *
leave_page_out (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean is_page = FALSE;
  gsize depth = 0; /* of a content that is left out */

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize blanks = strspn (lines[i], " ");

      if (depth > 0 && lines[i + 1] != NULL && (lines[i][blanks] == '\0' || blanks > depth))
        continue;
      depth = 0;
      g_string_append_printf (out, "%s%s", i > 0 ? "\n" : "", lines[i]);
      if (g_str_has_prefix (lines[i] + blanks, "- path: "))
        is_page = strstr (lines[i], " /srv/mirror/") != NULL;
      if (is_page && g_str_equal (lines[i] + blanks, "content: |"))
        {
          g_string_append_printf (out, "\n%*s(as in data/)", (int) blanks + 2, "");
          depth = blanks;
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* With FR_UPDATE_GOLDEN set, the files are written again instead of compared: read the
 * difference before keeping it. */
static void
assert_golden (const char *file, const char *whole)
{
  g_autofree char *text = leave_page_out (whole);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", file, NULL);
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("FR_UPDATE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
      return;
    }

  g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  assert_same_lines (text, golden, file);
}

static FrPlan *
parse (FrDraft *draft)
{
  g_autofree char *text = fr_draft_render (draft);
  g_autoptr (GError) error = NULL;
  FrPlan *plan = fr_plan_parse (text, "fittings.yaml", NULL, &error);

  g_assert_no_error (error);
  return plan;
}

static const FrPlanBlueprint *
get_blueprint (FrPlan *plan)
{
  const FrPlanFacility *facility;

  g_assert_cmpuint (plan->facilities->len, ==, 1);
  facility = plan->facilities->pdata[0];
  g_assert_cmpuint (facility->blueprints->len, ==, 1);

  return facility->blueprints->pdata[0];
}

static void
assert_silent (FrDraft *draft)
{
  g_autofree char *text = fr_draft_render (draft);
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "fittings.yaml", NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *line = fr_finding_describe (findings->pdata[i], "fittings.yaml");

      g_test_message ("%s", line);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_golden (void)
{
  const char *const *presets = fr_draft_list_presets ();

  for (guint i = 0; presets[i] != NULL; i++)
    {
      g_autoptr (FrDraft) draft = fr_draft_new ();
      g_autofree char *file = g_strconcat (presets[i], ".yaml", NULL);
      g_autofree char *text = NULL;

      g_object_set (draft, "preset", presets[i], NULL);
      text = fr_draft_render (draft);
      assert_golden (file, text);
      assert_silent (draft);
    }
}

static FrDraft *
make_here (void)
{
  FrDraft *draft = fr_draft_new ();

  g_object_set (draft, "location-id", FR_DRAFT_HERE, "api-host", "127.0.0.1:8470",
                "subnet", "127.91.7.0/24", NULL);
  return draft;
}

static void
test_here (void)
{
  g_autoptr (FrDraft) draft = make_here ();
  g_autofree char *text = fr_draft_render (draft);
  g_autoptr (FrPlan) plan = parse (draft);
  const FrPlanFacility *facility = plan->facilities->pdata[0];
  const FrPlanNode *node = get_blueprint (plan)->nodes->pdata[0];

  assert_golden ("here.yaml", text);
  assert_silent (draft);
  g_assert_cmpstr (facility->location_id, ==, "HERE1");
  g_assert_cmpstr (facility->api_host, ==, "127.0.0.1:8470");
  g_assert_cmpstr (node->appliance, ==, "Fitting Room mirror 1 CPU");
  g_assert_cmpstr (fr_plan_get_parameter (plan, "sshPort"), ==, "2222");
  g_assert_cmpstr (fr_plan_get_parameter (plan, "mediaPorts"), ==, "40000..40199");
  g_assert_nonnull (strstr (node->cloud_config, "path: /etc/kurento/kurento.conf.json"));
  g_assert_nonnull (strstr (node->cloud_config, "systemctl enable kurento-media-server"));
  g_assert_nonnull (strstr (node->cloud_config, "<!DOCTYPE html>"));
  g_assert_null (strstr (node->cloud_config, "apt-get"));
}

static FrDraft *
make_own (void)
{
  FrDraft *draft = fr_draft_new ();

  g_object_set (draft, "location-id", FR_DRAFT_OWN, "host", "198.51.100.2", "user", "admin",
                "host-key", "SHA256:0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "nodes", 3,
                NULL);
  return draft;
}

/* Nothing is asked of a cloud, and nothing of the server is changed that others may need. */
static void
test_own (void)
{
  static const char *const kept[] = {
    "ssh_deletekeys: false\n", "lock_passwd: false\n", "preserve_sources_list: true\n",
    "resize_rootfs: false\n", "preserve_hostname: true\n"
  };
  static const char *const left[] = { "pvcreate", "/dev/sd", "\nhostname:", "- default\n" };
  g_autoptr (FrDraft) draft = make_own ();
  g_autofree char *text = fr_draft_render (draft);
  g_autoptr (FrPlan) plan = parse (draft);
  const FrPlanFacility *facility = plan->facilities->pdata[0];
  const FrPlanBlueprint *blueprint = get_blueprint (plan);
  const FrPlanNode *node = blueprint->nodes->pdata[0];

  assert_golden ("own.yaml", text);
  assert_silent (draft);
  g_assert_true (fr_plan_facility_is_own (facility));
  g_assert_cmpuint (blueprint->nodes->len, ==, 1);
  g_assert_null (blueprint->domain_name);
  g_assert_null (node->appliance);
  g_assert_cmpuint (node->disks->len, ==, 0);
  g_assert_true (node->internet);
  g_assert_nonnull (node->login);
  g_assert_cmpstr (node->login->host, ==, "198.51.100.2");
  g_assert_cmpuint (node->login->port, ==, 22);
  g_assert_cmpstr (node->login->user, ==, "admin");
  g_assert_cmpstr (node->login->host_key, ==, "SHA256:0123456789abcdefghijklmnopqrstuvwxyzABCDEFG");
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_nonnull (strstr (node->cloud_config, kept[i]));
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    g_assert_null (strstr (node->cloud_config, left[i]));
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

/* What was asked for is what is read back. */
static void
test_back (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autoptr (FrPlan) plan = NULL;
  const FrPlanBlueprint *blueprint;
  const FrPlanNode *node;
  const FrPlanDisk *disk;

  g_object_set (draft, "preset", "classic", "location-id", "NA9", "name", "Hats & Coats", "nodes",
                3,
                "cpu", 12, "memory", 24, "disk", 70, "disk-speed", "economy", "appliance",
                "Ubuntu 24.04 2 CPU",
                "subnet", "192.168.8.0/22", "ssh-port", 2200, "control-port", 9433, "page-port",
                9443,
                "media-first", 30000, "media-last", 30999, "monitoring", "advanced", NULL);
  plan = parse (draft);
  blueprint = get_blueprint (plan);
  g_assert_cmpstr (((FrPlanFacility *) plan->facilities->pdata[0])->location_id, ==, "NA9");
  g_assert_null (((FrPlanFacility *) plan->facilities->pdata[0])->api_host);
  g_assert_cmpstr (blueprint->domain_name, ==, "hats-coats");
  g_assert_cmpstr (blueprint->network_name, ==, "hats-coats-lan");
  g_assert_cmpstr (blueprint->network_address, ==, "192.168.8.0");
  g_assert_cmpuint (blueprint->network_prefix, ==, 22);
  g_assert_cmpuint (blueprint->nodes->len, ==, 3);

  node = blueprint->nodes->pdata[2];
  g_assert_cmpstr (node->name, ==, "hats-coats-03");
  g_assert_cmpstr (node->appliance, ==, "Ubuntu 24.04 2 CPU");
  g_assert_cmpuint (node->cpu, ==, 12);
  g_assert_cmpuint (node->memory_gb, ==, 24);
  g_assert_cmpstr (node->monitoring, ==, "advanced");
  g_assert_true (node->internet);
  g_assert_cmpuint (node->ports->len, ==, 4);
  assert_port (node, 0, "tcp", 2200, 2200);
  assert_port (node, 1, "tcp", 9433, 9433);
  assert_port (node, 2, "tcp", 9443, 9443);
  assert_port (node, 3, "udp", 30000, 30999);

  g_assert_cmpuint (node->disks->len, ==, 1);
  disk = node->disks->pdata[0];
  g_assert_cmpuint (disk->id, ==, 1);
  g_assert_cmpuint (disk->size_gb, ==, 70);
  g_assert_cmpstr (disk->speed, ==, "economy");
}

static void
test_without (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autoptr (FrPlan) plan = NULL;
  const FrPlanNode *node;

  g_object_set (draft, "disk", 0, "monitoring", NULL, NULL);
  plan = parse (draft);
  node = get_blueprint (plan)->nodes->pdata[0];
  g_assert_cmpuint (node->disks->len, ==, 0);
  g_assert_null (node->monitoring);
  g_assert_null (fr_plan_get_parameter (plan, "diskPerNode"));
  assert_silent (draft);
}

/* Kurento's own page instead of ours. */
static void
test_tutorial (void)
{
  g_autoptr (FrDraft) draft = make_own ();
  g_autofree char *text = NULL;

  g_object_set (draft, "web", "tutorial", NULL);
  text = fr_draft_render (draft);
  assert_golden ("tutorial.yaml", text);
  assert_silent (draft);
  g_assert_nonnull (strstr (text, "\n                - /root/mirror/6-tutorial.sh || exit 1\n"));
  g_assert_nonnull (strstr (text, "kurento-client 7.3.0 sha512-votUrsVvaWC1joJWJOOV/"));
  g_assert_null (strstr (text, "/srv/mirror/mirror.js"));
  g_assert_null (strstr (text, "keys/server.key"));
}

/* What the form knows beside the presets. */
static void
test_more (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autoptr (FrPlan) plan = NULL;
  const FrPlanNode *node;
  const FrPlanDisk *disk;

  g_object_set (draft, "cpu-speed", "highperformance", "disks", "50 standard,100 economy ,",
                "kurento", "7.2.0", "visitors", "198.51.100.0/24 203.0.113.7", "public-key",
                "ssh-ed25519 AAAAC3 me@home", NULL);
  plan = parse (draft);
  assert_silent (draft);
  node = get_blueprint (plan)->nodes->pdata[0];
  g_assert_cmpstr (node->cpu_speed, ==, "highperformance");
  g_assert_cmpuint (node->cpu, ==, 2);
  g_assert_cmpuint (node->disks->len, ==, 2);
  disk = node->disks->pdata[1];
  g_assert_cmpuint (disk->id, ==, 2);
  g_assert_cmpuint (disk->size_gb, ==, 100);
  g_assert_cmpstr (disk->speed, ==, "economy");
  g_assert_null (fr_plan_get_parameter (plan, "diskPerNode"));
  g_assert_cmpstr (fr_plan_get_parameter (plan, "release"), ==, "7.2.0");
  g_assert_cmpstr (fr_plan_get_parameter (plan, "kurentoRepository"), ==,
                   "http://ubuntu.openvidu.io/7.2.0");
  g_assert_nonnull (strstr (node->cloud_config, "visitors: 198.51.100.0/24 203.0.113.7\n"));
  g_assert_nonnull (strstr (node->cloud_config, "- \"ssh-ed25519 AAAAC3 me@home\"\n"));

  /* no disk at all, not one of the preset */
  g_object_set (draft, "disks", "", NULL);
  fr_plan_free (g_steal_pointer (&plan));
  plan = parse (draft);
  node = get_blueprint (plan)->nodes->pdata[0];
  g_assert_cmpuint (node->disks->len, ==, 0);
}

static void
test_more_here (void)
{
  g_autoptr (FrDraft) draft = make_here ();
  g_autoptr (FrPlan) plan = NULL;
  const FrPlanNode *node;

  g_object_set (draft, "cpu-speed", "highperformance", "public-key", "ssh-ed25519 AAAAC3 me@home",
                NULL);
  plan = parse (draft);
  assert_silent (draft);
  node = get_blueprint (plan)->nodes->pdata[0];
  g_assert_cmpstr (node->cpu_speed, ==, "highperformance");
  g_assert_nonnull (strstr (node->cloud_config, "content: \"ssh-ed25519 AAAAC3 me@home\"\n"));
}

/* Whatever is typed into the form, the plan is YAML; what is wrong in it is said by the check. */
static void
test_odd_words (void)
{
  static const char *const odd[] = {
    "", "\"", "\\", "a: b", "# x", "{{ parameter.subnet }}", "line\nend", "'", "- x", "é", "&a *a",
    "%", "@disk@"
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (FrDraft) draft = fr_draft_new ();
      g_autofree char *text = NULL;
      g_autoptr (GPtrArray) findings = NULL;

      g_object_set (draft, "name", odd[i], "appliance", odd[i], "disk-speed", odd[i], "api-host",
                    odd[i], "visitors", odd[i], "public-key", odd[i], "kurento", odd[i], NULL);
      text = fr_draft_render (draft);
      findings = fr_plan_check (text, "odd.yaml", NULL);
      for (guint j = 0; j < findings->len; j++)
        {
          const FrFinding *finding = findings->pdata[j];

          g_test_message ("%s: %u:%u: %s", odd[i], finding->place.line, finding->place.column,
                          finding->message);
          g_assert_cmpstr (finding->code, !=, "yaml");
        }
    }
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_properties (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  guint told = 0, cpu, ssh_port;
  g_autofree char *appliance = NULL;

  g_signal_connect (draft, "notify::cpu", G_CALLBACK (count_cb), &told);
  g_object_set (draft, "preset", "many", NULL);
  g_object_set (draft, "preset", "many", NULL);
  g_assert_cmpuint (told, ==, 1);
  g_object_get (draft, "cpu", &cpu, NULL);
  g_assert_cmpuint (cpu, ==, 16);
  g_assert_cmpuint (fr_draft_count_mirrors (draft), ==, 48);

  /* a location brings its habits along, and leaves alone what the person chose */
  g_object_set (draft, "appliance", "My own image", "location-id", FR_DRAFT_HERE, NULL);
  g_object_get (draft, "appliance", &appliance, "ssh-port", &ssh_port, NULL);
  g_assert_cmpstr (appliance, ==, "My own image");
  g_assert_cmpuint (ssh_port, ==, 2222);
  g_object_set (draft, "location-id", "EU7", NULL);
  g_object_get (draft, "ssh-port", &ssh_port, NULL);
  g_assert_cmpuint (ssh_port, ==, 22);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/draft/golden", test_golden);
  g_test_add_func ("/plan/draft/here", test_here);
  g_test_add_func ("/plan/draft/own", test_own);
  g_test_add_func ("/plan/draft/back", test_back);
  g_test_add_func ("/plan/draft/without", test_without);
  g_test_add_func ("/plan/draft/tutorial", test_tutorial);
  g_test_add_func ("/plan/draft/more", test_more);
  g_test_add_func ("/plan/draft/more-here", test_more_here);
  g_test_add_func ("/plan/draft/odd-words", test_odd_words);
  g_test_add_func ("/plan/draft/properties", test_properties);

  return g_test_run ();
}
