/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"

/* Of the pictures of the last seconds. */
#define HAT_SHARE 0.95
#define FACE_SHARE 0.5
#define BROKEN_SHARE 0.5

/* Whether the server waits at addresses that nobody outside its own network reaches. */
static gboolean
hides_behind (const FrMirrorNews *news, const char *uri)
{
  char **addresses = news->addresses;
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;
  g_autoptr (GInetAddress) far = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (far == NULL || addresses == NULL || addresses[0] == NULL ||
      g_inet_address_get_is_site_local (far) || g_inet_address_get_is_loopback (far))
    return FALSE;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (addresses[i]);

      if (inet != NULL && !g_inet_address_get_is_site_local (inet) &&
          !g_inet_address_get_is_loopback (inet) && !g_inet_address_get_is_link_local (inet))
        return FALSE;
    }

  return TRUE;
}

/* The server took the offer, and no picture came back. */
static void
explain_no_way (FrMirrorReason *reason, const FrMirrorNews *news, const char *uri)
{
  char **addresses = news->addresses;
  g_autofree char *list = NULL;

  reason->cure = FR_CURE_DEPLOYMENT;
  if (hides_behind (news, uri))
    {
      list = g_strjoinv (", ", addresses);
      reason->title = _ ("No picture, because the server names a wrong address");
      reason->text = g_strdup_printf (
        _ ("It waits at %s, which cannot be reached from here. Its external address must be the "
           "one that you call."),
        list);
      reason->label = _ ("_Set the Address");
      return;
    }

  reason->title = _ ("No picture, because the media ports are closed");
  reason->text = g_strdup (_ ("The server took the call, but nothing came back from its UDP ports: "
                              "a firewall drops them."));
  reason->label = _ ("_Open the Ports");
}

static void
explain_mirror (FrMirrorReason *reason, const FrMirrorNews *news, const char *uri,
                const GError *error)
{
  FrMirrorSessionState reached = news->reached;

  if (!news->has_own)
    {
      reason->icon = "camera-photo-symbolic";
      reason->title = _ ("No picture, because its source does not start");
      reason->text = g_strdup (error->message);
      reason->cure = FR_CURE_SOURCE;
      reason->label = _ ("_Use the Test Face");
    }
  else if (reached == FR_MIRROR_SESSION_NEGOTIATING)
    explain_no_way (reason, news, uri);
  else if (reached <= FR_MIRROR_SESSION_PREPARING)
    {
      reason->title = _ ("No picture, because the server refused the call");
      reason->text = g_strdup (error->message);
      reason->cure = FR_CURE_DEPLOYMENT;
      reason->label = _ ("_Install It Again");
    }
  else
    {
      reason->title = _ ("No picture, because it stopped on its way");
      reason->text = g_strdup (error->message);
      reason->cure = FR_CURE_AGAIN;
    }
}

static void
explain_unreachable (FrMirrorReason *reason, const FrMirrorNews *news, const GError *error)
{
  gboolean gone = news->reached > FR_MIRROR_SESSION_CONNECTING;

  reason->icon = "network-error-symbolic";
  reason->title = gone ? _ ("No picture, because the server has gone away")
                       : _ ("No picture, because the server does not answer");
  reason->text = g_strdup (error->message);
  reason->cure = gone ? FR_CURE_AGAIN : FR_CURE_DEPLOYMENT;
  reason->label = gone ? NULL : _ ("_Look After the Server");
}

static void
explain_other (FrMirrorReason *reason, const FrMirrorNews *news, const GError *error)
{
  if (g_error_matches (error, FR_ERROR, FR_ERROR_CERTIFICATE))
    {
      reason->icon = "security-medium-symbolic";
      reason->title = _ ("No picture, because the certificate has changed");
      reason->cure = FR_CURE_DEPLOYMENT;
      reason->label = _ ("_Read the Fingerprint Again");
    }
  else if (g_error_matches (error, FR_ERROR, FR_ERROR_PROTOCOL))
    reason->title = _ ("No picture, because no media server answers there");
  else if (g_error_matches (error, FR_ERROR, FR_ERROR_TIMEOUT))
    reason->title = _ ("No picture, because the server has stopped answering");
  else if (g_error_matches (error, FR_ERROR, FR_ERROR_MISSING))
    reason->title = _ ("No picture, because a part is not installed");
  else if (g_error_matches (error, FR_ERROR, FR_ERROR_NOT_FOUND))
    {
      reason->icon = "camera-photo-symbolic";
      reason->title = news->has_own ? _ ("No picture, because the camera has gone")
                                    : _ ("No picture, because its source is not there");
      reason->cure = FR_CURE_SOURCE;
      reason->label = _ ("_Use the Test Face");
    }
  else
    reason->title = _ ("No picture, because something went wrong");
  reason->text = g_strdup (error->message);
}

/**
 * fr_mirror_words_explain:
 * @reason: (out caller-allocates): its text is to be freed
 * @news: of a look that has failed
 * @uri: (nullable): of the media server
 * @deployed: whether we built the mirror, and can mend it
 */
void
fr_mirror_words_explain (FrMirrorReason *reason, const FrMirrorNews *news, const char *uri,
                         gboolean deployed)
{
  const GError *error = news->error;

  memset (reason, 0, sizeof *reason);
  reason->icon = "network-error-symbolic";
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, FR_ERROR, FR_ERROR_MIRROR))
    explain_mirror (reason, news, uri, error);
  else if (g_error_matches (error, FR_ERROR, FR_ERROR_UNREACHABLE))
    explain_unreachable (reason, news, error);
  else
    explain_other (reason, news, error);

  if (reason->cure == FR_CURE_DEPLOYMENT && !deployed)
    {
      reason->cure = FR_CURE_AGAIN;
      reason->label = NULL;
    }
}

static void
say (FrMirrorSaying *saying, const char *tint, const char *icon, const char *title)
{
  saying->tint = tint;
  saying->icon = icon;
  saying->title = title;
}

static char *
count_hats (const FrMirrorFigures *figures)
{
  return g_strdup_printf (ngettext ("Seen in %u of the last %u picture.",
                                    "Seen in %u of the last %u pictures.", figures->judged),
                          figures->seen, figures->judged);
}

static void
judge_figures (FrMirrorSaying *saying, const FrMirrorFigures *figures, const char *way)
{
  g_autofree char *hats = NULL;

  if (figures->broken > figures->judged * BROKEN_SHARE)
    {
      say (saying, "error", "dialog-error-symbolic", _ ("What comes back is not your picture"));
      saying->text = g_strdup (_ ("The server mixes it up, as it does when the size of a picture "
                                  "changes on the way. Stop and start again."));
    }
  else if (figures->seen >= figures->judged * HAT_SHARE)
    {
      hats = count_hats (figures);
      say (saying, "success", "object-select-symbolic", _ ("The hat fits"));
      saying->text = way != NULL ? g_strdup_printf ("%s %s", hats, way) : g_steal_pointer (&hats);
    }
  else if (figures->seen > 0)
    {
      say (saying, "warning", "dialog-warning-symbolic", _ ("The hat comes and goes"));
      saying->text = count_hats (figures);
    }
  else if (figures->faces < figures->judged * FACE_SHARE)
    {
      say (saying, "warning", "dialog-warning-symbolic",
           _ ("The picture comes, but no hat: is a face in it?"));
      saying->text = g_strdup (_ ("Look straight into the camera, with light on your face."));
    }
  else
    {
      say (saying, "warning", "dialog-warning-symbolic", _ ("The picture comes, but no hat"));
      saying->text = g_strdup (_ ("A face is in it, so the server does not find the picture of its "
                                  "hat, or what it needs to find faces."));
    }
}

/**
 * fr_mirror_words_judge:
 * @saying: (out caller-allocates): its text is to be freed
 * @news: of a look that runs
 */
void
fr_mirror_words_judge (FrMirrorSaying *saying, const FrMirrorNews *news)
{
  const FrMirrorFigures *figures = &news->figures;
  g_autofree char *way = fr_mirror_meter_describe_pair (news->pair);

  if (!news->has_figures || figures->judged == 0)
    {
      say (saying, "accent", "content-loading-symbolic", _ ("Looking for the hat"));
      saying->text = g_strdup (_ ("The verdict takes a second or two."));
    }
  else
    judge_figures (saying, figures, way);
}

/* A query may hold a token. */
static char *
dup_address (const char *uri)
{
  return uri != NULL ? g_strndup (uri, strcspn (uri, "?#")) : g_strdup ("");
}

static char *
describe_server (const char *uri)
{
  g_autoptr (GUri) parsed = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;

  if (parsed == NULL)
    return g_strdup ("");

  return g_str_equal (g_uri_get_scheme (parsed), "wss")
           ? g_strdup_printf (_ ("TLS on port %d, the certificate is the known one"),
                              g_uri_get_port (parsed))
           : g_strdup_printf (_ ("Without TLS, on port %d"), g_uri_get_port (parsed));
}

static char *
describe_way (const FrMirrorNews *news)
{
  char **addresses = news->addresses;
  guint n = addresses != NULL ? g_strv_length (addresses) : 0;

  if (news->pair != NULL)
    return fr_mirror_meter_describe_pair (news->pair);
  if (n == 0)
    return g_strdup (_ ("The server has named no address for the picture"));

  return g_strdup_printf (ngettext ("%u address of the server was tried, it did not answer",
                                    "%u addresses of the server were tried, none answered", n),
                          n);
}

/* A stage is done when the next one was reached; the first that was not is the one that failed. */
static FrMark
mark_stage (const FrMirrorNews *news, guint stage)
{
  guint done = MAX (news->reached, FR_MIRROR_SESSION_CONNECTING) - FR_MIRROR_SESSION_CONNECTING;

  if (stage < done)
    return FR_MARK_DONE;

  return stage == done ? FR_MARK_FAILED : FR_MARK_TO_COME;
}

/**
 * fr_mirror_words_get_stage:
 * @news: of a look that has failed
 * @uri: (nullable): of the media server
 * @stage: less than %FR_MIRROR_STAGES
 * @title: (out) (transfer none):
 * @subtitle: (out) (transfer full):
 *
 * Returns: whether it got over this stage
 */
FrMark
fr_mirror_words_get_stage (const FrMirrorNews *news, const char *uri, guint stage,
                           const char **title,
                           char **subtitle)
{
  static const char *const titles[FR_MIRROR_STAGES][3] = {
    { N_ ("The server answers"), N_ ("The server does not answer"), N_ ("The server answers") },
    { N_ ("The server accepted the call"), N_ ("The server did not accept the call"),
      N_ ("The server accepts the call") },
    { N_ ("A way for the picture"), N_ ("No way for the picture"), N_ ("A way for the picture") },
    { N_ ("The picture comes back"), N_ ("The picture stopped"), N_ ("The picture comes back") },
  };
  FrMark mark = mark_stage (news, stage);
  const char *version = news->version;

  *title = _ (titles[stage][mark]);
  if (mark == FR_MARK_TO_COME)
    *subtitle = g_strdup (_ ("Not tried yet"));
  else if (stage == 0)
    *subtitle = mark == FR_MARK_DONE ? describe_server (uri) : dup_address (uri);
  else if (stage == 1)
    *subtitle = version != NULL
                  ? g_strdup_printf (_ ("Kurento %s, with face and hat filter"), version)
                  : g_strdup ("");
  else if (stage == 2)
    *subtitle = describe_way (news);
  else
    *subtitle = g_strdup (_ ("It came for a while"));

  return mark;
}

/**
 * fr_mirror_words_report:
 * @news: of a look that has failed
 * @uri: (nullable): of the media server
 * @reason: the headline
 *
 * Returns: (transfer full): all that is known, without secrets, for somebody who helps
 */
char *
fr_mirror_words_report (const FrMirrorNews *news, const char *uri, const char *reason)
{
  char **addresses = news->addresses;
  const GError *error = news->error;
  const char *version = news->version;
  const char *pair = news->pair;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *address = dup_address (uri);
  g_autofree char *list = addresses != NULL ? g_strjoinv (", ", addresses) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format_iso8601 (now);

  g_string_append_printf (text, "Fitting Room %s, %s\n\n%s\n", FR_VERSION, when, reason);
  if (error != NULL)
    g_string_append_printf (text, "%s\nCode: %s\n", error->message, fr_error_get_code (error));
  g_string_append_printf (text, "\nServer: %s\n", address);
  g_string_append_printf (text, "Version: %s\nIts addresses: %s\nWay: %s\n\n",
                          version != NULL ? version : "-", list != NULL ? list : "-",
                          pair != NULL ? pair : "-");
  for (guint stage = 0; stage < FR_MIRROR_STAGES; stage++)
    {
      static const char marks[] = { '+', 'x', ' ' };
      const char *title;
      g_autofree char *subtitle = NULL;
      FrMark mark = fr_mirror_words_get_stage (news, uri, stage, &title, &subtitle);

      g_string_append_printf (text, "[%c] %s: %s\n", marks[mark], title, subtitle);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
