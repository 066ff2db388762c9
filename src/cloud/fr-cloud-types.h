/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud-fields.h"
#include "fr-cloud-records.h"

G_BEGIN_DECLS

extern const FrCloudType fr_cloud_account_type;
extern const FrCloudType fr_cloud_location_type;
extern const FrCloudType fr_cloud_image_type;
extern const FrCloudType fr_cloud_domain_type;
extern const FrCloudType fr_cloud_vlan_type;
extern const FrCloudType fr_cloud_disk_type;
extern const FrCloudType fr_cloud_server_type;
extern const FrCloudType fr_cloud_block_type;
extern const FrCloudType fr_cloud_nat_type;
extern const FrCloudType fr_cloud_rule_type;

G_END_DECLS
