/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

const FINGERPRINT = Array.from({ length: 32 }, (none, i) => (i * 7 % 256).toString(16)
  .padStart(2, '0').toUpperCase()).join(':');

const TRANSPORT = mid => `c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:booth
a=ice-pwd:0123456789abcdefghijklmn
a=ice-options:trickle
a=fingerprint:sha-256 ${FINGERPRINT}
a=setup:actpass
a=mid:${mid}
a=sendrecv
a=rtcp-mux
a=rtcp-rsize`;

/* What a browser offers, with fewer codecs: video, then sound when there is a second mid. */
function makeOffer(mids = ['0']) {
  const lines = [`v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE ${mids.join(' ')}
a=extmap-allow-mixed
a=msid-semantic: WMS booth`];

  lines.push(`m=video 9 UDP/TLS/RTP/SAVPF 96 97 102
${TRANSPORT(mids[0])}
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
a=ssrc-group:FID 1111 2222
a=ssrc:1111 cname:booth
a=ssrc:2222 cname:booth`);
  if (mids.length > 1)
    lines.push(`m=audio 9 UDP/TLS/RTP/SAVPF 111 0
${TRANSPORT(mids[1])}
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:0 PCMU/8000
a=ssrc:3333 cname:booth`);

  return `${lines.join('\n')}\n`.replace(/\n/g, '\r\n');
}

module.exports = { makeOffer };
