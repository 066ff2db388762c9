/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-draft.h"

#include <string.h>

#include "fr-draft-private.h"
#include "fr-plan-resources.h"

/* The templates are plans with @name@ where a value goes. A line that begins with “@name?” is
 * only there when that value is. “@include file@” is a line on its own, and stands for that file,
 * every line of it indented as much: another template when it is YAML, else as it is. */

#define INCLUDE "@include "

/* The packages of Kurento's makers, and the key that signs them. */
#define REPOSITORY "http://ubuntu.openvidu.io/"
#define FINGERPRINT "234821A61B67740F89BFD669FC8A16625AFA7A83"
#define KEY_SERVER "hkp://keyserver.ubuntu.com:80"

static char *
load (const char *file)
{
  g_autofree char *path = g_strconcat ("/io/github/fittingroom/plan/", file, NULL);
  /* Named by the resource itself, so that the linker keeps it. */
  g_autoptr (GBytes) bytes = g_resource_lookup_data (fr_plan_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* In quotes, here and where the value will be pasted: so quotes, backslashes, braces and line
 * ends are left out, which no name or address needs. */
static char *
quote (const char *text)
{
  g_autoptr (GString) out = g_string_new ("\"");

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_iscntrl (*c) && strchr ("\"\\{}", *c) == NULL)
      g_string_append_c (out, *c);
  g_string_append_c (out, '"');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Small letters, digits and hyphens: good for a host name, and for all others. */
static char *
make_name (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name != NULL ? name : "", "C");
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0' && out->len < 40; c++)
    {
      if (g_ascii_isalnum (*c))
        g_string_append_c (out, g_ascii_tolower (*c));
      else if (out->len > 0 && out->str[out->len - 1] != '-')
        g_string_append_c (out, '-');
    }
  while (out->len > 0 && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);

  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : g_strdup ("mirror");
}

static void
put (GHashTable *values, const char *name, char *value)
{
  g_hash_table_insert (values, (gpointer) name, value);
}

static void
put_text (GHashTable *values, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    put (values, name, quote (text));
}

static void
put_number (GHashTable *values, const char *name, guint number)
{
  put (values, name, g_strdup_printf ("%u", number));
}

static void
put_names (FrDraft *self, GHashTable *values)
{
  g_autofree char *name = make_name (self->name);
  g_autofree char *network = g_strconcat (name, "-lan", NULL);
  g_autofree char *node = NULL;

  if (self->nodes == 1 || fr_draft_is_own (self))
    node = g_strconcat (name, "-01", NULL);
  else
    node = g_strdup_printf ("%s-%s[1..%u]", name, self->nodes < 10 ? "0" : "", self->nodes);

  put_text (values, "domainName", name);
  put_text (values, "networkName", network);
  put_text (values, "nodeName", node);
}

/* What is only said of one kind of place. */
static void
put_place (FrDraft *self, GHashTable *values)
{
  const char *place = fr_draft_is_own (self) ? "own" : fr_draft_is_here (self) ? "here"
                                                                               : "cloud";

  put (values, place, g_strdup (""));
  if (!fr_draft_is_own (self))
    put (values, "made", g_strdup ("")); /* the server is made for this plan */
  if (!fr_draft_is_here (self))
    {
      put (values, "server", g_strdup ("")); /* a whole one, with apt and systemd */
      put (values, g_strcmp0 (self->web, "tutorial") == 0 ? "tutorial" : "page", g_strdup (""));
    }
}

/* “50 standard, 100 economy”: a line for each, after the disk of the system. What is wrong in it
 * stays, and is said by the check. */
static void
put_disks (FrDraft *self, GHashTable *values)
{
  g_auto (GStrv) disks = g_strsplit (self->disks != NULL ? self->disks : "", ",", -1);
  g_autoptr (GString) lines = g_string_new (NULL);
  guint count = 0;

  if (fr_draft_is_own (self))
    return;
  for (guint i = 0; disks[i] != NULL; i++)
    {
      g_autofree char *line = NULL;
      g_autofree char *quoted = NULL;

      g_strstrip (disks[i]);
      if (*disks[i] == '\0')
        continue;
      line = g_strdup_printf ("%u %s", ++count, disks[i]);
      quoted = quote (line);
      g_string_append_printf (lines, "%s              - %s", count > 1 ? "\n" : "", quoted);
    }

  if (count > 0)
    put (values, "disks", g_string_free (g_steal_pointer (&lines), FALSE));
  else if (self->disks == NULL && self->disk > 0)
    put_number (values, "disk", self->disk);
}

/* Where Kurento comes from. */
static void
put_kurento (FrDraft *self, GHashTable *values)
{
  const char *release = self->kurento != NULL ? self->kurento : "";
  g_autofree char *repository = g_strconcat (REPOSITORY, release, NULL);

  put_text (values, "release", release);
  put_text (values, "repository", repository);
  put_text (values, "suite", g_str_has_prefix (release, "7.0.") ? "focal" : "noble");
  put_text (values, "fingerprint", FINGERPRINT);
  put_text (values, "keyServer", KEY_SERVER);
}

static GHashTable *
list_values (FrDraft *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *media = g_strdup_printf ("%u..%u", self->media_first, self->media_last);
  guint mirrors = fr_draft_count_mirrors (self);

  put (values, "capacity",
       mirrors == 1 ? g_strdup ("Room for one person at a time, at 640x480")
                    : g_strdup_printf ("Room for about %u people at once, at 640x480", mirrors));
  put_names (self, values);
  put_text (values, "locationId", self->location_id != NULL ? self->location_id : "");
  put_text (values, "apiHost", self->api_host);
  put_text (values, "subnet", self->subnet);
  put_text (values, "appliance", self->appliance);
  put_text (values, "diskSpeed", self->disk_speed != NULL ? self->disk_speed : "standard");
  put_text (values, "monitoring", self->monitoring);
  put_text (values, "mediaPorts", media);
  put_text (values, "host", self->host);
  put_text (values, "user", self->user);
  put_text (values, "hostKey", self->host_key);
  put_place (self, values);
  put_number (values, "cpu", self->cpu);
  put_number (values, "memory", self->memory);
  put_number (values, "sshPort", self->ssh_port);
  put_number (values, "controlPort", self->control_port);
  put_number (values, "pagePort", self->page_port);
  put_text (values, "visitors", self->visitors != NULL ? self->visitors : "any");
  put_text (values, "publicKey", self->public_key);
  if (g_strcmp0 (self->cpu_speed, "standard") != 0)
    put_text (values, "cpuSpeed", self->cpu_speed);
  if (!g_hash_table_contains (values, "cpuSpeed"))
    put (values, "plainCpu", g_strdup (""));
  put_disks (self, values);
  put_kurento (self, values);

  return values;
}

/* “@name?” at the beginning: skipped when there is such a value, else the whole line. */
static const char *
pass_condition (const char *line, GHashTable *values)
{
  const char *question = *line == '@' ? strchr (line, '?') : NULL;
  g_autofree char *name = question != NULL ? g_strndup (line + 1, question - line - 1) : NULL;

  if (name == NULL || strchr (name, '@') != NULL)
    return line;

  return g_hash_table_contains (values, name) ? question + 1 : NULL;
}

static void
append_line (GString *out, const char *line, GHashTable *values)
{
  const char *at;

  while ((at = strchr (line, '@')) != NULL)
    {
      const char *end = at + 1;
      g_autofree char *name = NULL;
      const char *value;

      while (g_ascii_isalpha (*end))
        end++;
      name = g_strndup (at + 1, end - at - 1);
      value = g_hash_table_lookup (values, name);

      g_string_append_len (out, line, at - line);
      if (*end == '@' && end > at + 1)
        {
          g_string_append (out, value != NULL ? value : "\"\"");
          line = end + 1;
        }
      else
        {
          g_string_append_c (out, '@');
          line = at + 1;
        }
    }
  g_string_append (out, line);
  g_string_append_c (out, '\n');
}

static void append_template (GString *out, const char *file, GHashTable *values,
                             const char *indent);

/* “@include file@” behind some blanks. */
static char *
find_included (const char *line, const char *indent, char **deeper)
{
  gsize blanks = strspn (line, " ");
  gsize length = strlen (line);

  if (!g_str_has_prefix (line + blanks, INCLUDE) || line[length - 1] != '@')
    return NULL;

  *deeper = g_strdup_printf ("%s%.*s", indent, (int) blanks, line);
  return g_strndup (line + blanks + strlen (INCLUDE), length - blanks - strlen (INCLUDE) - 1);
}

static void
append_template_line (GString *out, const char *line, GHashTable *values, const char *indent)
{
  g_autofree char *deeper = NULL;
  g_autofree char *file = find_included (line, indent, &deeper);

  if (file != NULL)
    {
      append_template (out, file, values, deeper);
      return;
    }

  if (*line != '\0')
    g_string_append (out, indent);
  append_line (out, line, values);
}

/* plumbery takes nothing but ASCII. What is not stands in texts of scripts only, which know
 * escapes. */
static void
append_raw_line (GString *out, const char *line, const char *indent)
{
  if (*line != '\0')
    g_string_append (out, indent);
  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter < 0x80)
        g_string_append_c (out, *c);
      else
        g_string_append_printf (out, letter > 0xffff ? "\\u{%x}" : "\\u%04x", letter);
    }
  g_string_append_c (out, '\n');
}

static void
append_template (GString *out, const char *file, GHashTable *values, const char *indent)
{
  g_autofree char *text = load (file);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean raw = !g_str_has_suffix (file, ".yaml");

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      const char *line = raw ? lines[i] : pass_condition (lines[i], values);

      if (raw)
        append_raw_line (out, line, indent);
      else if (line != NULL)
        append_template_line (out, line, values, indent);
    }
}

static const char *
choose_template (FrDraft *self)
{
  if (fr_draft_is_here (self))
    return "plan/here.yaml";

  return fr_draft_is_own (self) ? "plan/own.yaml" : "plan/cloud.yaml";
}

/**
 * fr_draft_render:
 *
 * Writes the plan of today: Ubuntu, Kurento 7 on its loopback, nginx with TLS and a token in
 * front of it, a narrow range of UDP ports, keys instead of passwords. For this computer, what
 * its own host needs and no more; for a server that is there already, how to sign in to it.
 *
 * Returns: (transfer full): a fittings plan that plumbery accepts, too
 */
char *
fr_draft_render (FrDraft *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GHashTable) values = NULL;

  g_return_val_if_fail (FR_IS_DRAFT (self), NULL);

  values = list_values (self);
  append_template (out, "plan/head.yaml", values, "");
  append_template (out, choose_template (self), values, "");

  return g_string_free (g_steal_pointer (&out), FALSE);
}
