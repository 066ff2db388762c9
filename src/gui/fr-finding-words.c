/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-finding-words.h"

#include <glib/gi18n-lib.h>

/* A few words for each code of fr_plan_check(); the sentence stands under them. */
static const struct
{
  const char *code;
  const char *title;
} titles[] = {
  { "all-ports", N_ ("Every port is open") },
  { "bad-address", N_ ("Not an address of this network") },
  { "bad-port", N_ ("Not a port") },
  { "bad-subnet", N_ ("Not a network") },
  { "bad-value", N_ ("A value that cannot be") },
  { "beside-name", N_ ("Settings beside a name") },
  { "control-port", N_ ("Anyone may command the mirror") },
  { "credentials", N_ ("A password ends up on the server") },
  { "double-address", N_ ("Two servers, one address") },
  { "double-disk", N_ ("One disk twice") },
  { "double-key", N_ ("One word twice") },
  { "double-name", N_ ("Two things, one name") },
  { "double-network", N_ ("Two networks, one name") },
  { "double-port", N_ ("One port twice") },
  { "empty", N_ ("Nothing in it") },
  { "empty-range", N_ ("A range without servers") },
  { "host-name", N_ ("Not a name for a computer") },
  { "host-key-unchecked", N_ ("SSH trusts whoever answers") },
  { "no-address", N_ ("An address is missing") },
  { "no-blueprints", N_ ("There is nothing to build") },
  { "no-checksum", N_ ("A checksum is missing") },
  { "no-colon", N_ ("A colon is missing") },
  { "no-declaration", N_ ("A parameter says too little") },
  { "no-document", N_ ("This is not a plan yet") },
  { "no-domain", N_ ("The network domain is missing") },
  { "no-location", N_ ("The data centre is missing") },
  { "no-name", N_ ("A name is missing") },
  { "no-network", N_ ("The network is missing") },
  { "no-subnet", N_ ("The addresses of a network are missing") },
  { "no-value", N_ ("A value is missing") },
  { "not-done", N_ ("Not carried out here") },
  { "old-system", N_ ("An operating system without updates") },
  { "overlap", N_ ("Two networks overlap") },
  { "password-in-plan", N_ ("A password in the plan") },
  { "password-login", N_ ("SSH takes passwords") },
  { "piped-download", N_ ("A download is run unseen") },
  { "private-key", N_ ("A private key is sent along") },
  { "public-subnet", N_ ("These addresses belong to others") },
  { "published-key", N_ ("The TLS key is known to everybody") },
  { "rsa-keys", N_ ("Only RSA keys on the server") },
  { "tcp-range", N_ ("Many TCP ports are open") },
  { "too-many", N_ ("Too many of them") },
  { "udp-range", N_ ("Many UDP ports are open") },
  { "undeclared", N_ ("A value for nothing") },
  { "unknown-class", N_ ("Unknown kind of server") },
  { "unknown-key", N_ ("Unknown word") },
  { "unknown-location", N_ ("Unknown data centre") },
  { "unknown-network", N_ ("Unknown network") },
  { "unknown-parameter", N_ ("Unknown parameter") },
  { "unknown-token", N_ ("Unknown value in braces") },
  { "unverified-key", N_ ("A signing key is trusted unseen") },
  { "unverified-package", N_ ("Packages are not checked") },
  { "wrong-kind", N_ ("Something else belongs here") },
  { "yaml", N_ ("This cannot be read") },
};

static const struct
{
  const char *icon;
  const char *style;
  const char *name;
} kinds[] = {
  [FR_FINDING_ERROR] = { "dialog-error-symbolic", "error", N_ ("Error") },
  [FR_FINDING_WARNING] = { "dialog-information-symbolic", "accent", N_ ("Remark") },
  [FR_FINDING_RISK] = { "dialog-warning-symbolic", "warning", N_ ("Risk") },
};

/**
 * fr_finding_get_title:
 *
 * Returns: (transfer none): a few words
 */
const char *
fr_finding_get_title (const FrFinding *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].code, self->code))
      return _ (titles[i].title);

  return fr_finding_get_kind_name (self);
}

/**
 * fr_finding_dup_detail:
 *
 * Returns: (transfer full): where it is, and the sentence with its cure
 */
char *
fr_finding_dup_detail (const FrFinding *self)
{
  if (self->place.line == 0)
    return g_strdup (self->message);

  /* Translators: the last is a sentence about that place in the plan */
  return g_strdup_printf (_ ("Line %u, column %u: %s"), self->place.line, self->place.column,
                          self->message);
}

/**
 * fr_finding_get_icon:
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
fr_finding_get_icon (const FrFinding *self)
{
  return kinds[self->kind].icon;
}

/**
 * fr_finding_get_style:
 *
 * Returns: (transfer none): the CSS class of its colour
 */
const char *
fr_finding_get_style (const FrFinding *self)
{
  return kinds[self->kind].style;
}

/**
 * fr_finding_get_kind_name:
 *
 * Returns: (transfer none): “Error”, “Remark” or “Risk”, translated
 */
const char *
fr_finding_get_kind_name (const FrFinding *self)
{
  return _ (kinds[self->kind].name);
}
