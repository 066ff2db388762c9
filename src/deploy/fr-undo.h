/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-site-private.h"

G_BEGIN_DECLS

/* The script, for the owner of the server. */
#define FR_UNDO_COPY "/var/lib/fitting-room/take-back"

/* The list of what was changed on a server that somebody has already, kept on that server in
 * /var/lib/fitting-room/undo. On a server of a cloud, which goes as a whole, all of these are
 * done at once and do nothing. What a step calls before it changes something: */
gboolean fr_undo_file (FrSite *site, FrSiteNode *node, const char *path, GCancellable *cancellable,
                       GError **error);
gboolean fr_undo_line (FrSite *site, FrSiteNode *node, const char *path, const char *line,
                       GCancellable *cancellable, GError **error);
gboolean fr_undo_unit (FrSite *site, FrSiteNode *node, const char *unit, GCancellable *cancellable,
                       GError **error);
gboolean fr_undo_packages (FrSite *site, FrSiteNode *node, GCancellable *cancellable,
                           GError **error);
gboolean fr_undo_note (FrSite *site, FrSiteNode *node, const char *text, GCancellable *cancellable,
                       GError **error);
/* and after it: */
gboolean fr_undo_settle (FrSite *site, FrSiteNode *node, GCancellable *cancellable,
                         GError **error);

/* For fr_site_put(), fr-steps-own.c and fr-own.c */
gboolean fr_undo_content (FrSite *site, FrSiteNode *node, const char *path, const char *content,
                          GCancellable *cancellable, GError **error);
gboolean fr_undo_claim (FrSite *site, FrSsh *ssh, const char *server, GCancellable *cancellable,
                        GError **error);
gboolean fr_undo_check_owner (FrSite *site, const char *server, const char *owner, GError **error);
gboolean fr_undo_key (FrSsh *ssh, const char *path, const char *key, GCancellable *cancellable,
                      GError **error);
GPtrArray *fr_undo_list (FrSsh *ssh, GCancellable *cancellable, GError **error);
gboolean fr_undo_play (FrSite *site, FrSiteNode *node, FrSsh *ssh, char **note,
                       GCancellable *cancellable, GError **error);

G_END_DECLS
