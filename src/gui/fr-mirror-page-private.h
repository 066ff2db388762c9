/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-figure.h"
#include "fr-mirror-look.h"
#include "fr-mirror-page.h"
#include "fr-mirror-place.h"
#include "fr-mirror-words.h"
#include "fr-source-picker.h"
#include "fr-video-pair.h"

G_BEGIN_DECLS

typedef enum
{
  FR_GLASS_STOPPED,
  FR_GLASS_FINDING, /* where the mirror is, and whether we may use the camera */
  FR_GLASS_LOOKING,
  FR_GLASS_FAILED,
} FrGlassState;

struct _FrMirrorPage
{
  FrPage parent_instance;

  FrVideoPair *pair;
  GtkWidget *camera_row;
  GtkWidget *verdict;
  GtkImage *verdict_icon;
  GtkLabel *verdict_title;
  GtkLabel *verdict_text;
  GtkWidget *controls;
  GtkLabel *source_label;
  FrSourcePicker *picker;
  GtkWidget *gap;
  GtkLabel *snap_label;
  GtkWidget *figures;
  FrFigure *fps;
  FrFigure *delay;
  FrFigure *rate;
  FrFigure *lost;
  GtkWidget *failure;
  GtkListBox *stages;
  GtkLabel *code;

  FrVideoPaintable *own;
  FrVideoPaintable *mirror;
  FrGlassState state;
  char *address; /* instead of a deployment's */
  char *pin;
  const char *hat; /* as the server sees it */
  FrMirrorPlace *place;
  FrMirrorLook *look;
  GCancellable *cancellable; /* of what is being found */
  gboolean shown;
  gboolean warm;
  gboolean finding;
  gint64 started_us;
  guint slow;       /* source id: it takes long enough to say so */
  const char *tint; /* class of the verdict */
  FrCure cure;
  char *headline;
};

/* fr-mirror-page.c */
void fr_mirror_page_start (FrMirrorPage *self);
void fr_mirror_page_stop (FrMirrorPage *self);
void fr_mirror_page_set_state (FrMirrorPage *self, FrGlassState state);
void fr_mirror_page_look (FrMirrorPage *self, const char *source, int fd);

/* fr-mirror-page-begin.c */
void fr_mirror_page_warm (FrMirrorPage *self);
void fr_mirror_page_find_place (FrMirrorPage *self);
void fr_mirror_page_begin (FrMirrorPage *self);

/* fr-mirror-page-show.c */
void fr_mirror_page_show (FrMirrorPage *self);
void fr_mirror_page_show_waiting (FrMirrorPage *self);
void fr_mirror_page_show_figures (FrMirrorPage *self);
void fr_mirror_page_show_failure (FrMirrorPage *self, const GError *error);

/* fr-mirror-page-actions.c */
void fr_mirror_page_install_actions (GtkWidgetClass *klass);
void fr_mirror_page_write_snapshot (FrMirrorPage *self, GBytes *i420);
void fr_mirror_page_save_report (FrMirrorPage *self);
void fr_mirror_page_recall_source (FrMirrorPage *self);
void fr_mirror_page_remember_source (FrMirrorPage *self);

G_END_DECLS
