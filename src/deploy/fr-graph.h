/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-site-private.h"

G_BEGIN_DECLS

/**
 * FrGraph:
 *
 * The steps of one plan, ready to be walked.
 */
typedef struct
{
  GArray *steps;    /* of FrStep                */
  GPtrArray *tasks; /* of FrTask, their data    */
  GPtrArray *texts; /* of char*, their strings  */
} FrGraph;

FrGraph *fr_graph_new (FrSite *site);
void fr_graph_free (FrGraph *self);

/* fr-site-steps.c */
void fr_site_gate_steps (FrSite *self, FrGraph *graph);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrGraph, fr_graph_free)

G_END_DECLS
