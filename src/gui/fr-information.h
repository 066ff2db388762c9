/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrInformationServer:
 *
 * How one server is reached; what is not known is %NULL.
 */
typedef struct
{
  char *name;
  char *address;
  char *sign_in;     /* a command for a shell */
  char *certificate; /* where a browser is asked about it */
  char *fingerprint; /* two lines of 16 bytes */
  char *changes;     /* a command that lists what was changed there; NULL: made for this mirror */
} FrInformationServer;

/**
 * FrInformation:
 *
 * How to use what was deployed.
 */
typedef struct
{
  GPtrArray *lines;   /* of char*, of the plan, expanded; ended by %NULL */
  GPtrArray *links;   /* of char*, the addresses in them */
  GPtrArray *servers; /* of FrInformationServer */
  char *plan_path;
  guint seconds;     /* that it took to build */
  gboolean one_port; /* its page talks to no other port than its own: one certificate is met */
} FrInformation;

FrInformation *fr_information_load (const char *name, GError **error);
void fr_information_free (FrInformation *self);
char *fr_information_format_fingerprint (const char *hex);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrInformation, fr_information_free)

G_END_DECLS
