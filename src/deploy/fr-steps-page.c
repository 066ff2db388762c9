/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-tls-get.h"
#include "fr-undo.h"
#include "fr-wait.h"

#define CONTROL_PORT 8433
#define PAGE_PORT 8443
#define USUAL_PORT "8443"
#define ASK_SECONDS 10
#define START_SECONDS 30

/* What in a cloud-config has nginx ask for a token at the control port. */
#define TOKEN "arg_access_token"

/* The page may have been started a moment ago. */
#define TRIES 8
#define PAUSE_MS 500

/* Who shows a page there, and how that is started. The system of this computer is not written to,
 * and its media server reads the folder of the page. */
#define HAS_NGINX "test -w /usr/bin && command -v nginx >/dev/null"
#define FIND_SERVER                     \
  "if " HAS_NGINX "; then echo nginx; " \
  "elif test ! -w /usr/bin -a -e /srv/mirror/index.html; then echo media; else echo none; fi"
#define START_SERVER                                                                       \
  "if " HAS_NGINX "; then nginx -t && systemctl enable nginx && systemctl restart nginx; " \
  "else systemctl start kurento-media-server; fi"

/* Whether the control port turns away who has no token. */
static gboolean
check_token (FrTask *task, const char *host, const char *pin, GCancellable *cancellable,
             GError **error)
{
  guint port = fr_remote_get_port (task->site, "controlPort", CONTROL_PORT);
  guint status = 0;

  if (strstr (task->node->plan->cloud_config, TOKEN) == NULL)
    return TRUE;
  if (!fr_tls_get (host, port, "/kurento", pin, ASK_SECONDS, &status, NULL, cancellable, error))
    return FALSE;
  if (status == 403)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
               _ ("Port %u of %s answers with %u to somebody without the token, and should with "
                  "403: anybody commands the media server. Look into /etc/nginx/sites-enabled "
                  "there, then deploy again."),
               port, task->node->plan->name, status);

  return FALSE;
}

/* Whether it is a page that is served. */
static gboolean
check_page (FrTask *task, const char *host, const char *pin, GCancellable *cancellable,
            GError **error)
{
  guint port = fr_remote_get_port (task->site, "pagePort", PAGE_PORT);
  g_autofree char *body = NULL;
  g_autofree char *lower = NULL;
  guint status = 0;

  if (!fr_tls_get (host, port, "/", pin, ASK_SECONDS, &status, &body, cancellable, error))
    return FALSE;
  lower = g_ascii_strdown (body, -1);
  if (status == 200 && strstr (lower, "<html") != NULL)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
               _ ("Port %u of %s answers with %u instead of a page. Look into /srv/mirror and "
                  "/var/log/nginx/error.log there, then deploy again."),
               port, task->node->plan->name, status);

  return FALSE;
}

/* %FALSE without an error when nobody answers at the port of the page. */
static gboolean
look_at_ports (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *host = fr_site_recall (task->site, &task->node->public_ipv4);
  g_autofree char *pin = NULL;
  g_autoptr (GError) reason = NULL;

  pin = fr_finish_ask_pin (task, cancellable, &reason);
  if (reason == NULL && host != NULL && check_page (task, host, pin, cancellable, &reason) &&
      check_token (task, host, pin, cancellable, &reason))
    return TRUE;
  if (reason != NULL && !g_error_matches (reason, FR_ERROR, FR_ERROR_UNREACHABLE))
    g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* Plans of others name no parameter. */
static gboolean
is_planned (const FrTask *task)
{
  const char *config = task->node->plan->cloud_config;

  return config != NULL && (fr_plan_get_parameter (task->site->plan, "pagePort") != NULL ||
                            strstr (config, USUAL_PORT) != NULL);
}

FrLook
fr_served_page_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (GError) reason = NULL;
  g_autofree char *server = NULL;
  gboolean done;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (!is_planned (task))
    {
      *note = g_strdup (_ ("the plan serves no page on this server"));
      return FR_LOOK_SKIP;
    }
  if (!fr_cloud_init_is_done (task, &done, error))
    return FR_LOOK_FAILED;
  if (!done)
    {
      *note = g_strdup (_ ("not done: the plan's cloud-config, which installs it, has not been "
                           "carried out"));
      return FR_LOOK_SKIP;
    }
  for (guint i = 0; i < TRIES && reason == NULL; i++)
    {
      if (look_at_ports (task, cancellable, &reason))
        return FR_LOOK_DONE;
      if (reason == NULL && i + 1 < TRIES)
        fr_wait (PAUSE_MS, cancellable, &reason);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }

  server = fr_site_ask (task->site, task->node, FIND_SERVER, cancellable, error);
  if (server == NULL)
    return FR_LOOK_FAILED;
  if (!g_str_equal (server, "none"))
    return FR_LOOK_TODO;
  *note = g_strdup_printf (_ ("not done: nothing serves a page at port %u there; look into the "
                              "mirror with “fittings mirror”"),
                           fr_remote_get_port (task->site, "pagePort", PAGE_PORT));

  return FR_LOOK_SKIP;
}

/* The plan has laid the page; nginx shows it, or on this computer the media server does. */
gboolean
fr_served_page_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *waiting =
    g_strdup_printf (_ ("The page on %s does not answer from here. Is port %u open in every "
                        "firewall before it?"),
                     task->node->plan->name,
                     fr_remote_get_port (task->site, "pagePort", PAGE_PORT));
  FrPauses pauses;

  if (!fr_undo_unit (task->site, task->node, "nginx", cancellable, error) ||
      !fr_site_run (task->site, task->node, START_SERVER, cancellable, error))
    return FALSE;

  fr_pauses_init (&pauses, 200, 2000, START_SECONDS);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;

      if (look_at_ports (task, cancellable, &reason))
        return TRUE;
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (!fr_pauses_wait (&pauses, waiting, cancellable, error))
        return FALSE;
    }
}
