/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-finding.h"

G_BEGIN_DECLS

/**
 * FrPlanPort:
 *
 * One firewall rule of a server: “22”, “udp:40000..41999”, “icmp”.
 */
typedef struct
{
  char *protocol; /* tcp, udp, icmp, ip           */
  guint begin;    /* 0: any                       */
  guint end;      /* same as @begin: one port     */
  char *text;     /* as written                   */
  FrPlace place;
} FrPlanPort;

typedef struct
{
  guint id; /* SCSI id, 0 is the system disk */
  guint size_gb;
  char *speed; /* standard, highperformance, economy */
  FrPlace place;
} FrPlanDisk;

/**
 * FrPlanLogin:
 *
 * How to sign in to a server that is there already.
 */
typedef struct
{
  char *host; /* name or IPv4 address */
  guint port;
  char *user;
  char *host_key; /* “SHA256:…”, or NULL: asked at first contact */
  FrPlace place;
} FrPlanLogin;

/**
 * FrPlanNode:
 *
 * One server. Ranges such as “mirror-[1..3]” are three of these. What is not written is 0 or
 * %NULL: then the image decides.
 */
typedef struct
{
  char *name;
  char *description;
  char *appliance;
  guint cpu;
  guint cores; /* per socket */
  char *cpu_speed;
  guint memory_gb;
  GPtrArray *disks; /* of FrPlanDisk */
  char *monitoring; /* essentials, advanced */
  gboolean internet;
  GPtrArray *ports;       /* of FrPlanPort */
  char *private_ipv4;     /* the fixed address of “primary”, completed */
  GPtrArray *information; /* of char*, not expanded */
  char *cloud_config;     /* merged YAML, tokens in it */
  gboolean keep_running;  /* running: always */
  gboolean keep;          /* destroy: never */
  FrPlanLogin *login;     /* NULL: the server is made in a cloud */
  FrPlace place;
} FrPlanNode;

typedef struct
{
  char *name;
  char *domain_name;
  char *domain_description;
  char *domain_service; /* essentials, advanced */
  char *domain_ipv4;    /* how many public addresses: a number, auto, transient; or NULL */
  char *network_name;
  char *network_description;
  char *network_address;
  guint network_prefix;
  gboolean network_keep; /* destroy: never */
  gboolean basement;     /* treated before the others, and removed after them */
  GPtrArray *nodes;      /* of FrPlanNode */
  GPtrArray *information;
  FrPlace place;
  FrPlace domain_place;
  FrPlace network_place; /* of the subnet */
} FrPlanBlueprint;

typedef struct
{
  char *location_id;
  char *region_id; /* or %NULL */
  char *api_host;  /* HOST or HOST:PORT, or %NULL */
  GPtrArray *blueprints;
  GPtrArray *information;
  FrPlace place;
} FrPlanFacility;

typedef struct
{
  char *name;
  char *value; /* the given one, else the default */
  char *type;  /* str, locations.list, MIN..MAX */
  GPtrArray *information;
  FrPlace place; /* of the default */
} FrPlanParameter;

/**
 * FrPlan:
 *
 * The fittings as data. Read-only once loaded; @text is what was read, untouched.
 */
typedef struct
{
  char *path;
  char *text;
  GPtrArray *information;
  GPtrArray *parameters; /* of FrPlanParameter */
  GPtrArray *facilities; /* of FrPlanFacility */
} FrPlan;

FrPlan *fr_plan_load (const char *path, GHashTable *values, GError **error);
FrPlan *fr_plan_parse (const char *text, const char *name, GHashTable *values, GError **error);
char *fr_plan_read_file (const char *path, GError **error);
void fr_plan_free (FrPlan *self);

const char *fr_plan_get_parameter (const FrPlan *self, const char *name);
guint fr_plan_count_nodes (const FrPlan *self);
gboolean fr_plan_facility_is_own (const FrPlanFacility *facility);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrPlan, fr_plan_free)

G_END_DECLS
