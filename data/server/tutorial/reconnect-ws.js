/* Instead of reconnect-ws, whose streams send binary frames: a WebSocket, opened again when it
 * closes. */
const { EventEmitter } = require("events");

module.exports = (options, connected) => {
  const again = new EventEmitter();
  let socket, failures = 0, address;

  function open() {
    socket = new WebSocket(address);
    socket.onopen = () => {
      failures = 0;
      again.connected = true;
      connected(socket);
      again.emit("connection", socket);
    };
    socket.onclose = () => {
      again.connected = false;
      again.emit("disconnect");
      if (again.reconnect && ++failures <= (options.failAfter || 5))
        setTimeout(retry, 1000 * failures);
      else
        again.emit("fail");
    };
  }

  function retry() {
    again.emit("reconnect", failures, 0);
    open();
  }

  again.connected = false;
  again.reconnect = true;
  again.connect = uri => { address = uri; open(); return again; };
  again.disconnect = () => { again.reconnect = false; socket.close(); return again; };
  return again;
};
