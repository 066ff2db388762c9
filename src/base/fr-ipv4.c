/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-ipv4.h"

#include <arpa/inet.h>

/**
 * fr_ipv4_parse:
 * @text: (nullable): "10.11.0.7"
 * @address: (out): the same as a number; untouched when @text is none
 *
 * Returns: whether @text is an address of four numbers, without leading zeros
 */
gboolean
fr_ipv4_parse (const char *text, guint32 *address)
{
  struct in_addr parsed;

  if (text == NULL || inet_pton (AF_INET, text, &parsed) != 1)
    return FALSE;

  *address = ntohl (parsed.s_addr);
  return TRUE;
}

/**
 * fr_ipv4_format:
 *
 * Returns: (transfer full): @address as text
 */
char *
fr_ipv4_format (guint32 address)
{
  return g_strdup_printf ("%u.%u.%u.%u", address >> 24, (address >> 16) & 255, (address >> 8) & 255,
                          address & 255);
}
