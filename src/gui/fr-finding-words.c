/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-finding-words.h"

#include <glib/gi18n-lib.h>

/* A few words for each code of fr_plan_check(). Under them stands what the checker says, or, where
 * that is long, the part of it that matters most. */
static const struct
{
  const char *code;
  const char *title;
  const char *detail;
} titles[] = {
  { "all-ports", N_ ("Every port is open"),
    N_ ("The mirror needs only SSH, two TCP ports and some UDP ports") },
  { "bad-address", N_ ("Not an address of this network") },
  { "bad-fingerprint", N_ ("Not a whole fingerprint") },
  { "bad-host", N_ ("Not a name or an address of a server") },
  { "bad-host-key", N_ ("Not a fingerprint of a host key") },
  { "bad-key", N_ ("Not a signing key") },
  { "bad-port", N_ ("Not a port") },
  { "bad-subnet", N_ ("Not a network") },
  { "bad-user", N_ ("Not a name of a user") },
  { "bad-value", N_ ("A value that cannot be") },
  { "bad-visitors", N_ ("Not addresses of visitors") },
  { "beside-name", N_ ("Settings beside a name") },
  { "control-port", N_ ("Anyone may command the mirror") },
  { "credentials", N_ ("A password ends up on the server"),
    N_ ("The server has no use for your account") },
  { "double-address", N_ ("Two servers, one address") },
  { "double-disk", N_ ("One disk twice") },
  { "double-host", N_ ("Two servers at one address") },
  { "double-key", N_ ("One word twice") },
  { "double-name", N_ ("Two things, one name") },
  { "double-network", N_ ("Two networks, one name") },
  { "double-port", N_ ("One port twice") },
  { "empty", N_ ("Nothing in it") },
  { "empty-range", N_ ("A range without servers") },
  { "host-name", N_ ("Not a name for a computer") },
  { "host-keys-replaced", N_ ("The server would get other host keys"),
    N_ ("Whoever knows it would be warned of somebody else") },
  { "host-key-unchecked", N_ ("SSH trusts whoever answers"),
    N_ ("It should notice when another computer answers") },
  { "mixed-servers", N_ ("A server of a cloud among your own") },
  { "no-address", N_ ("An address is missing") },
  { "no-blueprints", N_ ("There is nothing to build") },
  { "no-checksum", N_ ("A checksum is missing") },
  { "no-colon", N_ ("A colon is missing") },
  { "no-declaration", N_ ("A parameter says too little") },
  { "no-document", N_ ("This is not a plan yet") },
  { "no-domain", N_ ("The network domain is missing") },
  { "no-host", N_ ("The server is not named") },
  { "no-location", N_ ("The data centre is missing") },
  { "no-login", N_ ("No way to sign in") },
  { "no-name", N_ ("A name is missing") },
  { "no-network", N_ ("The network is missing") },
  { "no-subnet", N_ ("The addresses of a network are missing") },
  { "no-value", N_ ("A value is missing") },
  { "not-done", N_ ("Not carried out here") },
  { "old-system", N_ ("An operating system without updates") },
  { "old-word", N_ ("An old spelling") },
  { "overlap", N_ ("Two networks overlap") },
  { "password-in-plan", N_ ("A password in the plan"),
    N_ ("Everybody who reads the plan reads it; use a key") },
  { "password-login", N_ ("SSH takes passwords") },
  { "piped-download", N_ ("A download is run unseen"),
    N_ ("Compare its checksum before it is run") },
  { "private-key", N_ ("A private key is sent along"),
    N_ ("The server can make its own") },
  { "public-subnet", N_ ("These addresses belong to others") },
  { "published-key", N_ ("The TLS key is known to everybody"),
    N_ ("Let the server make its own") },
  { "relay-ports", N_ ("The relay cannot be reached") },
  { "rsa-keys", N_ ("Only an RSA key: you would be locked out"),
    N_ ("SSH of today signs in to servers with an Ed25519 key") },
  { "tcp-range", N_ ("Many TCP ports are open") },
  { "too-many", N_ ("Too many of them") },
  { "udp-range", N_ ("Many UDP ports are open"),
    N_ ("The mirror needs only 40000 to 41999") },
  { "undeclared", N_ ("A value for nothing") },
  { "unknown-class", N_ ("Unknown kind of server") },
  { "unknown-key", N_ ("Unknown word") },
  { "unknown-location", N_ ("Unknown data centre") },
  { "unknown-network", N_ ("Unknown network") },
  { "unknown-parameter", N_ ("Unknown parameter") },
  { "unknown-token", N_ ("Unknown value in braces") },
  { "unverified-key", N_ ("A signing key is trusted unseen"),
    N_ ("Put it under /etc/apt/keyrings and name it with “signed-by”") },
  { "unverified-package", N_ ("Packages are not checked"),
    N_ ("Let the system compare who made them") },
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

static char *
shorten (const FrFinding *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].code, self->code) && titles[i].detail != NULL)
      return g_strdup (_ (titles[i].detail));

  if (g_str_has_prefix (self->code, "unknown-") && self->suggestion != NULL)
    return g_strdup_printf (_ ("Did you mean “%s”?"), self->suggestion);

  return g_strdup (self->message);
}

/**
 * fr_finding_dup_detail:
 *
 * Returns: (transfer full): where it is, and what to do about it
 */
char *
fr_finding_dup_detail (const FrFinding *self)
{
  g_autofree char *text = shorten (self);

  if (self->place.line == 0)
    return g_steal_pointer (&text);

  /* Translators: the last is a sentence about that line of the plan */
  return g_strdup_printf (_ ("Line %u: %s"), self->place.line, text);
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
