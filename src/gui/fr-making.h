/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-draft.h"
#include "fr-limits.h"
#include "fr-machine.h"

G_BEGIN_DECLS

/* The kinds of places where a mirror can live. */
typedef enum
{
  FR_KIND_HERE,   /* this computer              */
  FR_KIND_CLOUD,  /* a Managed Cloud Platform   */
  FR_KIND_SERVER, /* a machine reached by SSH   */
} FrKind;

#define FR_TYPE_MAKING (fr_making_get_type ())
G_DECLARE_FINAL_TYPE (FrMaking, fr_making, FR, MAKING, GObject)

FrMaking *fr_making_new (void);
FrDraft *fr_making_get_draft (FrMaking *self);
FrKind fr_making_get_kind (FrMaking *self);
void fr_making_set_kind (FrMaking *self, FrKind kind);
char *fr_making_dup_text (FrMaking *self, const char *property);
void fr_making_set_text (FrMaking *self, const char *property, const char *value);
const FrMachine *fr_making_get_machine (FrMaking *self);
void fr_making_set_machine (FrMaking *self, const FrMachine *machine);
const FrLimits *fr_making_get_limits (FrMaking *self);
void fr_making_set_limits (FrMaking *self, const FrLimits *limits);

G_END_DECLS
