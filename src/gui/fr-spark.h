/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_SPARK (fr_spark_get_type ())
G_DECLARE_FINAL_TYPE (FrSpark, fr_spark, FR, SPARK, GtkWidget)

void fr_spark_push (FrSpark *self, double value, const char *words);
void fr_spark_clear (FrSpark *self);

G_END_DECLS
