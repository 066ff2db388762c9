/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-information.h"
#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_INFORMATION_PAGE (fr_information_page_get_type ())
G_DECLARE_FINAL_TYPE (FrInformationPage, fr_information_page, FR, INFORMATION_PAGE, FrPage)

void fr_information_page_show (FrInformationPage *self, const FrInformation *information);

G_END_DECLS
