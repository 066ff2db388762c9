/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-pin.h"

#include <string.h>

#define DIGITS 64

/**
 * fr_pin_read:
 * @text: `sha256:` or nothing, then 64 hexadecimal digits, with or without colons between them
 *
 * Returns: (transfer full) (nullable): the digits alone; %NULL when @text is no pin
 */
char *
fr_pin_read (const char *text)
{
  g_autoptr (GString) pin = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  if (g_ascii_strncasecmp (text, "sha256:", strlen ("sha256:")) == 0)
    text += strlen ("sha256:");
  for (const char *c = text; *c != '\0'; c++)
    if (*c != ':')
      g_string_append_c (pin, g_ascii_tolower (*c));

  return pin->len == DIGITS && strspn (pin->str, "0123456789abcdef") == DIGITS ? g_strdup (pin->str)
                                                                               : NULL;
}

/**
 * fr_pin_of:
 * @certificate: of a server
 *
 * Returns: (transfer full): SHA-256 of the certificate (DER), in hexadecimal digits
 */
char *
fr_pin_of (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  g_object_get (certificate, "certificate", &der, NULL);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/**
 * fr_pin_accepts:
 * @pin: (nullable): the certificate that is expected
 * @certificate: (nullable): the one that is shown
 * @flaws: what the system finds wrong with it
 *
 * Returns: whether it is the pinned one, or, without a pin, one that the system trusts
 */
gboolean
fr_pin_accepts (const char *pin, GTlsCertificate *certificate, GTlsCertificateFlags flaws)
{
  g_autofree char *shown = NULL;

  if (pin == NULL)
    return flaws == 0;
  if (certificate == NULL)
    return FALSE;

  shown = fr_pin_of (certificate);

  return g_ascii_strcasecmp (shown, pin) == 0;
}
