/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-site-steps.h"
#include "fr-site.h"
#include "fr-ssh.h"
#include "fr-wait.h"

G_BEGIN_DECLS

/* A network domain of the plan, once for all blueprints that name it. */
typedef struct
{
  const FrPlanBlueprint *plan;
  char *id; /* learnt */
} FrSiteDomain;

typedef struct
{
  const FrPlanBlueprint *plan;
  FrSiteDomain *domain;
  char *id; /* learnt */
} FrSiteNetwork;

typedef struct
{
  const FrPlanNode *plan;
  FrSiteNetwork *network;
  char *id; /* learnt, like those that follow */
  char *private_ipv4;
  char *public_ipv4;
  char *ipv6;
  GMutex ssh_mutex; /* one command at a time */
  FrSsh *ssh;
  gboolean met; /* in this run: one that does not answer now may come back */
  char *doing;  /* what is done there for a while, or NULL */
} FrSiteNode;

struct _FrSite
{
  FrPlan *plan;
  const FrPlanFacility *facility;
  FrCloud *cloud;
  FrJournal *journal;
  char *name;
  char *folder;
  char *mark;     /* stands in the description of what is ours */
  char *notice;   /* how it was opened, or NULL */
  char *password; /* of new servers, or of the user of own ones, or NULL */
  gboolean works; /* not only tells */
  gboolean own;   /* its servers are there already */
  char *own_key;  /* path of the user's private key for them, or NULL */
  FrSiteMeet meet;
  gpointer meet_data;
  GMutex meet_mutex; /* who asks whether a host key is right */
  guint ssh_port;
  GPtrArray *domains;
  GPtrArray *networks;
  GPtrArray *nodes;
  GMutex mutex;         /* guards what is learnt */
  GMutex address_mutex; /* who is looking for a free public address */
  FrStepReport report;
  FrSiteLog log;
  gpointer report_data;
  FrSiteDoing doing;
  gpointer doing_data;
  FrSiteTry try;
  gpointer try_data;
  int lock; /* the descriptor that keeps other processes away, or -1 */
  FrSiteGate gate;
  gpointer gate_data;
};

/**
 * FrTask:
 *
 * What one step is about; members that do not belong to its kind are %NULL.
 */
typedef struct
{
  FrSite *site;
  FrSiteDomain *domain;
  FrSiteNetwork *network;
  FrSiteNode *node;
  const FrPlanDisk *disk;
  const FrPlanPort *port;
} FrTask;

void fr_site_learn (FrSite *self, char **slot, const char *value);
char *fr_site_recall (FrSite *self, char *const *slot);
char *fr_site_describe (FrSite *self, const char *description);
gboolean fr_site_owns (FrSite *self, const char *description);
void fr_site_tell (FrSite *self, FrSiteNode *node, const char *doing);
void fr_site_tell_lost (FrSite *self, FrSiteNode *node, gboolean lost);
char *fr_site_expand (FrSite *self, FrSiteNode *node, const char *text);
char *fr_site_expand_yaml (FrSite *self, FrSiteNode *node, const char *yaml, GError **error);

/* fr-site-shell.c */
FrSsh *fr_site_connect (FrSite *self, FrSiteNode *node, const char *password,
                        GCancellable *cancellable, GError **error);
char *fr_site_ask (FrSite *self, FrSiteNode *node, const char *command, GCancellable *cancellable,
                   GError **error);
gboolean fr_site_run (FrSite *self, FrSiteNode *node, const char *command,
                      GCancellable *cancellable, GError **error);
gboolean fr_site_run_once (FrSite *self, FrSiteNode *node, const char *command,
                           GCancellable *cancellable, GError **error);
gboolean fr_site_put (FrSite *self, FrSiteNode *node, const char *path, const char *content,
                      guint mode, GCancellable *cancellable, GError **error);
gboolean fr_site_feed (FrSite *self, FrSiteNode *node, const char *command, const char *input,
                       guint limit_seconds, GCancellable *cancellable, GError **error);
gboolean fr_site_is_away (const GError *error);
gboolean fr_site_wait_again (FrPauses *pauses, GError **reason, GCancellable *cancellable);
void fr_site_hang_up (FrSite *self);
gboolean fr_site_forget_host (FrSite *self, const char *host, GError **error);

/* fr-site-known.c */
gboolean fr_site_know_host (FrSite *self, FrSiteNode *node, const char *public_key, gboolean only,
                            GError **error);
void fr_site_hang_up_node (FrSite *self, FrSiteNode *node);

/* fr-site-open.c */
gboolean fr_site_keep_identity (FrSite *self, GError **error);
gboolean fr_site_open_folder (FrSite *self, GError **error);

/* fr-site-own.c */
char *fr_site_dup_known_path (FrSite *self);
char *fr_site_dup_own_endpoint (FrSite *self);
FrSsh *fr_site_connect_own (FrSite *self, FrSiteNode *node, const char *password,
                            GCancellable *cancellable, GError **error);
FrSsh *fr_site_enter (FrSite *self, FrSiteNode *node, GCancellable *cancellable, GError **error);
GPtrArray *fr_site_list_left_own (FrSite *self, GCancellable *cancellable, GError **error);

/* fr-site-guard.c */
gboolean fr_site_lock (FrSite *self, GError **error);
void fr_site_unlock (FrSite *self);
gboolean fr_site_check_endpoint (FrSite *self, GError **error);
gboolean fr_site_check_account (FrSite *self, GCancellable *cancellable, GError **error);
gboolean fr_site_forget (FrSite *self, GError **error);

/* fr-site-dispose.c */
FrLook fr_site_settle_undo (gboolean good);
FrLook fr_site_leave (char **note, const char *why);
gboolean fr_site_keeps (FrSite *self, const FrSiteDomain *domain, const FrSiteNetwork *network);

/* fr-site-sweep.c */
gboolean fr_site_sweep_servers (FrSite *self, GCancellable *cancellable, GError **error);
gboolean fr_site_sweep_nats (FrSite *self, const char *domain_id, GCancellable *cancellable,
                             GError **error);
gboolean fr_site_sweep_vlans (FrSite *self, const char *domain_id, const char *domain_name,
                              GCancellable *cancellable, GError **error);
gboolean fr_site_sweep_networks (FrSite *self, GCancellable *cancellable, GError **error);

/* fr-steps-network.c, fr-steps-server.c: what other steps ask them */
gboolean fr_domain_is_ours (FrTask *task, gboolean *ours, GCancellable *cancellable,
                            GError **error);
FrCloudServer *fr_server_find (FrTask *task, GCancellable *cancellable, GError **error);
FrCloudServer *fr_server_need (FrTask *task, GCancellable *cancellable, GError **error);
gboolean fr_server_wait_ready (FrTask *task, const char *id, GCancellable *cancellable,
                               GError **error);
gboolean fr_server_stop (FrTask *task, const FrCloudServer *server, GCancellable *cancellable,
                         GError **error);
gboolean fr_server_learn (FrTask *task, GCancellable *cancellable, GError **error);

/* fr-steps-access.c: what the firewall asks it */
gboolean fr_nat_find (FrTask *task, char **id, GCancellable *cancellable, GError **error);

/* fr-steps-cloud-init.c, fr-steps-finish.c: what later and earlier steps ask them */
gboolean fr_cloud_init_is_done (FrTask *task, gboolean *done, GError **error);
char *fr_finish_ask_pin (FrTask *task, GCancellable *cancellable, GError **error);

/* fr-site-secrets.c */
char *fr_site_dup_secret (FrSite *self, const char *name, GError **error);

/* fr-steps-*.c: the looks, acts and undos, named after their step */
#define FR_STEP_LOOK(name)                                                        \
  FrLook fr_##name##_look (gpointer data, char **note, GCancellable *cancellable, \
                           GError **error);
#define FR_STEP_ACT(name) \
  gboolean fr_##name (gpointer data, GCancellable *cancellable, GError **error);
#define FR_STEP_APPLY(name) FR_STEP_LOOK (name) FR_STEP_ACT (name##_apply)
#define FR_STEP_UNDO(name)                             \
  FR_STEP_APPLY (name)                                 \
  FrLook fr_##name##_undo (gpointer data, char **note, \
                           GCancellable *cancellable, GError **error);

FR_STEP_LOOK (location)
FR_STEP_LOOK (reach)
FR_STEP_UNDO (own_contact)
FR_STEP_UNDO (domain)
FR_STEP_UNDO (vlan)
FR_STEP_UNDO (server)
FR_STEP_APPLY (resize)
FR_STEP_APPLY (disk)
FR_STEP_UNDO (monitoring)
FR_STEP_APPLY (start)
FR_STEP_UNDO (address)
FR_STEP_UNDO (nat)
FR_STEP_UNDO (rule)
FR_STEP_APPLY (contact)
FR_STEP_APPLY (cloud_init)
FR_STEP_APPLY (volume)
FR_STEP_APPLY (update)
FR_STEP_APPLY (clock)
FR_STEP_APPLY (passwords)
FR_STEP_APPLY (names)
FR_STEP_APPLY (kurento)
FR_STEP_APPLY (served_page)
FR_STEP_APPLY (finish)

G_END_DECLS
