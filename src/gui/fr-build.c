/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-build.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "fr-endpoint.h"
#include "fr-error.h"
#include "fr-here.h"
#include "fr-keyring.h"
#include "fr-mirror-wish.h"
#include "fr-mirror.h"
#include "fr-typed.h"

#define LOOK_SECONDS 3

/* Who signs in where: plain strings, for a worker. */
typedef struct
{
  char *known;    /* the name of a deployment that there is, or NULL */
  char *endpoint; /* or NULL: by the plan */
  char *user;
  char *password;
} Access;

static void
access_free (gpointer data)
{
  Access *access = data;

  g_free (access->known);
  g_free (access->endpoint);
  g_free (access->user);
  g_free (access->password);
  g_free (access);
}

static FrCloud *
open_here (GCancellable *cancellable, GError **error)
{
  FrLocalHere *here = fr_here_take (cancellable, error);

  return here != NULL ? fr_local_here_sign_in (here, error) : NULL;
}

/* Who has not signed in in this window may be known to the keyring. */
static FrCloud *
open_elsewhere (const Access *access, const char *endpoint, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (FrKeyringAccount) account = NULL;

  if (access->user != NULL && access->password != NULL)
    return fr_cloud_new (endpoint, access->user, access->password, NULL, error);

  fr_keyring_find (endpoint, &account, cancellable, NULL);
  if (account != NULL)
    return fr_cloud_new (endpoint, account->user, account->password, NULL, error);

  g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
               _ ("Nobody has said who signs in to %s. Go back to Credentials, and sign in."),
               endpoint);

  return NULL;
}

static FrCloud *
open_cb (const FrPlan *plan, gpointer data, GCancellable *cancellable, GError **error)
{
  const Access *access = data;
  g_autofree char *endpoint = NULL;

  if (fr_endpoint_is_here (plan) && (access->endpoint == NULL || access->user == NULL))
    return open_here (cancellable, error);

  if (access->known != NULL)
    endpoint = fr_site_read_fact (access->known, "", "endpoint");
  if (endpoint == NULL)
    endpoint = g_strdup (access->endpoint);
  if (endpoint == NULL)
    endpoint = fr_endpoint_find (plan, error);

  return endpoint != NULL ? open_elsewhere (access, endpoint, cancellable, error) : NULL;
}

static gboolean
try_cb (const char *uri, const char *pin, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *words = NULL;
  FrMirrorWish wish;
  g_autoptr (FrMirrorVerdict) verdict = NULL;

  gst_init (NULL, NULL);
  fr_mirror_wish_init (&wish, uri, pin);
  verdict = fr_mirror_try_patiently (&wish, LOOK_SECONDS, NULL, FR_MIRROR_PATIENCE, cancellable,
                                     error);
  if (verdict == NULL)
    return FALSE;
  if (fr_mirror_verdict_get_outcome (verdict) == FR_MIRROR_HAT)
    return TRUE;

  words = fr_mirror_verdict_describe (verdict);
  g_set_error_literal (error, FR_ERROR, FR_ERROR_MIRROR, words);

  return FALSE;
}

/**
 * fr_build_dup_name:
 *
 * Returns: (transfer full): the name of the deployment that the window is about
 */
char *
fr_build_dup_name (FrMaking *making)
{
  char *name = fr_making_dup_text (making, "name");

  if (name == NULL || *name == '\0')
    {
      g_free (name);
      g_object_get (fr_making_get_draft (making), "name", &name, NULL);
    }
  if (name == NULL || *name == '\0')
    {
      g_free (name);
      name = g_strdup ("mirror");
    }

  return name;
}

/**
 * fr_build_new:
 * @making: what has been asked for
 *
 * Returns: (transfer full): a deployment of it, which has not begun
 */
FrDeployment *
fr_build_new (FrMaking *making)
{
  g_autofree char *name = fr_build_dup_name (making);
  g_autofree char *text = fr_making_dup_text (making, "plan-text");
  g_autofree char *path = fr_making_dup_text (making, "plan-path");
  gboolean own = fr_making_get_kind (making) == FR_KIND_SERVER;
  g_autofree char *password =
    fr_making_dup_text (making, own ? "login-password" : "server-password");
  g_autofree char *key_file = fr_making_dup_text (making, "key-file");
  g_autofree char *host_key = NULL;
  FrDeployment *deployment;
  Access *access = g_new0 (Access, 1);

  if (text == NULL)
    text = fr_draft_render (fr_making_get_draft (making));
  access->endpoint = fr_making_dup_text (making, "endpoint");
  access->user = fr_making_dup_text (making, "user");
  access->password = fr_making_dup_text (making, "password");
  deployment = fr_deployment_new (name, text, path);
  fr_deployment_set_server_password (deployment, password);
  if (own)
    fr_typed_give (deployment, password);
  fr_deployment_set_own_key (deployment, own ? key_file : NULL);
  g_object_get (fr_making_get_draft (making), "host-key", &host_key, NULL);
  fr_deployment_set_host_key (deployment, own ? host_key : NULL);
  fr_deployment_set_cloud (deployment, open_cb, try_cb, access, access_free);

  return deployment;
}

/**
 * fr_build_new_for_name:
 * @name: of a deployment that there is
 * @user: (nullable): of the cloud's account
 * @password: (nullable): of the cloud's account
 *
 * Returns: (transfer full): the same deployment, to go on with or to dispose of
 */
FrDeployment *
fr_build_new_for_name (const char *name, const char *user, const char *password)
{
  FrDeployment *deployment = fr_deployment_new (name, NULL, NULL);
  Access *access = g_new0 (Access, 1);

  access->known = g_strdup (name);
  access->user = g_strdup (user);
  access->password = g_strdup (password);
  fr_deployment_set_cloud (deployment, open_cb, try_cb, access, access_free);

  return deployment;
}

/**
 * fr_build_new_for_own:
 * @name: of a deployment on servers that are there already
 * @password: (nullable): of who signs in there, for sudo; %NULL: what was typed in this session
 *
 * Returns: (transfer full): the same deployment, to go on with or to dispose of
 */
FrDeployment *
fr_build_new_for_own (const char *name, const char *password)
{
  FrDeployment *deployment = fr_build_new_for_name (name, NULL, NULL);

  fr_typed_give (deployment, password);

  return deployment;
}
