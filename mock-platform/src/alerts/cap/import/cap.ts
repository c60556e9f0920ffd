import type { KeyObject } from 'node:crypto';
import { contentsOf, type EmbeddedAlert, kindOf } from '../documents.ts';
import { type CapAlert, type CapInfo, capVersionOf } from '../message.ts';
import { municipalityOf, prefectureOf } from '../profile/area-codes.ts';
import { names } from '../profile/vocabulary.ts';
import { readAlert } from '../read.ts';
import { readReferences } from '../rules/references.ts';
import { capProblems } from '../rules/rules.ts';
import { millisecondsOf } from '../schema/date-time.ts';
import { standardGrammar } from '../schema/grammar.ts';
import { schemaFaults } from '../schema/judge.ts';
import { asDocument, verifySignatures } from '../signature/verify.ts';
import { leastMeant, type MessageStatus, statusOf, statusSaidIn } from '../status.ts';
import { everyElement, ownText, type XmlElement } from '../xml/node.ts';
import type { XmlDocument } from '../xml/parse.ts';
import {
  type Bulletin,
  type Imported,
  type ImportFault,
  mostBulletins,
  shown,
  shownTitle,
} from './bulletin.ts';
import { nothing, openXml } from './open.ts';

const actions: Record<string, Bulletin['action']> = { Alert: 'issue', Update: 'update', Cancel: 'cancel' };

/** The block that people here read: Japanese, else the first. */
const blockOf = ({ infos }: CapAlert): CapInfo | undefined =>
  infos.find(({ language = '' }) => /^ja\b/i.test(language.trim())) ?? infos[0];

/** 警戒レベル, by our profile's parameter or by any that is called so. */
function levelOf({ parameters }: CapInfo): number | null {
  const found = parameters.find(({ valueName }) => valueName === names.level || /警戒レベル/.test(valueName));
  const digit = /[1-5]/.exec(found?.value.normalize('NFKC') ?? '')?.[0];
  return digit === undefined ? null : Number(digit);
}

function statusIn(alert: CapAlert, outer: readonly MessageStatus[]): MessageStatus {
  const texts = alert.infos.flatMap(({ headline = '', event, description = '' }) => [
    headline,
    event,
    description,
  ]);
  const said = [alert.note ?? '', ...texts].map(statusSaidIn).filter((status) => status !== undefined);
  return leastMeant(statusOf(alert.status), ...outer, ...said);
}

function bulletinOf(alert: CapAlert, status: MessageStatus, verified: boolean): Bulletin | undefined {
  const action = actions[alert.msgType];
  const sent = millisecondsOf(alert.sent);
  if (action === undefined || sent === undefined) return undefined;
  const info = blockOf(alert);
  const codes = alert.infos.flatMap(({ areas }) =>
    areas.flatMap(({ geocodes }) => geocodes.map(({ value }) => value)),
  );
  const expiries = alert.infos.map(({ expires = '' }) => millisecondsOf(expires));
  const latest = expiries.every((at) => at !== undefined) ? Math.max(...expiries) : undefined;
  const key = `${alert.sender},${alert.identifier},${new Date(sent).toISOString()}`;
  return {
    source: 'cap',
    sender: shownTitle(info?.senderName || alert.sender),
    key,
    series: key,
    revision: 0,
    action,
    status,
    title: shownTitle(info?.headline || info?.event || alert.identifier),
    text: shown([info?.description, info?.instruction].filter((part) => part).join('\n')),
    level: info === undefined ? null : levelOf(info),
    municipalities: [...new Set(codes.flatMap((code) => municipalityOf(code) ?? []))],
    prefectures: [...new Set(codes.flatMap((code) => prefectureOf(code) ?? []))],
    ends: readReferences(alert.references).flatMap((reference) =>
      // A message ends only what its own sender sent.
      reference === undefined || reference.sender !== alert.sender
        ? []
        : [
            `${reference.sender},${reference.identifier},${new Date(millisecondsOf(reference.sent) ?? 0).toISOString()}`,
          ],
    ),
    issuedAt: new Date(sent),
    expiresAt: latest === undefined || !Number.isFinite(latest) ? null : new Date(latest),
    verified,
  };
}

/** What the envelope says of all messages in it. */
function statusOfEnvelope(root: XmlElement): MessageStatus[] {
  if (kindOf(root) !== 'edxlde') return [];
  return [...everyElement(root)]
    .filter(({ uri, local }) => uri === root.uri && local === 'distributionStatus')
    .map((element) => statusOf(ownText(element)));
}

/** What the entry around a message says of it. */
function statusAround({ element }: EmbeddedAlert): MessageStatus[] {
  const found: MessageStatus[] = [];
  for (let at = element.parent; at !== undefined; at = at.parent) {
    for (const child of at.children) {
      if (!('local' in child) || child.local !== 'title') continue;
      const said = statusSaidIn(ownText(child));
      if (said !== undefined) found.push(said);
    }
  }
  return found;
}

function take(
  { document, element, path }: Pick<EmbeddedAlert, 'document' | 'element' | 'path'>,
  outer: readonly MessageStatus[],
  keys: readonly KeyObject[],
): Bulletin | ImportFault {
  const own: XmlDocument = element.parent === undefined ? document : asDocument(document, element);
  if (own.root === undefined || own.fault !== undefined)
    return { code: 'import.unreadable', path, message: own.fault?.message ?? 'No document.' };
  if (capVersionOf(own.root.uri) !== '1.2')
    return { code: 'import.not-recognised', path, message: 'Not CAP 1.2.' };
  const [fault] = schemaFaults(standardGrammar, own.root);
  if (fault !== undefined)
    return { code: 'import.invalid', path, message: `${fault.path}: ${fault.message}` };
  const alert = readAlert(own.root);
  // Broken rules about texts and maps do not make a warning of an agency worthless; these would lead astray.
  const broken = capProblems(alert).find(({ code }) =>
    /^cap\.(identifier|sender|references|time-order)/.test(code),
  );
  if (broken !== undefined)
    return { code: 'import.invalid', path, message: `${broken.path}: ${broken.message}` };
  if (alert.scope !== 'Public') return { code: 'import.private', path, message: 'Not for the public.' };
  const verified = verifySignatures(own, keys).some(
    ({ verifies, key, weak }) => verifies && key === 'known' && !weak,
  );
  return (
    bulletinOf(alert, statusIn(alert, outer), verified) ?? {
      code: 'import.not-recognised',
      path,
      message: `Messages of type ${alert.msgType} are not shown.`,
    }
  );
}

/**
 * The CAP messages of a feed, an envelope, or one alone. Nothing of a hostile document is taken.
 * @param keys keys of senders that the town knows
 */
export function importCap(bytes: Uint8Array, keys: readonly KeyObject[]): Imported {
  const opened = openXml(bytes);
  if ('faults' in opened) return opened;
  const { document, root } = opened;
  const kind = kindOf(root);
  if (kind === 'other') return nothing('import.not-recognised', 'Neither an alert, a feed, nor an envelope.');
  const contents =
    kind === 'cap'
      ? { alerts: [{ element: root, document, path: '/alert' }], hostile: false }
      : contentsOf(root, document);
  if (contents.hostile) return nothing('import.hostile', 'A package in it has a DOCTYPE.');
  const envelope = statusOfEnvelope(root);
  const imported: Imported = { bulletins: [], faults: [] };
  for (const alert of contents.alerts.slice(0, mostBulletins)) {
    const outer = [...envelope, ...statusAround(alert as EmbeddedAlert)];
    const taken = take(alert, outer, keys);
    if ('key' in taken) imported.bulletins.push(taken);
    else imported.faults.push(taken);
  }
  return imported;
}
