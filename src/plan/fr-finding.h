/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrPlace:
 *
 * Where something is written in the text of a plan, counted from 1. Zeros: nowhere.
 */
typedef struct
{
  guint line;
  guint column;
} FrPlace;

typedef enum
{
  FR_FINDING_ERROR,   /* cannot be built                                        */
  FR_FINDING_WARNING, /* is built, perhaps not as meant                         */
  FR_FINDING_RISK,    /* is built as written, and lets others in, or may do so  */
} FrFindingKind;

/**
 * FrFinding:
 *
 * One remark about a plan. @code is a stable word, for scripts and for one-click fixes;
 * @message is a sentence with its cure; @suggestion is what could be written at @place
 * instead of the word there, or %NULL.
 */
typedef struct
{
  FrFindingKind kind;
  char *code;
  FrPlace place;
  char *message;
  char *suggestion;
} FrFinding;

FrFinding *fr_finding_copy (const FrFinding *self);
void fr_finding_free (FrFinding *self);
const char *fr_finding_kind_to_string (FrFindingKind kind);
char *fr_finding_describe (const FrFinding *self, const char *name);

GPtrArray *fr_findings_new (void);
void fr_findings_add (GPtrArray *findings, FrFindingKind kind, const char *code, FrPlace place,
                      const char *suggestion, const char *format, ...) G_GNUC_PRINTF (6, 7);
void fr_findings_sort (GPtrArray *findings);
const FrFinding *fr_findings_get_error (GPtrArray *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrFinding, fr_finding_free)

G_END_DECLS
