/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-plan-source.h"
#include "fr-plan.h"
#include "fr-yaml.h"

G_BEGIN_DECLS

/**
 * FrPlanReader:
 *
 * What the files that turn a tree into a plan have in common. Nothing in it is owned.
 */
typedef struct
{
  const FrPlanSource *source;
  GPtrArray *findings;
  GPtrArray *documents;   /* of FrYaml */
  const FrYaml *defaults; /* or NULL   */
  guint n_nodes;          /* servers so far            */
  gsize n_bytes;          /* of their cloud-config     */
} FrPlanReader;

/* One word of a line such as “1 50 standard”. */
typedef struct
{
  char *text;
  FrPlace place;
} FrPlanWord;

FrPlace fr_plan_reader_place (const FrPlanReader *self, const FrYaml *node);
FrPlace fr_plan_reader_place_in (const FrPlanReader *self, const FrYaml *scalar, gsize offset);
void fr_plan_reader_say (FrPlanReader *self, FrFindingKind kind, const char *code,
                         const FrYaml *node,
                         const char *format, ...) G_GNUC_PRINTF (5, 6);
char *fr_plan_reader_text (FrPlanReader *self, const FrYaml *map, const char *key);
char *fr_plan_reader_choice (FrPlanReader *self, const FrYaml *map, const char *key,
                             const char *const *words);
GPtrArray *fr_plan_reader_list (FrPlanReader *self, const FrYaml *map, const char *key);
GPtrArray *fr_plan_reader_words (const FrPlanReader *self, const FrYaml *scalar);
const FrYaml *fr_plan_reader_item (FrPlanReader *self, const FrYaml *item, const FrYaml **key);
gboolean fr_plan_reader_number (FrPlanReader *self, const FrPlanWord *word, const char *what,
                                guint least, guint most, guint *number);
gboolean fr_plan_reader_known (FrPlanReader *self, const FrPlanWord *word, const char *what,
                               const char *const *words);

/* fr-plan-read.c */
void fr_plan_read (FrPlanReader *self, FrPlan *plan);

/* fr-plan-read-network.c */
void fr_plan_read_domain (FrPlanReader *self, const FrYaml *domain, FrPlanBlueprint *blueprint);
void fr_plan_read_ethernet (FrPlanReader *self, const FrYaml *ethernet, FrPlanBlueprint *blueprint);

/* fr-plan-read-node.c */
void fr_plan_read_node (FrPlanReader *self, const FrYaml *item, FrPlanBlueprint *blueprint);

/* fr-plan-read-glue.c */
void fr_plan_read_glue (FrPlanReader *self, const FrYaml *glue, const FrPlanBlueprint *blueprint,
                        FrPlanNode *node);

/* fr-plan-read-login.c */
void fr_plan_read_login (FrPlanReader *self, const FrYaml *settings, FrPlanNode *node);
void fr_plan_check_logins (const FrPlanFacility *facility, GPtrArray *findings);

/* fr-plan-structs.c */
FrPlan *fr_plan_new (const char *name, const char *text);
FrPlanParameter *fr_plan_parameter_new (const char *name);
FrPlanFacility *fr_plan_facility_new (void);
FrPlanBlueprint *fr_plan_blueprint_new (const char *name);
FrPlanNode *fr_plan_node_new (void);
FrPlanNode *fr_plan_node_copy (const FrPlanNode *node);
void fr_plan_node_free (FrPlanNode *node);
FrPlanPort *fr_plan_port_new (const char *protocol, guint begin, guint end, const char *text,
                              FrPlace place);
FrPlanDisk *fr_plan_disk_new (guint id, guint size_gb, const char *speed, FrPlace place);

G_END_DECLS
