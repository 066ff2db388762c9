/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-exchange.h"

#include <string.h>

#include "fr-local-json.h"

static void
answer (FrLocalExchange *exchange, const char *code, const char *message)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *request = g_strconcat ("here_", id, NULL);

  g_clear_pointer (&exchange->answer, json_object_unref);
  exchange->root = "response";
  exchange->answer = fr_local_json_make ("operation:s", exchange->operation,
                                         "responseCode:s", code,
                                         "message:s", message,
                                         "info:a", NULL,
                                         "warning:a", NULL,
                                         "error:a", NULL,
                                         "requestId:s", request,
                                         NULL);
}

static void
add_pair (FrLocalExchange *exchange, const char *member, const char *name, const char *value)
{
  json_array_add_object_element (json_object_get_array_member (exchange->answer, member),
                                 fr_local_json_make ("name:s", name, "value:s", value, NULL));
}

/**
 * fr_local_exchange_clear:
 *
 * Frees what is in @exchange.
 */
void
fr_local_exchange_clear (FrLocalExchange *exchange)
{
  g_return_if_fail (exchange != NULL);

  g_clear_pointer (&exchange->body, json_object_unref);
  g_clear_pointer (&exchange->answer, json_object_unref);
  g_clear_pointer (&exchange->query, g_ptr_array_unref);
}

/**
 * fr_local_exchange_accept:
 * @info: (nullable): the name of what the caller gets to know
 * @value: (nullable): its value
 * @format: the message
 *
 * Answers “OK”, or “IN_PROGRESS” when the operation is an asynchronous one.
 */
void
fr_local_exchange_accept (FrLocalExchange *exchange, const char *info, const char *value,
                          const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  answer (exchange, exchange->asynchronous ? "IN_PROGRESS" : "OK", message);
  exchange->status = 200;
  if (info != NULL)
    add_pair (exchange, "info", info, value);
}

/**
 * fr_local_exchange_refuse:
 * @code: the word of the refusal
 * @format: the message
 */
void
fr_local_exchange_refuse (FrLocalExchange *exchange, const char *code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  answer (exchange, code, message);
  exchange->status = 400;
}

/**
 * fr_local_exchange_reject:
 * @place: the member of the body that is wrong
 * @format: what is wrong with it
 */
void
fr_local_exchange_reject (FrLocalExchange *exchange, const char *place, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  fr_local_exchange_refuse (exchange, "INVALID_INPUT_DATA", "%s: %s.", place, text);
  add_pair (exchange, "error", place, text);
}

/**
 * fr_local_exchange_reject_all:
 * @problems: (element-type FrLocalProblem): all that is wrong with the body
 */
void
fr_local_exchange_reject_all (FrLocalExchange *exchange, GPtrArray *problems)
{
  g_autoptr (GString) message = g_string_new (NULL);

  g_return_if_fail (problems != NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      FrLocalProblem *problem = problems->pdata[i];

      g_string_append_printf (message, "%s%s %s", i > 0 ? "; " : "", problem->place, problem->text);
    }
  g_string_append_c (message, '.');

  fr_local_exchange_refuse (exchange, "INVALID_INPUT_DATA", "%s", message->str);
  for (guint i = 0; i < problems->len; i++)
    {
      FrLocalProblem *problem = problems->pdata[i];

      add_pair (exchange, "error", problem->place, problem->text);
    }
}

/**
 * fr_local_exchange_add_info:
 *
 * Adds to an answer that has been given.
 */
void
fr_local_exchange_add_info (FrLocalExchange *exchange, const char *name, const char *value)
{
  g_return_if_fail (exchange != NULL && exchange->answer != NULL);

  add_pair (exchange, "info", name, value);
}

/**
 * fr_local_exchange_show:
 * @root: its name in XML
 * @object: (transfer full): what is shown instead of an envelope
 */
void
fr_local_exchange_show (FrLocalExchange *exchange, const char *root, JsonObject *object)
{
  g_return_if_fail (exchange != NULL && object != NULL);

  g_clear_pointer (&exchange->answer, json_object_unref);
  exchange->answer = object;
  exchange->root = root;
  exchange->status = 200;
}

/**
 * fr_local_exchange_get_text:
 *
 * Returns: (transfer none) (nullable): the text at @path of the body
 */
const char *
fr_local_exchange_get_text (FrLocalExchange *exchange, const char *path)
{
  return fr_local_json_get_text (exchange->body, path);
}

/**
 * fr_local_exchange_get_number:
 *
 * Returns: the number at @path of the body, or @otherwise
 */
gint64
fr_local_exchange_get_number (FrLocalExchange *exchange, const char *path, gint64 otherwise)
{
  return fr_local_json_get_number (exchange->body, path, otherwise);
}

/**
 * fr_local_exchange_get_filter:
 *
 * Returns: (transfer none) (nullable): the first member of the query with @name
 */
const char *
fr_local_exchange_get_filter (FrLocalExchange *exchange, const char *name)
{
  for (guint i = 0; i < exchange->query->len; i++)
    {
      FrLocalPair *pair = exchange->query->pdata[i];

      if (strcmp (pair->name, name) == 0)
        return pair->value;
    }

  return NULL;
}
