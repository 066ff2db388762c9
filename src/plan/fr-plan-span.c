/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-span.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <yaml.h>

#include "fr-error.h"

#define MOST_DEPTH 64

/* A text on its way through the parser. Places come as numbers of characters. */
typedef struct
{
  yaml_parser_t parser;
  yaml_event_t event;
  const char *text;
  const char *body; /* after a byte order mark, which is not counted */
  guint n_events;   /* the current one included */
  gboolean over;
  gboolean broken;

  const char *counted; /* body + the bytes of so many characters: they only go forward */
  gsize n_counted;

  FrPlanSpan *span;
  gboolean found;
  gboolean no_scalar; /* what the path leads to is a list or a map */
} Walk;

static void
begin (Walk *self, const char *text)
{
  memset (self, 0, sizeof *self);
  if (!yaml_parser_initialize (&self->parser))
    g_error ("out of memory");

  self->text = text;
  self->body = g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text;
  self->counted = self->body;
  yaml_parser_set_encoding (&self->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&self->parser, (const unsigned char *) self->body,
                                strlen (self->body));
}

static void
end (Walk *self)
{
  yaml_event_delete (&self->event);
  yaml_parser_delete (&self->parser);
}

static gboolean
step (Walk *self)
{
  if (self->over)
    return FALSE;

  yaml_event_delete (&self->event);
  if (!yaml_parser_parse (&self->parser, &self->event))
    {
      memset (&self->event, 0, sizeof self->event);
      self->broken = self->over = TRUE;
      return FALSE;
    }

  self->n_events++;
  self->over = self->event.type == YAML_STREAM_END_EVENT;

  return !self->over;
}

static gsize
to_bytes (Walk *self, gsize characters)
{
  if (characters < self->n_counted)
    {
      self->counted = self->body;
      self->n_counted = 0;
    }
  while (self->n_counted < characters && *self->counted != '\0')
    {
      self->counted = g_utf8_next_char (self->counted);
      self->n_counted++;
    }

  return self->counted - self->text;
}

/* The marks of a value begin at its anchor and its tag, which are to stay. */
static gsize
skip_properties (const char *text, gsize start, gsize end)
{
  while (start < end && (text[start] == '&' || text[start] == '!'))
    {
      gsize after = start + strcspn (text + start, " \t\r\n");
      gsize next = after + strspn (text + after, " \t\r\n");

      if (after >= end || next >= end)
        return MIN (after, end);
      start = next;
    }

  return start;
}

static FrSpanStyle
get_style (const yaml_event_t *event)
{
  if (event->type == YAML_ALIAS_EVENT)
    return FR_SPAN_PLAIN;

  switch (event->data.scalar.style)
    {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return FR_SPAN_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return FR_SPAN_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
      return FR_SPAN_BLOCK;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
    default:
      return FR_SPAN_PLAIN;
    }
}

static void
measure (Walk *self, gsize *start, gsize *end)
{
  *start = to_bytes (self, self->event.start_mark.index);
  *end = to_bytes (self, self->event.end_mark.index);
  if (self->event.type == YAML_SCALAR_EVENT)
    *start = skip_properties (self->text, *start, *end);

  /* the line end after a block, and the blank lines, are not of it */
  if (self->event.type == YAML_SCALAR_EVENT && get_style (&self->event) == FR_SPAN_BLOCK)
    while (*end > *start && g_ascii_isspace (self->text[*end - 1]))
      (*end)--;
}

static void
note (Walk *self)
{
  FrPlanSpan *span = self->span;

  self->no_scalar =
    self->event.type != YAML_SCALAR_EVENT && self->event.type != YAML_ALIAS_EVENT;
  self->found = !self->no_scalar;
  if (!self->found)
    return;

  fr_plan_span_clear (span);
  measure (self, &span->start, &span->end);
  span->event = self->n_events;
  span->style = get_style (&self->event);
  if (self->event.type == YAML_SCALAR_EVENT)
    span->text = g_strdup ((const char *) self->event.data.scalar.value);
}

/* The rest of what the current event begins. */
static void
skip (Walk *self)
{
  guint depth = 0;

  do
    {
      if (self->event.type == YAML_SEQUENCE_START_EVENT ||
          self->event.type == YAML_MAPPING_START_EVENT)
        depth++;
      else if (self->event.type == YAML_SEQUENCE_END_EVENT ||
               self->event.type == YAML_MAPPING_END_EVENT)
        depth--;
    }
  while (depth > 0 && step (self));
}

static gboolean
is_number (const char *word)
{
  return *word != '\0' && word[strspn (word, "0123456789")] == '\0';
}

static void seek (Walk *self, const char *const *path, guint depth);

static void
seek_in_map (Walk *self, const char *const *path, guint depth)
{
  while (step (self) && self->event.type != YAML_MAPPING_END_EVENT)
    {
      gboolean match = self->event.type == YAML_SCALAR_EVENT &&
                       g_str_equal (self->event.data.scalar.value, path[0]);

      skip (self);
      if (!step (self))
        return;
      if (match)
        seek (self, path + 1, depth + 1);
      else
        skip (self);
    }
}

/* Items are named by their number, or, as blueprints and servers are, by their only key. */
static void
seek_in_list (Walk *self, const char *const *path, guint depth)
{
  guint64 wanted = is_number (path[0]) ? g_ascii_strtoull (path[0], NULL, 10) : G_MAXUINT64;

  for (guint64 i = 0; step (self) && self->event.type != YAML_SEQUENCE_END_EVENT; i++)
    {
      if (i == wanted)
        seek (self, path + 1, depth + 1);
      else if (wanted == G_MAXUINT64 && self->event.type == YAML_MAPPING_START_EVENT)
        seek (self, path, depth + 1);
      else
        skip (self);
    }
}

/* Of a key that is there twice the last counts: so the search goes on to the end. */
static void
seek (Walk *self, const char *const *path, guint depth)
{
  if (path[0] == NULL)
    {
      note (self);
      skip (self);
    }
  else if (depth < MOST_DEPTH && self->event.type == YAML_MAPPING_START_EVENT)
    seek_in_map (self, path, depth);
  else if (depth < MOST_DEPTH && self->event.type == YAML_SEQUENCE_START_EVENT)
    seek_in_list (self, path, depth);
  else
    skip (self);
}

/**
 * fr_plan_span_find:
 * @text: a plan, valid UTF-8; need not be valid YAML after what is looked for
 * @document: from 0
 * @path: keys, and numbers or keys of items, %NULL at the end
 *
 * Returns: whether there is such a value; else with %FR_ERROR_NOT_FOUND
 */
gboolean
fr_plan_span_find (FrPlanSpan *self, const char *text, guint document, const char *const *path,
                   GError **error)
{
  Walk walk;
  guint n = 0;
  gboolean found, no_scalar;

  begin (&walk, text);
  walk.span = self;
  while (n <= document && step (&walk))
    if (walk.event.type == YAML_DOCUMENT_START_EVENT && step (&walk) && n++ == document)
      seek (&walk, path, 0);
  found = walk.found;
  no_scalar = walk.no_scalar;
  end (&walk);

  if (!found)
    {
      g_autofree char *words = g_strjoinv (" / ", (char **) path);

      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                   no_scalar ? _ ("“%s” is more than one value in this plan. Change it by hand.")
                             : _ ("there is no “%s” in this plan. Write it by hand."),
                   words);
    }

  return found;
}

/**
 * fr_plan_span_find_at:
 * @offset: in bytes
 *
 * Returns: whether a value stands there; else with %FR_ERROR_NOT_FOUND
 */
gboolean
fr_plan_span_find_at (FrPlanSpan *self, const char *text, gsize offset, GError **error)
{
  Walk walk;
  gboolean found = FALSE;

  begin (&walk, text);
  walk.span = self;
  while (!found && step (&walk))
    {
      gsize from, to;

      if (walk.event.type != YAML_SCALAR_EVENT && walk.event.type != YAML_ALIAS_EVENT)
        continue;
      measure (&walk, &from, &to);
      if (from > offset)
        break;
      found = offset < to;
      if (found)
        note (&walk);
    }
  end (&walk);

  if (!found)
    g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND, _ ("there is no value at byte %zu."),
                 offset);

  return found;
}

static gboolean
is_same (const yaml_event_t *one, const yaml_event_t *other)
{
  if (one->type != other->type)
    return FALSE;

  switch (one->type)
    {
    case YAML_SCALAR_EVENT:
      return one->data.scalar.length == other->data.scalar.length &&
             memcmp (one->data.scalar.value, other->data.scalar.value, one->data.scalar.length) ==
               0 &&
             one->data.scalar.style == other->data.scalar.style &&
             g_strcmp0 ((char *) one->data.scalar.anchor, (char *) other->data.scalar.anchor) == 0;
    case YAML_ALIAS_EVENT:
      return g_str_equal (one->data.alias.anchor, other->data.alias.anchor);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_START_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_START_EVENT:
    case YAML_MAPPING_END_EVENT:
    default:
      return TRUE;
    }
}

/* The value itself: what it says is new, its anchor is not. */
static gboolean
says (const yaml_event_t *old, const yaml_event_t *new, const char *value)
{
  const char *anchor =
    old->type == YAML_SCALAR_EVENT ? (const char *) old->data.scalar.anchor : NULL;

  return new->type == YAML_SCALAR_EVENT &&new->data.scalar.length == strlen (value) &&
         memcmp (new->data.scalar.value, value, new->data.scalar.length) == 0 &&
         g_strcmp0 (anchor, (const char *) new->data.scalar.anchor) == 0;
}

/**
 * fr_plan_span_holds:
 * @self: found in @text
 * @new_text: the plan after the change
 * @value: what was to be written there
 *
 * Returns: whether @new_text, read again, says @value there and the same as before elsewhere
 */
gboolean
fr_plan_span_holds (const FrPlanSpan *self, const char *text, const char *new_text,
                    const char *value)
{
  Walk old, new;
  gboolean same = TRUE, met = FALSE;

  begin (&old, text);
  begin (&new, new_text);
  while (same)
    {
      gboolean more = step (&old);

      same = step (&new) == more && old.broken == new.broken;
      if (!same || !more)
        break;
      if (old.n_events == self->event)
        met = same = says (&old.event, &new.event, value);
      else
        same = is_same (&old.event, &new.event);
    }
  end (&old);
  end (&new);

  return same && met;
}

/**
 * fr_plan_span_clear:
 */
void
fr_plan_span_clear (FrPlanSpan *self)
{
  g_clear_pointer (&self->text, g_free);
  memset (self, 0, sizeof *self);
}
