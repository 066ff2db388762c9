/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-page-private.h"

typedef enum
{
  PROP_MAKING = 1,
  PROP_TITLE,
  PROP_ANSWER,
  PROP_REASON,
  PROP_WHERE,
  PROP_NEXT_LABEL,
  PROP_NEXT_QUIET,
  PROP_BAR_START,
  PROP_BAR_JOINED,
  PROP_COMPLETE,
  PROP_NEEDED,
  PROP_FAILED,
  PROP_APPLYING,
  PROP_NARROW,
  N_PROPERTIES,
} Properties;

enum
{
  GO_NEXT,
  TOAST,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

/**
 * FrPage:
 *
 * One page of the wizard: what it is called, whether it is complete and if not what is missing
 * first, and what Next does. The wizard shows all of that; the page only says it.
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (FrPage, fr_page, ADW_TYPE_BIN)

FrPagePrivate *
fr_page_get_private (FrPage *self)
{
  return fr_page_get_instance_private (self);
}

static void
fr_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrPagePrivate *priv = fr_page_get_private (FR_PAGE (object));

  switch ((Properties) prop_id)
    {
    case PROP_MAKING:
      g_value_set_object (value, priv->making);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_ANSWER:
      g_value_set_string (value, priv->answer);
      break;
    case PROP_REASON:
      g_value_set_string (value, priv->reason);
      break;
    case PROP_WHERE:
      g_value_set_object (value, priv->where);
      break;
    case PROP_NEXT_LABEL:
      g_value_set_string (value, priv->next_label);
      break;
    case PROP_NEXT_QUIET:
      g_value_set_boolean (value, priv->next_quiet);
      break;
    case PROP_BAR_START:
      g_value_set_object (value, priv->bar_start);
      break;
    case PROP_BAR_JOINED:
      g_value_set_boolean (value, priv->bar_joined);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, priv->complete);
      break;
    case PROP_NEEDED:
      g_value_set_boolean (value, priv->needed);
      break;
    case PROP_FAILED:
      g_value_set_boolean (value, priv->failed);
      break;
    case PROP_APPLYING:
      g_value_set_boolean (value, priv->applying);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, priv->narrow);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrPagePrivate *priv = fr_page_get_private (FR_PAGE (object));

  if (prop_id == PROP_MAKING)
    priv->making = g_value_dup_object (value);
  else if (prop_id == PROP_TITLE)
    {
      g_free (priv->title);
      priv->title = g_value_dup_string (value);
    }
}

static void
fr_page_dispose (GObject *object)
{
  FrPagePrivate *priv = fr_page_get_private (FR_PAGE (object));

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_weak_pointer (&priv->where);
  g_clear_object (&priv->bar_start);
  g_clear_object (&priv->making);

  G_OBJECT_CLASS (fr_page_parent_class)->dispose (object);
}

static void
fr_page_finalize (GObject *object)
{
  FrPagePrivate *priv = fr_page_get_private (FR_PAGE (object));

  g_free (priv->title);
  g_free (priv->answer);
  g_free (priv->reason);
  g_free (priv->next_label);

  G_OBJECT_CLASS (fr_page_parent_class)->finalize (object);
}

static GParamSpec *
text_pspec (const char *name, GParamFlags flags)
{
  return g_param_spec_string (name, NULL, NULL, NULL, flags | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
flag_pspec (const char *name, gboolean value)
{
  return g_param_spec_boolean (name, NULL, NULL, value, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
fr_page_class_init (FrPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fr_page_get_property;
  object_class->set_property = fr_page_set_property;
  object_class->dispose = fr_page_dispose;
  object_class->finalize = fr_page_finalize;

  properties[PROP_MAKING] =
    g_param_spec_object ("making", NULL, NULL, FR_TYPE_MAKING,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = text_pspec ("title", G_PARAM_READWRITE);
  properties[PROP_ANSWER] = text_pspec ("answer", G_PARAM_READABLE);
  properties[PROP_REASON] = text_pspec ("reason", G_PARAM_READABLE);
  properties[PROP_WHERE] = g_param_spec_object ("where", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NEXT_LABEL] = text_pspec ("next-label", G_PARAM_READABLE);
  properties[PROP_NEXT_QUIET] = flag_pspec ("next-quiet", FALSE);
  properties[PROP_BAR_START] = g_param_spec_object ("bar-start", NULL, NULL, GTK_TYPE_WIDGET,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BAR_JOINED] = flag_pspec ("bar-joined", FALSE);
  properties[PROP_COMPLETE] = flag_pspec ("complete", TRUE);
  properties[PROP_NEEDED] = flag_pspec ("needed", TRUE);
  properties[PROP_FAILED] = flag_pspec ("failed", FALSE);
  properties[PROP_APPLYING] = flag_pspec ("applying", FALSE);
  properties[PROP_NARROW] = flag_pspec ("narrow", FALSE);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  /**
   * FrPage::go-next:
   *
   * The page is done, and asks the wizard to go on.
   */
  signals[GO_NEXT] =
    g_signal_new ("go-next", FR_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * FrPage::toast:
   * @text: to be shown for a moment
   */
  signals[TOAST] = g_signal_new ("toast", FR_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fr_page_init (FrPage *self)
{
  FrPagePrivate *priv = fr_page_get_private (self);

  priv->complete = TRUE;
  priv->needed = TRUE;
}

/**
 * fr_page_get_making:
 *
 * Returns: (transfer none): what the window is about
 */
FrMaking *
fr_page_get_making (FrPage *self)
{
  g_return_val_if_fail (FR_IS_PAGE (self), NULL);

  return fr_page_get_private (self)->making;
}

/**
 * fr_page_get_title:
 *
 * Returns: (transfer none): its name in the list of steps
 */
const char *
fr_page_get_title (FrPage *self)
{
  g_return_val_if_fail (FR_IS_PAGE (self), NULL);

  return fr_page_get_private (self)->title;
}

static void
set_text (FrPage *self, char **text, const char *value, Properties property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;

  g_free (*text);
  *text = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_flag (FrPage *self, gboolean *flag, gboolean value, Properties property)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * fr_page_set_answer:
 * @answer: (nullable): what the list shows under the title: "Frankfurt (EU6)"
 */
void
fr_page_set_answer (FrPage *self, const char *answer)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_text (self, &fr_page_get_private (self)->answer, answer, PROP_ANSWER);
}

/**
 * fr_page_set_complete:
 * @complete: whether Next is on
 * @reason: (nullable): one sentence that says what to do, when it is off
 * @where: (nullable): the widget to do it in
 */
void
fr_page_set_complete (FrPage *self, gboolean complete, const char *reason, GtkWidget *where)
{
  FrPagePrivate *priv = fr_page_get_private (self);

  g_return_if_fail (FR_IS_PAGE (self));

  if (g_set_weak_pointer (&priv->where, where))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHERE]);
  set_text (self, &priv->reason, complete ? NULL : reason, PROP_REASON);
  set_flag (self, &priv->complete, complete, PROP_COMPLETE);
}

gboolean
fr_page_get_complete (FrPage *self)
{
  g_return_val_if_fail (FR_IS_PAGE (self), FALSE);

  return fr_page_get_private (self)->complete;
}

/**
 * fr_page_set_next_label:
 * @label: (nullable): instead of "_Next"; with a mnemonic
 */
void
fr_page_set_next_label (FrPage *self, const char *label)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_text (self, &fr_page_get_private (self)->next_label, label, PROP_NEXT_LABEL);
}

/**
 * fr_page_set_next_quiet:
 * @quiet: whether Next is nothing that the page suggests: a Stop
 */
void
fr_page_set_next_quiet (FrPage *self, gboolean quiet)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_flag (self, &fr_page_get_private (self)->next_quiet, quiet, PROP_NEXT_QUIET);
}

/**
 * fr_page_set_bar_start:
 * @widget: (nullable): shown at the start of the bottom bar instead of Back
 */
void
fr_page_set_bar_start (FrPage *self, GtkWidget *widget)
{
  FrPagePrivate *priv = fr_page_get_private (self);

  g_return_if_fail (FR_IS_PAGE (self));

  if (priv->bar_start == widget)
    return;

  g_clear_object (&priv->bar_start);
  priv->bar_start = widget != NULL ? g_object_ref_sink (widget) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BAR_START]);
}

/**
 * fr_page_set_bar_joined:
 * @joined: whether the end of the page and the bottom bar are one, without a line between them
 */
void
fr_page_set_bar_joined (FrPage *self, gboolean joined)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_flag (self, &fr_page_get_private (self)->bar_joined, joined, PROP_BAR_JOINED);
}

/**
 * fr_page_set_needed:
 * @needed: whether Next and Back stop here
 */
void
fr_page_set_needed (FrPage *self, gboolean needed)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_flag (self, &fr_page_get_private (self)->needed, needed, PROP_NEEDED);
}

/**
 * fr_page_set_failed:
 * @failed: whether the list shows an error here
 */
void
fr_page_set_failed (FrPage *self, gboolean failed)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_flag (self, &fr_page_get_private (self)->failed, failed, PROP_FAILED);
}

/**
 * fr_page_set_narrow:
 * @narrow: whether there is only room for one column
 *
 * For the wizard. A page binds to the property of that name.
 */
void
fr_page_set_narrow (FrPage *self, gboolean narrow)
{
  g_return_if_fail (FR_IS_PAGE (self));

  set_flag (self, &fr_page_get_private (self)->narrow, narrow, PROP_NARROW);
}

void
fr_page_set_applying (FrPage *self, gboolean applying)
{
  set_flag (self, &fr_page_get_private (self)->applying, applying, PROP_APPLYING);
}

/**
 * fr_page_go_next:
 *
 * For the page: the wizard may go on.
 */
void
fr_page_go_next (FrPage *self)
{
  g_return_if_fail (FR_IS_PAGE (self));

  g_signal_emit (self, signals[GO_NEXT], 0);
}

/**
 * fr_page_toast:
 * @text: "Copied"
 */
void
fr_page_toast (FrPage *self, const char *text)
{
  g_return_if_fail (FR_IS_PAGE (self) && text != NULL);

  g_signal_emit (self, signals[TOAST], 0, text);
}
