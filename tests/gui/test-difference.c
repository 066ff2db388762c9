/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the review says about things that are there already. */

#include "form-stage.h"

#include "canned-cloud.h"
#include "fr-paths.h"
#include "fr-review-page.h"
#include "fr-site.h"

static gboolean
says (FormStage *stage, const char *text)
{
  return g_strcmp0 (gtk_label_get_label (form_stage_find (stage, "difference_label")), text) == 0;
}

/* Whether @text stands anywhere on the page. */
static gboolean
shows (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) &&
                   g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows (child, text);

  return found;
}

static gboolean
has_next (FormStage *stage, const char *label)
{
  g_autofree char *text = NULL;

  g_object_get (stage->page, "next-label", &text, NULL);

  return g_strcmp0 (text, label) == 0;
}

/* Nobody to be asked. */
static void
test_unknown (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, NULL);

  form_stage_wait (
    says (stage, "Nothing has been created yet. What exists at EU6 is not known."));
  g_assert_true (fr_page_get_complete (stage->page));
}

static FrMaking *
make_here (void)
{
  FrMaking *making = fr_making_new ();

  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_HERE, NULL);
  fr_making_set_text (making, "place", "This computer");

  return making;
}

static void
pretend_deployed (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrPlan) plan = fr_plan_parse (text, "plan", NULL, &error);
  g_autofree char *path = fr_paths_state ("deployments", "mirror", "plan.yaml", NULL);
  g_autoptr (FrSite) site = NULL;

  g_assert_no_error (error);
  site = fr_site_new (g_steal_pointer (&plan), FR_SITE_TELL, NULL, "mirror", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (fr_site_set_fact (site, "location", FR_DRAFT_HERE, &error));
  g_assert_true (fr_site_set_fact (site, "state", "deployed", &error));
  g_assert_true (fr_paths_write (path, text, -1, &error));
}

static void
test_here (void)
{
  g_autoptr (FrMaking) making = make_here ();
  g_autofree char *text = fr_draft_render (fr_making_get_draft (making));
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, making);
  g_autofree char *words = NULL;
  guint cpu, memory;

  g_object_get (fr_making_get_draft (making), "cpu", &cpu, "memory", &memory, NULL);
  words = g_strdup_printf ("now %u vCPU, %u GB", cpu, memory);
  form_stage_wait (says (stage, "Nothing has been created yet. Nothing exists on this computer "
                                "that this plan would change."));

  fr_page_leave (stage->page);
  pretend_deployed (text);
  fr_page_enter (stage->page);
  form_stage_wait (says (stage, "All of this exists already; what differs is changed."));
  g_assert_true (has_next (stage, "_Deploy Again"));

  /* what the server has is told only where the plan changes it */
  g_assert_false (shows (GTK_WIDGET (stage->page), words));
  g_assert_true (shows (GTK_WIDGET (stage->page), "exists"));
  g_object_set (fr_making_get_draft (making), "cpu", cpu + 1, NULL);
  form_stage_wait (shows (GTK_WIDGET (stage->page), words));
  g_object_set (fr_making_get_draft (making), "cpu", cpu, NULL);

  /* one more server, in the same network */
  g_object_set (fr_making_get_draft (making), "nodes", 2, NULL);
  form_stage_wait (says (stage, "10 of 17 resources exist on this computer already."));
}

static void
test_cloud (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrMaking) making = fr_making_new ();
  g_autoptr (FormStage) stage = NULL;

  canned_cloud_answer (canned, "GET network/networkDomain", 0, 200,
                       "{\"networkDomain\": [{\"id\": \"d1\", \"name\": \"mirror\", "
                       "\"datacenterId\": \"EU6\", \"type\": \"ESSENTIALS\", \"state\": "
                       "\"NORMAL\"}], \"totalCount\": 1}");
  canned_cloud_answer (canned, "GET network/vlan", 0, 200,
                       "{\"vlan\": [{\"id\": \"v1\", \"name\": \"mirror-lan\", "
                       "\"networkDomain\": {\"id\": \"d1\"}, \"state\": \"NORMAL\", "
                       "\"privateIpv4Range\": {\"address\": \"10.77.0.0\", \"prefixSize\": 24}}], "
                       "\"totalCount\": 1}");
  canned_cloud_answer (canned, "GET server/server", 0, 200,
                       "{\"server\": [], \"totalCount\": 0}");
  fr_making_set_kind (making, FR_KIND_CLOUD);
  fr_making_set_text (making, "endpoint", canned_cloud_get_endpoint (canned));
  fr_making_set_text (making, "user", CANNED_USER);
  fr_making_set_text (making, "password", CANNED_PASSWORD);

  stage = form_stage_new (FR_TYPE_REVIEW_PAGE, making);
  form_stage_wait (says (stage, "3 of 10 resources exist at EU6 already."));
  g_assert_true (has_next (stage, "_Update 7 of 10"));
  form_stage_picture (stage, "review-update");
}

int
main (int argc, char *argv[])
{
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/difference/unknown", test_unknown);
  g_test_add_func ("/difference/here", test_here);
  g_test_add_func ("/difference/cloud", test_cloud);

  return g_test_run ();
}
