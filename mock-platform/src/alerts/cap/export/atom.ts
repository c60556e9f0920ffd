import { xmlDeclaration } from '../write.ts';
import { escapeXml } from '../xml/escape.ts';
import type { PublishedOrders } from './published-orders.ts';

/** The orders of a town as an Atom feed (RFC 4287), each entry with its signed alert. */
export function atomFeed({ townName, orders }: PublishedOrders, address: string, now: Date): string {
  const updated =
    orders[0]?.order.issuedAt ?? new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000).toISOString();
  const entries = orders.map(({ order, xml }) => {
    const drill = order.status === 'drill' ? '【訓練】' : '';
    const cancel = order.action === 'cancel' ? '取消 ' : '';
    return [
      '<entry>',
      `<id>urn:uuid:${order.id}</id>`,
      `<title>${escapeXml(`${drill}${cancel}${townName} 警戒レベル${order.level}`)}</title>`,
      `<updated>${new Date(order.issuedAt).toISOString()}</updated>`,
      `<link rel="alternate" type="application/cap+xml" href="${escapeXml(`${address}/${order.id}`)}"/>`,
      `<content type="application/cap+xml">${xml}</content>`,
      '</entry>',
    ].join('\n');
  });
  return [
    `${xmlDeclaration}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">`,
    `<id>${escapeXml(address)}</id>`,
    `<title>${escapeXml(`${townName} 避難情報`)}</title>`,
    `<updated>${new Date(updated).toISOString()}</updated>`,
    `<author><name>${escapeXml(townName)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(address)}"/>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n');
}
