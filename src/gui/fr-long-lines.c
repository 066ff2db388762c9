/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-long-lines.h"

/* A line is laid out, and coloured, as a whole: one of a million characters takes seconds in which
 * nothing else can be done. Nobody reads its end, so that is kept in the text and not shown. */

#define TAG "beyond"

static void
hide_end (GtkSourceBuffer *buffer, int line)
{
  GtkTextBuffer *text = GTK_TEXT_BUFFER (buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (text, &start, line);
  if (gtk_text_iter_get_chars_in_line (&start) <= FR_LONG_LINES_MOST)
    return;

  end = start;
  gtk_text_iter_forward_chars (&start, FR_LONG_LINES_MOST);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_apply_tag_by_name (text, TAG, &start, &end);
  gtk_source_buffer_set_highlight_syntax (buffer, FALSE);
}

static void
inserted_cb (GtkSourceBuffer *buffer, GtkTextIter *end, const char *text, int length)
{
  GtkTextIter start = *end;
  int last = gtk_text_iter_get_line (end);

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  for (int line = gtk_text_iter_get_line (&start); line <= last; line++)
    hide_end (buffer, line);
}

/**
 * fr_long_lines_watch:
 *
 * From now on only the beginning of very long lines is shown; a text that has one is not coloured.
 */
void
fr_long_lines_watch (GtkSourceBuffer *buffer)
{
  g_return_if_fail (GTK_SOURCE_IS_BUFFER (buffer));

  gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), TAG, "invisible", TRUE, NULL);
  g_signal_connect_after (buffer, "insert-text", G_CALLBACK (inserted_cb), NULL);
}
