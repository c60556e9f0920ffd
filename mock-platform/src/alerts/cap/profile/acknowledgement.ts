import * as z from 'zod/mini';
import { Answer, type Order } from '../../../protocol/alerts.ts';
import { Instant, Subject, Tier, Uuid } from '../../../protocol/basics.ts';
import type { CapAlert } from '../message.ts';
import { readAddresses } from '../rules/addresses.ts';
import { readReferences, writeReferences } from '../rules/references.ts';
import { capTimeOf } from '../schema/date-time.ts';
import { NotOfProfile } from './cap-to-order.ts';
import { senderOf } from './order-to-cap.ts';
import { capStatusOf, profileCode } from './vocabulary.ts';

/** What became of an order at one television or for one person; CAP has no element for it, `note` carries it. */
export const AcknowledgementNote = z.union([
  z.strictObject({ event: z.enum(['received', 'displayed', 'refused']), box: Uuid, at: Instant }),
  z.strictObject({ event: z.literal('answered'), person: Subject, answer: Answer, tier: Tier, at: Instant }),
]);
export type AcknowledgementNote = z.infer<typeof AcknowledgementNote>;

/** A receipt or an answer as a CAP message: an Ack, private, to the town, of the order's own status. */
export function acknowledgementToCap(
  order: Pick<Order, 'id' | 'municipality' | 'status' | 'issuedAt'>,
  id: string,
  note: AcknowledgementNote,
  host: string,
): CapAlert {
  const town = senderOf(order.municipality, host);
  const sent = new Date(Math.max(Date.parse(note.at), Date.parse(order.issuedAt)));
  const references = writeReferences([
    { sender: town, identifier: order.id, sent: capTimeOf(new Date(order.issuedAt)) },
  ]);
  return {
    identifier: id,
    sender: senderOf('box' in note ? note.box : note.person, host),
    sent: capTimeOf(sent),
    status: capStatusOf[order.status],
    msgType: note.event === 'refused' ? 'Error' : 'Ack',
    scope: 'Private',
    addresses: town,
    codes: [profileCode],
    note: JSON.stringify(note),
    ...(references === undefined ? {} : { references }),
    infos: [],
  };
}

/**
 * The order and what is said of it.
 * @throws NotOfProfile
 */
export function acknowledgementFromCap(alert: CapAlert): { order: string; note: AcknowledgementNote } {
  if (alert.msgType !== 'Ack' && alert.msgType !== 'Error')
    throw new NotOfProfile('/alert/msgType', 'No Ack.');
  if (alert.scope !== 'Private' || (readAddresses(alert.addresses ?? '') ?? []).length === 0)
    throw new NotOfProfile('/alert/scope', 'Not private.');
  const [reference, ...more] = readReferences(alert.references);
  if (reference === undefined || more.length > 0)
    throw new NotOfProfile('/alert/references', 'Not one reference.');
  let value: unknown;
  try {
    value = JSON.parse(alert.note ?? '');
  } catch {
    throw new NotOfProfile('/alert/note', 'Not JSON.');
  }
  const note = AcknowledgementNote.safeParse(value);
  if (!note.success)
    throw new NotOfProfile('/alert/note', note.error.issues[0]?.message ?? 'Not understood.');
  return { order: reference.identifier, note: note.data };
}
