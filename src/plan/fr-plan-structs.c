/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-reader.h"

/* The parts of a plan: making and freeing them. Only the reader makes them. */

static void
free_port (FrPlanPort *port)
{
  g_free (port->protocol);
  g_free (port->text);
  g_free (port);
}

static void
free_disk (FrPlanDisk *disk)
{
  g_free (disk->speed);
  g_free (disk);
}

static void
free_login (FrPlanLogin *login)
{
  g_free (login->host);
  g_free (login->user);
  g_free (login->host_key);
  g_free (login);
}

static FrPlanLogin *
copy_login (const FrPlanLogin *login)
{
  FrPlanLogin *copy = g_new0 (FrPlanLogin, 1);

  copy->host = g_strdup (login->host);
  copy->port = login->port;
  copy->user = g_strdup (login->user);
  copy->host_key = g_strdup (login->host_key);
  copy->place = login->place;

  return copy;
}

static void
free_blueprint (FrPlanBlueprint *blueprint)
{
  g_free (blueprint->name);
  g_free (blueprint->domain_name);
  g_free (blueprint->domain_description);
  g_free (blueprint->domain_service);
  g_free (blueprint->domain_ipv4);
  g_free (blueprint->network_name);
  g_free (blueprint->network_description);
  g_free (blueprint->network_address);
  g_ptr_array_unref (blueprint->nodes);
  g_ptr_array_unref (blueprint->information);
  g_free (blueprint);
}

static void
free_facility (FrPlanFacility *facility)
{
  g_free (facility->location_id);
  g_free (facility->region_id);
  g_free (facility->api_host);
  g_ptr_array_unref (facility->blueprints);
  g_ptr_array_unref (facility->information);
  g_free (facility);
}

static void
free_parameter (FrPlanParameter *parameter)
{
  g_free (parameter->name);
  g_free (parameter->value);
  g_free (parameter->type);
  g_ptr_array_unref (parameter->information);
  g_free (parameter);
}

FrPlan *
fr_plan_new (const char *name, const char *text)
{
  FrPlan *plan = g_new0 (FrPlan, 1);

  plan->path = g_strdup (name);
  plan->text = g_strdup (text);
  plan->information = g_ptr_array_new_with_free_func (g_free);
  plan->parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) free_parameter);
  plan->facilities = g_ptr_array_new_with_free_func ((GDestroyNotify) free_facility);

  return plan;
}

FrPlanParameter *
fr_plan_parameter_new (const char *name)
{
  FrPlanParameter *parameter = g_new0 (FrPlanParameter, 1);

  parameter->name = g_strdup (name);
  parameter->information = g_ptr_array_new_with_free_func (g_free);

  return parameter;
}

FrPlanFacility *
fr_plan_facility_new (void)
{
  FrPlanFacility *facility = g_new0 (FrPlanFacility, 1);

  facility->blueprints = g_ptr_array_new_with_free_func ((GDestroyNotify) free_blueprint);
  facility->information = g_ptr_array_new_with_free_func (g_free);

  return facility;
}

FrPlanBlueprint *
fr_plan_blueprint_new (const char *name)
{
  FrPlanBlueprint *blueprint = g_new0 (FrPlanBlueprint, 1);

  blueprint->name = g_strdup (name);
  blueprint->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_plan_node_free);
  blueprint->information = g_ptr_array_new_with_free_func (g_free);

  return blueprint;
}

FrPlanNode *
fr_plan_node_new (void)
{
  FrPlanNode *node = g_new0 (FrPlanNode, 1);

  node->disks = g_ptr_array_new_with_free_func ((GDestroyNotify) free_disk);
  node->ports = g_ptr_array_new_with_free_func ((GDestroyNotify) free_port);
  node->information = g_ptr_array_new_with_free_func (g_free);

  return node;
}

FrPlanNode *
fr_plan_node_copy (const FrPlanNode *node)
{
  FrPlanNode *copy = fr_plan_node_new ();

  copy->name = g_strdup (node->name);
  copy->description = g_strdup (node->description);
  copy->appliance = g_strdup (node->appliance);
  copy->cpu = node->cpu;
  copy->cores = node->cores;
  copy->cpu_speed = g_strdup (node->cpu_speed);
  copy->memory_gb = node->memory_gb;
  copy->monitoring = g_strdup (node->monitoring);
  copy->internet = node->internet;
  copy->private_ipv4 = g_strdup (node->private_ipv4);
  copy->cloud_config = g_strdup (node->cloud_config);
  copy->keep_running = node->keep_running;
  copy->keep = node->keep;
  copy->login = node->login != NULL ? copy_login (node->login) : NULL;
  copy->place = node->place;
  for (guint i = 0; i < node->disks->len; i++)
    {
      const FrPlanDisk *disk = node->disks->pdata[i];

      g_ptr_array_add (copy->disks, fr_plan_disk_new (disk->id, disk->size_gb, disk->speed,
                                                      disk->place));
    }
  for (guint i = 0; i < node->ports->len; i++)
    {
      const FrPlanPort *port = node->ports->pdata[i];

      g_ptr_array_add (copy->ports, fr_plan_port_new (port->protocol, port->begin, port->end,
                                                      port->text, port->place));
    }
  for (guint i = 0; i < node->information->len; i++)
    g_ptr_array_add (copy->information, g_strdup (node->information->pdata[i]));

  return copy;
}

void
fr_plan_node_free (FrPlanNode *node)
{
  g_free (node->name);
  g_free (node->description);
  g_free (node->appliance);
  g_free (node->cpu_speed);
  g_ptr_array_unref (node->disks);
  g_free (node->monitoring);
  g_ptr_array_unref (node->ports);
  g_free (node->private_ipv4);
  g_ptr_array_unref (node->information);
  g_free (node->cloud_config);
  g_clear_pointer (&node->login, free_login);
  g_free (node);
}

FrPlanPort *
fr_plan_port_new (const char *protocol, guint begin, guint end, const char *text, FrPlace place)
{
  FrPlanPort *port = g_new0 (FrPlanPort, 1);

  port->protocol = g_strdup (protocol);
  port->begin = begin;
  port->end = end;
  port->text = g_strdup (text);
  port->place = place;

  return port;
}

FrPlanDisk *
fr_plan_disk_new (guint id, guint size_gb, const char *speed, FrPlace place)
{
  FrPlanDisk *disk = g_new0 (FrPlanDisk, 1);

  disk->id = id;
  disk->size_gb = size_gb;
  disk->speed = g_strdup (speed);
  disk->place = place;

  return disk;
}

/**
 * fr_plan_free:
 * @self: (nullable):
 */
void
fr_plan_free (FrPlan *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->text);
  g_ptr_array_unref (self->information);
  g_ptr_array_unref (self->parameters);
  g_ptr_array_unref (self->facilities);
  g_free (self);
}
