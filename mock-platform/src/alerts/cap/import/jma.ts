import { municipalityOf, prefectureOf } from '../profile/area-codes.ts';
import { leastMeant, statusOf, statusSaidIn } from '../status.ts';
import { childElements, everyElement, ownText, type XmlElement } from '../xml/node.ts';
import { type Bulletin, type Imported, type ImportFault, shown, shownTitle } from './bulletin.ts';
import { nothing, openXml } from './open.ts';

const namespace = 'http://xml.kishou.go.jp/jmaxml1/';
const actions: Record<string, Bulletin['action']> = {
  発表: 'issue',
  更新: 'update',
  訂正: 'update',
  遅延: 'issue',
  取消: 'cancel',
};
/** Without a word of how long it holds, a report is shown for a day. */
const holdsMilliseconds = 24 * 3600_000;

const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && childElements(element).find(({ local }) => local === name);

const textOf = (element: XmlElement | undefined, ...path: string[]): string => {
  const found = path.reduce<XmlElement | undefined>((at, name) => child(at, name), element);
  return found === undefined ? '' : ownText(found).trim();
};

/** The same words with ordinary digits: the agency writes 「レベル３大雨警報」. */
const plain = (text: string): string => text.normalize('NFKC').trim();

/** `2026-11-21T09:00:00+09:00`, or with `Z`, as milliseconds. */
function moment(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** The kinds of a warning that hold: a kind that is lifted (解除) or none (なし) warns of nothing. */
function kindsOf(body: XmlElement): { name: string; condition: string; significancy: string }[] {
  return [...everyElement(body)]
    .filter(({ local }) => local === 'Kind')
    .map((kind) => ({
      name: plain(textOf(kind, 'Name')),
      condition: plain(textOf(kind, 'Status') || textOf(kind, 'Condition')),
      significancy: [...everyElement(kind)]
        .filter(({ local }) => local === 'Significancy')
        .map((element) => plain(`${textOf(element, 'Code')} ${textOf(element, 'Name')}`))
        .join(' '),
    }))
    .filter(({ name }) => name !== '' && name !== 'なし');
}

/** 警戒レベル of names (レベル4…) and of the agency's codes (31: 警戒レベル3相当). */
function levelOf(kinds: ReturnType<typeof kindsOf>): number | null {
  const levels = kinds
    .filter(({ condition }) => !/解除|なし/.test(condition))
    .flatMap(({ name, significancy }) => [
      ...[...`${name} ${significancy}`.matchAll(/(?:警戒)?レベル\s*([1-5])/g)].map(([, digit]) =>
        Number(digit),
      ),
      ...[...significancy.matchAll(/(?:^| )([1-5])1(?= |$)/g)].map(([, digit]) => Number(digit)),
    ]);
  return levels.length === 0 ? null : Math.max(...levels);
}

/** Areas the report is about: in its headline, else in its body. */
function codesOf(root: XmlElement): string[] {
  return [...everyElement(root)]
    .filter(({ local }) => local === 'Area')
    .map((area) => plain(textOf(area, 'Code')))
    .filter((code) => /^\d{6,7}$/.test(code));
}

/** Everything that the report holds has been lifted. */
const isLifted = (kinds: ReturnType<typeof kindsOf>): boolean =>
  kinds.length > 0 && kinds.every(({ condition }) => /解除/.test(condition));

function read(root: XmlElement): Bulletin | ImportFault {
  const refuse = (path: string, message: string): ImportFault => ({ code: 'import.invalid', path, message });
  const control = child(root, 'Control');
  const head = child(root, 'Head');
  const body = child(root, 'Body') ?? root;
  if (control === undefined || head === undefined) return refuse('/Report', 'Control or Head is missing.');
  const infoType = plain(textOf(head, 'InfoType'));
  const action = actions[infoType];
  if (action === undefined) return refuse('/Report/Head/InfoType', `Unknown: ${infoType.slice(0, 20)}`);
  const issued = moment(textOf(head, 'ReportDateTime')) ?? moment(textOf(control, 'DateTime'));
  if (issued === undefined) return refuse('/Report/Head/ReportDateTime', 'No moment.');
  const title = plain(textOf(head, 'Title') || textOf(control, 'Title'));
  const headline = plain(textOf(head, 'Headline', 'Text'));
  const said = [title, headline].map(statusSaidIn).filter((status) => status !== undefined);
  const status = leastMeant(statusOf(textOf(control, 'Status')), ...said);
  const office = plain(textOf(control, 'PublishingOffice') || textOf(control, 'EditorialOffice'));
  const event = plain(textOf(head, 'EventID'));
  const kinds = kindsOf(body);
  const codes = codesOf(root);
  const name = plain(textOf(control, 'Title'));
  // A drill about the same event is a series of its own: it must never end what is meant.
  const series = [name, office, event || [...new Set(codes)].sort().join('+'), status]
    .join('|')
    .slice(0, 500);
  const serial = Number(plain(textOf(head, 'Serial')) || '0');
  const until = moment(textOf(head, 'ValidDateTime'));
  return {
    source: 'jma',
    sender: shownTitle(office || '気象庁'),
    key: `${series}|${new Date(issued).toISOString()}|${infoType}|${serial}`,
    series,
    revision: issued,
    action: isLifted(kinds) ? 'cancel' : action,
    status,
    title: shownTitle(title || name),
    text: shown(
      [headline, [...new Set(kinds.map((kind) => kind.name))].join('、')].filter((part) => part).join('\n'),
    ),
    level: levelOf(kinds),
    municipalities: [...new Set(codes.flatMap((code) => municipalityOf(code) ?? []))],
    prefectures: [...new Set(codes.flatMap((code) => prefectureOf(code) ?? []))],
    ends: [],
    issuedAt: new Date(issued),
    expiresAt: new Date(until !== undefined && until > issued ? until : issued + holdsMilliseconds),
    verified: false,
  };
}

/** A report of the weather agency (JMA XML 1, the kinds of 2026 and older ones); its reports carry no signature. */
export function importJma(bytes: Uint8Array): Imported {
  const opened = openXml(bytes);
  if ('faults' in opened) return opened;
  const { root } = opened;
  if (root.local !== 'Report' || !root.uri.startsWith(namespace))
    return nothing('import.not-recognised', 'No report of the weather agency.');
  const taken = read(root);
  return 'key' in taken ? { bulletins: [taken], faults: [] } : { bulletins: [], faults: [taken] };
}
