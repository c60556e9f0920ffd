import { Order } from '../../../protocol/alerts.ts';
import type { CapAlert, CapInfo } from '../message.ts';
import { readReferences } from '../rules/references.ts';
import { languages, names, profileCode } from './vocabulary.ts';

/** A message that is no order of the Japanese profile; `path` names what is missing or wrong. */
export class NotOfProfile extends Error {
  readonly code = 'cap.not-of-profile';

  constructor(
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
    this.name = 'NotOfProfile';
  }
}

const statuses: Record<string, Order['status']> = { Actual: 'live', Exercise: 'drill' };
const actions: Record<string, Order['action']> = { Alert: 'issue', Update: 'update', Cancel: 'cancel' };

const values = (info: CapInfo, name: string): string[] =>
  info.parameters.filter(({ valueName }) => valueName === name).map(({ value }) => value);

/** The one order that all blocks of a message tell. */
function tellsOneOrder(infos: readonly CapInfo[]): boolean {
  const facts = infos.map((info) =>
    JSON.stringify([info.eventCodes, info.areas, values(info, names.level), values(info, names.expiresAt)]),
  );
  return facts.every((fact) => fact === facts[0]);
}

/**
 * The order that a message of the Japanese profile tells: what `orderToCap` wrote comes back whole. Status Exercise is a
 * drill; Test, System and Draft are no orders at all.
 * @throws NotOfProfile
 */
export function orderFromCap(alert: CapAlert): Order {
  const refuse = (path: string, message: string): never => {
    throw new NotOfProfile(path, message);
  };
  if (!alert.codes.includes(profileCode)) refuse('/alert/code', 'Not of the Japanese profile.');
  const status = statuses[alert.status] ?? refuse('/alert/status', 'Neither Actual nor Exercise.');
  const action = actions[alert.msgType] ?? refuse('/alert/msgType', 'Neither Alert, Update nor Cancel.');
  const block = (language: string): CapInfo | undefined =>
    alert.infos.find((info) => info.language === language);
  const japanese = block(languages.ja) ?? refuse('/alert/info', 'No block in Japanese.');
  if (!tellsOneOrder(alert.infos)) refuse('/alert/info', 'The blocks tell different things.');

  const references = readReferences(alert.references).map((reference) => reference?.identifier);
  const codes = japanese.areas.flatMap(({ geocodes }) =>
    geocodes.filter(({ valueName }) => valueName === names.municipality).map(({ value }) => value),
  );
  const english = block(languages.en);
  const plain = values(japanese, names.plainText);
  const translations = {
    ...(plain.length > 0 ? { plain } : {}),
    ...(english ? { en: values(english, names.sentence) } : {}),
  };
  const [agencyMessage] = values(japanese, names.agencyMessage);
  const parsed = Order.safeParse({
    version: 1,
    id: alert.identifier,
    municipality: new Set(codes).size === 1 ? codes[0] : undefined,
    municipalityName: japanese.senderName,
    status,
    action,
    references,
    hazard: japanese.eventCodes.find(({ valueName }) => valueName === names.hazard)?.value,
    level: Number(values(japanese, names.level)[0]),
    ...(agencyMessage === undefined ? {} : { agencyMessage }),
    districts: japanese.areas.flatMap(({ geocodes }) =>
      geocodes.filter(({ valueName }) => valueName === names.district).map(({ value }) => value),
    ),
    sentences: values(japanese, names.sentence),
    ...(Object.keys(translations).length > 0 ? { translations } : {}),
    issuedAt: values(japanese, names.issuedAt)[0],
    expiresAt: values(japanese, names.expiresAt)[0],
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse(`/order/${issue?.path.join('/') ?? ''}`, issue?.message ?? 'No order.');
}
