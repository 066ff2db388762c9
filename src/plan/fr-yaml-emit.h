/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-yaml.h"

G_BEGIN_DECLS

char *fr_yaml_emit (const FrYaml *node);

G_END_DECLS
