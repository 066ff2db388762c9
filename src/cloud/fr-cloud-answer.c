/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-fields.h"
#include "fr-json.h"

#define MOST_SHOWN 400 /* characters of a text that came from the cloud */

/* Text from outside goes to terminals and logs: no control characters, no novels. */
static void
append_clean (GString *sentence, const char *text)
{
  guint shown = 0;

  for (const char *next = text; *next != '\0'; next = g_utf8_next_char (next))
    {
      gunichar letter = g_utf8_get_char (next);

      if (++shown > MOST_SHOWN)
        {
          g_string_append (sentence, "…");
          return;
        }
      g_string_append_unichar (sentence, g_unichar_isprint (letter) ? letter : ' ');
    }
}

/* The fields that were refused, each with its reason, unless the message has it already. */
static void
append_details (GString *sentence, JsonObject *envelope, const char *message)
{
  JsonArray *list;

  if (!fr_cloud_fields_find_list (envelope, "error", "", &list, NULL) || list == NULL)
    return;

  for (guint i = 0; i < MIN (json_array_get_length (list), 8); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *detail = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *name = detail != NULL ? fr_cloud_fields_find_text (detail, "name") : NULL;
      const char *value = detail != NULL ? fr_cloud_fields_find_text (detail, "value") : NULL;

      if (name == NULL || value == NULL || strstr (message, value) != NULL)
        continue;

      g_string_append_c (sentence, ' ');
      append_clean (sentence, name);
      g_string_append (sentence, ": ");
      append_clean (sentence, value);
    }
}

static char *
describe (JsonObject *envelope, const char *code, const char *cure)
{
  GString *sentence = g_string_new (NULL);
  const char *message = fr_cloud_fields_find_text (envelope, "message");
  const char *request = fr_cloud_fields_find_text (envelope, "requestId");

  if (message == NULL)
    message = _ ("The cloud refused, without a reason.");
  append_clean (sentence, message);
  append_details (sentence, envelope, message);
  g_string_append (sentence, " (");
  append_clean (sentence, code);

  /* The codes of internal errors all end like this; only support can look behind them. */
  if (request != NULL && g_str_has_suffix (code, "_ERROR"))
    {
      g_string_append (sentence, ", ");
      append_clean (sentence, request);
    }
  g_string_append_c (sentence, ')');

  if (cure != NULL)
    g_string_append_printf (sentence, ". %s", _ (cure));

  return g_string_free (sentence, FALSE);
}

/**
 * fr_cloud_answer_misshapen:
 * @what: the thing that was asked for
 * @place: (transfer full): says what is wrong and where, "server[3].state: missing"
 *
 * Makes a sentence of it.
 */
void
fr_cloud_answer_misshapen (const char *what, GError *place, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
               _ ("%s: the answer does not have the agreed shape (%s). Check the endpoint; if it "
                  "is the right one, report this."),
               what, place->message);
  g_error_free (place);
}

/**
 * fr_cloud_answer_clean:
 * @text: words of the cloud
 *
 * Returns: (transfer full): @text, fit to be shown
 */
char *
fr_cloud_answer_clean (const char *text)
{
  GString *sentence = g_string_new (NULL);

  append_clean (sentence, text);
  return g_string_free (sentence, FALSE);
}

static gboolean
has_word (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit (words != NULL ? words : "", " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

static gboolean
asks_for_later (JsonObject *envelope)
{
  const char *message = fr_cloud_fields_find_text (envelope, "message");
  g_autofree char *small = message != NULL ? g_utf8_strdown (message, -1) : NULL;

  return small != NULL && strstr (small, "try again later") != NULL;
}

/* Each POST, and each GET that failed, is answered by an envelope with a code. */
static gboolean
read_envelope (JsonObject *envelope, const char *code, const char *fine, const char *slow,
               FrCloudRetry *retry, GError **error)
{
  const FrCloudCode *meaning = fr_cloud_code_find (code);
  const char *request = fr_cloud_fields_find_text (envelope, "requestId");
  g_autofree char *sentence = NULL;
  FrError kind = meaning->error;

  g_debug ("%s, request %s", code, request != NULL ? request : "-");

  if (g_str_equal (code, "OK") || g_str_equal (code, "IN_PROGRESS") || has_word (fine, code))
    return TRUE;

  *retry = has_word (slow, code) ? FR_CLOUD_RETRY_FEW : meaning->retry;
  if (*retry == FR_CLOUD_RETRY_NEVER && kind == FR_ERROR_CLOUD && asks_for_later (envelope))
    {
      *retry = FR_CLOUD_RETRY_BUSY;
      kind = FR_ERROR_BUSY;
    }

  sentence = describe (envelope, code, meaning->cure);
  g_set_error_literal (error, FR_ERROR, (int) kind, sentence);
  return FALSE;
}

/* What a status says when the body says nothing. */
static void
refuse_status (guint status, FrCloudRetry *retry, GError **error)
{
  switch (status)
    {
    case 403:
      g_set_error_literal (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                           _ ("The account may not do this. Use an account that has this right."));
      break;

    case 404:
      g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                           _ ("There is no CloudControl 2.11 at this address. Check the "
                              "endpoint."));
      break;

    case 502:
    case 503:
    case 504:
      *retry = FR_CLOUD_RETRY_LATER;
      g_set_error (error, FR_ERROR, FR_ERROR_BUSY,
                   _ ("The cloud is out of order for now (HTTP %u). Try again in some minutes."),
                   status);
      break;

    default:
      g_set_error (error, FR_ERROR, status >= 500 ? FR_ERROR_CLOUD : FR_ERROR_PROTOCOL,
                   _ ("The answer was HTTP %u, without a reason. Check the endpoint, or ask the "
                      "support of the cloud."),
                   status);
    }
}

/**
 * fr_cloud_answer_read:
 * @status: of HTTP; 401 is for the caller
 * @bytes: the body
 * @fine: (nullable): response codes that mean success here, separated by spaces
 * @slow: (nullable): response codes that go away by themselves here
 * @retry: (out): whether to come back, when it failed
 *
 * Tells success from refusal by the body first, as every refusal for a reason is HTTP 400,
 * even of a thing that does not exist. Sections 2.1 and 2.2.
 *
 * Returns: (transfer full): the reply, or %NULL with the error that the code stands for
 */
JsonNode *
fr_cloud_answer_read (guint status, GBytes *bytes, const char *fine, const char *slow,
                      FrCloudRetry *retry, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) reason = NULL;
  const char *code = NULL;

  *retry = FR_CLOUD_RETRY_NEVER;
  node = fr_json_parse (text != NULL ? text : "", (gssize) length, &reason);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    code = fr_cloud_fields_find_text (json_node_get_object (node), "responseCode");

  if (code != NULL)
    {
      if (!read_envelope (json_node_get_object (node), code, fine, slow, retry, error))
        return NULL;
      return g_steal_pointer (&node);
    }

  if (status != 200)
    {
      refuse_status (status, retry, error);
      return NULL;
    }

  if (node == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
                   _ ("The answer cannot be used. %s Check the endpoint."), reason->message);
      return NULL;
    }

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                           _ ("The answer is not a JSON object. Check the endpoint."));
      return NULL;
    }

  return g_steal_pointer (&node);
}
