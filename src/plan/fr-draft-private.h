/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-draft.h"

G_BEGIN_DECLS

/**
 * FrDraft:
 *
 * What has been asked for so far, property by property; becomes the text of a plan. Belongs to
 * the thread that made it.
 */
struct _FrDraft
{
  GObject parent_instance;

  char *location_id;
  char *api_host; /* HOST:PORT of a data centre of one's own, or %NULL */
  char *name;     /* what all names are made of */
  char *preset;
  char *subnet;
  guint cpu;
  guint memory; /* GB */
  guint disk;   /* GB, 0: none */
  char *disk_speed;
  guint nodes;
  char *appliance;
  guint ssh_port;
  guint control_port;
  guint page_port;
  guint media_first;
  guint media_last;
  char *monitoring; /* or %NULL */
  char *host;       /* of a server that is there already */
  char *user;       /* who signs in there */
  char *host_key;   /* its fingerprint, or %NULL */
  char *cpu_speed;
  char *disks;      /* “GB speed, GB speed” instead of @disk and @disk_speed, or %NULL */
  char *kurento;    /* release */
  char *visitors;   /* “any”, or addresses and networks separated by blanks */
  char *public_key; /* one line, of the person; or %NULL */
  char *web;        /* “own” or “tutorial” */
};

G_END_DECLS
