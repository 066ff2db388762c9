/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the cloud tells about its things. Members that a reply does not have are %NULL, 0 or
 * %FALSE. Words such as a state or a speed are kept as the cloud spells them, in capitals. */

/**
 * FrCloudAccount:
 * @id: the organisation, as it stands in each path
 * @home: the region where the organisation lives
 */
typedef struct
{
  char *id;
  char *name;
  char *user;
  char *home;
} FrCloudAccount;

/**
 * FrCloudLocation:
 * @type: the kind of data centre
 * @maintenance: whether a function of the data centre is not in its normal state
 * @disk_speeds: the speeds that are sold there, %NULL-terminated, never %NULL
 */
typedef struct
{
  char *id;
  char *name;
  char *city;
  char *country;
  char *type;
  gboolean maintenance;
  guint max_cpu;
  guint max_memory_gb;
  guint min_disk_gb;
  guint max_disk_gb;
  char **disk_speeds;
} FrCloudLocation;

/**
 * FrCloudImage:
 * @customizable: whether servers made from it get a password and addresses from the cloud
 * @system_disk_id: the image's own name for its first disk
 * @system_disk_gb: how big that disk is; it can grow, never shrink
 */
typedef struct
{
  char *id;
  char *name;
  char *location_id;
  char *os_id;
  char *family;
  guint cpu;
  guint memory_gb;
  gboolean customizable;
  char *system_disk_id;
  guint system_disk_gb;
} FrCloudImage;

/**
 * FrCloudDomain:
 * @type: the service plan, "ESSENTIALS" or "ADVANCED"
 * @failure: (nullable): why the last operation failed
 */
typedef struct
{
  char *id;
  char *name;
  char *description;
  char *location_id;
  char *type;
  char *state;
  char *failure;
} FrCloudDomain;

/**
 * FrCloudVlan:
 * @address: the base of its private IPv4 range
 * @failure: (nullable): why the last operation failed
 */
typedef struct
{
  char *id;
  char *name;
  char *description;
  char *domain_id;
  char *address;
  guint prefix;
  char *state;
  char *failure;
} FrCloudVlan;

typedef struct
{
  char *id;
  guint scsi_id;
  guint size_gb;
  char *speed;
  char *state;
} FrCloudDisk;

/**
 * FrCloudServer:
 * @action: (nullable): the operation under way, or the one that failed
 * @failure: (nullable): why the last operation failed
 * @monitoring: (nullable): the monitoring plan, %NULL when it is off
 * @cores: cores per socket
 * @deployed: becomes true once, at the end of the deployment
 * @started: whether the power is on
 * @disks: (element-type FrCloudDisk): in the order of the reply, never %NULL
 */
typedef struct
{
  char *id;
  char *name;
  char *description;
  char *location_id;
  char *domain_id;
  char *vlan_id;
  char *private_ipv4;
  char *ipv6;
  char *state;
  char *action;
  char *failure;
  char *monitoring;
  guint cpu;
  guint cores;
  char *cpu_speed;
  guint memory_gb;
  gboolean deployed;
  gboolean started;
  GPtrArray *disks;
} FrCloudServer;

/**
 * FrCloudBlock:
 * @base: the first of @size public addresses in a row
 */
typedef struct
{
  char *id;
  char *base;
  guint size;
} FrCloudBlock;

typedef struct
{
  char *id;
  char *internal;
  char *external;
} FrCloudNat;

/**
 * FrCloudRule:
 * @protocol: "TCP", "UDP", "ICMP" or "IP"
 * @destination: (nullable): an address or "ANY"; %NULL when it is a list of addresses
 * @begin: the first port, 0 for any
 * @end: the last port, the same as @begin for one port
 * @is_default: whether the cloud made it; such a rule cannot be deleted
 */
typedef struct
{
  char *id;
  char *name;
  char *protocol;
  char *destination;
  guint begin;
  guint end;
  gboolean is_default;
} FrCloudRule;

void fr_cloud_account_free (FrCloudAccount *account);
void fr_cloud_location_free (FrCloudLocation *location);
void fr_cloud_image_free (FrCloudImage *image);
void fr_cloud_domain_free (FrCloudDomain *domain);
void fr_cloud_vlan_free (FrCloudVlan *vlan);
void fr_cloud_disk_free (FrCloudDisk *disk);
void fr_cloud_server_free (FrCloudServer *server);
void fr_cloud_block_free (FrCloudBlock *block);
void fr_cloud_nat_free (FrCloudNat *nat);
void fr_cloud_rule_free (FrCloudRule *rule);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudAccount, fr_cloud_account_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudLocation, fr_cloud_location_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudImage, fr_cloud_image_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudDomain, fr_cloud_domain_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudVlan, fr_cloud_vlan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudDisk, fr_cloud_disk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudServer, fr_cloud_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudBlock, fr_cloud_block_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudNat, fr_cloud_nat_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudRule, fr_cloud_rule_free)

G_END_DECLS
