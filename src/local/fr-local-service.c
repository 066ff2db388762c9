/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-service.h"

#include <string.h>

#include "fr-local-json.h"
#include "fr-local-legacy.h"
#include "fr-local-life.h"
#include "fr-local-read.h"
#include "fr-local-routes.h"
#include "fr-local-xml.h"

#define LAST_VERSION 13
#define ACCOUNT "GET_ACCOUNT"

struct _FrLocalService
{
  FrLocalStore *store; /* not ours */
  FrLocalWorld *world; /* not ours */
  char *credentials;   /* what “Authorization” must say */
  FrLocalMishaps *mishaps;
};

/**
 * fr_local_service_new:
 * @store: who may come in; outlives the service
 * @world: what it is about; outlives the service
 *
 * Returns: (transfer full): a service
 */
FrLocalService *
fr_local_service_new (FrLocalStore *store, FrLocalWorld *world)
{
  FrLocalService *self;
  g_autofree char *pair = NULL;
  g_autofree char *encoded = NULL;

  g_return_val_if_fail (store != NULL && world != NULL, NULL);

  self = g_new0 (FrLocalService, 1);
  self->store = store;
  self->world = world;
  pair = g_strdup_printf ("%s:%s", store->user, store->password);
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  self->credentials = g_strdup_printf ("Basic %s", encoded);
  self->mishaps = fr_local_mishaps_new ();

  return self;
}

/**
 * fr_local_service_free:
 * @self: (nullable):
 */
void
fr_local_service_free (FrLocalService *self)
{
  if (self == NULL)
    return;

  fr_local_mishaps_free (self->mishaps);
  g_free (self->credentials);
  g_free (self);
}

/* Compares without telling by its time how much was right. */
static gboolean
is_allowed (FrLocalService *self, const char *authorization)
{
  gsize length = strlen (self->credentials);
  guint difference = 0;

  if (authorization == NULL || strlen (authorization) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint) (authorization[i] ^ self->credentials[i]);

  return difference == 0;
}

/* Lets the mishap happen before the operation does anything: whether it has been answered. */
static gboolean
suffer (FrLocalService *self, FrLocalExchange *exchange, const char *code, FrLocalReply *reply)
{
  guint64 status;

  if (code == NULL || strcmp (code, "CONNECTION_LOST") == 0)
    return FALSE;

  if (g_ascii_string_to_unsigned (code, 10, 400, 599, &status, NULL))
    fr_local_message_reply_text (reply, (guint) status, FR_LOCAL_TEXT_TYPE,
                                 g_strdup ("The service is not available."));
  else if (g_str_has_prefix (code, "FAILED_"))
    fr_local_life_doom (self->world, code);
  else
    fr_local_exchange_refuse (exchange, code,
                              "The operation was made to fail. Please try again later.");

  return !g_str_has_prefix (code, "FAILED_");
}

static void
post (FrLocalService *self, FrLocalExchange *exchange, const FrLocalRequest *request,
      const char *path, FrLocalReply *reply)
{
  const FrLocalOperation *operation = fr_local_routes_find (path);
  gboolean from_xml = fr_local_message_is_xml (request);
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *mishap = NULL;

  if (operation == NULL || strcmp (operation->path, path) != 0)
    {
      fr_local_message_reply_text (reply, 404, FR_LOCAL_TEXT_TYPE,
                                   g_strdup ("There is no such operation."));
      return;
    }

  exchange->operation = operation->word;
  mishap = fr_local_mishaps_count (self->mishaps, operation->word);
  if (!suffer (self, exchange, mishap, reply))
    {
      body = fr_local_message_read_body (exchange, request);
      if (body != NULL)
        fr_local_routes_post (exchange, operation, body, from_xml);
      fr_local_life_doom (self->world, NULL);
    }

  if (exchange->status != 0)
    fr_local_message_reply (reply, exchange, request);
  reply->changed |= exchange->status == 200;
  if (g_strcmp0 (mishap, "CONNECTION_LOST") == 0)
    reply->status = 0;
}

static void
get (FrLocalService *self, FrLocalExchange *exchange, const FrLocalRequest *request,
     const char *path, FrLocalReply *reply)
{
  g_autofree char *word = fr_local_read_find (path);
  g_autofree char *mishap = NULL;

  if (word == NULL)
    {
      gboolean is_operation = fr_local_routes_find (path) != NULL;

      fr_local_message_reply_text (
        reply, is_operation ? 405 : 404, FR_LOCAL_TEXT_TYPE,
        g_strdup (is_operation ? "This operation needs a POST." : "There is no such resource."));
      return;
    }

  exchange->operation = word;
  mishap = fr_local_mishaps_count (self->mishaps, word);
  if (!suffer (self, exchange, mishap, reply))
    fr_local_read (exchange, path);
  if (exchange->status != 0)
    fr_local_message_reply (reply, exchange, request);
  if (g_strcmp0 (mishap, "CONNECTION_LOST") == 0)
    reply->status = 0;
}

static void
show_user (FrLocalService *self, FrLocalExchange *exchange)
{
  JsonObject *organization = fr_local_json_make ("id:s", self->store->organization,
                                                 "name:s", "Fitting Room",
                                                 "homeGeoId:s", "here",
                                                 "homeGeoName:s", "This computer",
                                                 "homeGeoApiHost:s", "127.0.0.1",
                                                 NULL);
  JsonArray *role = json_array_new ();

  json_array_add_string_element (role, "primary administrator");
  fr_local_exchange_show (
    exchange, "user",
    fr_local_json_make ("userName:s", self->store->user,
                        "fullName:s", "Fitting Room",
                        "firstName:s", "Fitting",
                        "lastName:s", "Room",
                        "emailAddress:s", "fitting-room@localhost",
                        "role:a", role,
                        "organization:o", organization,
                        "state:s", "NORMAL",
                        NULL));
}

static void
answer_account (FrLocalService *self, FrLocalExchange *exchange, const FrLocalRequest *request,
                FrLocalReply *reply)
{
  g_autofree char *mishap = fr_local_mishaps_count (self->mishaps, ACCOUNT);

  exchange->operation = ACCOUNT;
  if (!suffer (self, exchange, mishap, reply))
    show_user (self, exchange);
  if (exchange->status != 0)
    fr_local_message_reply (reply, exchange, request);
}

/* A change in the words of version 0.9, which is one of today. */
static void
post_legacy (FrLocalService *self, FrLocalExchange *exchange, const FrLocalRequest *request,
             const char *path, FrLocalReply *reply)
{
  g_autofree char *root = NULL;
  g_autoptr (JsonObject) body = fr_local_xml_parse (request->body, request->length, &root, NULL);
  const char *today = body != NULL ? fr_local_legacy_find (path, body) : NULL;
  const FrLocalOperation *operation = today != NULL ? fr_local_routes_find (today) : NULL;
  g_autofree char *mishap = NULL;

  if (operation == NULL)
    {
      fr_local_message_reply_text (reply, 404, FR_LOCAL_TEXT_TYPE,
                                   g_strdup ("There is no such operation."));
      return;
    }

  exchange->operation = operation->word;
  mishap = fr_local_mishaps_count (self->mishaps, operation->word);
  if (!suffer (self, exchange, mishap, reply))
    fr_local_routes_post (exchange, operation, body, TRUE);
  fr_local_life_doom (self->world, NULL);

  if (exchange->status != 0)
    fr_local_message_reply_text (reply, exchange->status, FR_LOCAL_XML_TYPE,
                                 fr_local_legacy_render_status (exchange));
  reply->changed |= exchange->status == 200;
}

/* Version 0.9, which has its own answers and is always XML. */
static void
answer_legacy (FrLocalService *self, FrLocalExchange *exchange, const FrLocalRequest *request,
               const char *rest, FrLocalReply *reply)
{
  const char *organization = self->store->organization;
  gboolean is_ours =
    g_str_has_prefix (rest, organization) && rest[strlen (organization)] == '/';
  const char *path = is_ours ? rest + strlen (organization) + 1 : "";

  if (strcmp (rest, "myaccount") == 0)
    {
      g_autofree char *mishap = fr_local_mishaps_count (self->mishaps, ACCOUNT);

      exchange->operation = ACCOUNT;
      if (!suffer (self, exchange, mishap, reply))
        fr_local_message_reply_text (reply, 200, FR_LOCAL_XML_TYPE,
                                     fr_local_legacy_render_account (self->store));
      else if (exchange->status != 0)
        fr_local_message_reply_text (reply, exchange->status, FR_LOCAL_XML_TYPE,
                                     fr_local_legacy_render_status (exchange));
    }
  else if (!is_ours)
    {
      fr_local_message_reply_text (reply, 403, FR_LOCAL_TEXT_TYPE,
                                   g_strdup ("This is not your organization."));
    }
  else if (g_str_has_prefix (path, "networkWithLocation"))
    {
      fr_local_message_reply_text (reply, 200, FR_LOCAL_XML_TYPE,
                                   fr_local_legacy_render_networks ());
    }
  else
    {
      post_legacy (self, exchange, request, path, reply);
    }
}

/* A path of version 2.N, without what is before the N. */
static void
answer_today (FrLocalService *self, FrLocalExchange *exchange, const FrLocalRequest *request,
              const char *rest, FrLocalReply *reply)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 3);
  guint64 version;

  if (g_strv_length (parts) != 3 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, LAST_VERSION, &version, NULL))
    {
      fr_local_message_reply_text (reply, 404, FR_LOCAL_TEXT_TYPE,
                                   g_strdup ("There is no such version."));
      return;
    }

  exchange->version = (guint) version;
  if (strcmp (parts[1], "user") == 0 && strcmp (parts[2], "myUser") == 0)
    {
      answer_account (self, exchange, request, reply);
    }
  else if (strcmp (parts[1], self->store->organization) != 0)
    {
      exchange->operation = "AUTHORIZE";
      fr_local_exchange_refuse (exchange, "AUTHORIZATION_FAILURE",
                                "This is not your organization.");
      exchange->status = 403;
      fr_local_message_reply (reply, exchange, request);
    }
  else if (strcmp (request->method, "POST") == 0)
    {
      post (self, exchange, request, parts[2], reply);
    }
  else if (strcmp (request->method, "GET") == 0)
    {
      get (self, exchange, request, parts[2], reply);
    }
  else
    {
      fr_local_message_reply_text (reply, 405, FR_LOCAL_TEXT_TYPE,
                                   g_strdup ("Only GET and POST are possible."));
    }
}

/**
 * fr_local_service_answer:
 * @request: what came
 * @reply: (out caller-allocates): what goes back; its text is to be freed
 */
void
fr_local_service_answer (FrLocalService *self, const FrLocalRequest *request, FrLocalReply *reply)
{
  FrLocalExchange exchange = { .world = self->world, .store = self->store };

  memset (reply, 0, sizeof *reply);
  reply->changed = fr_local_life_advance (self->world);
  exchange.query = fr_local_message_parse_query (request->query);

  if (!is_allowed (self, request->authorization))
    fr_local_message_reply_text (reply, 401, FR_LOCAL_TEXT_TYPE,
                                 g_strdup ("The user name or the password is wrong."));
  else if (g_str_has_prefix (request->path, "/caas/2."))
    answer_today (self, &exchange, request, request->path + strlen ("/caas/2."), reply);
  else if (g_str_has_prefix (request->path, "/oec/0.9/"))
    answer_legacy (self, &exchange, request, request->path + strlen ("/oec/0.9/"), reply);
  else
    fr_local_message_reply_text (reply, 404, FR_LOCAL_TEXT_TYPE,
                                 g_strdup ("There is nothing here."));

  fr_local_exchange_clear (&exchange);
}

/**
 * fr_local_service_get_mishaps:
 *
 * Returns: (transfer none): what is counted, and what goes wrong next
 */
FrLocalMishaps *
fr_local_service_get_mishaps (FrLocalService *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->mishaps;
}
