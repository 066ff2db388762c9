/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-stage.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#include "fr-finding-list.h"
#include "fr-finding-row.h"
#include "fr-fold.h"
#include "fr-gutter-marks.h"
#include "fr-long-lines.h"
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

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  form_stage_picture (stage, "review-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 98304, NULL);
  form_stage_picture (stage, "review-200");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 98304, NULL);

  form_stage_shape (stage, 360, 500);
  form_stage_wait (fr_fold_get_folded (form_stage_find (stage, "fold")));
  form_stage_picture (stage, "review-narrow");
  gtk_toggle_button_set_active (form_stage_find (stage, "plan_toggle"), TRUE);
  form_stage_picture (stage, "review-narrow-plan");
  form_stage_shape (stage, 360, 180);
  form_stage_picture (stage, "review-short-plan");
  gtk_toggle_button_set_active (form_stage_find (stage, "summary_toggle"), TRUE);
  form_stage_picture (stage, "review-short");
}

/* A plan with one thing wrong, of which kind, and in which line. */
typedef struct
{
  const char *text; /* under “web:” */
  const char *code;
  const char *answer;
  guint line;
  gboolean complete;
} Case;

static const Case cases[] = {
  { "            cpu: 99\n", "bad-value", "1 error", 8, FALSE },
  { "            glue: [internet 22 udp:1..65535]\n", "udp-range", "1 risk", 8, TRUE },
  { "            memry: 8\n", "unknown-key", "1 remark", 8, TRUE },
};

static gpointer
find_type (GtkWidget *widget, GType type)
{
  gpointer found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);

  return found;
}

static FrGutterMarks *
find_marks (FormStage *stage)
{
  return find_type (GTK_WIDGET (stage->page), FR_TYPE_GUTTER_MARKS);
}

static int
get_cursor_line (FormStage *stage)
{
  GtkTextView *view = find_type (GTK_WIDGET (stage->page), GTK_SOURCE_TYPE_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));

  return gtk_text_iter_get_line (&iter);
}

static void
test_finding (gconstpointer data)
{
  const Case *this = data;
  g_autofree char *text = g_strconcat (HEAD, this->text, NULL);
  g_autoptr (FormStage) stage = open_plan (text);
  FrGutterMarks *marks = find_marks (stage);
  FrFindingRow *row;

  form_stage_wait (has_answer (stage, this->answer));
  row = find_row (stage, this->code);
  g_assert_nonnull (row);
  g_assert_cmpuint (fr_finding_row_get_finding (row)->place.line, ==, this->line);
  g_assert_cmpuint (fr_gutter_marks_count (marks), ==, 1);
  g_assert_true (fr_gutter_marks_has_line (marks, this->line));
  g_assert_cmpint (fr_page_get_complete (stage->page), ==, this->complete);
  if (!this->complete)
    {
      g_autofree char *reason = get_text (stage, "reason");

      g_assert_cmpstr (reason, ==, "Line 8 has an error");
    }

  /* the row leads to the line */
  g_signal_emit_by_name (row, "activated");
  form_stage_settle (50);
  g_assert_cmpint (get_cursor_line (stage), ==, this->line - 1);

  /* and the mark says the same */
  g_signal_emit_by_name (form_stage_find (stage, "view"), "mark", this->line,
                         &(GdkRectangle){ 20, 80, 16, 16 });
  form_stage_settle (50);
}

static void
wait_for (FormStage *stage, const char *answer)
{
  form_stage_wait (has_answer (stage, answer));
}

/* One click mends it, one undo brings it back. */
static void
test_fix (void)
{
  static const char wrong[] = HEAD "            glue:\n"
                                   "              - internet 22 udp:1..65535 # ours\n";
  static const char right[] = HEAD "            glue:\n"
                                   "              - internet 22 udp:40000..41999 # ours\n";
  g_autoptr (FormStage) stage = open_plan (wrong);
  FrPlanView *view = form_stage_find (stage, "view");
  g_autofree char *kept = NULL;
  g_autofree char *text = NULL;

  wait_for (stage, "1 risk");
  g_signal_emit_by_name (find_row (stage, "udp-range"), "fix");
  wait_for (stage, "Nothing to fix");
  text = fr_plan_view_dup_text (view);
  g_assert_cmpstr (text, ==, right);
  kept = fr_making_dup_text (stage->making, "plan-text");
  g_assert_cmpstr (kept, ==, right);
  g_assert_cmpuint (fr_gutter_marks_count (find_marks (stage)), ==, 0);

  g_assert_true (fr_plan_view_undo (view));
  wait_for (stage, "1 risk");
  g_clear_pointer (&text, g_free);
  text = fr_plan_view_dup_text (view);
  g_assert_cmpstr (text, ==, wrong);
  g_assert_false (fr_plan_view_undo (view));
}

/* As typed: an error while it is there, and Next waits for the check. */
static void
test_typed (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, NULL);
  FrPlanView *view = form_stage_find (stage, "view");

  wait_for (stage, "Nothing to fix");
  fr_plan_view_replace (view, 0, 0, "\t");
  fr_page_apply (stage->page);
  wait_for (stage, "1 error");
  g_assert_cmpuint (stage->n_next, ==, 0);
  g_assert_false (fr_page_get_complete (stage->page));

  g_assert_true (fr_plan_view_undo (view));
  wait_for (stage, "Nothing to fix");
  form_stage_next (stage);
}

/* Answers that change later change their values only, and can be undone. */
static void
test_answers (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, NULL);
  FrDraft *draft = fr_making_get_draft (stage->making);
  FrPlanView *view = form_stage_find (stage, "view");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *back = NULL;

  /* nobody has edited it yet: it is written anew */
  g_object_set (draft, "preset", "classic", NULL);
  form_stage_settle (50);
  before = fr_plan_view_dup_text (view);
  g_assert_nonnull (strstr (before, "default: 50\n"));

  fr_plan_view_replace (view, 0, 0, "# my plan\n");
  wait_for (stage, "Nothing to fix");
  g_object_set (draft, "cpu", 16, NULL);
  form_stage_settle (50);
  after = fr_plan_view_dup_text (view);
  g_assert_true (g_str_has_prefix (after, "# my plan\n---\n"));
  g_assert_nonnull (strstr (after, "type: [\"1..32\"]\n    default: 16\n"));
  g_assert_nonnull (strstr (after, "Room for about 24 people"));

  while (fr_plan_view_undo (view))
    ;
  back = fr_plan_view_dup_text (view);
  g_assert_cmpstr (back, ==, before);
}

/* A plan of one's own that has no such parameter is left alone, and says so. */
static void
test_answers_without_place (void)
{
  g_autoptr (FormStage) stage = open_plan (HEAD "            cpu: 2\n");
  FrDraft *draft = fr_making_get_draft (stage->making);
  FrPlanView *view = form_stage_find (stage, "view");
  g_autofree char *text = NULL;
  g_autofree char *anew = NULL;
  g_autofree char *rendered = NULL;

  wait_for (stage, "Nothing to fix");
  g_object_set (draft, "cpu", 4, NULL);
  form_stage_settle (400);
  text = fr_plan_view_dup_text (view);
  g_assert_cmpstr (text, ==, HEAD "            cpu: 2\n");
  g_assert_true (gtk_widget_get_visible (form_stage_find (stage, "missing_row")));

  g_signal_emit_by_name (form_stage_find (stage, "finding_list"), "start-anew");
  form_stage_settle (400);
  anew = fr_plan_view_dup_text (view);
  rendered = fr_draft_render (draft);
  g_assert_cmpstr (anew, ==, rendered);
  g_assert_false (gtk_widget_get_visible (form_stage_find (stage, "missing_row")));
  g_assert_true (fr_plan_view_undo (view));
}

/* The window is asked to take another plan while the page is there. */
static void
test_opened (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, NULL);
  FrPlanView *view = form_stage_find (stage, "view");
  g_autofree char *text = NULL;

  wait_for (stage, "Nothing to fix");
  fr_making_set_text (stage->making, "plan-text", HEAD "            memry: 2\n");
  wait_for (stage, "1 remark");
  text = fr_plan_view_dup_text (view);
  g_assert_cmpstr (text, ==, HEAD "            memry: 2\n");
  g_assert_false (fr_plan_view_undo (view));
}

/* How long the main loop was away, at most. */
typedef struct
{
  gint64 last;
  gint64 worst;
} Pulse;

static gboolean
pulse_cb (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = g_get_monotonic_time ();

  pulse->worst = MAX (pulse->worst, now - pulse->last);
  pulse->last = now;

  return G_SOURCE_CONTINUE;
}

/* Whatever comes: an answer in time, and the main loop is never away for long. */
static void
check_stalls (FormStage *stage, const char *name, const char *text, const char *answer)
{
  Pulse pulse = { g_get_monotonic_time (), 0 };
  gint64 start = pulse.last;
  guint id = g_timeout_add_full (G_PRIORITY_HIGH, 1, pulse_cb, &pulse, NULL);

  fr_making_set_text (stage->making, "plan-text", text);
  wait_for (stage, answer);
  form_stage_settle (500);
  g_source_remove (id);
  g_test_message ("%s: “%s” after %.2f s, the main loop was away for %.0f ms", name, answer,
                  (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC - 0.5,
                  (double) pulse.worst / 1000);
}

static void
test_huge (void)
{
  g_autoptr (GString) lines = g_string_new (HEAD "            cloud-config:\n"
                                                 "              ssh_pwauth: false\n"
                                                 "              runcmd:\n");
  g_autoptr (GString) line = g_string_new (HEAD "            description: ");
  g_autoptr (GString) keys = g_string_new (HEAD);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, NULL);

  while (lines->len < 1000 * 1000)
    g_string_append (lines, "                # a remark that makes it long, and nothing else\n");
  while (line->len < 1000 * 1000)
    g_string_append (line, "words and words and ");
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (keys, "            colour%u: red\n", i);
  g_string_append (line, "\n");

  wait_for (stage, "Nothing to fix");
  check_stalls (stage, "many findings", keys->str, "500 remarks");
  check_stalls (stage, "many lines", lines->str, "Nothing to fix");
  check_stalls (stage, "one long line", line->str, "Nothing to fix");
  check_stalls (stage, "again", keys->str, "500 remarks");
  g_string_append (lines, lines->str);
  check_stalls (stage, "too long", lines->str, "1 error");
}

static void
test_broken (void)
{
  static const char *const texts[] = {
    "",
    "\n",
    "---\n",
    "[",
    "{{{{",
    "a: b: c",
    "\t",
    "---\n---\n---\n",
    "&a *a",
    "x: |\n",
    "🎩",
    "blueprints: 5",
    "locationId: EU6\nblueprints:\n",
    "%YAML 9.9\n---\n",
    "a: \"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (FormStage) stage = open_plan (texts[i]);
      g_autofree char *reason = NULL;

      g_test_message ("plan “%s”", texts[i]);
      form_stage_wait (!fr_page_get_complete (stage->page));
      reason = get_text (stage, "reason");
      g_assert_nonnull (reason);
    }
}

/* The end of a very long line is kept, and not shown. */
static void
test_long_line (void)
{
  g_autoptr (GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);
  GtkTextBuffer *text = GTK_TEXT_BUFFER (buffer);
  g_autofree char *wide = g_strnfill (3 * FR_LONG_LINES_MOST, 'x');
  g_autofree char *plan = g_strdup_printf ("a: 1\nb: %s\nc: 2\n", wide);
  g_autofree char *shown = NULL;
  g_autofree char *kept = NULL;
  GtkTextIter start, end;

  fr_long_lines_watch (buffer);
  gtk_text_buffer_set_text (text, "a: 1\n", -1);
  g_assert_true (gtk_source_buffer_get_highlight_syntax (buffer));
  gtk_text_buffer_set_text (text, plan, -1);
  gtk_text_buffer_get_bounds (text, &start, &end);
  kept = gtk_text_buffer_get_text (text, &start, &end, TRUE);
  shown = gtk_text_buffer_get_text (text, &start, &end, FALSE);
  g_assert_cmpstr (kept, ==, plan);
  g_assert_cmpuint (strlen (shown), ==, strlen ("a: 1\nc: 2\n") + FR_LONG_LINES_MOST + 1);
  g_assert_true (g_str_has_suffix (shown, "x\nc: 2\n"));
  g_assert_false (gtk_source_buffer_get_highlight_syntax (buffer));
}

int
main (int argc, char *argv[])
{
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/review/ready", test_ready);
  g_test_add_func ("/review/pictures", test_pictures);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/review/finding/", cases[i].code, NULL);

      g_test_add_data_func (path, &cases[i], test_finding);
    }
  g_test_add_func ("/review/fix", test_fix);
  g_test_add_func ("/review/typed", test_typed);
  g_test_add_func ("/review/answers", test_answers);
  g_test_add_func ("/review/answers-without-place", test_answers_without_place);
  g_test_add_func ("/review/opened", test_opened);
  g_test_add_func ("/review/huge", test_huge);
  g_test_add_func ("/review/broken", test_broken);
  g_test_add_func ("/review/long-line", test_long_line);

  return g_test_run ();
}
