/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-fix-lines.h"

#include <string.h>

#include "fr-plan-fix.h"

#define NEEDED_PORTS "22 8433 8443"

static gsize
find_line (const char *text, gsize offset)
{
  while (offset > 0 && text[offset - 1] != '\n')
    offset--;

  return offset;
}

static gsize
find_next_line (const char *text, gsize offset)
{
  const char *end = strchr (text + offset, '\n');

  return end != NULL ? (gsize) (end + 1 - text) : strlen (text);
}

static gsize
measure_indent (const char *line)
{
  return strspn (line, " ");
}

static gboolean
is_blank (const char *line)
{
  return strchr ("\r\n", line[measure_indent (line)]) != NULL;
}

/**
 * fr_plan_fix_measure_word:
 *
 * Returns: how long the word at the beginning of @text is, in bytes; braces belong to it
 */
gsize
fr_plan_fix_measure_word (const char *text)
{
  const char *c = text;

  while (*c != '\0' && strchr (" \t\r\n,]}\"'", *c) == NULL)
    {
      const char *end = g_str_has_prefix (c, "{{") ? strstr (c, "}}") : NULL;

      c = end != NULL ? end + 2 : c + 1;
    }
  if (c > text && c[-1] == ':')
    c--;

  return c - text;
}

/* The first match that begins at @offset. */
static GMatchInfo *
match_at (const char *text, gsize offset, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_ANCHORED, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert (regex != NULL);
  g_regex_match_full (regex, text, -1, (gssize) offset, 0, &match, NULL);

  return g_match_info_matches (match) ? g_steal_pointer (&match) : NULL;
}

static FrPlanEdit *
replace_group (const char *text, gsize offset, const char *pattern, const char *words)
{
  g_autoptr (GMatchInfo) match = match_at (text, offset, pattern);
  int start, end;

  if (match == NULL || !g_match_info_fetch_pos (match, 1, &start, &end))
    return NULL;

  return fr_plan_edit_new (start, end - start, words);
}

/**
 * fr_plan_fix_drop_word:
 *
 * Takes one word out of a line, and the blank before it.
 */
FrPlanEdit *
fr_plan_fix_drop_word (const char *text, gsize offset)
{
  gsize length = fr_plan_fix_measure_word (text + offset);

  if (offset == 0 || text[offset - 1] != ' ' || length == 0)
    return NULL;

  return fr_plan_edit_new (offset - 1, length + 1, "");
}

FrPlanEdit *
fr_plan_fix_control_port (const char *text, gsize offset)
{
  /* a range with this port in it is something else */
  return memchr (text + offset, '.', fr_plan_fix_measure_word (text + offset)) == NULL
           ? fr_plan_fix_drop_word (text, offset)
           : NULL;
}

static gboolean
has_word (const char *line, gsize length, const char *word)
{
  g_autofree char *all = g_strndup (line, length);
  g_auto (GStrv) words = g_strsplit_set (all, " \t\r\n[],", -1);

  return g_strv_contains ((const char *const *) words, word);
}

/**
 * fr_plan_fix_ports:
 *
 * Opens what a mirror needs instead of everything: of those ports, the ones that the line does
 * not have yet.
 */
FrPlanEdit *
fr_plan_fix_ports (const char *text, gsize offset)
{
  gsize length = fr_plan_fix_measure_word (text + offset);
  g_autofree char *word = g_strndup (text + offset, length);
  g_auto (GStrv) needed = g_strsplit (NEEDED_PORTS, " ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize line = find_line (text, offset);
  gsize end = find_next_line (text, offset);

  if (g_str_has_prefix (word, "udp"))
    return fr_plan_edit_new (offset, length, "udp:40000..41999");

  if (g_str_equal (word, "internet")) /* alone: everything */
    g_string_append (out, "internet");
  for (guint i = 0; needed[i] != NULL; i++)
    if (!has_word (text + line, end - line, needed[i]))
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", needed[i]);
  if (g_str_equal (word, "internet") || g_ascii_strcasecmp (word, "ip") == 0 ||
      g_ascii_strcasecmp (word, "any") == 0)
    g_string_append (out, " udp:40000..41999");

  return out->len > 0 ? fr_plan_edit_new (offset, length, out->str)
                      : fr_plan_fix_drop_word (text, offset);
}

FrPlanEdit *
fr_plan_fix_host_key (const char *text, gsize offset)
{
  return replace_group (text, offset, "StrictHostKeyChecking\\s+(no|off)\\b", "accept-new");
}

FrPlanEdit *
fr_plan_fix_packages (const char *text, gsize offset)
{
  gsize length = strcspn (text + offset, " \t\r\n]\"'");

  return offset > 0 && text[offset - 1] == ' ' ? fr_plan_edit_new (offset - 1, length + 1, "")
                                               : fr_plan_edit_new (offset, length, "");
}

/* “cloud-config:” under the server that begins at @offset, or anywhere before it. */
static const char *
find_cloud_config (const char *text, gsize offset)
{
  gsize own = measure_indent (text + find_line (text, offset));
  gsize line = find_next_line (text, offset);
  const char *found = NULL;

  for (; text[line] != '\0'; line = find_next_line (text, line))
    {
      gsize indent = measure_indent (text + line);

      if (is_blank (text + line))
        continue;
      if (indent <= own || g_str_has_prefix (text + line, "---"))
        break;
      if (g_str_has_prefix (text + line + indent, "cloud-config:"))
        return text + line + indent;
    }

  for (line = 0; line < offset; line = find_next_line (text, line))
    if (g_str_has_prefix (text + line + measure_indent (text + line), "cloud-config:"))
      found = text + line + measure_indent (text + line);

  return found;
}

/* One more key, before the first that is there. */
static FrPlanEdit *
add_key (const char *text, const char *map, const char *words)
{
  const char *rest = map + strcspn (map, ":") + 1;
  gsize line = find_next_line (text, map - text);
  g_autofree char *all = NULL;

  if (rest[strspn (rest, " \t")] == '{')
    {
      all = g_strdup_printf ("%s, ", words);
      return fr_plan_edit_new (rest + strspn (rest, " \t") + 1 - text, 0, all);
    }

  while (text[line] != '\0' &&
         (is_blank (text + line) || text[line + measure_indent (text + line)] == '#'))
    line = find_next_line (text, line);
  all = g_strdup_printf ("%.*s%s\n", (int) measure_indent (text + line), text + line, words);

  return fr_plan_edit_new (line, 0, all);
}

FrPlanEdit *
fr_plan_fix_password_login (const char *text, gsize offset)
{
  FrPlanEdit *edit =
    replace_group (text, offset, "PasswordAuthentication\\s+(yes)\\b", "no");
  const char *map = edit == NULL ? find_cloud_config (text, offset) : NULL;

  return map != NULL ? add_key (text, map, "ssh_pwauth: false") : edit;
}

FrPlanEdit *
fr_plan_fix_replaced_keys (const char *text, gsize offset)
{
  const char *map = find_cloud_config (text, offset);

  return map != NULL ? add_key (text, map, "ssh_deletekeys: false") : NULL;
}

/* One more kind: in brackets, in a line before the first, or beside the only one. */
static FrPlanEdit *
add_key_type (const char *text, gsize offset)
{
  gsize line = find_line (text, offset);
  g_autofree char *words = NULL;

  if (text[offset] == '[')
    return fr_plan_edit_new (offset + 1, 0, "ed25519, ");
  if (text[offset] != '-')
    return fr_plan_edit_new (offset, fr_plan_fix_measure_word (text + offset), "[ed25519, rsa]");

  words = g_strdup_printf ("%.*s- ed25519\n", (int) measure_indent (text + line), text + line);
  return fr_plan_edit_new (line, 0, words);
}

static gboolean
is_about_types (const char *text, gsize offset)
{
  gsize line = find_line (text, offset);

  while (line > 0 && strchr ("-#\r\n", text[line + measure_indent (text + line)]) != NULL)
    line = find_line (text, line - 1);

  return g_str_has_prefix (text + line + measure_indent (text + line), "ssh_genkeytypes:");
}

/**
 * fr_plan_fix_rsa_keys:
 *
 * Takes “ssh_keys” out with all that is under it; the line of a comment after it stays. To
 * “ssh_genkeytypes” one kind is added.
 */
FrPlanEdit *
fr_plan_fix_rsa_keys (const char *text, gsize offset)
{
  gsize line = find_line (text, offset), end;
  gsize indent;

  if (is_about_types (text, offset))
    return add_key_type (text, offset);
  while (line > 0 && !g_str_has_prefix (text + line + measure_indent (text + line), "ssh_keys:"))
    line = find_line (text, line - 1);
  indent = measure_indent (text + line);
  if (!g_str_has_prefix (text + line + indent, "ssh_keys:"))
    return NULL;

  end = find_next_line (text, line);
  while (text[end] != '\0' && (is_blank (text + end) || measure_indent (text + end) > indent))
    end = find_next_line (text, end);

  return fr_plan_edit_new (line, end - line, "");
}

/**
 * fr_plan_fix_download:
 *
 * Instead of “fetch | shell”: fetch to a file, compare, run. The word CHECKSUM is left to be
 * replaced; until then the comparison fails, and nothing is run.
 */
FrPlanEdit *
fr_plan_fix_download (const char *text, gsize offset)
{
  g_autoptr (GMatchInfo) match = match_at (
    text, offset,
    "(?:curl|wget)\\b[^|\\n]*?(https?://[^\\s|'\"]+)[^|\\n]*\\|\\s*"
    "(sudo\\s+(?:-\\S+\\s+)*)?((?:ba|da|z|k)?sh)\\b(?:[ \\t]+-(?=[ \\t\\r\\n'\"]|$))?");
  g_autofree char *address = NULL;
  g_autofree char *sudo = NULL;
  g_autofree char *shell = NULL;
  g_autofree char *words = NULL;
  int start, end;

  if (match == NULL || !g_match_info_fetch_pos (match, 0, &start, &end))
    return NULL;

  address = g_match_info_fetch (match, 1);
  sudo = g_match_info_fetch (match, 2);
  shell = g_match_info_fetch (match, 3);
  words = g_strdup_printf ("curl -fsSL -o /root/download.sh %s && "
                           "test $(sha256sum < /root/download.sh | cut -c 1-64) "
                           "= " FR_PLAN_FIX_BLANK " && %s%s /root/download.sh",
                           address, sudo, shell);

  return fr_plan_edit_new (start, end - start, words);
}

/**
 * fr_plan_fix_published_key:
 *
 * Makes a key on the server, in front of the command that needs one.
 */
FrPlanEdit *
fr_plan_fix_published_key (const char *text, gsize offset)
{
  static const char make[] = "test -s /root/mirror.key || openssl req -x509 -newkey rsa:3072 "
                             "-nodes -days 825 -subj /CN=mirror -keyout /root/mirror.key "
                             "-out /root/mirror.crt; ";
  gsize start = find_line (text, offset);
  gsize end = start + strcspn (text + start, "\r\n");
  g_autofree char *line = g_strndup (text + start, end - start);
  g_autoptr (GRegex) regex =
    g_regex_new ("(?<=\\s)\\S*keys/server\\.(key|crt)\\b", 0, 0, NULL);
  g_autofree char *own = g_regex_replace (regex, line, -1, 0, "/root/mirror.\\1", 0, NULL);
  gsize head = measure_indent (own);
  g_autofree char *words = NULL;

  if (g_str_has_prefix (own + head, "- "))
    head += 2 + measure_indent (own + head + 2);
  if (strchr ("\"'[", own[head]) != NULL && own[head] != '\0')
    head++;
  words = g_strdup_printf ("%.*s%s%s", (int) head, own, make, own + head);

  return fr_plan_edit_new (start, end - start, words);
}
