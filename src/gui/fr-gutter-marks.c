/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-gutter-marks.h"

#define SIZE 16

/**
 * FrGutterMarks:
 *
 * The marks beside the lines of a plan: an error, a risk or a warning, in its colour. The worst
 * of a line is shown; a click tells which line it was.
 */
struct _FrGutterMarks
{
  GtkSourceGutterRenderer parent_instance;

  GHashTable *kinds; /* line, from 0 -> rank, see rank_of() */
};

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* From the mildest to the worst. */
static const struct
{
  const char *icon;
  const char *color;
} looks[] = {
  { "dialog-information-symbolic", "accent_color" },
  { "dialog-warning-symbolic", "warning_color" },
  { "dialog-error-symbolic", "error_color" },
};

G_DEFINE_FINAL_TYPE (FrGutterMarks, fr_gutter_marks, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static guint
rank_of (FrFindingKind kind)
{
  switch (kind)
    {
    case FR_FINDING_ERROR:
      return 2;
    case FR_FINDING_RISK:
      return 1;
    case FR_FINDING_WARNING:
    default:
      return 0;
    }
}

static void
fr_gutter_marks_snapshot_line (GtkSourceGutterRenderer *renderer, GtkSnapshot *snapshot,
                               GtkSourceGutterLines *lines, guint line)
{
  FrGutterMarks *self = FR_GUTTER_MARKS (renderer);
  GtkWidget *widget = GTK_WIDGET (renderer);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon = NULL;
  gpointer value;
  GdkRGBA color;
  float x, y;
  guint rank;

  if (!g_hash_table_lookup_extended (self->kinds, GUINT_TO_POINTER (line), NULL, &value))
    return;

  rank = GPOINTER_TO_UINT (value);
  gtk_source_gutter_renderer_align_cell (renderer, line, SIZE, SIZE, &x, &y);
  if (!gtk_style_context_lookup_color (context, looks[rank].color, &color))
    gtk_style_context_get_color (context, &color);
  icon = gtk_icon_theme_lookup_icon (theme, looks[rank].icon, NULL, SIZE,
                                     gtk_widget_get_scale_factor (widget),
                                     gtk_widget_get_direction (widget), 0);

  /* a plain mark would come out grey: its colour is not that of the text */
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, SIZE, SIZE,
                                            &color, 1);
  gtk_snapshot_restore (snapshot);
}

static gboolean
fr_gutter_marks_query_activatable (GtkSourceGutterRenderer *renderer, GtkTextIter *iter,
                                   GdkRectangle *area)
{
  guint line = (guint) gtk_text_iter_get_line (iter);

  return g_hash_table_contains (FR_GUTTER_MARKS (renderer)->kinds, GUINT_TO_POINTER (line));
}

static void
fr_gutter_marks_activate (GtkSourceGutterRenderer *renderer, GtkTextIter *iter, GdkRectangle *area,
                          guint button, GdkModifierType state, int n_presses)
{
  g_signal_emit (renderer, signals[ACTIVATED], 0, (guint) gtk_text_iter_get_line (iter) + 1, area);
}

static void
fr_gutter_marks_finalize (GObject *object)
{
  g_hash_table_unref (FR_GUTTER_MARKS (object)->kinds);

  G_OBJECT_CLASS (fr_gutter_marks_parent_class)->finalize (object);
}

static void
fr_gutter_marks_class_init (FrGutterMarksClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fr_gutter_marks_finalize;

  renderer_class->snapshot_line = fr_gutter_marks_snapshot_line;
  renderer_class->query_activatable = fr_gutter_marks_query_activatable;
  renderer_class->activate = fr_gutter_marks_activate;

  /**
   * FrGutterMarks::activated:
   * @line: of the mark, from 1
   * @area: where it is, for a popover
   */
  signals[ACTIVATED] =
    g_signal_new ("activated", FR_TYPE_GUTTER_MARKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, GDK_TYPE_RECTANGLE | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
fr_gutter_marks_init (FrGutterMarks *self)
{
  self->kinds = g_hash_table_new (NULL, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (self), SIZE + 2, -1);
  /* In the middle of the first row of a line that is wrapped. */
  gtk_source_gutter_renderer_set_alignment_mode (GTK_SOURCE_GUTTER_RENDERER (self),
                                                 GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST);
  gtk_source_gutter_renderer_set_xalign (GTK_SOURCE_GUTTER_RENDERER (self), 0.5f);
  gtk_source_gutter_renderer_set_yalign (GTK_SOURCE_GUTTER_RENDERER (self), 0.5f);
}

FrGutterMarks *
fr_gutter_marks_new (void)
{
  return g_object_new (FR_TYPE_GUTTER_MARKS, NULL);
}

/**
 * fr_gutter_marks_set_findings:
 * @findings: (element-type FrFinding): what there is to say about the plan
 */
void
fr_gutter_marks_set_findings (FrGutterMarks *self, GPtrArray *findings)
{
  g_return_if_fail (FR_IS_GUTTER_MARKS (self) && findings != NULL);

  g_hash_table_remove_all (self->kinds);
  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = g_ptr_array_index (findings, i);
      gpointer line = GUINT_TO_POINTER (finding->place.line - 1);
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, line));
      guint rank = MAX (before, rank_of (finding->kind));

      if (finding->place.line > 0)
        g_hash_table_replace (self->kinds, line, GUINT_TO_POINTER (rank));
    }

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * fr_gutter_marks_count:
 *
 * Returns: how many lines have a mark
 */
guint
fr_gutter_marks_count (FrGutterMarks *self)
{
  g_return_val_if_fail (FR_IS_GUTTER_MARKS (self), 0);

  return g_hash_table_size (self->kinds);
}

/**
 * fr_gutter_marks_has_line:
 * @line: from 1
 */
gboolean
fr_gutter_marks_has_line (FrGutterMarks *self, guint line)
{
  g_return_val_if_fail (FR_IS_GUTTER_MARKS (self), FALSE);

  return g_hash_table_contains (self->kinds, GUINT_TO_POINTER (line - 1));
}
