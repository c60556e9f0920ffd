import * as z from 'zod/mini';
import { municipalityOf } from '../profile/area-codes.ts';
import { leastMeant, statusOf, statusSaidIn } from '../status.ts';
import {
  type Bulletin,
  type Imported,
  type ImportFault,
  mostBulletins,
  shown,
  shownTitle,
} from './bulletin.ts';

const Text = z.string().check(z.maxLength(20_000));
const Moment = z.iso.datetime({ offset: true, local: false });

/** One message of L-Alert in its public JSON form (rest_commons version 1); what is not named here is left alone. */
const Message = z.object({
  docid: z.string().check(z.minLength(1), z.maxLength(100)),
  countrycode: z._default(z.string().check(z.maxLength(10)), 'jp'),
  citycode: z.string().check(z.regex(/^\d{5,6}$/)),
  運用種別: Text,
  revision: z.union([z.int().check(z.minimum(0)), z.string().check(z.regex(/^\d{1,9}$/))]),
  種別: z.optional(Text),
  更新種別: z.optional(Text),
  発信者: z.optional(Text),
  標題: z.optional(Text),
  本文: z.optional(Text),
  警戒レベル: z.optional(z.union([z.int(), Text])),
  発信日時: Moment,
  有効期限: z.optional(Moment),
});
type Message = z.infer<typeof Message>;

const actions: Record<string, Bulletin['action']> = {
  新規: 'issue',
  発表: 'issue',
  更新: 'update',
  訂正: 'update',
  取消: 'cancel',
  削除: 'cancel',
  解除: 'cancel',
};
const holdsMilliseconds = 24 * 3600_000;
const longestMessage = 8 * 1024 * 1024;

const plain = (text: string | undefined): string => (text ?? '').normalize('NFKC').trim();

function bulletinOf(message: Message): Bulletin {
  const { docid, countrycode, citycode } = message;
  const kind = plain(message.運用種別);
  const said = [message.標題, message.本文]
    .map((text) => statusSaidIn(text ?? ''))
    .filter((status) => status !== undefined);
  const revision = Number(message.revision);
  const series = [docid, countrycode, citycode, kind].join('|');
  const issued = Date.parse(message.発信日時);
  const level = /[1-5]/.exec(plain(String(message.警戒レベル ?? '')))?.[0];
  const title = plain(message.標題) || plain(message.種別) || 'Lアラート';
  return {
    source: 'l-alert',
    sender: shownTitle(plain(message.発信者) || citycode),
    key: `${series}|${revision}`,
    series,
    revision,
    action: actions[plain(message.更新種別)] ?? (revision > 1 ? 'update' : 'issue'),
    status: leastMeant(statusOf(kind), ...said),
    title: shownTitle(title),
    text: shown(message.本文 ?? ''),
    level: level === undefined ? null : Number(level),
    municipalities: [municipalityOf(citycode) ?? []].flat(),
    prefectures: [],
    ends: [],
    issuedAt: new Date(issued),
    expiresAt: new Date(
      message.有効期限 === undefined ? issued + holdsMilliseconds : Date.parse(message.有効期限),
    ),
    verified: false,
  };
}

/** Messages of L-Alert as JSON: one, or a list of them; they carry no signature. */
export function importLAlert(bytes: Uint8Array): Imported {
  const fault = (code: ImportFault['code'], path: string, message: string): ImportFault => ({
    code,
    path,
    message,
  });
  let value: unknown;
  try {
    if (bytes.length > longestMessage) throw new RangeError('too large');
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { bulletins: [], faults: [fault('import.unreadable', '', 'Not JSON in UTF-8.')] };
  }
  const imported: Imported = { bulletins: [], faults: [] };
  for (const [index, item] of [value].flat().slice(0, mostBulletins).entries()) {
    const parsed = Message.safeParse(item);
    if (parsed.success) imported.bulletins.push(bulletinOf(parsed.data));
    else {
      const [issue] = parsed.error.issues;
      imported.faults.push(
        fault(
          'import.invalid',
          `/${index}/${issue?.path.join('/') ?? ''}`,
          issue?.message ?? 'Not understood.',
        ),
      );
    }
  }
  return imported;
}
