/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ipv4.h"
#include "fr-plan-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-words.h"

/* “8000..8010” or “22”. */
static gboolean
read_range (FrPlanReader *self, const FrPlanWord *word, const char *range, guint *begin, guint *end)
{
  g_auto (GStrv) ends = g_strsplit (range, "..", 2);
  guint64 first = 0, last = 0;

  if (!g_ascii_string_to_unsigned (ends[0], 10, 1, 65535, &first, NULL) ||
      (ends[1] != NULL && !g_ascii_string_to_unsigned (ends[1], 10, 1, 65535, &last, NULL)))
    {
      fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-port", word->place, NULL,
                       _ ("“%s” is not a port. Write a number from 1 to 65535, or a range such as "
                          "udp:40000..41999."),
                       word->text);
      return FALSE;
    }
  if (ends[1] == NULL)
    last = first;

  if (last < first)
    {
      g_autofree char *suggestion = g_strdup_printf ("%.*s%s..%s", (int) (range - word->text),
                                                     word->text, ends[1], ends[0]);

      fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-port", word->place, suggestion,
                       _ ("the range “%s” ends before it begins. Write %s."), word->text,
                       suggestion);
      return FALSE;
    }

  *begin = first;
  *end = last;
  return TRUE;
}

/* “22”, “udp:1..65535”, “icmp”, “any”. A word without a number is a protocol. */
static FrPlanPort *
read_port (FrPlanReader *self, const FrPlanWord *word)
{
  const char *colon = strchr (word->text, ':');
  const char *range = colon != NULL ? colon + 1 : word->text;
  g_autofree char *protocol = NULL;
  guint begin = 0, end = 0;

  if (colon != NULL)
    protocol = g_ascii_strdown (word->text, colon - word->text);
  else if (g_ascii_isalpha (word->text[0]))
    {
      protocol = g_ascii_strdown (word->text, -1);
      range = "";
    }

  if (colon != NULL && g_ascii_isdigit (word->text[0]) && *range == '\0')
    {
      g_autofree char *number = g_steal_pointer (&protocol); /* “22:” */

      return read_range (self, word, number, &begin, &end) ? fr_plan_port_new ("tcp", begin, end,
                                                                               word->text,
                                                                               word->place)
                                                           : NULL;
    }

  if (protocol == NULL || *protocol == '\0' || g_str_equal (protocol, "any"))
    {
      g_free (protocol);
      protocol = g_strdup ("tcp");
    }
  else
    {
      FrPlanWord name = { protocol, word->place };

      if (!fr_plan_reader_known (self, &name, _ ("the protocol of a port"),
                                 fr_plan_words_protocols))
        return NULL;
    }

  if (*range != '\0' && !g_str_equal (range, "any") &&
      !read_range (self, word, range, &begin, &end))
    return NULL;

  return fr_plan_port_new (protocol, begin, end, word->text, word->place);
}

static void
add_port (FrPlanReader *self, FrPlanNode *node, FrPlanPort *port)
{
  for (guint i = 0; i < node->ports->len; i++)
    {
      const FrPlanPort *other = node->ports->pdata[i];

      if (g_str_equal (other->protocol, port->protocol) && other->begin == port->begin &&
          other->end == port->end)
        fr_findings_add (self->findings, FR_FINDING_WARNING, "double-port", port->place, NULL,
                         _ ("port “%s” is opened twice on this server. Remove one."), port->text);
    }

  g_ptr_array_add (node->ports, port);
}

static void
read_internet (FrPlanReader *self, GPtrArray *words, FrPlanNode *node)
{
  node->internet = TRUE;
  if (words->len == 1)
    {
      const FrPlanWord *word = words->pdata[0];

      add_port (self, node, fr_plan_port_new ("tcp", 0, 0, "any", word->place));
    }

  for (guint i = 1; i < words->len; i++)
    {
      FrPlanPort *port = read_port (self, words->pdata[i]);

      if (port != NULL)
        add_port (self, node, port);
    }
}

/* “.11” and “3.11” are completed from the left with the address of the network. */
static char *
complete_address (const char *text, const char *network)
{
  g_auto (GStrv) given = g_strsplit (*text == '.' ? text + 1 : text, ".", 5);
  g_auto (GStrv) base = g_strsplit (network, ".", 5);
  g_autoptr (GString) address = g_string_new (NULL);
  guint n = g_strv_length (given);

  for (guint i = 0; n < 4 && i < 4 - n; i++)
    g_string_append_printf (address, "%s.", base[i]);

  return g_strconcat (address->str, *text == '.' ? text + 1 : text, NULL);
}

static void
read_primary (FrPlanReader *self, GPtrArray *words, const FrPlanBlueprint *blueprint,
              FrPlanNode *node)
{
  const FrPlanWord *word = words->len > 1 ? words->pdata[1] : words->pdata[0];
  g_autofree char *address = NULL;
  guint32 number, base;

  if (blueprint->network_address == NULL || !fr_ipv4_parse (blueprint->network_address, &base))
    return; /* said already */

  address = complete_address (word->text, blueprint->network_address);
  if (words->len != 2 || !fr_ipv4_parse (address, &number))
    {
      fr_findings_add (self->findings, FR_FINDING_WARNING, "no-address", word->place, NULL,
                       _ ("one address is expected after the network, such as .11; this line is "
                          "ignored."));
      return;
    }
  if ((number ^ base) >> (32 - blueprint->network_prefix) != 0)
    {
      fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-address", word->place, NULL,
                       _ ("the address %s is not in the network %s/%u. Take one of that network."),
                       address, blueprint->network_address, blueprint->network_prefix);
      return;
    }

  node->private_ipv4 = g_steal_pointer (&address);
}

static void
read_line (FrPlanReader *self, const FrYaml *line, const FrPlanBlueprint *blueprint,
           FrPlanNode *node)
{
  g_autoptr (GPtrArray) words = fr_plan_reader_words (self, line);
  const FrPlanWord *first = words->len > 0 ? words->pdata[0] : NULL;

  if (first == NULL)
    return;

  if (g_str_equal (first->text, "internet"))
    read_internet (self, words, node);
  else if (g_str_equal (first->text, "primary") || g_strcmp0 (first->text,
                                                              blueprint->network_name) == 0)
    read_primary (self, words, blueprint, node);
  else if (fr_plan_words_distance (first->text, "internet") <= 2)
    fr_findings_add (self->findings, FR_FINDING_WARNING, "unknown-network", first->place,
                     "internet",
                     _ ("“%s” would be one more network of that name. Did you mean “internet”?"),
                     first->text);
  else
    fr_findings_add (self->findings, FR_FINDING_WARNING, "not-done", first->place, NULL,
                     _ ("servers get one network here; the second one, “%s”, is left out. plumbery "
                        "connects it."),
                     first->text);
}

/**
 * fr_plan_read_glue:
 * @glue: (nullable): the value of “glue”
 * @blueprint: has its network already
 * @node: gets its ports and its address
 */
void
fr_plan_read_glue (FrPlanReader *self, const FrYaml *glue, const FrPlanBlueprint *blueprint,
                   FrPlanNode *node)
{
  if (glue == NULL)
    return;

  if (glue->kind == FR_YAML_SCALAR)
    {
      read_line (self, glue, blueprint, node);
      return;
    }

  for (guint i = 0; i < glue->items->len; i++)
    {
      const FrYaml *line = glue->items->pdata[i];

      if (glue->kind == FR_YAML_LIST && line->kind == FR_YAML_SCALAR)
        read_line (self, line, blueprint, node);
      else
        fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", line,
                            _ ("“glue” takes a list of lines. Write “- internet 22 8433 "
                               "udp:40000..41999”."));
    }
}
