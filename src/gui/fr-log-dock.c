/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-log-dock.h"

#include <glib/gi18n-lib.h>

#include "fr-log-text.h"

#define MOST_LINES 5000
#define SPARE_LINES 500
#define LEAST_HEIGHT 72
#define MOST_HEIGHT 480

/**
 * FrLogDock:
 *
 * What the servers print, in plain lines: one row, or a pane that can be searched, copied and
 * made higher. Only the newest lines are kept.
 */
struct _FrLogDock
{
  GtkBox parent_instance;

  GHashTable *texts; /* server to FrLogText */
  const char *server;
  char *time;
  guint n_lines;
  int height; /* when the handle was taken */
  GtkToggleButton *toggle;
  GtkImage *arrow;
  GtkLabel *count;
  GtkToggleButton *find;
  GtkButton *copy;
  GtkRevealer *revealer;
  GtkSearchEntry *entry;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  gboolean following; /* the newest line is to be seen: nobody has gone back */
  double place;       /* of the view, when it moved last */
};

enum
{
  COPIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrLogDock, fr_log_dock, GTK_TYPE_BOX)

static void
show_count (FrLogDock *self)
{
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u line", "%u lines", self->n_lines), self->n_lines);

  gtk_label_set_label (self->count, self->n_lines > 0 ? text : "");
}

static gboolean
is_at_end (FrLogDock *self)
{
  GtkAdjustment *range = gtk_scrolled_window_get_vadjustment (self->scroller);

  return gtk_adjustment_get_value (range) + gtk_adjustment_get_page_size (range) >=
         gtk_adjustment_get_upper (range) - 24;
}

/* What is printed faster than it is drawn leaves the place behind the end for a while; only
 * somebody who reads goes back. */
static void
scrolled_cb (FrLogDock *self)
{
  double place = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller));

  if (is_at_end (self))
    self->following = TRUE;
  else if (place < self->place)
    self->following = FALSE;
  self->place = place;
}

static void
go_to_end (FrLogDock *self)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_iter_set_line_offset (&end, 0);
  gtk_text_buffer_move_mark_by_name (self->buffer, "newest", &end);
  gtk_text_view_scroll_mark_onscreen (self->view,
                                      gtk_text_buffer_get_mark (self->buffer, "newest"));
}

static void
toggled_cb (FrLogDock *self)
{
  gboolean open = gtk_toggle_button_get_active (self->toggle);

  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
  gtk_widget_set_visible (GTK_WIDGET (self->find), open);
  gtk_widget_set_visible (GTK_WIDGET (self->copy), open);
  self->following = open;
  if (open)
    go_to_end (self);
  else
    gtk_toggle_button_set_active (self->find, FALSE);
}

static void
find_toggled_cb (FrLogDock *self)
{
  if (gtk_toggle_button_get_active (self->find))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
copy_cb (FrLogDock *self)
{
  g_autofree char *text = fr_log_dock_dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[COPIED], 0);
}

/* Selects the next place after the selection, around the end; @again: not the same one. */
static void
find_next (FrLogDock *self, gboolean again)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  GtkTextIter start, end, from;
  gboolean found;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  from = again ? end : start;
  found = *words != '\0' && gtk_text_iter_forward_search (
                              &from, words, GTK_TEXT_SEARCH_CASE_INSENSITIVE, &start, &end, NULL);
  if (!found && *words != '\0')
    {
      gtk_text_buffer_get_start_iter (self->buffer, &from);
      found = gtk_text_iter_forward_search (&from, words, GTK_TEXT_SEARCH_CASE_INSENSITIVE, &start,
                                            &end, NULL);
    }

  if (found || *words == '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  if (found)
    {
      gtk_text_buffer_select_range (self->buffer, &start, &end);
      gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);
    }
}

static void
search_changed_cb (FrLogDock *self)
{
  find_next (self, FALSE);
}

static void
search_next_cb (FrLogDock *self)
{
  find_next (self, TRUE);
}

static void
search_stop_cb (FrLogDock *self)
{
  gtk_toggle_button_set_active (self->find, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
drag_begin_cb (FrLogDock *self)
{
  self->height = gtk_scrolled_window_get_min_content_height (self->scroller);
}

static void
drag_update_cb (FrLogDock *self, double x, double y)
{
  int height = CLAMP (self->height - (int) y, LEAST_HEIGHT, MOST_HEIGHT);

  if (!gtk_toggle_button_get_active (self->toggle))
    return;

  /* The lower bound first when it shrinks, the upper one when it grows. */
  gtk_scrolled_window_set_max_content_height (self->scroller, -1);
  gtk_scrolled_window_set_min_content_height (self->scroller, height);
  gtk_scrolled_window_set_max_content_height (self->scroller, height);
}

static void
fr_log_dock_dispose (GObject *object)
{
  FrLogDock *self = FR_LOG_DOCK (object);

  g_clear_pointer (&self->texts, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_LOG_DOCK);

  G_OBJECT_CLASS (fr_log_dock_parent_class)->dispose (object);
}

static void
fr_log_dock_class_init (FrLogDockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_log_dock_dispose;

  /**
   * FrLogDock::copied:
   *
   * The lines are in the clipboard.
   */
  signals[COPIED] = g_signal_new ("copied", FR_TYPE_LOG_DOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-log-dock.ui");
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, toggle);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, arrow);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, count);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, find);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, copy);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, revealer);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, entry);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, scroller);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, view);
  gtk_widget_class_bind_template_child (widget_class, FrLogDock, buffer);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
}

static void
fr_log_dock_init (FrLogDock *self)
{
  GtkTextIter start;

  self->texts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) fr_log_text_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_create_mark (self->buffer, "newest", &start, FALSE);
  /* What programs print is written from left to right everywhere. */
  gtk_widget_set_direction (GTK_WIDGET (self->view), GTK_TEXT_DIR_LTR);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  show_count (self);
  toggled_cb (self);
}

static void
drop_oldest (FrLogDock *self)
{
  GtkTextIter start, end;

  if (self->n_lines < MOST_LINES + SPARE_LINES)
    return;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_line (self->buffer, &end, SPARE_LINES);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  self->n_lines -= SPARE_LINES;
}

static void
line_cb (const char *line, gpointer data)
{
  FrLogDock *self = data;
  g_autofree char *text =
    g_strdup_printf ("%s%s %s  %s", self->n_lines > 0 ? "\n" : "", self->time, self->server, line);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, text, -1);
  self->n_lines++;
  drop_oldest (self);
}

/**
 * fr_log_dock_feed:
 * @server: its name
 * @text: what it has just printed, as it came
 */
void
fr_log_dock_feed (FrLogDock *self, const char *server, const char *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  FrLogText *lines;

  g_return_if_fail (FR_IS_LOG_DOCK (self) && server != NULL && text != NULL);

  lines = g_hash_table_lookup (self->texts, server);
  if (lines == NULL)
    {
      lines = fr_log_text_new ();
      g_hash_table_insert (self->texts, g_strdup (server), lines);
    }
  self->server = server;
  self->time = g_date_time_format (now, "%H:%M:%S");
  fr_log_text_feed (lines, text, line_cb, self);
  g_clear_pointer (&self->time, g_free);
  self->server = NULL;
  show_count (self);
  if (self->following && fr_log_dock_get_open (self))
    go_to_end (self);
}

/**
 * fr_log_dock_get_open:
 *
 * Returns: whether somebody reads it
 */
gboolean
fr_log_dock_get_open (FrLogDock *self)
{
  g_return_val_if_fail (FR_IS_LOG_DOCK (self), FALSE);

  return gtk_toggle_button_get_active (self->toggle);
}

/**
 * fr_log_dock_dup_text:
 *
 * Returns: (transfer full): all lines that are kept
 */
char *
fr_log_dock_dup_text (FrLogDock *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (FR_IS_LOG_DOCK (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}
