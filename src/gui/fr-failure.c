/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-failure.h"

#include <glib/gi18n-lib.h>

#include <adwaita.h>

#include "fr-error.h"
#include "fr-standing.h"
#include "fr-step-words.h"
#include "fr-typed.h"

/**
 * FrFailure:
 *
 * A deployment that came to an end before its time: what, why, what is left standing, and what
 * can be done.
 */
struct _FrFailure
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkBox *tint;
  GtkImage *icon;
  GtkLabel *what;
  GtkLabel *why;
  GtkLabel *code;
  GtkListBox *ask; /* for the password that is wanted */
  AdwPasswordEntryRow *password;
  GtkBox *buttons;
  GtkButton *retry;
  GtkButton *dispose;
  GtkBox *standing_box;
  GtkLabel *standing_words;
  GtkListBox *standing;
  GtkListBox *details_list;
  AdwExpanderRow *details;
  GtkLabel *raw;
};

enum
{
  RETRY,
  SAVE_REPORT,
  DISPOSE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrFailure, fr_failure, GTK_TYPE_BOX)

static void
retry_cb (FrFailure *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
save_cb (FrFailure *self)
{
  g_signal_emit (self, signals[SAVE_REPORT], 0);
}

static void
dispose_cb (FrFailure *self)
{
  g_signal_emit (self, signals[DISPOSE], 0);
}

static void
fr_failure_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_FAILURE);

  G_OBJECT_CLASS (fr_failure_parent_class)->dispose (object);
}

static void
add_signals (void)
{
  static const char *const names[N_SIGNALS] = {
    [RETRY] = "retry",
    [SAVE_REPORT] = "save-report",
    [DISPOSE] = "dispose-of",
  };

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], FR_TYPE_FAILURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
fr_failure_class_init (FrFailureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_failure_dispose;
  add_signals ();

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-failure.ui");
  gtk_widget_class_bind_template_child (widget_class, FrFailure, title);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, tint);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, icon);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, what);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, why);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, code);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, ask);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, password);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, buttons);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, retry);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, dispose);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, standing_box);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, standing_words);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, standing);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, details_list);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, details);
  gtk_widget_class_bind_template_child (widget_class, FrFailure, raw);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, dispose_cb);
}

static void
fr_failure_init (FrFailure *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
list_standing (FrFailure *self, FrDeployment *deployment)
{
  guint n = fr_standing_fill (self->standing, deployment);

  gtk_widget_set_visible (GTK_WIDGET (self->standing), n > 0);
  /* Before the first step nobody has looked. */
  gtk_widget_set_visible (GTK_WIDGET (self->standing_box),
                          g_list_model_get_n_items (G_LIST_MODEL (deployment)) > 0);
  if (n == 0)
    gtk_label_set_label (self->standing_words, fr_deployment_is_own (deployment)
                                                 ? _ ("Nothing was changed.")
                                                 : _ ("Nothing was made."));
  else if (fr_deployment_is_own (deployment))
    gtk_label_set_label (self->standing_words,
                         _ ("They stay as they are, and are noted on the server, until you retry "
                            "or dispose."));
  else
    gtk_label_set_label (self->standing_words,
                         fr_deployment_is_here (deployment)
                           ? _ ("It stays as it is until you retry or dispose.")
                           : _ ("It stays as it is, and is billed, until you retry or dispose."));
  gtk_widget_set_visible (GTK_WIDGET (self->dispose),
                          n > 0 && !fr_deployment_is_backwards (deployment));
}

/* The headline is the step; its title before the sentence would say the same twice. */
static char *
dup_why (const GError *error, FrStepItem *failed)
{
  const char *colon = failed != NULL ? strstr (error->message, ": ") : NULL;
  g_autofree char *first = NULL;

  if (colon == NULL || colon[2] == '\0')
    return g_strdup (error->message);

  first = g_utf8_substring (colon + 2, 0, 1);
  {
    g_autofree char *large = g_utf8_strup (first, -1);

    return g_strconcat (large, colon + 2 + strlen (first), NULL);
  }
}

static char *
dup_code (FrDeployment *deployment, const GError *error)
{
  GDateTime *ended = fr_deployment_get_ended (deployment);
  g_autofree char *time = ended != NULL ? g_date_time_format (ended, "%H:%M") : g_strdup ("");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (deployment));

  if (n == 0)
    /* Translators: a code for the support, and the time */
    return g_strdup_printf (_ ("Code %s · before the first step · %s"),
                            fr_error_get_code (error), time);

  return g_strdup_printf (_ ("Code %s · step %u of %u · %s"), fr_error_get_code (error),
                          MIN (fr_deployment_get_n_done (deployment) + 1, n), n, time);
}

static void
set_tint (FrFailure *self, gboolean stopped)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->tint), stopped ? "error" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->tint), stopped ? "warning" : "error");
  gtk_image_set_from_icon_name (self->icon, stopped ? "media-playback-stop-symbolic"
                                                    : "dialog-error-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->code), !stopped);
  gtk_widget_set_visible (GTK_WIDGET (self->details_list), !stopped);
}

static void
show_stopped (FrFailure *self, gboolean backwards)
{
  gtk_label_set_label (self->title,
                       backwards ? _ ("Something is left") : _ ("The mirror is not ready"));
  gtk_label_set_label (self->what, _ ("Stopped"));
  gtk_label_set_label (self->why, _ ("Nothing runs any more. What was made is known, and going on "
                                     "begins where it was stopped."));
  gtk_button_set_label (self->retry, _ ("_Go On"));
}

static void
show_error (FrFailure *self, FrDeployment *deployment, const GError *error)
{
  FrStepItem *failed = fr_deployment_get_failed (deployment);
  gboolean backwards = fr_deployment_is_backwards (deployment);
  g_autofree char *what =
    failed != NULL ? fr_step_words_dup_failure (failed, backwards)
                   : g_strdup (_ ("It could not begin"));
  g_autofree char *why = dup_why (error, failed);
  g_autofree char *code = dup_code (deployment, error);

  gtk_label_set_label (self->title,
                       backwards ? _ ("Something is left") : _ ("The mirror is not ready"));
  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->why, why);
  gtk_label_set_label (self->code, code);
  gtk_label_set_label (self->raw, error->message);
  gtk_button_set_label (self->retry, failed != NULL ? _ ("_Retry This Step") : _ ("_Try Again"));
}

/**
 * fr_failure_show:
 * @deployment: that failed, or was stopped
 */
void
fr_failure_show (FrFailure *self, FrDeployment *deployment)
{
  const GError *error = fr_deployment_get_error (deployment);
  gboolean stopped = fr_deployment_get_state (deployment) == FR_DEPLOYMENT_STOPPED;

  g_return_if_fail (FR_IS_FAILURE (self));

  set_tint (self, stopped);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_widget_set_visible (GTK_WIDGET (self->ask), !stopped && fr_typed_is_wanted (deployment));
  adw_expander_row_set_expanded (self->details, FALSE);
  if (stopped || error == NULL)
    show_stopped (self, fr_deployment_is_backwards (deployment));
  else
    show_error (self, deployment, error);
  list_standing (self, deployment);
}

/**
 * fr_failure_set_narrow:
 * @narrow: whether the buttons stand one below the other
 */
void
fr_failure_set_narrow (FrFailure *self, gboolean narrow)
{
  g_return_if_fail (FR_IS_FAILURE (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons), narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
}

/**
 * fr_failure_get_password:
 *
 * Returns: (transfer none) (nullable): what was typed for the server, where that is asked for
 */
const char *
fr_failure_get_password (FrFailure *self)
{
  const char *text;

  g_return_val_if_fail (FR_IS_FAILURE (self), NULL);

  text = gtk_editable_get_text (GTK_EDITABLE (self->password));

  return gtk_widget_get_visible (GTK_WIDGET (self->ask)) && *text != '\0' ? text : NULL;
}

/**
 * fr_failure_get_first:
 *
 * Returns: (transfer none): what the focus is for: the field to be filled in, or the cure
 */
GtkWidget *
fr_failure_get_first (FrFailure *self)
{
  g_return_val_if_fail (FR_IS_FAILURE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->ask)) ? GTK_WIDGET (self->password)
                                                         : GTK_WIDGET (self->retry);
}

/**
 * fr_failure_get_retry:
 *
 * Returns: (transfer none): what Enter is for
 */
GtkWidget *
fr_failure_get_retry (FrFailure *self)
{
  g_return_val_if_fail (FR_IS_FAILURE (self), NULL);

  return GTK_WIDGET (self->retry);
}
