/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-visitors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEPARATORS " ,;\t\n"

/* The network that an address with a length is in: "10.77.0.0/24" of 10.77.0.3 and 24. */
static GInetAddress *
find_network (GInetAddress *address, guint length)
{
  gsize size = g_inet_address_get_native_size (address);
  g_autofree guint8 *bytes = g_memdup2 (g_inet_address_to_bytes (address), size);

  for (gsize i = 0; i < size; i++)
    {
      guint kept = (guint) CLAMP ((int) length - (int) i * 8, 0, 8);

      bytes[i] &= (guint8) (0xff00 >> kept);
    }

  return g_inet_address_new_from_bytes (bytes, g_inet_address_get_family (address));
}

/* As nginx would understand it, without bits that it would ignore. */
static gboolean
check (const char *word, char **why)
{
  g_auto (GStrv) parts = g_strsplit (word, "/", 2);
  g_autoptr (GInetAddress) address =
    strchr (word, '%') == NULL ? g_inet_address_new_from_string (parts[0]) : NULL;
  g_autoptr (GInetAddress) network = NULL;
  g_autofree char *text = NULL;
  guint64 length = 0;

  if (address == NULL ||
      (parts[1] != NULL &&
       !g_ascii_string_to_unsigned (parts[1], 10, 0, g_inet_address_get_native_size (address) * 8,
                                    &length, NULL)))
    {
      *why = g_strdup_printf (_ ("“%s” is no address and no network. Write one like 198.51.100.7 "
                                 "or 198.51.100.0/24."),
                              word);
      return FALSE;
    }
  if (parts[1] == NULL)
    return TRUE;

  network = find_network (address, (guint) length);
  if (g_inet_address_equal (network, address))
    return TRUE;

  text = g_inet_address_to_string (network);
  /* Translators: an address in a network, and the network: 198.51.100.0 and 24 */
  *why = g_strdup_printf (_ ("“%s” is an address in a network: write %s/%u for all of it."), word,
                          text, (guint) length);

  return FALSE;
}

/**
 * fr_visitors_read:
 * @typed: addresses and networks, with spaces or commas between them
 * @why: (out): a sentence, when something is wrong with them
 *
 * Returns: (transfer full) (nullable): the same with one space between, or %NULL
 */
char *
fr_visitors_read (const char *typed, char **why)
{
  g_auto (GStrv) words = g_strsplit_set (typed, SEPARATORS, -1);
  g_autoptr (GString) all = g_string_new (NULL);

  *why = NULL;
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (!check (words[i], why))
        return NULL;
      g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", words[i]);
    }
  if (all->len > 0)
    return g_string_free (g_steal_pointer (&all), FALSE);

  *why = g_strdup (_ ("Nobody could connect: write the networks of those who may."));

  return NULL;
}
