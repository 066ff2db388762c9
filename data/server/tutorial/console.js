/* Instead of demo-console: what the page says is shown in its list, too. */
"use strict";
function Console() {
  const own = window.console;
  for (const kind of ["debug", "error", "info", "log", "trace", "warn"])
    this[kind] = (...words) => {
      const line = document.createElement("li");
      own[kind](...words);
      line.textContent = words.join(" ");
      document.querySelector("#console ul").append(line);
    };
}
