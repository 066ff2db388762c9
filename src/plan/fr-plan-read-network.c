/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ipv4.h"
#include "fr-plan-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-words.h"

static void
read_addresses (FrPlanReader *self, const FrYaml *domain, FrPlanBlueprint *blueprint)
{
  const FrYaml *value = fr_yaml_get (domain, "ipv4");
  g_autofree char *text = NULL;
  FrPlanWord word = { 0 };
  guint number;

  if (value == NULL)
    {
      value = fr_yaml_get (self->defaults, "ipv4");
      text = fr_plan_reader_text (self, self->defaults, "ipv4");
    }
  else
    text = fr_plan_reader_text (self, domain, "ipv4");
  if (text == NULL)
    return;

  word.text = text;
  word.place = fr_plan_reader_place (self, value);
  if (g_str_equal (text, "auto") || g_str_equal (text, "transient") ||
      (g_ascii_string_to_unsigned (text, 10, 2, 128, NULL, NULL)) ||
      fr_plan_reader_number (self, &word, _ ("the number of public addresses (“auto” is simplest)"),
                             2, 128, &number))
    blueprint->domain_ipv4 = g_steal_pointer (&text);
}

static void
demand_name (FrPlanReader *self, const FrYaml *map, const char *what, const char *name)
{
  if (name != NULL && *name != '\0')
    return;

  fr_plan_reader_say (self, FR_FINDING_ERROR, "no-name", map,
                      _ ("“%s” has no name. Write “name: ...” under it."), what);
}

/**
 * fr_plan_read_domain:
 * @domain: a map, merged with the defaults
 */
void
fr_plan_read_domain (FrPlanReader *self, const FrYaml *domain, FrPlanBlueprint *blueprint)
{
  blueprint->domain_place = fr_plan_reader_place (self, domain);
  blueprint->domain_name = fr_plan_reader_text (self, domain, "name");
  blueprint->domain_description = fr_plan_reader_text (self, domain, "description");
  blueprint->domain_service = fr_plan_reader_choice (self, domain, "service",
                                                     fr_plan_words_services);
  if (blueprint->domain_service == NULL)
    blueprint->domain_service = g_strdup ("essentials");
  read_addresses (self, domain, blueprint);
  demand_name (self, domain, "domain", blueprint->domain_name);
}

/* Whether the address is the first of its network; a network is named by its first address. */
static gboolean
check_base (FrPlanReader *self, const FrPlanWord *word, guint32 address, FrPlanBlueprint *blueprint)
{
  guint32 base = address & ~(guint32) 0 << (32 - blueprint->network_prefix);
  g_autofree char *first = fr_ipv4_format (base);
  g_autofree char *suggestion = NULL;

  if (base == address)
    return TRUE;

  suggestion = strchr (word->text, '/') != NULL ? g_strdup_printf ("%s/%u", first,
                                                                   blueprint->network_prefix)
                                                : g_strdup (first);
  fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-subnet", word->place, suggestion,
                   _ ("“%s” is inside the network %s/%u, not its beginning. Write %s."),
                   word->text, first, blueprint->network_prefix, suggestion);
  return FALSE;
}

/* The networks that the whole Internet leaves to people at home, and the loopback of this
 * computer, for its own location. */
static void
check_private (FrPlanReader *self, const FrPlanWord *word, guint32 address)
{
  gboolean private = address >> 24 == 10 || address >> 24 == 127 ||
                     address >> 20 == (172u << 4 | 1) ||
                     address >> 16 == (192u << 8 | 168) || address >> 22 == (100u << 2 | 1);

  if (!private)
    fr_findings_add (self->findings, FR_FINDING_WARNING, "public-subnet", word->place, NULL,
                     _ ("“%s” is not a private network: its real owner cannot be reached from the "
                        "servers. "
                        "Take one within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."),
                     word->text);
}

static void
read_subnet (FrPlanReader *self, const FrYaml *subnet, FrPlanBlueprint *blueprint)
{
  g_autoptr (GPtrArray) words = fr_plan_reader_words (self, subnet);
  const FrPlanWord *word = words->len > 0 ? words->pdata[0] : NULL;
  const char *last = words->len > 1 ? ((const FrPlanWord *) words->pdata[1])->text : "low";
  gboolean high = g_str_equal (last, "high");
  g_auto (GStrv) parts = g_strsplit (word != NULL ? word->text : "", "/", 2);
  guint64 prefix = 24;
  guint32 address;

  blueprint->network_place = word != NULL ? word->place : fr_plan_reader_place (self, subnet);
  if (words->len == 0 || words->len > 2 || (!high && !g_str_equal (last, "low")) ||
      !fr_ipv4_parse (parts[0], &address))
    {
      fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-subnet", blueprint->network_place,
                       NULL,
                       _ ("“%s” is not a network. Write its first address and its size, such as "
                          "10.77.0.0/24."),
                       subnet->text);
      return;
    }
  if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 16, high ? 24 : 28, &prefix,
                                                       NULL))
    {
      fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-subnet", word->place, NULL,
                       _ ("a network of size “/%s” is not offered. Write /16 to /%u."), parts[1],
                       high ? 24 : 28);
      return;
    }

  blueprint->network_prefix = prefix;
  if (!check_base (self, word, address, blueprint))
    return;

  check_private (self, word, address);
  blueprint->network_address = g_strdup (parts[0]);
}

/**
 * fr_plan_read_ethernet:
 * @ethernet: a map, merged with the defaults
 */
void
fr_plan_read_ethernet (FrPlanReader *self, const FrYaml *ethernet, FrPlanBlueprint *blueprint)
{
  static const char *const never[] = { "never", NULL };
  const FrYaml *subnet = fr_yaml_get (ethernet, "subnet");
  g_autofree char *destroy = fr_plan_reader_choice (self, ethernet, "destroy", never);

  blueprint->network_name = fr_plan_reader_text (self, ethernet, "name");
  blueprint->network_description = fr_plan_reader_text (self, ethernet, "description");
  blueprint->network_place = fr_plan_reader_place (self, ethernet);
  blueprint->network_prefix = 24;
  blueprint->network_keep = destroy != NULL;
  demand_name (self, ethernet, "ethernet", blueprint->network_name);

  if (subnet != NULL && subnet->kind == FR_YAML_SCALAR && *subnet->text != '\0')
    read_subnet (self, subnet, blueprint);
  else
    fr_findings_add (self->findings, FR_FINDING_ERROR, "no-subnet", blueprint->network_place, NULL,
                     _ ("“ethernet” has no subnet. Write “subnet: 10.77.0.0/24”, or another "
                        "private network."));
}
