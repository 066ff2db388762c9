/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-view.h"

#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>

#include "fr-gutter-marks.h"
#include "fr-long-lines.h"
#include "fr-plan-search.h"

/**
 * FrPlanView:
 *
 * The text of a plan, to be read and to be changed, with marks at the lines that there is
 * something to say about.
 */
struct _FrPlanView
{
  AdwBin parent_instance;

  GtkLabel *title_label;
  GtkWidget *undo_button;
  FrPlanSearch *search;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;

  GtkTextMark *shown;       /* the end of what was scrolled to; owned by the buffer */
  FrGutterMarks *marks;     /* owned by the gutter */
  GtkTextTag *line_tags[3]; /* by FrFindingKind; owned by the table of the buffer */
  GtkTextTag *word_tags[3];
};

enum
{
  CHANGED,
  SAVE,
  MARK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *color;
  const char *ground;
  float strength;
} looks[] = {
  [FR_FINDING_ERROR] = { "error_color", "error_bg_color", 0.14f },
  [FR_FINDING_WARNING] = { "accent_color", "accent_bg_color", 0.10f },
  [FR_FINDING_RISK] = { "warning_color", "warning_bg_color", 0.16f },
};

G_DEFINE_FINAL_TYPE (FrPlanView, fr_plan_view, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (FrPlanView *self)
{
  return GTK_TEXT_BUFFER (self->buffer);
}

/* No further to the side than needed, so that the line can be read. */
static void
scroll_to (FrPlanView *self, const GtkTextIter *iter)
{
  gtk_text_buffer_move_mark (get_buffer (self), self->shown, iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), self->shown, 0.0, TRUE, 1.0, 0.4);
}

static GdkRGBA
look_up (FrPlanView *self, const char *name)
{
  GdkRGBA color = { 0.5f, 0.5f, 0.5f, 1.0f };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), name, &color);

  return color;
}

/* Colours follow the style: light, dark, high contrast. */
static void
style_cb (FrPlanView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const char *name = adw_style_manager_get_dark (manager) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (
    self->buffer, gtk_source_style_scheme_manager_get_scheme (schemes, name));

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      GdkRGBA color = look_up (self, looks[i].color);
      GdkRGBA ground = look_up (self, looks[i].ground);

      ground.alpha = looks[i].strength;
      g_object_set (self->line_tags[i], "paragraph-background-rgba", &ground, NULL);
      g_object_set (self->word_tags[i], "underline-rgba", &color, NULL);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self->marks));
}

static void
changed_cb (FrPlanView *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
can_undo_cb (FrPlanView *self)
{
  gtk_widget_set_sensitive (self->undo_button, gtk_text_buffer_get_can_undo (get_buffer (self)));
}

static void
undo_cb (FrPlanView *self)
{
  fr_plan_view_undo (self);
}

static void
save_cb (FrPlanView *self)
{
  g_signal_emit (self, signals[SAVE], 0);
}

static void
mark_cb (FrPlanView *self, guint line, const GdkRectangle *area)
{
  graphene_point_t from = GRAPHENE_POINT_INIT ((float) area->x, (float) area->y), to;
  GdkRectangle there = *area;

  if (gtk_widget_compute_point (GTK_WIDGET (self->marks), GTK_WIDGET (self), &from, &to))
    {
      there.x = (int) to.x;
      there.y = (int) to.y;
    }
  g_signal_emit (self, signals[MARK], 0, line, &there);
}

static void
fr_plan_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_PLAN_VIEW);

  G_OBJECT_CLASS (fr_plan_view_parent_class)->dispose (object);
}

static void
fr_plan_view_class_init (FrPlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_plan_view_dispose;

  /**
   * FrPlanView::changed:
   *
   * The text is another one.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_PLAN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * FrPlanView::save:
   *
   * Somebody wants to have it in a file.
   */
  signals[SAVE] = g_signal_new ("save", FR_TYPE_PLAN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  /**
   * FrPlanView::mark:
   * @line: from 1
   * @area: in this widget
   *
   * Somebody wants to know what is the matter with a line.
   */
  signals[MARK] =
    g_signal_new ("mark", FR_TYPE_PLAN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  2, G_TYPE_UINT, GDK_TYPE_RECTANGLE | G_SIGNAL_TYPE_STATIC_SCOPE);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  g_type_ensure (FR_TYPE_PLAN_SEARCH);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FrPlanView, title_label);
  gtk_widget_class_bind_template_child (widget_class, FrPlanView, undo_button);
  gtk_widget_class_bind_template_child (widget_class, FrPlanView, search);
  gtk_widget_class_bind_template_child (widget_class, FrPlanView, view);
  gtk_widget_class_bind_template_child (widget_class, FrPlanView, buffer);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, can_undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, fr_plan_view_find);
}

static void
fr_plan_view_init (FrPlanView *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkTextIter start;

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_source_buffer_set_language (self->buffer,
                                  gtk_source_language_manager_get_language (languages, "yaml"));
  fr_long_lines_watch (self->buffer);
  fr_plan_search_set_view (self->search, self->view);

  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  self->shown = gtk_text_buffer_create_mark (get_buffer (self), NULL, &start, FALSE);
  self->marks = fr_gutter_marks_new ();
  gtk_source_gutter_insert (gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_LEFT),
                            GTK_SOURCE_GUTTER_RENDERER (self->marks), 0);
  g_signal_connect_object (self->marks, "activated", G_CALLBACK (mark_cb), self,
                           G_CONNECT_SWAPPED);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      self->line_tags[i] = gtk_text_buffer_create_tag (get_buffer (self), NULL, NULL);
      self->word_tags[i] = gtk_text_buffer_create_tag (get_buffer (self), NULL, "underline",
                                                       PANGO_UNDERLINE_ERROR, NULL);
    }
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect (self, "map", G_CALLBACK (style_cb), NULL);
  style_cb (self);
}

/**
 * fr_plan_view_set_title:
 * @title: (nullable): the name of its file
 */
void
fr_plan_view_set_title (FrPlanView *self, const char *title)
{
  g_return_if_fail (FR_IS_PLAN_VIEW (self));

  gtk_label_set_label (self->title_label, title != NULL ? title : _ ("Plan"));
}

/**
 * fr_plan_view_dup_text:
 *
 * Returns: (transfer full): the whole text
 */
char *
fr_plan_view_dup_text (FrPlanView *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (FR_IS_PLAN_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);

  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

/**
 * fr_plan_view_set_text:
 * @text: valid UTF-8
 *
 * Shows another plan. There is no way back to the one before.
 */
void
fr_plan_view_set_text (FrPlanView *self, const char *text)
{
  GtkTextIter start;

  g_return_if_fail (FR_IS_PLAN_VIEW (self) && text != NULL);

  gtk_source_buffer_set_highlight_syntax (self->buffer, TRUE);
  gtk_text_buffer_begin_irreversible_action (get_buffer (self));
  gtk_text_buffer_set_text (get_buffer (self), text, -1);
  gtk_text_buffer_end_irreversible_action (get_buffer (self));
  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  gtk_text_buffer_place_cursor (get_buffer (self), &start);
}

/**
 * fr_plan_view_replace:
 * @start: in characters
 * @length: in characters
 * @text: what comes there instead
 *
 * Changes the text as somebody at the keyboard would; one undo takes it back.
 */
void
fr_plan_view_replace (FrPlanView *self, gsize start, gsize length, const char *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter from, to;

  g_return_if_fail (FR_IS_PLAN_VIEW (self) && text != NULL);

  buffer = get_buffer (self);
  gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) start);
  gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) (start + length));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &from, &to);
  gtk_text_buffer_insert (buffer, &from, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

/**
 * fr_plan_view_select:
 * @start: in characters
 * @length: in characters
 *
 * Scrolls to something and selects it; the focus stays where it is.
 */
void
fr_plan_view_select (FrPlanView *self, gsize start, gsize length)
{
  GtkTextIter from, to;

  g_return_if_fail (FR_IS_PLAN_VIEW (self));

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &from, (int) start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &to, (int) (start + length));
  gtk_text_buffer_select_range (get_buffer (self), &from, &to);
  scroll_to (self, &to);
}

/* The word there, or what is left of the line. */
static void
find_word (GtkTextIter *from, GtkTextIter *to)
{
  *to = *from;
  while (!gtk_text_iter_ends_line (to) && !g_unichar_isspace (gtk_text_iter_get_char (to)))
    gtk_text_iter_forward_char (to);
  if (gtk_text_iter_equal (from, to) && !gtk_text_iter_ends_line (to))
    gtk_text_iter_forward_to_line_end (to);
}

static gboolean
find_place (FrPlanView *self, FrPlace place, GtkTextIter *iter)
{
  GtkTextBuffer *buffer = get_buffer (self);

  if (place.line == 0)
    return FALSE;

  gtk_text_buffer_get_iter_at_line (buffer, iter, (int) place.line - 1);
  for (guint i = 1; i < place.column && !gtk_text_iter_ends_line (iter); i++)
    gtk_text_iter_forward_char (iter);

  return TRUE;
}

static void
show_finding (FrPlanView *self, const FrFinding *finding)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter from, to;

  if (!find_place (self, finding->place, &from))
    return;

  find_word (&from, &to);
  gtk_text_buffer_apply_tag (buffer, self->word_tags[finding->kind], &from, &to);
  gtk_text_iter_set_line_offset (&from, 0);
  gtk_text_iter_forward_line (&to);
  gtk_text_buffer_apply_tag (buffer, self->line_tags[finding->kind], &from, &to);
}

/**
 * fr_plan_view_set_findings:
 * @findings: (element-type FrFinding): what there is to say about this text
 */
void
fr_plan_view_set_findings (FrPlanView *self, GPtrArray *findings)
{
  static const FrFindingKind order[] = { FR_FINDING_WARNING, FR_FINDING_RISK, FR_FINDING_ERROR };
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_if_fail (FR_IS_PLAN_VIEW (self) && findings != NULL);

  buffer = get_buffer (self);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      gtk_text_buffer_remove_tag (buffer, self->line_tags[i], &start, &end);
      gtk_text_buffer_remove_tag (buffer, self->word_tags[i], &start, &end);
    }

  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    for (guint i = 0; i < findings->len; i++)
      {
        const FrFinding *finding = g_ptr_array_index (findings, i);

        if (finding->kind == order[k])
          show_finding (self, finding);
      }
  fr_gutter_marks_set_findings (self->marks, findings);
}

/**
 * fr_plan_view_show_place:
 * @place: where to look
 *
 * Scrolls there and puts the cursor on it.
 */
void
fr_plan_view_show_place (FrPlanView *self, FrPlace place)
{
  GtkTextIter iter, end;

  g_return_if_fail (FR_IS_PLAN_VIEW (self));

  if (!find_place (self, place, &iter))
    return;

  gtk_text_buffer_place_cursor (get_buffer (self), &iter);
  find_word (&iter, &end);
  scroll_to (self, &end);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * fr_plan_view_find:
 *
 * Opens the bar that finds words.
 */
void
fr_plan_view_find (FrPlanView *self)
{
  g_return_if_fail (FR_IS_PLAN_VIEW (self));

  fr_plan_search_open (self->search);
}

/**
 * fr_plan_view_undo:
 *
 * Returns: whether there was anything to take back
 */
gboolean
fr_plan_view_undo (FrPlanView *self)
{
  g_return_val_if_fail (FR_IS_PLAN_VIEW (self), FALSE);

  if (!gtk_text_buffer_get_can_undo (get_buffer (self)))
    return FALSE;

  gtk_text_buffer_undo (get_buffer (self));
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view),
                                      gtk_text_buffer_get_insert (get_buffer (self)));

  return TRUE;
}
