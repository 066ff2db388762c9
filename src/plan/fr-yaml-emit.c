/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-yaml-emit.h"

#include <string.h>
#include <yaml.h>

/* The functions of libyaml fail for want of memory only; GLib ends the program then, too. */
#define MUST(call)               \
  G_STMT_START                   \
  {                              \
    if (!(call))                 \
      g_error ("out of memory"); \
  }                              \
  G_STMT_END

static int
write_cb (void *data, unsigned char *buffer, size_t size)
{
  g_string_append_len (data, (const char *) buffer, size);
  return 1;
}

static void
emit (yaml_emitter_t *emitter, yaml_event_t *event)
{
  MUST (yaml_emitter_emit (emitter, event));
}

/* What had no quotes gets none: 0755 stays a number, and “0755” a text. Texts of many lines are
 * written as blocks, for people. */
static void
emit_scalar (yaml_emitter_t *emitter, const FrYaml *node)
{
  yaml_scalar_style_t style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
  yaml_event_t event;

  if (strchr (node->text, '\n') != NULL)
    style = YAML_LITERAL_SCALAR_STYLE;
  else if (node->plain)
    style = YAML_PLAIN_SCALAR_STYLE;

  MUST (yaml_scalar_event_initialize (&event, NULL, NULL, (const yaml_char_t *) node->text,
                                      strlen (node->text),
                                      node->plain, TRUE, style));
  emit (emitter, &event);
}

static void
emit_node (yaml_emitter_t *emitter, const FrYaml *node)
{
  yaml_event_t event;

  if (node->kind == FR_YAML_SCALAR)
    {
      emit_scalar (emitter, node);
      return;
    }

  if (node->kind == FR_YAML_LIST)
    MUST (yaml_sequence_start_event_initialize (&event, NULL, NULL, TRUE,
                                                YAML_BLOCK_SEQUENCE_STYLE));
  else
    MUST (yaml_mapping_start_event_initialize (&event, NULL, NULL, TRUE, YAML_BLOCK_MAPPING_STYLE));
  emit (emitter, &event);

  for (guint i = 0; i < node->items->len; i++)
    {
      if (node->kind == FR_YAML_MAP)
        emit_node (emitter, node->keys->pdata[i]);
      emit_node (emitter, node->items->pdata[i]);
    }

  if (node->kind == FR_YAML_LIST)
    MUST (yaml_sequence_end_event_initialize (&event));
  else
    MUST (yaml_mapping_end_event_initialize (&event));
  emit (emitter, &event);
}

/**
 * fr_yaml_emit:
 * @node: a tree
 *
 * Writes a tree as one YAML document. What was plain stays plain where YAML allows it.
 *
 * Returns: (transfer full): UTF-8
 */
char *
fr_yaml_emit (const FrYaml *node)
{
  g_autoptr (GString) out = g_string_new (NULL);
  yaml_emitter_t emitter;
  yaml_event_t event;

  g_return_val_if_fail (node != NULL, NULL);

  MUST (yaml_emitter_initialize (&emitter));
  yaml_emitter_set_output (&emitter, write_cb, out);
  yaml_emitter_set_unicode (&emitter, TRUE);
  yaml_emitter_set_width (&emitter, -1);

  MUST (yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING));
  emit (&emitter, &event);
  MUST (yaml_document_start_event_initialize (&event, NULL, NULL, NULL, TRUE));
  emit (&emitter, &event);
  emit_node (&emitter, node);
  MUST (yaml_document_end_event_initialize (&event, TRUE));
  emit (&emitter, &event);
  MUST (yaml_stream_end_event_initialize (&event));
  emit (&emitter, &event);
  yaml_emitter_delete (&emitter);

  return g_string_free (g_steal_pointer (&out), FALSE);
}
