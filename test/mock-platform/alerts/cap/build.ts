const namespace = 'urn:oasis:names:tc:emergency:cap:1.2';

/** A whole valid message, one piece a line so that a test can change one of them. */
export const wholeAlert = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="${namespace}">
<identifier>hiyori-1</identifier>
<sender>bousai@town.hiyori.example</sender>
<sent>2026-11-21T09:00:00+09:00</sent>
<status>Actual</status>
<msgType>Update</msgType>
<source>ひより町</source>
<scope>Public</scope>
<code>one</code>
<code>two</code>
<note>注</note>
<references>bousai@town.hiyori.example,hiyori-0,2026-11-21T08:00:00+09:00</references>
<incidents>a b</incidents>
<info>
<language>ja</language>
<category>Met</category>
<category>Safety</category>
<event>避難指示</event>
<responseType>Evacuate</responseType>
<urgency>Immediate</urgency>
<severity>Severe</severity>
<certainty>Likely</certainty>
<audience>山手</audience>
<eventCode><valueName>kind</valueName><value>landslide</value></eventCode>
<effective>2026-11-21T09:00:00+09:00</effective>
<onset>2026-11-21T09:00:00+09:00</onset>
<expires>2026-11-21T12:00:00+09:00</expires>
<senderName>ひより町</senderName>
<headline>避難指示 山手</headline>
<description>土砂災害のおそれ &amp; 大雨</description>
<instruction>ひより小学校へ</instruction>
<web>https://town.hiyori.example/bousai?a=1&amp;b=2</web>
<contact>役場</contact>
<parameter><valueName>level</valueName><value>4</value></parameter>
<resource><resourceDesc>地図</resourceDesc><mimeType>image/png</mimeType><size>4</size><uri>map.png</uri><derefUri>AAECAw==</derefUri></resource>
<area>
<areaDesc>山手</areaDesc>
<polygon>35.0,139.0 35.1,139.0 35.1,139.1 35.0,139.0</polygon>
<circle>35.0,139.0 1.5</circle>
<geocode><valueName>code</valueName><value>990019</value></geocode>
<altitude>10</altitude>
<ceiling>200</ceiling>
</area>
</info>
</alert>
`;

/** The whole message with one piece replaced. @throws Error when the piece is not there */
export function changed(piece: string, by: string, from = wholeAlert): string {
  if (!from.includes(piece)) throw new Error(`No ${piece} in the message.`);
  return from.replace(piece, () => by);
}

/** A message with only what is required, and these pieces in it. */
export const smallAlert = (head = '', info = ''): string =>
  `<alert xmlns="${namespace}"><identifier>i</identifier><sender>s</sender><sent>2026-11-21T09:00:00+09:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>${head}${info}</alert>`;

/** An info block with only what is required, and these pieces at its end. */
export const smallInfo = (rest = '', language = 'ja', event = `event ${language}`): string =>
  `<info><language>${language}</language><category>Met</category><event>${event}</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>${rest}</info>`;
