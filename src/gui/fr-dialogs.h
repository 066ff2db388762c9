/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * FrDialogsFile:
 * @owner: for whom it was asked
 * @file: what the user chose
 *
 * Called once, unless the user chose nothing or @owner is gone.
 */
typedef void (*FrDialogsFile) (gpointer owner, GFile *file);

void fr_dialogs_open_plan (GtkWindow *parent, gpointer owner, FrDialogsFile done);
void fr_dialogs_open_key (GtkWindow *parent, const char *title, gpointer owner, FrDialogsFile done);
void fr_dialogs_save (GtkWindow *parent, const char *title, const char *name, gpointer owner,
                      FrDialogsFile done);
void fr_dialogs_show_uri (GtkWindow *parent, const char *uri);
void fr_dialogs_tell (GtkWindow *parent, const char *heading, const char *body);
void fr_dialogs_show_about (GtkWindow *parent);

G_END_DECLS
