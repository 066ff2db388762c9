/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-log-text.h"

/* A longer line is cut: nobody reads it to its end. */
#define MOST_BYTES 2000

typedef enum
{
  IN_TEXT,
  IN_ESCAPE,  /* after ESC                                     */
  IN_CONTROL, /* ESC [ : until a letter                        */
  IN_STRING,  /* ESC ] and its like: until BEL, or ESC \       */
  IN_STRING_END,
} State;

struct _FrLogText
{
  GString *line;
  State state;
  gboolean returned; /* after CR: what comes next overwrites the line */
};

FrLogText *
fr_log_text_new (void)
{
  FrLogText *self = g_new0 (FrLogText, 1);

  self->line = g_string_new (NULL);

  return self;
}

/**
 * fr_log_text_free:
 * @self: (nullable):
 */
void
fr_log_text_free (FrLogText *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_free (self);
}

/* Whether the character could move what is around it, or cannot be seen. */
static gboolean
is_unseen (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static void
take_text (FrLogText *self, gunichar c, FrLogLine func, gpointer data)
{
  if (c == '\n')
    {
      g_autofree char *line = g_strdup (self->line->str);

      g_string_truncate (self->line, 0);
      self->returned = FALSE;
      if (*g_strchomp (line) != '\0')
        func (line, data);
      return;
    }
  if (c == '\r')
    {
      self->returned = TRUE;
      return;
    }
  if (c == 0x1b)
    {
      self->state = IN_ESCAPE;
      return;
    }

  if (self->returned)
    {
      g_string_truncate (self->line, 0);
      self->returned = FALSE;
    }
  if (self->line->len < MOST_BYTES)
    {
      if (c == '\t')
        g_string_append_c (self->line, ' ');
      else if (!is_unseen (c))
        g_string_append_unichar (self->line, c);
    }
}

static State
leave_escape (gunichar c)
{
  if (c == '[')
    return IN_CONTROL;
  if (c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_')
    return IN_STRING;

  return IN_TEXT;
}

/**
 * fr_log_text_feed:
 * @text: as it came: control codes, half lines and bytes that are no text
 * @func: told each line, plain
 * @data: for @func
 */
void
fr_log_text_feed (FrLogText *self, const char *text, FrLogLine func, gpointer data)
{
  g_autofree char *valid = NULL;

  g_return_if_fail (self != NULL && text != NULL && func != NULL);

  valid = g_utf8_make_valid (text, -1);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      switch (self->state)
        {
        case IN_ESCAPE:
          self->state = leave_escape (c);
          break;
        case IN_CONTROL:
          if (c == '\n')
            take_text (self, c, func, data);
          if (c >= 0x40 || c == '\n')
            self->state = IN_TEXT;
          break;
        case IN_STRING:
          if (c == 0x07 || c == '\n')
            self->state = IN_TEXT;
          else if (c == 0x1b)
            self->state = IN_STRING_END;
          break;
        case IN_STRING_END:
          self->state = IN_TEXT;
          break;
        case IN_TEXT:
        default:
          take_text (self, c, func, data);
        }
    }
}
