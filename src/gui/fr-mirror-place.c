/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-place.h"

#include <glib/gi18n-lib.h>

#include "fr-endpoint.h"
#include "fr-error.h"
#include "fr-here.h"
#include "fr-mirror.h"
#include "fr-site.h"

static gboolean
find_deployment (FrMirrorPlace *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *servers = fr_site_read_fact (self->name, "", "mirrors");
  g_autofree char *location = fr_site_read_fact (self->name, "", "location");
  g_auto (GStrv) words = g_strsplit (servers != NULL ? servers : "", " ", 2);

  if (words[0] != NULL)
    {
      self->uri = fr_site_read_fact (self->name, words[0], "uri");
      self->pin = fr_site_read_fact (self->name, words[0], "fingerprint");
    }
  if (self->uri == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                   _ ("“%s” has no mirror yet. Deploy it to the end first."), self->name);
      return FALSE;
    }

  self->here = fr_endpoint_is_here_named (location);

  return !self->here || fr_here_take (cancellable, error) != NULL;
}

/**
 * fr_mirror_place_find:
 * @name: (nullable): of a deployment
 * @address: (nullable): of a media server, instead of a deployment's; see fr_mirror_make_uri()
 * @pin: (nullable): of its certificate
 * @cancellable: (nullable): ends waiting
 *
 * Finds a mirror. One on this computer is switched on when it is not. Blocks, up to some
 * seconds.
 *
 * Returns: (transfer full): where it is, or %NULL with %FR_ERROR_STATE and others
 */
FrMirrorPlace *
fr_mirror_place_find (const char *name, const char *address, const char *pin,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (FrMirrorPlace) self = g_new0 (FrMirrorPlace, 1);

  if (address != NULL)
    {
      self->uri = fr_mirror_make_uri (address);
      self->pin = g_strdup (pin);
      return g_steal_pointer (&self);
    }

  if (name == NULL)
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_STATE,
                           _ ("There is no mirror yet. Deploy one first."));
      return NULL;
    }

  self->name = g_strdup (name);

  return find_deployment (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * fr_mirror_place_free:
 * @self: (nullable):
 */
void
fr_mirror_place_free (FrMirrorPlace *self)
{
  if (self == NULL)
    return;

  g_free (self->uri);
  g_free (self->pin);
  g_free (self->name);
  g_free (self);
}
