/**
 * Places inside a text where a reader would stumble over a line break: inside a number with its unit, between a name
 * and さん, inside a Latin word.
 */
const digit = '0-9０-９';
const units =
  '時間|時半|時|分間|分|秒|年間|年度|年|か月|カ月|ヶ月|ヵ月|月|日間|日|週間|週|曜日|人|回|円|歳|才|番地|番|階|件|名|本|' +
  '個|枚|台|度|号|丁目|世帯|組|杯|歩|点|割|倍|つ|％|%|℃|km|kg|cm|mm|ｍ|m|g|mmHg';

const togetherPatterns = [
  // 「午前9時30分」, 「11月20日」, 「12.5kg」, 「1,200円」, 「警戒レベル4」 keeps only the figure whole.
  new RegExp(
    `(?:午前|午後|令和|平成|昭和|第)?(?:[${digit}]+(?:[.,．，:][${digit}]+)*(?:${units})?(?:まで|から|ごろ|以上|以下)?)+`,
    'g',
  ),
  // The run of one script before a form of address, and the address itself.
  /(?:[\u3041-\u3096ー]{1,6}|[\u30a1-\u30faー]{1,10}|[\u4e00-\u9fff\u3005]{1,6}|(?:[\ud800-\udbff][\udc00-\udfff])+)(?:さん|さま|様|ちゃん|くん)/g,
  // Latin words, addresses and numbers with signs.
  /[A-Za-z0-9@_&+./:#'’-]+/g,
  /[一二三四五六七八九十]+(?:時|分|月|日|年|人|回|円|つ)/g,
];

/** Marks every position (UTF-16 index) inside such a group: `true` means that a break there is bad. */
export function gluedPositions(text: string): boolean[] {
  const glued: boolean[] = new Array<boolean>(text.length + 1).fill(false);
  for (const pattern of togetherPatterns) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      for (let i = match.index + 1; i < match.index + match[0].length; i += 1) glued[i] = true;
    }
  }
  return glued;
}
