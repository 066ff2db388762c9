/* Before the page's own script: where our media server is, its key, and its hat. The key leaves
 * the address bar at once. */
"use strict";
(() => {
  const key = location.hash.slice(1) || sessionStorage.getItem("key") || "";
  const uri = `wss://${location.host}/kurento?access_token=${encodeURIComponent(key)}`;
  sessionStorage.setItem("key", key);
  history.replaceState(null, "", "?hat_uri=/usr/share/mirror/hat.png&ice_servers=[]");
  window.kurentoClient = new Proxy(window.kurentoClient, {
    apply: (client, self, [, ...rest]) => Reflect.apply(client, self, [uri, ...rest]),
  });
})();
