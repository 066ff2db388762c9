/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-stage.h"

#include <gtksourceview/gtksource.h>

#include "fr-finding-list.h"
#include "fr-finding-row.h"
#include "fr-fold.h"
#include "fr-gutter-marks.h"
#include "fr-plan-view.h"
#include "fr-review-page.h"

#define HEAD "locationId: EU6\n"                             \
             "blueprints:\n"                                 \
             "  - b:\n"                                      \
             "      domain: {name: d}\n"                     \
             "      ethernet: {name: n, subnet: 10.7.0.0}\n" \
             "      nodes:\n"                                \
             "        - web:\n"

static char *
get_text (FormStage *stage, const char *property)
{
  char *text = NULL;

  g_object_get (stage->page, property, &text, NULL);

  return text;
}

static gboolean
has_answer (FormStage *stage, const char *answer)
{
  g_autofree char *text = get_text (stage, "answer");

  return g_strcmp0 (text, answer) == 0;
}

static FrFindingRow *
find_row (FormStage *stage, const char *code)
{
  FrFindingList *list = form_stage_find (stage, "finding_list");
  GtkWidget *row;

  for (guint i = 0; (row = fr_finding_list_get_row (list, i)) != NULL; i++)
    if (g_str_equal (fr_finding_row_get_finding (FR_FINDING_ROW (row))->code, code))
      return FR_FINDING_ROW (row);

  return NULL;
}

static FormStage *
open_plan (const char *text)
{
  g_autoptr (FrMaking) making = fr_making_new ();

  fr_making_set_text (making, "plan-text", text);

  return form_stage_new (FR_TYPE_REVIEW_PAGE, making);
}

/* What the wizard renders needs nothing, and can be deployed. */
static void
test_ready (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, NULL);
  g_autofree char *label = NULL;
  g_autofree char *kept = NULL;

  form_stage_wait (has_answer (stage, "Nothing to fix"));
  g_assert_true (fr_page_get_complete (stage->page));
  label = get_text (stage, "next-label");
  g_assert_cmpstr (label, ==, "_Deploy 10 Resources");
  form_stage_picture (stage, "review-ready");

  kept = fr_making_dup_text (stage->making, "plan-text");
  g_assert_null (kept);
  form_stage_next (stage);
  kept = fr_making_dup_text (stage->making, "plan-text");
  g_assert_nonnull (kept);
}

static void
test_pictures (void)
{
  static const char *const words[] = { "udp:{{ parameter.mediaPorts }}", "monitoring: \"ess",
                                       "ssh_pwauth: false" };
  static const char *const others[] = { "udp:1..65535", "monitorng: \"ess", "ssh_pwauth: true" };
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *text = fr_draft_render (draft);
  g_autoptr (GString) plan = g_string_new (text);
  g_autoptr (FormStage) stage = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpuint (g_string_replace (plan, words[i], others[i], 1), ==, 1);
  stage = open_plan (plan->str);
  form_stage_wait (has_answer (stage, "2 risks"));
  fr_plan_view_show_place (form_stage_find (stage, "view"),
                           fr_finding_row_get_finding (find_row (stage, "udp-range"))->place);
  form_stage_picture (stage, "review-findings");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  form_stage_picture (stage, "review-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  form_stage_shape (stage, 360, 500);
  g_assert_true (fr_fold_get_folded (form_stage_find (stage, "fold")));
  form_stage_picture (stage, "review-narrow");
  gtk_toggle_button_set_active (form_stage_find (stage, "plan_toggle"), TRUE);
  form_stage_picture (stage, "review-narrow-plan");
}

int
main (int argc, char *argv[])
{
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/review/ready", test_ready);
  g_test_add_func ("/review/pictures", test_pictures);

  return g_test_run ();
}
