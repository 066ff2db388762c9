/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-window-private.h"

#include <glib/gi18n-lib.h>

#include "fr-deployment-page.h"
#include "fr-opened.h"

/* What a window shows of the deployments that there are: one that is looked at, one that goes. */

/* Whether what the wizard shows is it: what is deployed keeps its name, whatever is typed. */
static gboolean
wizard_is_about (FrWindow *self, const char *deployment)
{
  FrDeployment *shown = fr_deployment_page_get_deployment (
    FR_DEPLOYMENT_PAGE (fr_wizard_get_page (self->wizard, FR_STEP_DEPLOYMENT)));
  g_autofree char *name = NULL;

  if (shown != NULL)
    return g_strcmp0 (fr_deployment_get_name (shown), deployment) == 0;
  if (fr_wizard_get_step (self->wizard) < FR_STEP_DEPLOYMENT)
    return FALSE;
  name = fr_making_dup_text (fr_wizard_get_making (self->wizard), "name");

  return g_strcmp0 (name, deployment) == 0;
}

static gboolean
goes_here (FrWindow *self, const char *deployment)
{
  FrDeployment *going =
    self->disposal != NULL ? fr_dispose_page_get_deployment (self->disposal) : NULL;

  return going != NULL && g_strcmp0 (fr_deployment_get_name (going), deployment) == 0;
}

/**
 * fr_window_find_deployment:
 * @name: of one
 *
 * Returns: (transfer none) (nullable): what works on it here
 */
FrDeployment *
fr_window_find_deployment (FrWindow *self, const char *name)
{
  g_return_val_if_fail (FR_IS_WINDOW (self), NULL);

  if (goes_here (self, name))
    return fr_dispose_page_get_deployment (self->disposal);
  if (self->wizard == NULL || !wizard_is_about (self, name))
    return NULL;

  return fr_deployment_page_get_deployment (
    FR_DEPLOYMENT_PAGE (fr_wizard_get_page (self->wizard, FR_STEP_DEPLOYMENT)));
}

/**
 * fr_window_is_about:
 * @deployment: the name of one
 */
gboolean
fr_window_is_about (FrWindow *self, const char *deployment)
{
  g_return_val_if_fail (FR_IS_WINDOW (self), FALSE);

  return goes_here (self, deployment) ||
         (self->wizard != NULL && wizard_is_about (self, deployment));
}

/* What exists is looked at, and changed by its plan; one signs in where it is, to go on. */
static void
settle (FrWizard *wizard, gboolean ready)
{
  fr_wizard_open_steps (wizard, FR_STEP_REVIEW, FR_STEP_REVIEW);
  if (fr_making_get_kind (fr_wizard_get_making (wizard)) != FR_KIND_HERE)
    fr_wizard_allow_step (wizard, FR_STEP_CREDENTIALS);
  if (ready)
    {
      fr_wizard_allow_step (wizard, FR_STEP_INFORMATION);
      fr_wizard_allow_step (wizard, FR_STEP_MIRROR);
    }
}

static void
site_read_cb (gpointer owner, gpointer result, const GError *error)
{
  FrWindow *self = FR_WINDOW (owner);
  const FrOpened *opened = result;
  FrWizardStep wanted = self->wanted;
  g_autoptr (FrMaking) making = NULL;
  gboolean ready;

  if (opened == NULL)
    {
      fr_window_tell_error (self, _ ("This mirror cannot be shown"), error);
      return;
    }

  ready = g_str_equal (opened->state, "deployed");
  making = fr_opened_to_making (opened);
  self = fr_window_find_free (self);
  fr_window_set_wizard (self, making);
  settle (self->wizard, ready);
  if (wanted == FR_N_STEPS)
    wanted = ready ? FR_STEP_INFORMATION : FR_STEP_REVIEW;
  fr_wizard_go_to (self->wizard, wanted);
  fr_window_show_wizard (self);
}

static void
show_disposal (FrWindow *self)
{
  const char *name =
    fr_deployment_get_name (fr_dispose_page_get_deployment (self->disposal));
  g_autofree char *subject = g_strdup_printf (_ ("Disposing of %s"), name);
  g_autofree char *title = NULL;

  /* Translators: the title of a window: what it is about, and the name of the application */
  title = g_strdup_printf (_ ("%s – Fitting Room"), subject);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->disposal));
  fr_dispose_page_focus (self->disposal);
}

/* A window that is about it stays where it is, unless what it waited for has come. */
static void
show_news (FrWindow *self, FrWizardStep step)
{
  FrPage *page = fr_wizard_get_page (self->wizard, FR_STEP_DEPLOYMENT);

  if (step == FR_N_STEPS)
    step = fr_wizard_get_step (self->wizard);
  if (step == FR_STEP_DEPLOYMENT && fr_page_get_complete (page))
    step = FR_STEP_INFORMATION;
  fr_wizard_show_step (self->wizard, step);
  fr_window_show_wizard (self);
}

/**
 * fr_window_show_site:
 * @name: of a deployment
 * @step: what the user wants to see of it; %FR_N_STEPS: whatever there is to see, without
 *   beginning anything
 *
 * In the window that is about it already, or here, or in a new one.
 */
void
fr_window_show_site (FrWindow *self, const char *name, FrWizardStep step)
{
  FrApplication *application;
  GtkWindow *other;

  g_return_if_fail (FR_IS_WINDOW (self) && name != NULL);

  application = FR_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  other = application != NULL ? fr_application_find_window (application, name) : NULL;
  if (other != NULL)
    {
      if (goes_here (FR_WINDOW (other), name))
        show_disposal (FR_WINDOW (other));
      else
        show_news (FR_WINDOW (other), step);
      gtk_window_present (other);
      return;
    }
  self->wanted = step;
  fr_opened_read_site (self, name, site_read_cb);
}

/**
 * fr_window_forget_site:
 * @name: of a deployment that is gone
 *
 * What this window knows about it goes, too.
 */
void
fr_window_forget_site (FrWindow *self, const char *name)
{
  g_return_if_fail (FR_IS_WINDOW (self) && name != NULL);

  if (self->wizard != NULL && wizard_is_about (self, name))
    {
      GtkWidget *wizard = GTK_WIDGET (self->wizard);
      gboolean shown = gtk_stack_get_visible_child (self->stack) == wizard;

      self->wizard = NULL;
      if (shown)
        fr_window_go_home (self);
      gtk_stack_remove (self->stack, wizard);
    }
  fr_start_page_refresh (self->start);
}

/* The proof has been seen, or is not wanted. */
static void
disposal_done_cb (FrWindow *self)
{
  GtkWidget *page = GTK_WIDGET (self->disposal);

  self->disposal = NULL;
  fr_window_go_home (self);
  gtk_stack_remove (self->stack, page);
}

/**
 * fr_window_dispose_of:
 * @deployment: that goes
 * @plan_path: (nullable): of its plan, which stays
 *
 * Shows the steps backwards and the proof, here, or in another window when something else goes
 * here already.
 */
void
fr_window_dispose_of (FrWindow *self, FrDeployment *deployment, const char *plan_path)
{
  GtkWidget *page;

  g_return_if_fail (FR_IS_WINDOW (self) && FR_IS_DEPLOYMENT (deployment));

  if (self->disposal != NULL &&
      !fr_deployment_is_busy (fr_dispose_page_get_deployment (self->disposal)))
    disposal_done_cb (self);
  if (self->disposal != NULL)
    {
      self = fr_window_new (FR_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
      gtk_window_present (GTK_WINDOW (self));
    }
  page = fr_dispose_page_new (GTK_WINDOW (self), deployment, plan_path);
  self->disposal = FR_DISPOSE_PAGE (page);
  g_object_bind_property (self->adaptive, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (page, "done", G_CALLBACK (disposal_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "toast", G_CALLBACK (fr_window_toast), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->stack, page);
  show_disposal (self);
}
