/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "glass-stage.h"

#include "fr-adaptive.h"
#include "fr-wizard.h"

void
glass_stage_set_up (GlassStage *fixture, gconstpointer data)
{
  FrMaking *making = fr_making_new ();

  fixture->server = test_server_new (NULL);
  fixture->uri =
    g_strdup_printf ("ws://127.0.0.1:%u/kurento", test_server_get_port (fixture->server));
  fixture->page = g_object_new (FR_TYPE_MIRROR_PAGE, "making", making, NULL);
  fr_mirror_page_set_address (fixture->page, fixture->uri, NULL);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 796, 700);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_object_unref (making);
}

/* The same in the whole wizard. */
void
glass_stage_set_up_wizard (GlassStage *fixture, gconstpointer data)
{
  FrMaking *making = fr_making_new ();
  FrWizard *wizard = FR_WIZARD (fr_wizard_new (making));
  GtkWidget *adaptive;

  fixture->server = test_server_new (NULL);
  fixture->uri =
    g_strdup_printf ("ws://127.0.0.1:%u/kurento", test_server_get_port (fixture->server));
  fixture->page = FR_MIRROR_PAGE (fr_wizard_get_page (wizard, FR_STEP_MIRROR));
  fr_mirror_page_set_address (fixture->page, fixture->uri, NULL);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1024, 768);
  adaptive = g_object_new (FR_TYPE_ADAPTIVE, "child", wizard, NULL);
  g_object_bind_property (adaptive, "narrow", wizard, "narrow", G_BINDING_SYNC_CREATE);
  adw_window_set_content (ADW_WINDOW (fixture->window), adaptive);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fr_wizard_open_steps (wizard, FR_STEP_LOCATION, FR_STEP_MIRROR);
  fr_wizard_show_step (wizard, FR_STEP_MIRROR);
  g_object_unref (making);
}

void
glass_stage_close (GlassStage *fixture)
{
  FrMirrorPage *page = fixture->page;

  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = NULL;
  for (guint waited = 0; page != NULL && waited < PATIENCE_MS; waited += 10)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10000);
    }
  g_assert_null (page);
}

void
glass_stage_tear_down (GlassStage *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    glass_stage_close (fixture);
  test_server_free (fixture->server);
  g_free (fixture->uri);
}
