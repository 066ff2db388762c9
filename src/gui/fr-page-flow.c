/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-page-private.h"

/* When a page is entered and left, and what becomes of Next and Cancel. */

/**
 * fr_page_enter:
 *
 * For the wizard: the page is visible now.
 */
void
fr_page_enter (FrPage *self)
{
  FrPagePrivate *priv = fr_page_get_private (self);

  g_return_if_fail (FR_IS_PAGE (self));

  if (priv->shown)
    return;

  priv->shown = TRUE;
  if (FR_PAGE_GET_CLASS (self)->enter != NULL)
    FR_PAGE_GET_CLASS (self)->enter (self);
}

/**
 * fr_page_leave:
 *
 * For the wizard: the page is not visible any more.
 */
void
fr_page_leave (FrPage *self)
{
  FrPagePrivate *priv = fr_page_get_private (self);

  g_return_if_fail (FR_IS_PAGE (self));

  if (!priv->shown)
    return;

  priv->shown = FALSE;
  if (FR_PAGE_GET_CLASS (self)->leave != NULL)
    FR_PAGE_GET_CLASS (self)->leave (self);
}

/**
 * fr_page_apply:
 *
 * For the wizard: Next was pressed.
 */
void
fr_page_apply (FrPage *self)
{
  FrPagePrivate *priv = fr_page_get_private (self);

  g_return_if_fail (FR_IS_PAGE (self));

  if (priv->applying || !priv->complete)
    return;
  if (FR_PAGE_GET_CLASS (self)->apply == NULL)
    {
      fr_page_go_next (self);
      return;
    }

  g_clear_object (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  fr_page_set_applying (self, TRUE);
  FR_PAGE_GET_CLASS (self)->apply (self, priv->cancellable);
}

/**
 * fr_page_applied:
 * @error: (nullable): why the page stays; the page shows it itself
 *
 * For the page: what Next asked for has ended.
 */
void
fr_page_applied (FrPage *self, const GError *error)
{
  g_return_if_fail (FR_IS_PAGE (self));

  fr_page_set_applying (self, FALSE);
  if (error == NULL)
    fr_page_go_next (self);
}

/**
 * fr_page_cancel:
 *
 * For the wizard: Cancel was pressed while the page applies.
 */
void
fr_page_cancel (FrPage *self)
{
  g_return_if_fail (FR_IS_PAGE (self));

  if (fr_page_get_private (self)->cancellable != NULL)
    g_cancellable_cancel (fr_page_get_private (self)->cancellable);
}

/**
 * fr_page_close:
 *
 * For the window: somebody wants to close it.
 *
 * Returns: whether the page keeps it open and asks first
 */
gboolean
fr_page_close (FrPage *self)
{
  g_return_val_if_fail (FR_IS_PAGE (self), FALSE);

  return FR_PAGE_GET_CLASS (self)->close != NULL && FR_PAGE_GET_CLASS (self)->close (self);
}
