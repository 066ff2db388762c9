/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

/**
 * FormStage:
 *
 * A window with one page in it, as the wizard would show it.
 */
typedef struct
{
  FrMaking *making;
  FrPage *page;
  GtkWidget *window;
  guint n_next; /* how often the page has asked to go on */
} FormStage;

void form_stage_prepare (int *argc, char ***argv);
FrMaking *form_stage_make_cloud (const char *api_host);
FormStage *form_stage_new (GType type, FrMaking *making);
void form_stage_free (FormStage *self);
void form_stage_shape (FormStage *self, int width, int height);
void form_stage_picture (FormStage *self, const char *name);
void form_stage_settle (guint milliseconds);
gpointer form_stage_find (FormStage *self, const char *id);
void form_stage_next (FormStage *self);
void form_stage_assert_reason (FormStage *self, const char *part);
void form_stage_assert_draft (FormStage *self, const char *property, const char *wanted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FormStage, form_stage_free)

#define form_stage_wait(condition)                                           \
  G_STMT_START                                                               \
  {                                                                          \
    gint64 form_stage_until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC; \
                                                                             \
    while (!(condition) && g_get_monotonic_time () < form_stage_until)       \
      form_stage_settle (10);                                                \
    g_assert_true (condition);                                               \
  }                                                                          \
  G_STMT_END

G_END_DECLS
