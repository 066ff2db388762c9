/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-call.h"

#include <string.h>

#include "fr-local-json.h"

static void
answer (FrLocalCall *call, const char *code, const char *message)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *request = g_strconcat ("here_", id, NULL);

  g_clear_pointer (&call->answer, json_object_unref);
  call->root = "response";
  call->answer = fr_local_json_make ("operation:s", call->operation, "responseCode:s", code, "message:s", message,
                                     "info:a", NULL, "warning:a", NULL, "error:a", NULL, "requestId:s", request, NULL);
}

static void
add_pair (FrLocalCall *call, const char *member, const char *name, const char *value)
{
  json_array_add_object_element (json_object_get_array_member (call->answer, member),
                                 fr_local_json_make ("name:s", name, "value:s", value, NULL));
}

/**
 * fr_local_call_clear:
 *
 * Frees what is in @call.
 */
void
fr_local_call_clear (FrLocalCall *call)
{
  g_return_if_fail (call != NULL);

  g_clear_pointer (&call->body, json_object_unref);
  g_clear_pointer (&call->answer, json_object_unref);
  g_clear_pointer (&call->query, g_ptr_array_unref);
}

/**
 * fr_local_call_accept:
 * @info: (nullable): the name of what the caller gets to know
 * @value: (nullable): its value
 * @format: the message
 *
 * Answers “OK”, or “IN_PROGRESS” when the operation is an asynchronous one.
 */
void
fr_local_call_accept (FrLocalCall *call, const char *info, const char *value, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  answer (call, call->asynchronous ? "IN_PROGRESS" : "OK", message);
  call->status = 200;
  if (info != NULL)
    add_pair (call, "info", info, value);
}

/**
 * fr_local_call_refuse:
 * @code: the word of the refusal
 * @format: the message
 */
void
fr_local_call_refuse (FrLocalCall *call, const char *code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  answer (call, code, message);
  call->status = 400;
}

/**
 * fr_local_call_reject:
 * @place: the member of the body that is wrong
 * @format: what is wrong with it
 */
void
fr_local_call_reject (FrLocalCall *call, const char *place, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  fr_local_call_refuse (call, "INVALID_INPUT_DATA", "%s: %s.", place, text);
  add_pair (call, "error", place, text);
}

/**
 * fr_local_call_reject_all:
 * @problems: (element-type FrLocalProblem): all that is wrong with the body
 */
void
fr_local_call_reject_all (FrLocalCall *call, GPtrArray *problems)
{
  g_autoptr (GString) message = g_string_new (NULL);

  g_return_if_fail (problems != NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      FrLocalProblem *problem = problems->pdata[i];

      g_string_append_printf (message, "%s%s %s", i > 0 ? "; " : "", problem->place, problem->text);
    }
  g_string_append_c (message, '.');

  fr_local_call_refuse (call, "INVALID_INPUT_DATA", "%s", message->str);
  for (guint i = 0; i < problems->len; i++)
    {
      FrLocalProblem *problem = problems->pdata[i];

      add_pair (call, "error", problem->place, problem->text);
    }
}

/**
 * fr_local_call_add_info:
 *
 * Adds to an answer that has been given.
 */
void
fr_local_call_add_info (FrLocalCall *call, const char *name, const char *value)
{
  g_return_if_fail (call != NULL && call->answer != NULL);

  add_pair (call, "info", name, value);
}

/**
 * fr_local_call_show:
 * @root: its name in XML
 * @object: (transfer full): what is shown instead of an envelope
 */
void
fr_local_call_show (FrLocalCall *call, const char *root, JsonObject *object)
{
  g_return_if_fail (call != NULL && object != NULL);

  g_clear_pointer (&call->answer, json_object_unref);
  call->answer = object;
  call->root = root;
  call->status = 200;
}

/**
 * fr_local_call_get_text:
 *
 * Returns: (transfer none) (nullable): the text at @path of the body
 */
const char *
fr_local_call_get_text (FrLocalCall *call, const char *path)
{
  return fr_local_json_get_text (call->body, path);
}

/**
 * fr_local_call_get_number:
 *
 * Returns: the number at @path of the body, or @otherwise
 */
gint64
fr_local_call_get_number (FrLocalCall *call, const char *path, gint64 otherwise)
{
  return fr_local_json_get_number (call->body, path, otherwise);
}

/**
 * fr_local_call_get_filter:
 *
 * Returns: (transfer none) (nullable): the first member of the query with @name
 */
const char *
fr_local_call_get_filter (FrLocalCall *call, const char *name)
{
  for (guint i = 0; i < call->query->len; i++)
    {
      FrLocalPair *pair = call->query->pdata[i];

      if (strcmp (pair->name, name) == 0)
        return pair->value;
    }

  return NULL;
}
