/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-certificate.h"

#include <glib/gstdio.h>

#include "fr-paths.h"
#include "fr-process.h"

#define LIMIT_SECONDS 30

/* Our own configuration, so that the one of the system has no say. The key identifiers are what
 * strict clients, such as those of Python 3.13, ask for. */
static const char configuration[] = "[req]\n"
                                    "prompt = no\n"
                                    "distinguished_name = name\n"
                                    "x509_extensions = authority\n"
                                    "[name]\n"
                                    "CN = Fitting Room on this computer\n"
                                    "[authority]\n"
                                    "basicConstraints = critical, CA:TRUE, pathlen:0\n"
                                    "keyUsage = critical, keyCertSign, cRLSign\n"
                                    "subjectKeyIdentifier = hash\n"
                                    "[server]\n"
                                    "basicConstraints = critical, CA:FALSE\n"
                                    "keyUsage = critical, digitalSignature\n"
                                    "extendedKeyUsage = serverAuth\n"
                                    "subjectAltName = IP:127.0.0.1, DNS:localhost\n"
                                    "subjectKeyIdentifier = hash\n"
                                    "authorityKeyIdentifier = keyid\n";

/* Runs openssl with a line of arguments, where “@name” is a file of the folder. */
static gboolean
run_openssl (const char *folder, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '@')
      {
        g_autofree char *name = words[i];

        words[i] = g_build_filename (folder, name + 1, NULL);
      }

  return fr_process_run ((const char *const *) words, NULL, LIMIT_SECONDS, NULL, NULL, error);
}

static void
remove_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_unlink (path);
}

static gboolean
make_certificates (const char *folder, GError **error)
{
  static const char *const lines[] = {
    "openssl ecparam -name prime256v1 -genkey -noout -out @ca-key.pem",
    "openssl req -config @openssl.cnf -x509 -new -key @ca-key.pem -sha256 -days 3650 -out "
    "@ca.pem.new",
    "openssl ecparam -name prime256v1 -genkey -noout -out @key.pem",
    "openssl req -config @openssl.cnf -new -key @key.pem -sha256 -out @request.pem",
    "openssl x509 -req -in @request.pem -CA @ca.pem.new -CAkey @ca-key.pem -set_serial 1 -sha256 "
    "-days 3650"
    " -extfile @openssl.cnf -extensions server -out @certificate.pem",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (!run_openssl (folder, lines[i], error))
      return FALSE;

  return TRUE;
}

/**
 * fr_local_certificate_ensure:
 * @folder: of the world
 *
 * Makes “ca.pem”, and a certificate with its key for 127.0.0.1, unless they are there.
 * The key of the authority is thrown away: it can never sign anything else. Blocks for some
 * tens of milliseconds at the first time.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING when there is no openssl, or as it failed
 */
gboolean
fr_local_certificate_ensure (const char *folder, GError **error)
{
  g_autofree char *authority = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *fresh = g_build_filename (folder, "ca.pem.new", NULL);
  g_autofree char *path = g_build_filename (folder, "openssl.cnf", NULL);
  gboolean good;

  if (g_file_test (authority, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!fr_paths_write (path, configuration, -1, error))
    return FALSE;

  /* The authority gets its final name last: it says that everything is there. */
  good = make_certificates (folder, error);
  if (good)
    g_rename (fresh, authority);

  remove_file (folder, "ca-key.pem");
  remove_file (folder, "request.pem");
  remove_file (folder, "openssl.cnf");

  return good;
}
