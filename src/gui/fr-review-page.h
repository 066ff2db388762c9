/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_REVIEW_PAGE (fr_review_page_get_type ())
G_DECLARE_FINAL_TYPE (FrReviewPage, fr_review_page, FR, REVIEW_PAGE, FrPage)

G_END_DECLS
