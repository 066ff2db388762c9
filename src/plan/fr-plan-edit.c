/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-plan-span.h"

/**
 * fr_plan_edit_new:
 * @start: in bytes
 * @length: in bytes
 *
 * Returns: (transfer full):
 */
FrPlanEdit *
fr_plan_edit_new (gsize start, gsize length, const char *text)
{
  FrPlanEdit *self = g_new0 (FrPlanEdit, 1);

  self->start = start;
  self->length = length;
  self->text = g_strdup (text);

  return self;
}

/**
 * fr_plan_edit_free:
 * @self: (nullable):
 */
void
fr_plan_edit_free (FrPlanEdit *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self);
}

/**
 * fr_plan_edit_apply:
 * @text: what it was made for
 *
 * Returns: (transfer full): the text after the change
 */
char *
fr_plan_edit_apply (const FrPlanEdit *self, const char *text)
{
  g_autoptr (GString) out = g_string_new_len (text, (gssize) self->start);

  g_string_append (out, self->text);
  g_string_append (out, text + self->start + self->length);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What a reader of YAML makes of a word without quotes. */
static const char *const classes[] = {
  "~|null|Null|NULL|",
  "y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
  "[-+]?(?:0|[1-9][0-9]*)",
  "[-+]?[0-9.][0-9_.:,eExXoObBa-fA-F+-]*|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)|=|<<",
};

static guint
classify (const char *text)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *pattern = g_strconcat ("^(?:", classes[i], ")$", NULL);

      if (g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0))
        break;
    }

  return i;
}

/* A text stays a text, and a number a number. Where nothing was written, a number may be. */
static gboolean
may_be_plain (const FrPlanSpan *span, const char *value)
{
  guint new = classify (value), old = classify (span->text != NULL ? span->text : "");

  if (span->style != FR_SPAN_PLAIN)
    return FALSE;
  if (new == G_N_ELEMENTS (classes) || new == old)
    return TRUE;

  return old == 0 && new == 2;
}

static char *
quote_single (const char *value)
{
  g_autoptr (GString) out = g_string_new ("'");

  for (const char *c = value; *c != '\0'; c++)
    g_string_append_len (out, *c == '\'' ? "''" : c, *c == '\'' ? 2 : 1);
  g_string_append_c (out, '\'');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
quote_double (const char *value)
{
  g_autoptr (GString) out = g_string_new ("\"");

  for (const char *c = value; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == '"' || letter == '\\')
        g_string_append_printf (out, "\\%c", (char) letter);
      else if (letter == '\n')
        g_string_append (out, "\\n");
      else if (letter < 0x20 || (letter >= 0x7f && letter < 0xa0))
        g_string_append_printf (out, "\\x%02x", letter);
      else if (letter > 0xffff && !g_unichar_isprint (letter))
        g_string_append_printf (out, "\\U%08x", letter);
      else if (letter == 0x2028 || letter == 0x2029 || letter == 0xfeff ||
               (letter >= 0xfff0 && letter <= 0xffff))
        g_string_append_printf (out, "\\u%04x", letter);
      else
        g_string_append_unichar (out, letter);
    }
  g_string_append_c (out, '"');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Behind the “|” of a block there may be a comment; it stays. */
static char *
keep_comment (const FrPlanSpan *span, const char *text, const char *words)
{
  const char *head = text + span->start;
  gsize length = strcspn (head, "\r\n");
  gsize mark = strcspn (head, " \t\r\n");

  if (span->style != FR_SPAN_BLOCK || mark >= length)
    return g_strdup (words);

  return g_strdup_printf ("%s%.*s", words, (int) (length - mark), head + mark);
}

static FrPlanEdit *
try (const FrPlanSpan *span, const char *text, const char *words, const char *value)
{
  g_autofree char *all = keep_comment (span, text, words);
  gboolean glued = span->start == span->end && span->start > 0 &&
                   strchr (" \t\r\n", text[span->start - 1]) == NULL;
  g_autofree char *spaced = g_strconcat (glued ? " " : "", all, NULL);
  g_autoptr (FrPlanEdit) edit = fr_plan_edit_new (span->start, span->end - span->start, spaced);
  g_autofree char *new_text = fr_plan_edit_apply (edit, text);

  return fr_plan_span_holds (span, text, new_text, value) ? g_steal_pointer (&edit) : NULL;
}

/* As it was written before; with other quotes when that would say something else. */
static FrPlanEdit *
write_value (const FrPlanSpan *span, const char *text, const char *value, GError **error)
{
  g_autofree char *single = quote_single (value);
  g_autofree char *twice = quote_double (value);
  FrPlanEdit *edit = NULL;

  if (may_be_plain (span, value))
    edit = try (span, text, value, value);
  if (edit == NULL && span->style == FR_SPAN_SINGLE)
    edit = try (span, text, single, value);
  if (edit == NULL)
    edit = try (span, text, twice, value);
  if (edit == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                 _ ("“%s” cannot be written there. Change the plan by hand."), value);

  return edit;
}

static gboolean
check (const char *text, const char *value, GError **error)
{
  if (g_utf8_validate (text, -1, NULL) && g_utf8_validate (value, -1, NULL))
    return TRUE;

  g_set_error_literal (error, FR_ERROR, FR_ERROR_PLAN,
                       _ ("this is not UTF-8. Save the plan as UTF-8."));
  return FALSE;
}

/**
 * fr_plan_edit_find:
 * @text: a plan
 * @document: which of its documents, from 0
 * @path: keys, and numbers or keys of items, %NULL at the end
 * @value: what is to be written there
 *
 * Finds out how to write a value where there is one already, in the quotes that are there, and
 * without a change to anything else. The changed text has been read again for that.
 *
 * Returns: (transfer full): the change; or %NULL with %FR_ERROR_NOT_FOUND or %FR_ERROR_PLAN
 */
FrPlanEdit *
fr_plan_edit_find (const char *text, guint document, const char *const *path, const char *value,
                   GError **error)
{
  g_auto (FrPlanSpan) span = { 0 };

  g_return_val_if_fail (text != NULL && path != NULL && value != NULL, NULL);

  if (!check (text, value, error) || !fr_plan_span_find (&span, text, document, path, error))
    return NULL;

  return write_value (&span, text, value, error);
}

/**
 * fr_plan_edit_at:
 * @offset: a place in @text, in bytes
 * @value: what is to be written instead of the value there
 *
 * Returns: (transfer full): as fr_plan_edit_find()
 */
FrPlanEdit *
fr_plan_edit_at (const char *text, gsize offset, const char *value, GError **error)
{
  g_auto (FrPlanSpan) span = { 0 };

  g_return_val_if_fail (text != NULL && value != NULL, NULL);

  if (!check (text, value, error) || !fr_plan_span_find_at (&span, text, offset, error))
    return NULL;

  return write_value (&span, text, value, error);
}

/* The line ends that libyaml counts. */
static gsize
measure_break (const char *c)
{
  static const char *const breaks[] = { "\r\n", "\r", "\n", "\xc2\x85", "\xe2\x80\xa8",
                                        "\xe2\x80\xa9" };

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    if (g_str_has_prefix (c, breaks[i]))
      return strlen (breaks[i]);

  return 0;
}

/**
 * fr_plan_edit_locate:
 * @text: valid UTF-8
 * @place: as a finding has it
 * @offset: (out): the same in bytes
 *
 * Returns: whether there is such a place
 */
gboolean
fr_plan_edit_locate (const char *text, FrPlace place, gsize *offset)
{
  const char *c = text;
  guint line = 1;

  g_return_val_if_fail (text != NULL && offset != NULL, FALSE);

  while (line < place.line && *c != '\0')
    {
      gsize length = measure_break (c);

      line += length > 0;
      c = length > 0 ? c + length : g_utf8_next_char (c);
    }
  if (place.line == 0 || line < place.line)
    return FALSE;

  for (guint i = 1; i < place.column && *c != '\0' && measure_break (c) == 0; i++)
    c = g_utf8_next_char (c);
  *offset = c - text;

  return TRUE;
}
