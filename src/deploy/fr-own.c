/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-own.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-ipv4.h"
#include "fr-ssh.h"

#define LIMIT_SECONDS 20

/* What the packages of a media server and their unpacking take, with some room. */
#define LEAST_DISK G_GUINT64_CONSTANT (1000000000)

/* Lines of "word=value"; sizes are in KiB. */
#define QUESTIONS                                                                         \
  "[ -r /etc/os-release ] && . /etc/os-release; "                                         \
  "echo \"system=${PRETTY_NAME:-$(uname -s)}\"; echo \"family=${ID:-} ${ID_LIKE:-}\"; "   \
  "echo \"architecture=$(dpkg --print-architecture 2>/dev/null || uname -m)\"; "          \
  "echo \"cpus=$(nproc)\"; echo \"memory=$(sed -n 's/^MemTotal: *//p' /proc/meminfo)\"; " \
  "echo \"disk=$(df -Pk /var | awk 'NR == 2 { print $4 }')\"; "                           \
  "echo \"route=$(ip -4 -o route get 192.0.2.1 2>/dev/null | "                            \
  "sed -n 's/.* src \\([^ ]*\\).*/\\1/p')\"; "                                            \
  "echo \"owner=$(cat /var/lib/fitting-room/owner 2>/dev/null)\"; "                       \
  "if command -v cloud-init >/dev/null; then "                                            \
  "echo \"cloud-init=$(cloud-init --version 2>&1 | sed 's/.* //')\"; fi"

/**
 * fr_own_scan:
 *
 * Looks at the host key of a server; signs in nowhere. Blocks.
 *
 * Returns: (transfer full): "ED25519 SHA256:…", or %NULL as fr_ssh_scan()
 */
char *
fr_own_scan (const char *host, guint port, GCancellable *cancellable, GError **error)
{
  return fr_ssh_scan (host, port, LIMIT_SECONDS, cancellable, error);
}

/**
 * fr_own_look_free:
 * @self: (nullable):
 */
void
fr_own_look_free (FrOwnLook *self)
{
  if (self == NULL)
    return;

  g_free (self->system);
  g_free (self->family);
  g_free (self->cloud_init);
  g_free (self->architecture);
  g_free (self->address);
  g_free (self->owner);
  g_free (self);
}

static char *
dup_value (char **lines, const char *word)
{
  gsize length = strlen (word);

  for (char **line = lines; *line != NULL; line++)
    if (strncmp (*line, word, length) == 0 && (*line)[length] == '=')
      {
        char *value = g_strstrip (g_utf8_make_valid (*line + length + 1, -1));

        if (*value != '\0')
          return value;
        g_free (value);
        return NULL;
      }

  return NULL;
}

static guint64
get_number (char **lines, const char *word)
{
  g_autofree char *value = dup_value (lines, word);

  return value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;
}

/* As sshd tells it; a server that is reached over IPv6 tells by its routes. */
static char *
find_address (FrSsh *ssh, char **lines, GCancellable *cancellable, GError **error)
{
  g_autofree char *told = fr_ssh_ask_address (ssh, cancellable, error);
  guint32 number;

  if (told == NULL || fr_ipv4_parse (told, &number))
    return g_steal_pointer (&told);

  return dup_value (lines, "route");
}

/**
 * fr_own_look_over:
 * @ssh: as root
 *
 * Asks a server about itself; changes nothing. Blocks.
 *
 * Returns: (transfer full): what it says, or %NULL with an error of the connection
 */
FrOwnLook *
fr_own_look_over (FrSsh *ssh, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrOwnLook) self = g_new0 (FrOwnLook, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (ssh != NULL, NULL);

  text = fr_ssh_capture (ssh, QUESTIONS "; exit 0", cancellable, error);
  if (text == NULL)
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  self->system = dup_value (lines, "system");
  self->family = dup_value (lines, "family");
  self->cloud_init = dup_value (lines, "cloud-init");
  self->architecture = dup_value (lines, "architecture");
  self->owner = dup_value (lines, "owner");
  self->cpus = (guint) get_number (lines, "cpus");
  self->memory = get_number (lines, "memory") * 1024;
  self->disk_free = get_number (lines, "disk") * 1024;
  self->sudo_asks = fr_ssh_get_root (ssh) == FR_SSH_ROOT_PASSWORD;
  self->address = find_address (ssh, lines, cancellable, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * fr_own_look:
 * @login: with a host key that a person has said yes to
 *
 * Signs in, becomes root as every deployment will, and asks the server about itself. Changes
 * nothing. Blocks.
 *
 * Returns: (transfer full): what it says, or %NULL with an error as fr_ssh_open()
 */
FrOwnLook *
fr_own_look (const FrOwnLogin *login, GCancellable *cancellable, GError **error)
{
  FrSshTarget target = {
    .host = login->host,
    .port = login->port,
    .user = login->user,
    .password = login->password,
    .key_file = login->key_file,
    .host_key = login->host_key,
    .sudo = TRUE,
    .limit_seconds = LIMIT_SECONDS,
  };
  g_autoptr (FrSsh) ssh = fr_ssh_open (&target, cancellable, error);

  return ssh != NULL ? fr_own_look_over (ssh, cancellable, error) : NULL;
}

static gboolean
is_of (const FrOwnLook *self, const char *family)
{
  g_auto (GStrv) words = g_strsplit (self->family != NULL ? self->family : "", " ", -1);

  return g_strv_contains ((const char *const *) words, family);
}

/**
 * fr_own_look_fits:
 * @server: as it is called in a message
 *
 * Returns: whether a media server can be put on it, else %FALSE with %FR_ERROR_PLAN
 */
gboolean
fr_own_look_fits (const FrOwnLook *self, const char *server, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!is_of (self, "debian") && !is_of (self, "ubuntu"))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("The server %s runs %s. A mirror is built on Ubuntu or Debian: take another "
                      "server."),
                   server, self->system);
      return FALSE;
    }
  if (self->disk_free < LEAST_DISK)
    {
      g_autofree char *room = g_format_size (self->disk_free);

      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("The server %s has only %s left on the disk of /var. One GB is needed: make "
                      "room there."),
                   server, room);
      return FALSE;
    }

  return TRUE;
}

/**
 * fr_own_look_describe:
 *
 * Returns: (transfer full): all of it in a line, for a person
 */
char *
fr_own_look_describe (const FrOwnLook *self)
{
  g_autofree char *memory = NULL;
  g_autofree char *room = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  memory = g_format_size (self->memory);
  room = g_format_size (self->disk_free);
  /* Translators: a system, an architecture, number of processors, memory, free disk space */
  g_string_printf (text, _ ("%s, %s, %u processors, %s of memory, %s free"),
                   self->system != NULL ? self->system : "?",
                   self->architecture != NULL ? self->architecture : "?", self->cpus, memory, room);
  if (g_strcmp0 (self->architecture, "amd64") != 0)
    g_string_append (text, _ ("; Kurento is packaged for amd64 only"));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
