/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <glib/gstdio.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-paths.h"
#include "fr-plan-values.h"

/* What servers print is told in heaps: a main loop that lags behind loses the oldest. */
#define MOST_NEWS 20000

/**
 * FrDeploymentRun:
 *
 * One walk on a worker, and the way from there to the main context. Shared by both.
 */
struct _FrDeploymentRun
{
  gatomicrefcount refs;
  FrDeploymentOrder *order;
  GCancellable *cancellable;
  GMainContext *context;
  GWeakRef owner;
  GMutex mutex; /* guards what follows */
  GCond changed;
  gboolean paused;
  gboolean scheduled;
  GQueue news;
};

/**
 * fr_deployment_order_new:
 *
 * Returns: (transfer full): an empty order
 */
FrDeploymentOrder *
fr_deployment_order_new (void)
{
  return g_atomic_rc_box_new0 (FrDeploymentOrder);
}

FrDeploymentOrder *
fr_deployment_order_ref (FrDeploymentOrder *order)
{
  return g_atomic_rc_box_acquire (order);
}

static void
order_clear (FrDeploymentOrder *order)
{
  g_free (order->name);
  g_free (order->plan_text);
  g_free (order->plan_path);
  if (order->password != NULL)
    explicit_bzero (order->password, strlen (order->password));
  g_free (order->password);
  g_free (order->own_key);
  g_free (order->host_key);
  if (order->free_data != NULL)
    order->free_data (order->data);
}

void
fr_deployment_order_unref (FrDeploymentOrder *order)
{
  g_atomic_rc_box_release_full (order, (GDestroyNotify) order_clear);
}

static void
news_free (FrNews *news)
{
  g_clear_pointer (&news->steps, g_ptr_array_unref);
  g_clear_pointer (&news->left, g_ptr_array_unref);
  g_clear_pointer (&news->kept, g_ptr_array_unref);
  fr_history_free (news->history);
  g_clear_error (&news->error);
  g_free (news->id);
  g_free (news->text);
  g_free (news);
}

void
fr_deployment_run_unref (FrDeploymentRun *run)
{
  FrNews *news;

  if (!g_atomic_ref_count_dec (&run->refs))
    return;

  while ((news = g_queue_pop_head (&run->news)) != NULL)
    news_free (news);
  fr_deployment_order_unref (run->order);
  g_object_unref (run->cancellable);
  g_main_context_unref (run->context);
  g_weak_ref_clear (&run->owner);
  g_mutex_clear (&run->mutex);
  g_cond_clear (&run->changed);
  g_free (run);
}

static FrDeploymentRun *
run_ref (FrDeploymentRun *run)
{
  g_atomic_ref_count_inc (&run->refs);

  return run;
}

static gboolean
deliver_cb (gpointer data)
{
  FrDeploymentRun *run = data;
  g_autoptr (FrDeployment) owner = g_weak_ref_get (&run->owner);
  GQueue heap;
  FrNews *news;

  g_mutex_lock (&run->mutex);
  heap = run->news;
  g_queue_init (&run->news);
  run->scheduled = FALSE;
  g_mutex_unlock (&run->mutex);

  while ((news = g_queue_pop_head (&heap)) != NULL)
    {
      if (owner != NULL)
        fr_deployment_take_news (owner, news);
      news_free (news);
    }

  return G_SOURCE_REMOVE;
}

/* Only what servers print may be lost. */
static void
drop_oldest (GQueue *queue)
{
  GList *link = queue->head;

  while (link != NULL && ((FrNews *) link->data)->kind != FR_NEWS_LOG)
    link = link->next;
  if (link != NULL)
    {
      news_free (link->data);
      g_queue_delete_link (queue, link);
    }
}

static void
send (FrDeploymentRun *run, FrNews *news)
{
  gboolean schedule;

  news->time_us = g_get_monotonic_time ();
  g_mutex_lock (&run->mutex);
  if (run->news.length >= MOST_NEWS)
    drop_oldest (&run->news);
  g_queue_push_tail (&run->news, news);
  schedule = !run->scheduled;
  run->scheduled = TRUE;
  g_mutex_unlock (&run->mutex);

  if (schedule)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_callback (source, deliver_cb, run_ref (run),
                             (GDestroyNotify) fr_deployment_run_unref);
      g_source_attach (source, run->context);
    }
}

static FrNews *
news_new (FrNewsKind kind, const char *id, const char *text)
{
  FrNews *news = g_new0 (FrNews, 1);

  news->kind = kind;
  news->id = g_strdup (id);
  news->text = g_strdup (text);

  return news;
}

/* On the thread of the step: here it waits while the deployment is paused. */
static gboolean
gate_cb (const char *id, gpointer data, GCancellable *cancellable, GError **error)
{
  FrDeploymentRun *run = data;
  FrNews *news;

  g_mutex_lock (&run->mutex);
  while (run->paused && !g_cancellable_is_cancelled (run->cancellable))
    g_cond_wait (&run->changed, &run->mutex);
  g_mutex_unlock (&run->mutex);
  if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
    return FALSE;

  news = news_new (FR_NEWS_STEP, id, NULL);
  news->state = FR_STEP_RUNNING;
  send (run, news);

  return TRUE;
}

static void
report_cb (const FrStepNews *step, gpointer data)
{
  FrNews *news;

  /* The gate knows better when it begins. */
  if (step->state == FR_STEP_RUNNING)
    return;

  news = news_new (FR_NEWS_STEP, step->step->id, step->note);
  news->state = step->state;
  send (data, news);
}

static void
doing_cb (const char *id, const char *doing, gpointer data)
{
  send (data, news_new (FR_NEWS_DOING, id, doing));
}

static void
log_cb (const char *server, const char *text, gsize length, gpointer data)
{
  FrNews *news = news_new (FR_NEWS_LOG, server, NULL);

  news->text = g_strndup (text, length);
  send (data, news);
}

static void
busy_cb (const char *what, guint wait_ms, gpointer data)
{
  FrNews *news = news_new (FR_NEWS_WAIT, fr_site_get_current_step (), what);

  news->wait_ms = wait_ms;
  send (data, news);
}

/* A plan that nobody has saved is kept beside the others of the user. */
static char *
keep_plan (const FrDeploymentOrder *order, GError **error)
{
  g_autofree char *file = g_strconcat (order->name, ".yaml", NULL);
  g_autofree char *path = fr_paths_data ("plans", file, NULL);
  g_autofree char *before = NULL;

  if (g_file_get_contents (path, &before, NULL, NULL))
    {
      g_autofree char *aside = g_strconcat (path, "~", NULL);

      if (g_str_equal (before, order->plan_text))
        return g_steal_pointer (&path);
      g_rename (path, aside);
    }

  return fr_paths_write (path, order->plan_text, -1, error) ? g_steal_pointer (&path) : NULL;
}

static gboolean
check_name (const char *name, const char *path, GError **error)
{
  g_autofree char *known = fr_site_read_fact (name, "", "plan");
  g_autofree char *copy = fr_site_dup_plan_path (name, NULL);
  g_autofree char *here = g_canonicalize_filename (path, NULL);

  if (known == NULL || g_str_equal (known, here) || g_strcmp0 (copy, here) == 0)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
               _ ("There is a mirror “%s” already, of the plan %s. Give this one another name."),
               name, known);

  return FALSE;
}

/* Values that were given when it was deployed count again. */
static GHashTable *
read_values (const char *name, GError **error)
{
  g_autofree char *known = fr_site_read_fact (name, "", "parameters");
  g_auto (GStrv) items = g_strsplit (known != NULL ? known : "", "\n", -1);

  return fr_plan_values_new ((const char *const *) items, error);
}

static FrPlan *
open_plan (const FrDeploymentOrder *order, GError **error)
{
  g_autoptr (GHashTable) values = NULL;
  g_autofree char *path = NULL;

  if (order->name == NULL || *order->name == '\0' || *order->name == '.' ||
      strchr (order->name, '/') != NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("“%s” cannot name a mirror: no slash, and no dot in front."),
                   order->name != NULL ? order->name : "");
      return NULL;
    }

  values = read_values (order->name, error);
  if (values == NULL)
    return NULL;
  if (order->plan_text == NULL)
    {
      path = fr_site_dup_plan_path (order->name, error);
      return path != NULL ? fr_plan_load (path, values, error) : NULL;
    }

  path = order->plan_path != NULL ? g_strdup (order->plan_path) : keep_plan (order, error);
  if (path == NULL || !check_name (order->name, path, error))
    return NULL;

  return fr_plan_parse (order->plan_text, path, values, error);
}

/* Where the plan does not tell the host key, what a person has trusted counts. */
static gboolean
meet_cb (const char *host, guint port, const char *host_key, gpointer data)
{
  const FrDeploymentOrder *order = data;
  const char *print = strchr (host_key, ' ');

  return order->host_key != NULL && print != NULL && g_str_equal (order->host_key, print + 1);
}

static FrSite *
open_site (FrDeploymentRun *run, FrCloud **cloud, GError **error)
{
  const FrDeploymentOrder *order = run->order;
  g_autoptr (FrPlan) plan = open_plan (order, error);
  FrSite *site;

  if (plan == NULL)
    return NULL;
  if (plan->facilities->len == 0)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("The plan names no location."));
      return NULL;
    }

  if (!fr_plan_facility_is_own (g_ptr_array_index (plan->facilities, 0)))
    {
      *cloud = order->open (plan, order->data, run->cancellable, error);
      if (*cloud == NULL)
        return NULL;
      fr_cloud_set_busy_func (*cloud, busy_cb, run);
    }

  site = fr_site_new (g_steal_pointer (&plan), FR_SITE_WORK, *cloud, order->name, order->password,
                      error);
  if (site != NULL)
    {
      fr_site_set_own_key (site, order->own_key);
      fr_site_set_meet (site, meet_cb, (gpointer) order);
    }

  return site;
}

static void
tell_steps (FrDeploymentRun *run, FrSite *site)
{
  g_autofree char *location = fr_site_dup_fact (site, "", "location");
  FrNews *news = news_new (FR_NEWS_STEPS, NULL, location);

  news->steps = fr_site_list_steps (site);
  news->history = fr_history_load (location != NULL ? location : "");
  send (run, news);
}

static gboolean
walk (FrDeploymentRun *run, FrSite *site, FrNews *end)
{
  const FrDeploymentOrder *order = run->order;

  fr_site_set_report (site, report_cb, log_cb, run);
  fr_site_set_gate (site, gate_cb, run);
  fr_site_set_doing (site, doing_cb, run);
  if (order->try != NULL)
    fr_site_set_try (site, order->try, order->data);
  if (!order->backwards)
    return fr_site_deploy (site, run->cancellable, &end->error);

  if (!fr_site_dispose (site, run->cancellable, &end->error))
    {
      if (!g_cancellable_is_cancelled (run->cancellable))
        end->left = fr_site_list_left (site, run->cancellable, NULL);
      return FALSE;
    }
  end->left = g_ptr_array_new_with_free_func (g_free);
  end->kept = fr_site_list_kept (site, run->cancellable, NULL);

  return TRUE;
}

static gpointer
work (gpointer data)
{
  FrDeploymentRun *run = data;
  FrNews *end = news_new (FR_NEWS_END, NULL, NULL);
  g_autoptr (FrCloud) cloud = NULL;
  g_autoptr (FrSite) site = open_site (run, &cloud, &end->error);

  if (site != NULL)
    {
      tell_steps (run, site);
      walk (run, site, end);
    }
  if (cloud != NULL)
    fr_cloud_set_busy_func (cloud, NULL, NULL);
  g_clear_pointer (&site, fr_site_free);
  send (run, end);
  fr_deployment_run_unref (run);

  return NULL;
}

/**
 * fr_deployment_run_start:
 * @owner: (not nullable): who is told; held weakly
 * @order: what is to be done
 *
 * Begins on a thread of its own.
 *
 * Returns: (transfer full): the handle for the main context
 */
FrDeploymentRun *
fr_deployment_run_start (FrDeployment *owner, FrDeploymentOrder *order)
{
  FrDeploymentRun *run = g_new0 (FrDeploymentRun, 1);

  g_atomic_ref_count_init (&run->refs);
  run->order = fr_deployment_order_ref (order);
  run->cancellable = g_cancellable_new ();
  run->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&run->owner, owner);
  g_mutex_init (&run->mutex);
  g_cond_init (&run->changed);
  g_queue_init (&run->news);
  fr_job_start_thread ("deployment", work, run_ref (run), run->cancellable);

  return run;
}

/**
 * fr_deployment_run_set_paused:
 * @paused: whether steps that have not begun wait
 */
void
fr_deployment_run_set_paused (FrDeploymentRun *run, gboolean paused)
{
  g_mutex_lock (&run->mutex);
  run->paused = paused;
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->mutex);
}

/**
 * fr_deployment_run_stop:
 *
 * Nothing new begins, and what runs is asked to end.
 */
void
fr_deployment_run_stop (FrDeploymentRun *run)
{
  g_cancellable_cancel (run->cancellable);
  g_mutex_lock (&run->mutex);
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->mutex);
}
