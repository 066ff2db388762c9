/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan.h"

G_BEGIN_DECLS

/**
 * FrPlanPart:
 * @heading: begins the part of another data centre; then @title is its id, and nothing is made
 * @own: a heading of servers that are there already; then @title is where
 * @count: how many resources these are
 * @keys: what they stand and fall with, as in #FrDifference: “server mirror-01”
 *
 * One line of what a plan makes: “Server”, “mirror-01, 2 vCPU, 4 GB”.
 */
typedef struct
{
  gboolean heading;
  gboolean own;
  const char *icon;
  char *title;
  char *detail;
  guint count;
  GPtrArray *keys;
} FrPlanPart;

void fr_plan_part_free (FrPlanPart *part);
FrPlanPart *fr_plan_parts_add (GPtrArray *parts, const char *icon, const char *title, char *detail,
                               guint count);
char *fr_plan_ports_describe (const FrPlanNode *node);
GPtrArray *fr_plan_summary_new (const FrPlan *plan);
char *fr_plan_summary_dup_size (guint cpu, guint memory_gb);
guint fr_plan_summary_count (GPtrArray *parts);
gboolean fr_plan_summary_is_own (GPtrArray *parts);
guint fr_plan_part_count_there (const FrPlanPart *part, GHashTable *there);

G_END_DECLS
