import type { Order } from '../../../protocol/alerts.ts';
import type { CapAlert, CapArea, CapInfo, CapPair } from '../message.ts';
import { writeAddresses } from '../rules/addresses.ts';
import { writeReferences } from '../rules/references.ts';
import { capTimeOf } from '../schema/date-time.ts';
import { jmaCodeOf } from './area-codes.ts';
import {
  actionMarks,
  capStatusOf,
  categoryOf,
  eventWords,
  hazardWords,
  languages,
  meaningOf,
  messageTypeOf,
  names,
  profileCode,
  statusMarks,
  type Wording,
} from './vocabulary.ts';

/** What a message needs beside the order. */
export interface CapSurroundings {
  /** Host that makes the sender's name worldwide: `990019@host`. */
  host: string;
  /** Name of a district; its code where there is none. */
  districtName(code: string): string | undefined;
  /** When the orders that this one refers to were issued. */
  issuedAt?(order: string): Date | undefined;
  /** Pairwise ids of the persons it is for: makes it a personal order (scope Private). */
  recipients?: readonly string[];
}

/** The sender's name of a town. */
export const senderOf = (municipality: string, host: string): string => `${municipality}@${host}`;

/** Text with readings as it is read by eye: `{小学校|しょうがっこう}` is 小学校. */
export const unmarked = (text: string): string => text.replace(/\{([^{}|]+)\|[^{}|]+\}/g, '$1');

const pair = (valueName: string, value: string): CapPair => ({ valueName, value });

function areaOf(order: Order, district: string, { districtName }: CapSurroundings): CapArea {
  return {
    areaDesc: `${order.municipalityName} ${districtName(district) ?? district}`,
    polygons: [],
    circles: [],
    geocodes: [
      pair(names.municipality, order.municipality),
      pair(names.jma, jmaCodeOf(order.municipality)),
      pair(names.district, district),
    ],
  };
}

function parametersOf(order: Order, wording: Wording, sentences: readonly string[]): CapPair[] {
  const own = [
    pair(names.level, String(order.level)),
    pair(names.issuedAt, order.issuedAt),
    pair(names.expiresAt, order.expiresAt),
    ...(order.agencyMessage === undefined ? [] : [pair(names.agencyMessage, order.agencyMessage)]),
    ...sentences.map((sentence) => pair(names.sentence, sentence)),
  ];
  const plain = wording === 'ja' ? (order.translations?.plain ?? []) : [];
  return [...own, ...plain.map((sentence) => pair(names.plainText, sentence))];
}

function infoOf(
  order: Order,
  wording: Wording,
  sentences: readonly string[],
  around: CapSurroundings,
): CapInfo {
  const { hazard, level, status, action } = order;
  const { response, urgency, severity, certainty } = meaningOf[level];
  const ended = action === 'cancel';
  const event = eventWords[level][wording];
  const marks = `${statusMarks[status][wording]}${actionMarks[action][wording]}`;
  const levelWord = { ja: `警戒レベル${level}`, plain: `レベル${level}`, en: `Level ${level}` }[wording];
  const sent = capTimeOf(new Date(order.issuedAt));
  return {
    language: languages[wording],
    categories: [categoryOf[hazard], 'Safety'],
    event: `${event} ${hazardWords[hazard][wording]}`,
    responseTypes: [ended ? 'AllClear' : response],
    urgency: ended ? 'Past' : urgency,
    severity,
    certainty,
    eventCodes: [pair(names.hazard, hazard)],
    effective: sent,
    expires: capTimeOf(new Date(order.expiresAt)),
    senderName: order.municipalityName,
    headline: `${marks}${event} ${levelWord} ${hazardWords[hazard][wording]}`,
    instruction: sentences.map(unmarked).join('\n'),
    parameters: parametersOf(order, wording, sentences),
    resources: [],
    areas: order.districts.map((district) => areaOf(order, district, around)),
  };
}

/** The same words under two languages would be an error: the block of the other language leaves them out. */
function withoutRepeats(infos: readonly CapInfo[]): CapInfo[] {
  const japanese = infos[0]?.instruction?.trim();
  return infos.map((info, index) => {
    if (index === 0 || info.language !== languages.en || info.instruction?.trim() !== japanese) return info;
    const { instruction: _repeated, ...rest } = info;
    return rest;
  });
}

/**
 * An order as a CAP 1.2 message of the Japanese profile; `orderFromCap` gives the same order back. A drill is an
 * Exercise, never Actual.
 */
export function orderToCap(order: Order, around: CapSurroundings): CapAlert {
  const sender = senderOf(order.municipality, around.host);
  const wordings: [Wording, readonly string[] | undefined][] = [
    ['ja', order.sentences],
    ['plain', order.translations?.plain],
    ['en', order.translations?.en],
  ];
  const references = writeReferences(
    order.references.map((identifier) => ({
      sender,
      identifier,
      sent: capTimeOf(around.issuedAt?.(identifier) ?? new Date(order.issuedAt)),
    })),
  );
  const personal = around.recipients !== undefined && around.recipients.length > 0;
  return {
    identifier: order.id,
    sender,
    sent: capTimeOf(new Date(order.issuedAt)),
    status: capStatusOf[order.status],
    msgType: messageTypeOf[order.action],
    source: order.municipalityName,
    scope: personal ? 'Private' : 'Public',
    ...(personal ? { addresses: writeAddresses(around.recipients ?? []) } : {}),
    codes: [profileCode],
    ...(references === undefined ? {} : { references }),
    infos: withoutRepeats(
      wordings.flatMap(([wording, sentences]) =>
        sentences === undefined ? [] : [infoOf(order, wording, sentences, around)],
      ),
    ),
  };
}
