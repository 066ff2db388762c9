/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-mirror-page-private.h"

static void
show_saying (FrMirrorPage *self, const FrMirrorSaying *saying)
{
  if (self->tint != NULL)
    gtk_widget_remove_css_class (self->verdict, self->tint);
  self->tint = saying->tint;
  gtk_widget_add_css_class (self->verdict, self->tint);
  gtk_image_set_from_icon_name (self->verdict_icon, saying->icon);
  gtk_label_set_label (self->verdict_title, saying->title);
  gtk_label_set_label (self->verdict_text, saying->text);
  fr_page_set_answer (FR_PAGE (self), saying->title);
}

static void
show_verdict (FrMirrorPage *self)
{
  FrMirrorSaying saying = { "accent", "content-loading-symbolic", _ ("On the way to the mirror"),
                            NULL };

  if (self->state == FR_GLASS_LOOKING && fr_video_paintable_get_first (self->mirror) > 0)
    fr_mirror_words_judge (&saying, fr_mirror_look_get_news (self->look));
  else if (self->state == FR_GLASS_STOPPED)
    {
      saying.icon = "media-playback-stop-symbolic";
      saying.title = _ ("Stopped");
      saying.text = g_strdup (_ ("The server has let go of the picture. Start to look again."));
    }
  else
    saying.text = g_strdup (_ ("The first picture comes in a moment."));

  show_saying (self, &saying);
  g_free (saying.text);
}

static const char *
describe_waiting (FrMirrorPage *self)
{
  if (self->state == FR_GLASS_FINDING)
    return self->place == NULL ? _ ("Looking for the mirror") : _ ("Asking for the camera");

  switch (fr_mirror_look_get_news (self->look)->state)
    {
    case FR_MIRROR_SESSION_PREPARING:
      return _ ("The server gets the mirror ready");
    case FR_MIRROR_SESSION_NEGOTIATING:
      return _ ("Looking for a way to the server");
    case FR_MIRROR_SESSION_NEW:
    case FR_MIRROR_SESSION_CONNECTING:
    case FR_MIRROR_SESSION_ON:
    case FR_MIRROR_SESSION_CLOSING:
    case FR_MIRROR_SESSION_CLOSED:
    default:
      return _ ("Calling the server");
    }
}

static gboolean
is_waiting (FrMirrorPage *self)
{
  return self->state == FR_GLASS_FINDING ||
         (self->state == FR_GLASS_LOOKING && fr_video_paintable_get_first (self->mirror) == 0);
}

/**
 * fr_mirror_page_show_waiting:
 *
 * For the parts of the page: it takes so long that what is waited for must be said.
 */
void
fr_mirror_page_show_waiting (FrMirrorPage *self)
{
  fr_video_view_set_waiting (fr_video_pair_get_mirror (self->pair),
                             is_waiting (self) && self->slow == 0 ? describe_waiting (self) : NULL);
}

static void
show_layout (FrMirrorPage *self)
{
  gboolean narrow = fr_video_pair_get_narrow (self->pair);
  FrFigure *figures[] = { self->fps, self->delay, self->rate, self->lost };
  g_autofree char *camera = fr_source_picker_dup_camera (self->picker);
  gboolean face = g_str_equal (fr_source_picker_get_wish (self->picker), FR_SOURCE_FACE);

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    g_object_set (figures[i], "compact", narrow, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->source_label), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->snap_label), !narrow);
  gtk_widget_set_visible (self->gap, !narrow);
  gtk_widget_set_hexpand (GTK_WIDGET (self->picker), narrow);
  gtk_widget_set_visible (self->camera_row,
                          face && camera != NULL && self->state != FR_GLASS_FAILED);
}

/**
 * fr_mirror_page_show:
 *
 * For the parts of the page: shows the state that it is in.
 */
void
fr_mirror_page_show (FrMirrorPage *self)
{
  gboolean failed = self->state == FR_GLASS_FAILED;
  gboolean busy = self->state == FR_GLASS_FINDING || self->state == FR_GLASS_LOOKING;
  gboolean flows = self->state == FR_GLASS_LOOKING && !is_waiting (self);

  if (!failed)
    {
      fr_video_pair_mend (self->pair);
      show_verdict (self);
    }
  show_layout (self);
  gtk_widget_set_visible (self->verdict, !failed);
  gtk_widget_set_visible (self->controls, !failed || self->cure == FR_CURE_SOURCE);
  gtk_widget_set_visible (self->figures, !failed);
  gtk_widget_set_visible (self->failure, failed);
  fr_video_view_set_dimmed (fr_video_pair_get_mirror (self->pair), !flows);
  fr_video_view_set_dimmed (fr_video_pair_get_own (self->pair),
                            self->state == FR_GLASS_STOPPED || self->state == FR_GLASS_FINDING);
  fr_mirror_page_show_waiting (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mirror.snap", flows);
  fr_page_set_next_label (FR_PAGE (self), failed ? _ ("_Try Again")
                                          : busy ? _ ("S_top")
                                                 : _ ("_Start"));
  fr_page_set_next_quiet (FR_PAGE (self), busy);
  fr_page_set_failed (FR_PAGE (self), failed);
  if (!flows)
    {
      fr_figure_clear (self->fps);
      fr_figure_clear (self->delay);
      fr_figure_clear (self->rate);
      fr_figure_clear (self->lost);
    }
}

/**
 * fr_mirror_page_show_figures:
 *
 * For the parts of the page: a second has passed.
 */
void
fr_mirror_page_show_figures (FrMirrorPage *self)
{
  const FrMirrorNews *news = fr_mirror_look_get_news (self->look);
  const FrMirrorFigures *figures = &news->figures;
  g_autofree char *fps = NULL;
  g_autofree char *delay = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *lost = NULL;

  if (!news->has_figures)
    return;

  fps = g_strdup_printf ("%.0f", figures->fps);
  /* Translators: milliseconds */
  delay = g_strdup_printf (_ ("%.0f ms"), figures->delay_ms);
  rate = figures->kbps >= 1000 ? g_strdup_printf (_ ("%.1f Mbit/s"), figures->kbps / 1000)
                               : g_strdup_printf (_ ("%.0f kbit/s"), figures->kbps);
  /* Translators: per cent */
  lost = g_strdup_printf (_ ("%.1f %%"), figures->lost * 100);
  fr_figure_push (self->fps, figures->fps, fps);
  fr_figure_push (self->delay, figures->delay_ms, delay);
  fr_figure_push (self->rate, figures->kbps, rate);
  fr_figure_push (self->lost, figures->lost, lost);
  show_verdict (self);
}

static GtkWidget *
make_stage (FrMirrorPage *self, guint stage)
{
  static const struct
  {
    const char *icon;
    const char *class;
    const char *word;
  } marks[] = {
    [FR_MARK_DONE] = { "object-select-symbolic", "success", N_ ("Done") },
    [FR_MARK_FAILED] = { "dialog-error-symbolic", "error", N_ ("Failed") },
    [FR_MARK_TO_COME] = { "content-loading-symbolic", "quiet", N_ ("To come") },
  };
  const char *title;
  g_autofree char *subtitle = NULL;
  const FrMirrorNews *news = fr_mirror_look_get_news (self->look);
  FrMark mark = fr_mirror_words_get_stage (news, self->place != NULL ? self->place->uri : NULL,
                                           stage, &title, &subtitle);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (marks[mark].icon);

  gtk_widget_add_css_class (icon, marks[mark].class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (marks[mark].word), -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

static void
show_stages (FrMirrorPage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->stages))) != NULL)
    gtk_list_box_remove (self->stages, row);
  for (guint stage = 0; self->look != NULL && stage < FR_MIRROR_STAGES; stage++)
    gtk_list_box_append (self->stages, make_stage (self, stage));
  gtk_widget_set_visible (GTK_WIDGET (self->stages), self->look != NULL);
}

/**
 * fr_mirror_page_show_failure:
 * @error: why there is no picture
 *
 * For the parts of the page: puts the reason in the place of the picture.
 */
void
fr_mirror_page_show_failure (FrMirrorPage *self, const GError *error)
{
  FrMirrorReason reason = { "network-error-symbolic", NULL, NULL, NULL, FR_CURE_AGAIN };
  g_autofree char *code = NULL;

  if (self->look != NULL)
    fr_mirror_words_explain (&reason, fr_mirror_look_get_news (self->look), self->place->uri,
                             self->place->name != NULL);
  else
    {
      reason.title = _ ("No picture, because there is no mirror");
      reason.text = g_strdup (error->message);
    }

  self->cure = reason.cure;
  g_free (self->headline);
  self->headline = g_strdup (reason.title);
  fr_video_pair_fail (self->pair, reason.icon, reason.title, reason.text, reason.label);
  show_stages (self);
  /* Translators: a short word that names the kind of the error, for scripts and reports */
  code = g_strdup_printf (_ ("Code: %s"), fr_error_get_code (error));
  gtk_label_set_label (self->code, code);
  gtk_widget_set_visible (self->controls, self->cure == FR_CURE_SOURCE);
  fr_page_set_answer (FR_PAGE (self), _ ("No picture"));
  g_free (reason.text);
}
