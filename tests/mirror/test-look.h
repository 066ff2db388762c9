/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-mirror.h"

G_BEGIN_DECLS

typedef gboolean (*TestLookGood) (const FrMirrorVerdict *verdict);

FrMirrorWish test_look_make_wish (const char *uri);
FrMirrorVerdict *test_look (const FrMirrorWish *wish, double seconds);
FrMirrorVerdict *test_look_until (const FrMirrorWish *wish, double seconds, TestLookGood good);
void test_look_fails (const FrMirrorWish *wish, int code, const char *words);

G_END_DECLS
