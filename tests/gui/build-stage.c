/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "build-stage.h"

#include "fr-draft.h"
#include "fr-log-dock.h"

static void
next_cb (BuildStage *stage)
{
  stage->n_next++;
}

static void
toast_cb (BuildStage *stage)
{
  stage->n_toasts++;
}

/* FR_RTL mirrors everything, FR_LARGE doubles the text: for pictures. */
static void
style (void)
{
  static GtkCssProvider *provider;

  if (provider != NULL)
    return;

  if (g_getenv ("FR_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_getenv ("FR_LARGE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/fittingroom/FittingRoom/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* The page's own buttons, where the wizard has them. */
static void
bar_cb (BuildStage *stage)
{
  GtkWidget *bar = gtk_widget_get_last_child (adw_window_get_content (ADW_WINDOW (stage->window)));
  GtkWidget *shown = gtk_widget_get_first_child (bar);
  g_autoptr (GtkWidget) widget = NULL;

  g_object_get (stage->page, "bar-start", &widget, NULL);
  if (shown != NULL && shown != widget)
    gtk_box_remove (GTK_BOX (bar), shown);
  if (widget != NULL && widget != shown)
    gtk_box_append (GTK_BOX (bar), widget);
}

BuildStage *
build_stage_new (GType type, int width, int height)
{
  BuildStage *stage = g_new0 (BuildStage, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  style ();
  stage->making = fr_making_new ();
  fr_making_set_text (stage->making, "name", "studio-north");
  fr_making_set_text (stage->making, "place", "Frankfurt (EU6)");
  stage->page = g_object_new (type, "making", stage->making, NULL);
  g_signal_connect_swapped (stage->page, "go-next", G_CALLBACK (next_cb), stage);
  g_signal_connect_swapped (stage->page, "toast", G_CALLBACK (toast_cb), stage);
  g_signal_connect_swapped (stage->page, "notify::bar-start", G_CALLBACK (bar_cb), stage);
  gtk_widget_set_vexpand (GTK_WIDGET (stage->page), TRUE);
  stage->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (stage->window), width, height);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (stage->page));
  gtk_widget_set_margin_start (bar, 24);
  gtk_widget_set_margin_bottom (bar, 14);
  gtk_widget_set_margin_top (bar, 14);
  gtk_box_append (GTK_BOX (box), bar);
  adw_window_set_content (ADW_WINDOW (stage->window), box);
  if (width <= 600)
    {
      gtk_widget_add_css_class (box, "narrow");
      fr_page_set_narrow (stage->page, TRUE);
    }
  gtk_window_present (GTK_WINDOW (stage->window));

  return stage;
}

/* Closes the window; the page must be gone with it, or soon: a worker may hold it a little. */
void
build_stage_free (BuildStage *stage)
{
  FrPage *page = stage->page;

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  g_signal_handlers_disconnect_by_data (page, stage);
  gtk_window_destroy (GTK_WINDOW (stage->window));
  build_stage_settle (50);
  for (guint i = 0; i < 200 && page != NULL; i++)
    build_stage_settle (100);
  g_assert_null (page);
  g_object_unref (stage->making);
  g_free (stage);
}

/* The first widget of a type inside @top. */
GtkWidget *
build_stage_find (GtkWidget *top, GType type)
{
  GtkWidget *child = gtk_widget_get_first_child (top);
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (top), type) ? top : NULL;

  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = build_stage_find (child, type);

  return found;
}

/* The first row with this title inside @top, or %NULL. */
GtkWidget *
build_stage_find_row (GtkWidget *top, const char *title)
{
  GtkWidget *child = gtk_widget_get_first_child (top);
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (top) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (top)), title))
    return top;
  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = build_stage_find_row (child, title);

  return found;
}

/* Into the row with this title. */
void
build_stage_type (GtkWidget *top, const char *row, const char *text)
{
  GtkWidget *found = build_stage_find_row (top, row);

  g_assert_nonnull (found);
  gtk_editable_set_text (GTK_EDITABLE (found), text);
}

void
build_stage_open_log (BuildStage *stage)
{
  GtkWidget *dock = build_stage_find (GTK_WIDGET (stage->page), FR_TYPE_LOG_DOCK);

  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (build_stage_find (dock, GTK_TYPE_TOGGLE_BUTTON)), TRUE);
}

static gboolean
late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;

  return G_SOURCE_REMOVE;
}

void
build_stage_settle (guint ms)
{
  gboolean late = FALSE;

  g_timeout_add (ms, late_cb, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
}

/* Nothing as long as the window has not been drawn. */
static GskRenderNode *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));

  return gtk_snapshot_free_to_node (snapshot);
}

/* With FR_SHOTS, pictures of what was tested are kept in that folder. */
void
build_stage_shoot (GtkWidget *widget, const char *name)
{
  const char *folder = g_getenv ("FR_SHOTS");
  g_autofree char *path = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  build_stage_settle (400);
  if (folder == NULL)
    return;

  g_mkdir_with_parents (folder, 0755);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  for (guint i = 0; node == NULL && i < 100; i++)
    {
      node = draw (widget);
      if (node == NULL)
        build_stage_settle (100);
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static void
add (GPtrArray *steps, const char *kind, const char *object, const char *server, gboolean can_undo)
{
  FrSiteStep *step = g_new0 (FrSiteStep, 1);

  step->id = g_strdup_printf ("%s:%s", kind, object);
  step->kind = g_strdup (kind);
  step->object = g_strdup (object);
  step->server = g_strdup (server);
  step->can_undo = can_undo;
  g_ptr_array_add (steps, step);
}

static void
add_server (GPtrArray *steps, const char *name)
{
  static const char *const kinds[] = { "server", "resize", "monitoring", "start",
                                       "nat", "contact", "volume", "update",
                                       "clock", "passwords", "names", "kurento",
                                       "page", "finish" };
  g_autofree char *disk = g_strdup_printf ("%s:1", name);
  g_autofree char *tcp = g_strdup_printf ("%s:22", name);
  g_autofree char *udp = g_strdup_printf ("%s:udp:40000..41999", name);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gboolean can_undo = g_str_equal (kinds[i], "server") || g_str_equal (kinds[i], "nat") ||
                          g_str_equal (kinds[i], "monitoring");

      add (steps, kinds[i], name, name, can_undo);
      if (g_str_equal (kinds[i], "resize"))
        add (steps, "disk", disk, name, FALSE);
      if (g_str_equal (kinds[i], "nat"))
        {
          add (steps, "rule", tcp, name, TRUE);
          add (steps, "rule", udp, name, TRUE);
        }
    }
}

static FrDeployment *
make_deployment (FrNews *news, gboolean backwards)
{
  FrDeployment *deployment = fr_deployment_new ("studio-north", NULL, NULL);

  deployment->order->backwards = backwards;
  fr_deployment_set_state (deployment, FR_DEPLOYMENT_PREPARING);
  fr_deployment_take_news (deployment, news);
  g_ptr_array_unref (news->steps);

  return deployment;
}

/* As from a plan with these servers. */
FrDeployment *
build_stage_fake (const char *const *servers, gboolean backwards)
{
  FrNews news = { .kind = FR_NEWS_STEPS };

  news.steps = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_site_step_free);
  add (news.steps, "location", "EU6", NULL, FALSE);
  add (news.steps, "domain", "studio-north", NULL, TRUE);
  add (news.steps, "vlan", "studio-north-lan", NULL, TRUE);
  add (news.steps, "address", "studio-north", NULL, TRUE);
  for (guint i = 0; servers[i] != NULL; i++)
    add_server (news.steps, servers[i]);

  return make_deployment (&news, backwards);
}

/* As from a plan with a server that is there already. */
FrDeployment *
build_stage_fake_own (const char *server, gboolean backwards)
{
  static const char *const kinds[] = { "reach", "contact", "volume", "update", "clock",
                                       "passwords", "names", "kurento", "page", "finish" };
  FrNews news = { .kind = FR_NEWS_STEPS, .text = (char *) FR_DRAFT_OWN };

  news.steps = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_site_step_free);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add (news.steps, kinds[i], server, server, g_str_equal (kinds[i], "contact"));

  return make_deployment (&news, backwards);
}

void
build_stage_step (FrDeployment *deployment, const char *id, FrStepState state, double seconds)
{
  FrNews news = { .kind = FR_NEWS_STEP, .id = (char *) id, .state = FR_STEP_RUNNING };
  gint64 now = g_get_monotonic_time ();

  news.time_us = now - (gint64) (seconds * G_USEC_PER_SEC);
  fr_deployment_take_news (deployment, &news);
  if (state != FR_STEP_RUNNING)
    {
      news.time_us = now;
      news.state = state;
      fr_deployment_take_news (deployment, &news);
    }
  fr_deployment_tick (deployment);
}

void
build_stage_wait (FrDeployment *deployment, const char *id, const char *what, guint ms)
{
  FrNews news = { .kind = FR_NEWS_WAIT, .id = (char *) id, .text = (char *) what };

  news.wait_ms = ms;
  news.time_us = g_get_monotonic_time ();
  fr_deployment_take_news (deployment, &news);
}

/* What a step that runs is at. */
void
build_stage_tell (FrDeployment *deployment, const char *id, const char *note)
{
  FrNews news = { .kind = FR_NEWS_DOING, .id = (char *) id, .text = (char *) note };

  fr_deployment_take_news (deployment, &news);
}

void
build_stage_end (FrDeployment *deployment, const GError *error)
{
  FrNews news = { .kind = FR_NEWS_END, .error = error != NULL ? g_error_copy (error) : NULL };

  news.time_us = g_get_monotonic_time ();
  fr_deployment_take_news (deployment, &news);
}

void
build_stage_log (FrDeployment *deployment, const char *server, const char *text)
{
  FrNews news = { .kind = FR_NEWS_LOG, .id = (char *) server, .text = (char *) text };

  fr_deployment_take_news (deployment, &news);
}

/* All steps before @id are done. */
void
build_stage_reach (FrDeployment *deployment, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (deployment), i);

      if (g_strcmp0 (fr_step_item_get_id (item), id) == 0)
        return;
      build_stage_step (deployment, fr_step_item_get_id (item), FR_STEP_DONE, 14 + i);
    }
}
