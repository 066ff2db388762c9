/* A headline, and what helps. A name in braces is replaced by its value. */

const english = {
  title: "Look into your mirror",
  you: "You",
  mirror: "In the mirror",
  start: "Start",
  stop: "Stop",
  again: "Try Again",
  accept: "Open the media server’s address",

  idle: ["Nobody is in the mirror", "Press Start, and let this page use the camera. Your picture goes to this server and back; it is not kept."],
  camera: ["Waiting for the camera", "Your browser may ask whether this page may use it."],
  calling: ["Calling the media server", "It makes a mirror for you alone."],
  way: ["Looking for a way for the picture", "From this browser to the server, over UDP."],
  waiting: ["Waiting for the first picture", "It is on its way to the server and back."],
  here: ["This is you", "The picture comes back from the server."],
  rate: "{rate} pictures a second",
  stopped: ["Stopped", "The camera is off, and the server has forgotten your mirror."],

  refused: ["The camera is not allowed", "Allow it by the camera symbol beside the address, and in the settings of your system. Then try again."],
  absent: ["There is no camera", "Plug one in, or switch it on. Then try again."],
  busy: ["The camera is in use", "Close the program or the tab that has it. Then try again."],
  certificate: ["The certificate of the media server is not accepted yet", "Open its address, accept the certificate as you did for this page, and come back to try again. If that page does not open, TCP port {port} is closed on the way."],
  key: ["The key to the mirror is wrong or missing", "Use the whole link that Fitting Room shows, with everything after the #."],
  asleep: ["The media server is not running", "The page is here, but nobody is behind it. On the server, “systemctl restart kurento-media-server” starts it again."],
  gone: ["The server does not answer", "Is it on, and are you online? Then try again."],
  lost: ["The connection to the media server broke", "Try again."],
  full: ["The mirror is full", "More people look into it than the server can serve. Try again in a few minutes."],
  denied: ["The media server refuses", "It says “{reason}”. Its log knows more: “journalctl -u kurento-media-server”."],
  closed: ["No way for the picture", "The server answers, but UDP does not get through. Try another network; a firewall on the way, or that of the server, has to let it pass."],
  black: ["No picture comes back", "The way is open, but nothing came for {seconds} seconds. Try again; the network or the server may be too busy."],
};

const german = {
  title: "In den Spiegel schauen",
  you: "Sie",
  mirror: "Im Spiegel",
  start: "Starten",
  stop: "Anhalten",
  again: "Noch einmal",
  accept: "Adresse des Medienservers öffnen",

  idle: ["Niemand ist im Spiegel", "Drücken Sie „Starten“ und lassen Sie diese Seite die Kamera benutzen. Ihr Bild geht zu diesem Server und zurück; aufgehoben wird es nicht."],
  camera: ["Warten auf die Kamera", "Ihr Browser fragt vielleicht, ob diese Seite sie benutzen darf."],
  calling: ["Der Medienserver wird gerufen", "Er macht einen Spiegel für Sie allein."],
  way: ["Ein Weg für das Bild wird gesucht", "Von diesem Browser zum Server, über UDP."],
  waiting: ["Warten auf das erste Bild", "Es ist unterwegs zum Server und zurück."],
  here: ["Das sind Sie", "Das Bild kommt vom Server zurück."],
  rate: "{rate} Bilder in der Sekunde",
  stopped: ["Angehalten", "Die Kamera ist aus, und der Server hat Ihren Spiegel vergessen."],

  refused: ["Die Kamera ist nicht erlaubt", "Erlauben Sie sie mit dem Kamerazeichen neben der Adresse und in den Einstellungen Ihres Systems. Dann noch einmal."],
  absent: ["Es ist keine Kamera da", "Stecken Sie eine an und schalten Sie sie ein. Dann noch einmal."],
  busy: ["Die Kamera ist belegt", "Schließen Sie das Programm oder den Reiter, der sie benutzt. Dann noch einmal."],
  certificate: ["Das Zertifikat des Medienservers ist noch nicht angenommen", "Öffnen Sie seine Adresse, nehmen Sie das Zertifikat an wie bei dieser Seite, und versuchen Sie es hier noch einmal. Öffnet sich dort nichts, ist TCP-Port {port} unterwegs gesperrt."],
  key: ["Der Schlüssel zum Spiegel ist falsch oder fehlt", "Nehmen Sie die ganze Adresse, die Fitting Room zeigt, mit allem nach dem #."],
  asleep: ["Der Medienserver läuft nicht", "Die Seite ist da, aber niemand dahinter. Auf dem Server startet ihn „systemctl restart kurento-media-server“."],
  gone: ["Der Server antwortet nicht", "Ist er an, und sind Sie mit dem Netz verbunden? Dann noch einmal."],
  lost: ["Die Verbindung zum Medienserver ist abgerissen", "Versuchen Sie es noch einmal."],
  full: ["Der Spiegel ist voll", "Mehr Leute schauen hinein, als der Server bedienen kann. Versuchen Sie es in einigen Minuten noch einmal."],
  denied: ["Der Medienserver lehnt ab", "Er sagt „{reason}“. Sein Protokoll weiß mehr: „journalctl -u kurento-media-server“."],
  closed: ["Kein Weg für das Bild", "Der Server antwortet, aber UDP kommt nicht durch. Versuchen Sie ein anderes Netz; eine Firewall unterwegs oder die des Servers muss es durchlassen."],
  black: ["Es kommt kein Bild zurück", "Der Weg ist offen, aber seit {seconds} Sekunden kam nichts. Versuchen Sie es noch einmal; vielleicht ist das Netz oder der Server überlastet."],
};

export const language = navigator.language.startsWith("de") ? "de" : "en";
export const words = language === "de" ? german : english;
