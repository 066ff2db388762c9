/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "fr-local-cloud.h"

G_BEGIN_DECLS

/* An emulated cloud in a folder of its own, and a plain client that speaks JSON to it. */
typedef struct
{
  char *folder;        /* or NULL: somebody else runs the cloud */
  FrLocalCloud *cloud; /* or NULL */
  SoupSession *session;
  char *endpoint;
  char *credentials;
  char *organization;
  gint64 now_us; /* the clock of the cloud, when it does not run by itself */
} TestCloud;

TestCloud *test_cloud_new (void);
TestCloud *test_cloud_new_for (const char *endpoint, const char *ca_file, const char *user,
                               const char *password);
void test_cloud_free (TestCloud *self);
void test_cloud_restart (TestCloud *self);
void test_cloud_stop_clock (TestCloud *self);
void test_cloud_pass (TestCloud *self, double seconds);

char *test_cloud_send (TestCloud *self, const char *method, const char *path, const char *type,
                       const char *body, guint *status);
JsonObject *test_cloud_post (TestCloud *self, const char *path, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
JsonObject *test_cloud_get (TestCloud *self, const char *path);
char *test_cloud_add (TestCloud *self, const char *path, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
void test_cloud_refused (TestCloud *self, const char *code, const char *path, const char *format,
                         ...) G_GNUC_PRINTF (4, 5);
void test_cloud_wait (TestCloud *self, const char *path, const char *state);
char *test_cloud_add_domain (TestCloud *self, const char *datacenter_id, const char *name);
char *test_cloud_add_vlan (TestCloud *self, const char *domain_id, const char *name,
                           const char *address);
char *test_cloud_find_image (TestCloud *self, const char *datacenter_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCloud, test_cloud_free)

G_END_DECLS
