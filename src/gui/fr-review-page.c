/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-review-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-adaptive.h"
#include "fr-difference.h"
#include "fr-finding-list.h"
#include "fr-fold.h"
#include "fr-mark-popover.h"
#include "fr-part-list.h"
#include "fr-plan-edit.h"
#include "fr-plan-fix.h"
#include "fr-plan-keeper.h"
#include "fr-plan-saver.h"
#include "fr-plan-summary.h"
#include "fr-plan-view.h"
#include "fr-review-check.h"
#include "fr-review-words.h"

/* After the last key. */
#define CHECK_MS 300

/**
 * FrReviewPage:
 *
 * The plan as text, what there is to say about it, and what it makes. As long as nobody edits
 * the text, it is written anew from the answers; then only the values that change are changed.
 */
struct _FrReviewPage
{
  FrPage parent_instance;

  GtkWidget *head;
  GtkLabel *difference_label;
  GtkToggleButton *plan_toggle;
  FrFold *fold;
  FrFindingList *finding_list;
  FrPartList *part_list;
  FrPlanView *view;
  GtkWidget *popover; /* of a mark, or NULL; weak */

  FrPlanKeeper *keeper;
  FrReview *review;          /* of the text that was checked last                 */
  FrDifference *difference;  /* or NULL: not known yet                            */
  GCancellable *cancellable; /* of jobs                                           */
  guint check_id;            /* until the text is checked                         */
  guint serial;              /* of the text                                       */
  guint checked;             /* of the text that is being checked, or was         */
  gboolean checking;
  gboolean entered; /* since then changes of the answers are the person's         */
  gboolean applying;
};

G_DEFINE_FINAL_TYPE (FrReviewPage, fr_review_page, FR_TYPE_PAGE)

static void schedule_check (FrReviewPage *self, guint milliseconds);

static FrMaking *
get_making (FrReviewPage *self)
{
  return fr_page_get_making (FR_PAGE (self));
}

static void
show_next (FrReviewPage *self)
{
  g_autofree char *label = fr_review_words_next (self->review, self->difference);
  g_autofree char *reason = fr_review_words_reason (self->review);

  fr_page_set_next_label (FR_PAGE (self), label);
  fr_page_set_complete (FR_PAGE (self), reason == NULL, reason, GTK_WIDGET (self->view));
}

static void
show_review (FrReviewPage *self)
{
  g_autofree char *place = fr_making_dup_text (get_making (self), "place");
  g_autofree char *location_id = NULL;
  g_autofree char *answer = fr_review_describe (self->review);
  g_autofree char *difference = NULL;
  const char *there = NULL;

  g_object_get (fr_making_get_draft (get_making (self)), "location-id", &location_id, NULL);
  fr_finding_list_set_review (self->finding_list, self->review,
                              fr_plan_keeper_get_missing (self->keeper),
                              fr_review_words_well (self->review, self->difference));
  fr_part_list_set_parts (self->part_list, self->review->parts,
                          self->difference != NULL ? self->difference->there : NULL, location_id,
                          place);
  if (self->review->parts->len > 0)
    there = ((FrPlanPart *) g_ptr_array_index (self->review->parts, 0))->title;
  if (place != NULL && (there == NULL || g_strcmp0 (there, location_id) == 0))
    there = place;

  difference = fr_review_words_difference (self->review, self->difference,
                                           there != NULL ? there : "");
  gtk_label_set_label (self->difference_label, difference);
  if (self->entered)
    fr_page_set_answer (FR_PAGE (self), answer);
  show_next (self);
}

static void
difference_cb (gpointer owner, gpointer result, const GError *error)
{
  FrReviewPage *self = owner;

  if (result == NULL)
    return;

  g_clear_pointer (&self->difference, fr_difference_unref);
  self->difference = fr_difference_ref (result);
  if (self->review != NULL)
    show_review (self);
}

static void
look_for_difference (FrReviewPage *self)
{
  g_autofree char *text = fr_plan_view_dup_text (self->view);

  fr_difference_run (self, get_making (self), text, difference_cb, self->cancellable);
}

static void
finish_apply (FrReviewPage *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->applying)
    return;

  if (!fr_page_get_complete (FR_PAGE (self)))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The plan has an error"));
  else
    g_free (fr_plan_keeper_keep (self->keeper));
  self->applying = FALSE;
  fr_page_applied (FR_PAGE (self), error);
}

static void
checked_cb (gpointer owner, gpointer result, const GError *error)
{
  FrReviewPage *self = owner;

  self->checking = FALSE;
  if (self->checked != self->serial)
    {
      schedule_check (self, CHECK_MS);
      return;
    }
  if (result == NULL)
    return;

  g_clear_pointer (&self->review, fr_review_unref);
  self->review = fr_review_ref (result);
  fr_plan_view_set_findings (self->view, self->review->findings);
  show_review (self);
  finish_apply (self);
}

static gboolean
check_cb (gpointer data)
{
  FrReviewPage *self = data;
  g_autofree char *text = NULL;

  self->check_id = 0;
  if (self->checking)
    return G_SOURCE_REMOVE;

  text = fr_plan_keeper_keep (self->keeper);
  self->checking = TRUE;
  self->checked = self->serial;
  fr_review_run (self, text, checked_cb, self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
schedule_check (FrReviewPage *self, guint milliseconds)
{
  g_clear_handle_id (&self->check_id, g_source_remove);
  self->check_id = g_timeout_add (milliseconds, check_cb, self);
}

static void
text_changed_cb (FrReviewPage *self)
{
  self->serial++;
  schedule_check (self, CHECK_MS);
}

static void
written_cb (FrReviewPage *self)
{
  schedule_check (self, 0);
}

static void
plan_path_cb (FrReviewPage *self)
{
  g_autofree char *path = fr_making_dup_text (get_making (self), "plan-path");
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;

  fr_plan_view_set_title (self->view, name);
}

static void
show_finding_cb (FrReviewPage *self, const FrFinding *finding)
{
  gtk_toggle_button_set_active (self->plan_toggle, TRUE);
  fr_plan_view_show_place (self->view, finding->place);
}

/* What is left for the person to write is selected. */
static void
select_blank (FrReviewPage *self, const char *text, const FrPlanEdit *edit)
{
  gsize start = (gsize) g_utf8_strlen (text, (gssize) edit->start);
  const char *blank = strstr (edit->text, FR_PLAN_FIX_BLANK);

  if (blank != NULL)
    fr_plan_view_select (self->view,
                         start + (gsize) g_utf8_strlen (edit->text, blank - edit->text),
                         strlen (FR_PLAN_FIX_BLANK));
}

static void
fixed_cb (gpointer owner, gpointer result, const GError *error)
{
  FrReviewPage *self = owner;
  g_autofree char *text = NULL;

  if (self->checked != self->serial)
    return;
  if (result == NULL)
    {
      fr_page_toast (FR_PAGE (self), _ ("This must be changed by hand"));
      return;
    }

  text = fr_plan_view_dup_text (self->view);
  fr_plan_keeper_edit (self->keeper, result);
  select_blank (self, text, result);
}

static void
fix_finding_cb (FrReviewPage *self, const FrFinding *finding)
{
  g_autofree char *text = fr_plan_view_dup_text (self->view);

  /* an offset of a text that has changed since would be wrong */
  if (self->checked == self->serial && !self->checking)
    fr_review_run_fix (self, text, finding, fixed_cb, self->cancellable);
}

static void
start_anew_cb (FrReviewPage *self)
{
  fr_plan_keeper_start_anew (self->keeper);
}

static void
remove_popover (FrReviewPage *self)
{
  if (self->popover != NULL)
    fr_mark_popover_remove (FR_MARK_POPOVER (self->popover));
  g_clear_weak_pointer (&self->popover);
}

static void
mark_cb (FrReviewPage *self, guint line, const GdkRectangle *area)
{
  if (self->review == NULL)
    return;

  remove_popover (self);
  g_set_weak_pointer (&self->popover, fr_mark_popover_new (self->review->findings, line));
  g_signal_connect_object (self->popover, "fix-finding", G_CALLBACK (fix_finding_cb), self,
                           G_CONNECT_SWAPPED);
  fr_mark_popover_show (FR_MARK_POPOVER (self->popover), GTK_WIDGET (self->view), area);
}

static void
save_cb (FrReviewPage *self)
{
  g_autofree char *text = fr_plan_view_dup_text (self->view);

  fr_plan_saver_run (FR_PAGE (self), text);
}

static void
find_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FrReviewPage *self = FR_REVIEW_PAGE (widget);

  gtk_toggle_button_set_active (self->plan_toggle, TRUE);
  fr_plan_view_find (self->view);
}

static void
save_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save_cb (FR_REVIEW_PAGE (widget));
}

/* Where there is little height, the text needs it more than the question does. */
static void
fr_review_page_root (GtkWidget *widget)
{
  GtkWidget *adaptive;

  GTK_WIDGET_CLASS (fr_review_page_parent_class)->root (widget);

  adaptive = gtk_widget_get_ancestor (widget, FR_TYPE_ADAPTIVE);
  if (adaptive != NULL)
    g_object_bind_property (adaptive, "low", FR_REVIEW_PAGE (widget)->head, "visible",
                            G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
}

static void
fr_review_page_enter (FrPage *page)
{
  FrReviewPage *self = FR_REVIEW_PAGE (page);

  self->entered = TRUE;
  fr_plan_keeper_follow (self->keeper);
  if (self->review != NULL)
    show_review (self);
  look_for_difference (self);
}

static void
fr_review_page_leave (FrPage *page)
{
  FrReviewPage *self = FR_REVIEW_PAGE (page);

  remove_popover (self);
  g_free (fr_plan_keeper_keep (self->keeper));
}

static void
fr_review_page_apply (FrPage *page, GCancellable *cancellable)
{
  FrReviewPage *self = FR_REVIEW_PAGE (page);

  self->applying = TRUE;
  if (self->checked == self->serial && !self->checking && self->review != NULL)
    finish_apply (self);
  else
    schedule_check (self, 0);
}

static void
fr_review_page_constructed (GObject *object)
{
  FrReviewPage *self = FR_REVIEW_PAGE (object);

  G_OBJECT_CLASS (fr_review_page_parent_class)->constructed (object);

  self->keeper = fr_plan_keeper_new (get_making (self), self->view);
  g_signal_connect_object (self->keeper, "written", G_CALLBACK (written_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_making (self), "notify::plan-path", G_CALLBACK (plan_path_cb), self,
                           G_CONNECT_SWAPPED);
  plan_path_cb (self);
  schedule_check (self, 0);
}

static void
fr_review_page_dispose (GObject *object)
{
  FrReviewPage *self = FR_REVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  remove_popover (self);
  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->review, fr_review_unref);
  g_clear_pointer (&self->difference, fr_difference_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_REVIEW_PAGE);

  G_OBJECT_CLASS (fr_review_page_parent_class)->dispose (object);
}

static void
fr_review_page_finalize (GObject *object)
{
  FrReviewPage *self = FR_REVIEW_PAGE (object);

  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (fr_review_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (FR_TYPE_FINDING_LIST);
  g_type_ensure (FR_TYPE_FOLD);
  g_type_ensure (FR_TYPE_PART_LIST);
  g_type_ensure (FR_TYPE_PLAN_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, head);
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, difference_label);
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, plan_toggle);
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, fold);
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, finding_list);
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, part_list);
  gtk_widget_class_bind_template_child (widget_class, FrReviewPage, view);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_finding_cb);
  gtk_widget_class_bind_template_callback (widget_class, fix_finding_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_anew_cb);
  gtk_widget_class_bind_template_callback (widget_class, mark_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
fr_review_page_class_init (FrReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  object_class->constructed = fr_review_page_constructed;
  object_class->dispose = fr_review_page_dispose;
  object_class->finalize = fr_review_page_finalize;
  widget_class->root = fr_review_page_root;
  page_class->enter = fr_review_page_enter;
  page_class->leave = fr_review_page_leave;
  page_class->apply = fr_review_page_apply;

  gtk_widget_class_install_action (widget_class, "review.find", NULL, find_action_cb);
  gtk_widget_class_install_action (widget_class, "review.save", NULL, save_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "review.find",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "review.save",
                                       NULL);
  bind_template (widget_class);
}

static void
fr_review_page_init (FrReviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
