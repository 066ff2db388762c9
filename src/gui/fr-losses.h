/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrLosses:
 *
 * What is lost when a deployment is disposed of, in words; lines that say nothing are %NULL.
 */
typedef struct
{
  char *name;
  char *plan_path;
  char *sentence;
  char *servers; /* their names */
  char *sizes;   /* of the servers */
  char *disks;   /* “2 disks of 50 GB” */
  char *records; /* where they are, and what goes with them */
  char *network; /* “Network, 2 public addresses, 4 firewall rules” */
  char *addresses;
  guint n_servers;
  guint n_disks;
  guint n_rules;
  guint n_addresses;
  gboolean signed_in; /* nobody needs to say who signs in: on this computer, or by the keyring */
  gboolean own;       /* servers that are there already, and stay */
  char *user;         /* who signs in there; NULL: in a cloud     */
  char *password;     /* for sudo there, from the keyring, or NULL; a secret */
  gboolean by_name;   /* its name is to be typed: old, or made elsewhere */
} FrLosses;

FrLosses *fr_losses_load (const char *name, GError **error);
void fr_losses_free (FrLosses *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLosses, fr_losses_free)

G_END_DECLS
