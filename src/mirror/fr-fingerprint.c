/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-fingerprint.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>
#include <string.h>

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

/* Those of RFC 8122, section 5, that are still worth something. */
static const struct
{
  const char *name;
  GChecksumType type;
} hashes[] = {
  { "sha-256", G_CHECKSUM_SHA256 },
  { "sha-384", G_CHECKSUM_SHA384 },
  { "sha-512", G_CHECKSUM_SHA512 },
};

static guint8 *
decode (const char *pem, gsize *length)
{
  const char *begin = pem != NULL ? strstr (pem, BEGIN) : NULL;
  const char *end = begin != NULL ? strstr (begin, END) : NULL;
  g_autofree char *base64 = NULL;

  if (end == NULL)
    return NULL;

  begin += strlen (BEGIN);
  base64 = g_strndup (begin, (gsize) (end - begin));

  return g_base64_decode (base64, length);
}

/* "AB:CD:..." against "abcd..." */
static gboolean
is_same (const char *announced, const char *digits)
{
  for (; *announced != '\0'; announced++)
    if (*announced != ':' && g_ascii_tolower (*announced) != *digits++)
      return FALSE;

  return *digits == '\0';
}

/* Of an attribute `fingerprint:HASH DIGITS`. */
static gboolean
fits (const char *attribute, const guint8 *der, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      gsize name = strlen (hashes[i].name);
      g_autofree char *digits = NULL;

      if (g_ascii_strncasecmp (attribute, hashes[i].name, name) != 0 || attribute[name] != ' ')
        continue;
      digits = g_compute_checksum_for_data (hashes[i].type, der, length);
      return is_same (attribute + name + 1, digits);
    }

  return FALSE;
}

/**
 * fr_fingerprint_compare:
 * @sdp: the answer of the other side, with one m-line
 * @pem: (nullable): the certificate that it showed in the DTLS handshake
 *
 * Looks whether who answers is who was announced (RFC 8827, section 6.5); webrtcbin 1.22 does
 * not. The announcement of the m-line goes before that of the session; of several, one must fit.
 *
 * Returns: the result
 */
FrFingerprint
fr_fingerprint_compare (const GstSDPMessage *sdp, const char *pem)
{
  gsize length = 0;
  g_autofree guint8 *der = decode (pem, &length);
  const GstSDPMedia *media = NULL;
  const char *attribute;
  gboolean in_media;

  g_return_val_if_fail (sdp != NULL, FR_FINGERPRINT_OTHER);

  if (der == NULL)
    return FR_FINGERPRINT_UNKNOWN;

  if (gst_sdp_message_medias_len (sdp) > 0)
    media = gst_sdp_message_get_media (sdp, 0);
  in_media =
    media != NULL && gst_sdp_media_get_attribute_val_n (media, "fingerprint", 0) != NULL;
  for (guint i = 0;; i++)
    {
      attribute = in_media ? gst_sdp_media_get_attribute_val_n (media, "fingerprint", i)
                           : gst_sdp_message_get_attribute_val_n (sdp, "fingerprint", i);
      if (attribute == NULL)
        return FR_FINGERPRINT_OTHER;
      if (fits (attribute, der, length))
        return FR_FINGERPRINT_SAME;
    }
}

/**
 * fr_fingerprint_dup_certificate:
 * @webrtcbin: that is negotiated
 *
 * Returns: (transfer full) (nullable): the certificate of the other side as PEM; %NULL before the
 *   DTLS handshake
 */
char *
fr_fingerprint_dup_certificate (GstElement *webrtcbin)
{
  g_autoptr (GObject) transceiver = NULL;
  g_autoptr (GObject) receiver = NULL;
  g_autoptr (GObject) transport = NULL;
  char *pem = NULL;

  g_return_val_if_fail (GST_IS_ELEMENT (webrtcbin), NULL);

  g_signal_emit_by_name (webrtcbin, "get-transceiver", 0, &transceiver);
  if (transceiver != NULL)
    g_object_get (transceiver, "receiver", &receiver, NULL);
  if (receiver != NULL)
    g_object_get (receiver, "transport", &transport, NULL);
  if (transport != NULL)
    g_object_get (transport, "remote-certificate", &pem, NULL);

  return pem;
}
