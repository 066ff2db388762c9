/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-message.h"

#include <string.h>

#include "fr-json.h"
#include "fr-local-json.h"
#include "fr-local-xml.h"

static gboolean
mentions (const char *header, const char *word)
{
  g_autofree char *lower = header != NULL ? g_ascii_strdown (header, -1) : NULL;

  return lower != NULL && strstr (lower, word) != NULL;
}

/* libcloud says what it wants by the type of what it sends, even when it sends nothing. */
static gboolean
wants_xml (const FrLocalRequest *request)
{
  return !mentions (request->accept, "json") &&
         (mentions (request->accept, "xml") || mentions (request->content_type, "xml"));
}

/**
 * fr_local_message_reply_text:
 * @status: of HTTP
 * @content_type: (transfer none): for ever
 * @text: (transfer full): what is said
 */
void
fr_local_message_reply_text (FrLocalReply *reply, guint status, const char *content_type,
                             char *text)
{
  g_free (reply->text);
  reply->status = status;
  reply->content_type = content_type;
  reply->text = text;
}

/**
 * fr_local_message_reply:
 * @exchange: which has an answer
 * @request: which says in what language it wants it
 */
void
fr_local_message_reply (FrLocalReply *reply, FrLocalExchange *exchange,
                        const FrLocalRequest *request)
{
  if (wants_xml (request))
    {
      fr_local_message_reply_text (
        reply, exchange->status, FR_LOCAL_XML_TYPE,
        fr_local_xml_render (exchange->root, FR_LOCAL_XML_TYPES, exchange->answer));
    }
  else
    {
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), exchange->answer);

      fr_local_message_reply_text (reply, exchange->status, FR_LOCAL_JSON_TYPE,
                                   fr_json_render (node, FALSE));
    }
}

static void
free_pair (gpointer data)
{
  FrLocalPair *pair = data;

  g_free (pair->name);
  g_free (pair->value);
  g_free (pair);
}

/**
 * fr_local_message_parse_query:
 * @query: (nullable): "a=1&a=2&b=3"
 *
 * Returns: (transfer full) (element-type FrLocalPair): its members in their order
 */
GPtrArray *
fr_local_message_parse_query (const char *query)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (free_pair);
  GUriParamsIter iterator;
  char *name, *value;

  g_uri_params_iter_init (&iterator, query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iterator, &name, &value, NULL))
    {
      FrLocalPair *pair = g_new0 (FrLocalPair, 1);

      pair->name = name;
      pair->value = value;
      g_ptr_array_add (pairs, pair);
    }

  return pairs;
}

/**
 * fr_local_message_is_xml:
 *
 * Returns: whether the body is XML, and not JSON
 */
gboolean
fr_local_message_is_xml (const FrLocalRequest *request)
{
  return mentions (request->content_type, "xml");
}

/**
 * fr_local_message_read_body:
 * @exchange: gets a refusal when the body cannot be read
 *
 * Returns: (transfer full) (nullable): the body, whatever its language
 */
JsonObject *
fr_local_message_read_body (FrLocalExchange *exchange, const FrLocalRequest *request)
{
  g_autoptr (GError) error = NULL;
  JsonObject *body = NULL;

  if (fr_local_message_is_xml (request))
    {
      g_autofree char *root = NULL;

      body = fr_local_xml_parse (request->body, request->length, &root, &error);
    }
  else
    {
      g_autoptr (JsonNode) node = fr_json_parse (request->body, (gssize) request->length, &error);

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        body = fr_local_json_copy (json_node_get_object (node));
    }

  if (body == NULL)
    fr_local_exchange_refuse (exchange, "INVALID_INPUT_DATA", "The body cannot be read. %s",
                              error != NULL ? error->message : "It is not an object.");

  return body;
}
