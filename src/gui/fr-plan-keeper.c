/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-keeper.h"

/**
 * FrPlanKeeper:
 *
 * Keeps three things together: the text on the page, the plan that the window knows, and the
 * answers. As long as nobody edits the text it is written anew from the answers; then only the
 * values that change are changed.
 */
struct _FrPlanKeeper
{
  GObject parent_instance;

  FrMaking *making;
  FrPlanView *view;   /* weak */
  char *rendered;     /* what the answers give */
  GPtrArray *missing; /* of char*: answers without a place in the text */
  guint follow_id;    /* until the text follows the answers */
  gboolean following; /* whether answers change by the person's hand now */
  gboolean telling;   /* the window, what is in the text */
};

enum
{
  WRITTEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrPlanKeeper, fr_plan_keeper, G_TYPE_OBJECT)

static FrDraft *
get_draft (FrPlanKeeper *self)
{
  return fr_making_get_draft (self->making);
}

static void
set_text (FrPlanKeeper *self, const char *text)
{
  fr_plan_view_set_text (self->view, text);
  g_ptr_array_set_size (self->missing, 0);
  g_signal_emit (self, signals[WRITTEN], 0);
}

/* An offset in bytes becomes one in characters, which the text widget counts. */
static void
apply (FrPlanKeeper *self, const char *text, const FrPlanEdit *edit)
{
  fr_plan_view_replace (self->view, (gsize) g_utf8_strlen (text, (gssize) edit->start),
                        (gsize) g_utf8_strlen (text + edit->start, (gssize) edit->length),
                        edit->text);
}

static void
change_values (FrPlanKeeper *self, const char *before)
{
  g_autofree char *text = fr_plan_view_dup_text (self->view);
  g_autoptr (GPtrArray) edits =
    fr_plan_edit_follow (text, before, self->rendered, self->missing);

  for (guint i = 0; i < edits->len; i++)
    {
      char *next = fr_plan_edit_apply (g_ptr_array_index (edits, i), text);

      apply (self, text, g_ptr_array_index (edits, i));
      g_free (text);
      text = next;
    }

  g_signal_emit (self, signals[WRITTEN], 0);
}

static gboolean
follow_cb (gpointer data)
{
  FrPlanKeeper *self = data;
  g_autofree char *before = g_steal_pointer (&self->rendered);
  g_autofree char *text = self->view != NULL ? fr_plan_view_dup_text (self->view) : NULL;

  self->follow_id = 0;
  self->rendered = fr_draft_render (get_draft (self));
  if (text == NULL || g_str_equal (before, self->rendered))
    return G_SOURCE_REMOVE;

  if (g_str_equal (before, text))
    set_text (self, self->rendered);
  else if (self->following)
    change_values (self, before);

  return G_SOURCE_REMOVE;
}

/* Answers change several at a time: a preset brings four along. */
static void
draft_cb (FrPlanKeeper *self)
{
  if (self->follow_id == 0)
    self->follow_id = g_idle_add (follow_cb, self);
}

static void
plan_text_cb (FrPlanKeeper *self)
{
  g_autofree char *text = NULL;
  g_autofree char *now = NULL;

  if (self->telling || self->view == NULL)
    return;

  text = fr_making_dup_text (self->making, "plan-text");
  now = fr_plan_view_dup_text (self->view);
  if (g_strcmp0 (text != NULL ? text : self->rendered, now) != 0)
    set_text (self, text != NULL ? text : self->rendered);
}

static void
fr_plan_keeper_dispose (GObject *object)
{
  FrPlanKeeper *self = FR_PLAN_KEEPER (object);

  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->making);

  G_OBJECT_CLASS (fr_plan_keeper_parent_class)->dispose (object);
}

static void
fr_plan_keeper_finalize (GObject *object)
{
  FrPlanKeeper *self = FR_PLAN_KEEPER (object);

  g_free (self->rendered);
  g_ptr_array_unref (self->missing);

  G_OBJECT_CLASS (fr_plan_keeper_parent_class)->finalize (object);
}

static void
fr_plan_keeper_class_init (FrPlanKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_plan_keeper_dispose;
  object_class->finalize = fr_plan_keeper_finalize;

  /**
   * FrPlanKeeper::written:
   *
   * The text was changed, by nobody at the keyboard.
   */
  signals[WRITTEN] = g_signal_new ("written", FR_TYPE_PLAN_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
fr_plan_keeper_init (FrPlanKeeper *self)
{
  self->missing = g_ptr_array_new_with_free_func (g_free);
}

/**
 * fr_plan_keeper_new:
 * @making: the answers, and the plan of the window
 * @view: the text; gets the plan, or what the answers give
 */
FrPlanKeeper *
fr_plan_keeper_new (FrMaking *making, FrPlanView *view)
{
  FrPlanKeeper *self = g_object_new (FR_TYPE_PLAN_KEEPER, NULL);
  g_autofree char *text = fr_making_dup_text (making, "plan-text");

  self->making = g_object_ref (making);
  g_set_weak_pointer (&self->view, view);
  self->rendered = fr_draft_render (get_draft (self));
  set_text (self, text != NULL ? text : self->rendered);
  g_signal_connect_object (get_draft (self), "notify", G_CALLBACK (draft_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (making, "notify::plan-text", G_CALLBACK (plan_text_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * fr_plan_keeper_get_missing:
 *
 * Returns: (transfer none) (element-type utf8): answers that have no place in the text
 */
GPtrArray *
fr_plan_keeper_get_missing (FrPlanKeeper *self)
{
  g_return_val_if_fail (FR_IS_PLAN_KEEPER (self), NULL);

  return self->missing;
}

/**
 * fr_plan_keeper_follow:
 *
 * From now on it is the person who changes answers: a plan of their own changes with them.
 */
void
fr_plan_keeper_follow (FrPlanKeeper *self)
{
  g_return_if_fail (FR_IS_PLAN_KEEPER (self));

  self->following = TRUE;
}

/**
 * fr_plan_keeper_keep:
 *
 * Tells the window what its plan is now: none of its own, when the answers say it all.
 *
 * Returns: (transfer full): the text
 */
char *
fr_plan_keeper_keep (FrPlanKeeper *self)
{
  char *text;

  g_return_val_if_fail (FR_IS_PLAN_KEEPER (self) && self->view != NULL, NULL);

  text = fr_plan_view_dup_text (self->view);
  self->telling = TRUE;
  fr_making_set_text (self->making, "plan-text",
                      g_str_equal (text, self->rendered) ? NULL : text);
  self->telling = FALSE;

  return text;
}

/**
 * fr_plan_keeper_edit:
 * @edit: made for the text as it is now
 *
 * Changes the text, and shows where; one undo takes it back.
 */
void
fr_plan_keeper_edit (FrPlanKeeper *self, const FrPlanEdit *edit)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FR_IS_PLAN_KEEPER (self) && self->view != NULL && edit != NULL);

  text = fr_plan_view_dup_text (self->view);
  apply (self, text, edit);
  fr_plan_view_select (self->view, (gsize) g_utf8_strlen (text, (gssize) edit->start), 0);
  g_signal_emit (self, signals[WRITTEN], 0);
}

/**
 * fr_plan_keeper_start_anew:
 *
 * Writes the plan anew from the answers; one undo takes it back.
 */
void
fr_plan_keeper_start_anew (FrPlanKeeper *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FR_IS_PLAN_KEEPER (self) && self->view != NULL);

  text = fr_plan_view_dup_text (self->view);
  fr_plan_view_replace (self->view, 0, (gsize) g_utf8_strlen (text, -1), self->rendered);
  g_ptr_array_set_size (self->missing, 0);
  g_signal_emit (self, signals[WRITTEN], 0);
}
