/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-wish.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "fr-error.h"

/* Blocks of VP8; the time code needs 14 of them side by side. */
#define BLOCK 16
#define LEAST_WIDTH 256
#define LEAST_HEIGHT 128
#define MOST_WIDTH 1920
#define MOST_HEIGHT 1072

/**
 * fr_mirror_wish_init:
 * @wish: (out caller-allocates):
 * @uri: (nullable): ws:// or wss:// address of the media server
 * @pin: (nullable): SHA-256 of its certificate, in hexadecimal digits
 *
 * What is usual: the drawn face, and the hat of a mirror that we installed. The strings are not
 * copied.
 */
void
fr_mirror_wish_init (FrMirrorWish *wish, const char *uri, const char *pin)
{
  *wish = (FrMirrorWish){
    .uri = uri,
    .pin = pin,
    .hat = FR_MIRROR_HAT_URI,
    .source = "face",
    .width = FR_MIRROR_WIDTH,
    .height = FR_MIRROR_HEIGHT,
    .kbps = FR_MIRROR_KBPS,
    .place = fr_hat_place,
  };
}

/**
 * fr_mirror_wish_check:
 * @wish: what the user asks for
 * @error: return location
 *
 * Looks whether pictures of that size can be stamped and compared.
 *
 * Returns: %FALSE with %FR_ERROR_USAGE
 */
gboolean
fr_mirror_wish_check (const FrMirrorWish *wish, GError **error)
{
  g_return_val_if_fail (wish != NULL, FALSE);

  if (wish->width % BLOCK == 0 && wish->height % BLOCK == 0 && wish->width >= LEAST_WIDTH &&
      wish->height >= LEAST_HEIGHT && wish->width <= MOST_WIDTH && wish->height <= MOST_HEIGHT)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
               _ ("A picture of %u x %u cannot be mirrored. Choose width and height in multiples "
                  "of %d, from %dx%d to %dx%d."),
               wish->width, wish->height, BLOCK, LEAST_WIDTH, LEAST_HEIGHT, MOST_WIDTH,
               MOST_HEIGHT);

  return FALSE;
}

/**
 * fr_mirror_wish_copy:
 * @wish: a wish and its strings
 *
 * Returns: (transfer full): the same, to be freed with fr_mirror_wish_free()
 */
FrMirrorWish *
fr_mirror_wish_copy (const FrMirrorWish *wish)
{
  FrMirrorWish *self = g_memdup2 (wish, sizeof *wish);

  self->uri = g_strdup (wish->uri);
  self->pin = g_strdup (wish->pin);
  self->hat = g_strdup (wish->hat);
  self->source = g_strdup (wish->source);

  return self;
}

/**
 * fr_mirror_wish_free:
 * @self: (nullable): a copy
 */
void
fr_mirror_wish_free (FrMirrorWish *self)
{
  if (self == NULL)
    return;

  g_free ((char *) self->uri);
  g_free ((char *) self->pin);
  g_free ((char *) self->hat);
  g_free ((char *) self->source);
  g_free (self);
}

/**
 * fr_mirror_wish_find_address:
 * @wish: whose address it is
 *
 * All of loopback is one place, and our end of it is 127.0.0.1.
 *
 * Returns: (transfer full) (nullable): the host of the media server, for the choice of our own
 *   addresses; %NULL when its address cannot be read
 */
char *
fr_mirror_wish_find_address (const FrMirrorWish *wish)
{
  g_autoptr (GUri) uri = g_uri_parse (wish->uri, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL)
    return NULL;

  return g_strdup (g_str_equal (host, "localhost") || g_str_has_prefix (host, "127.") ? "127.0.0.1"
                                                                                      : host);
}
