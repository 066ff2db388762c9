/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

#define FR_TYPE_DISPOSE_PROOF (fr_dispose_proof_get_type ())
G_DECLARE_FINAL_TYPE (FrDisposeProof, fr_dispose_proof, FR, DISPOSE_PROOF, AdwBin)

void fr_dispose_proof_show (FrDisposeProof *self, FrDeployment *deployment, const char *plan_path);

G_END_DECLS
