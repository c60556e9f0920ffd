import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Clock } from '../server/context.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { HolderLedger, HolderRecord } from './holders.ts';
import {
  type CardFile,
  type CardOrder,
  certifyBoth,
  certifySignature,
  type IssuedCard,
  issueCard,
  issuedCard,
  withCertificates,
} from './issue.ts';
import { spki } from './keys.ts';
import type { Organization } from './names.ts';
import type { CertificateRegister, IssuedCertificate, RevocationReason } from './register.ts';
import { ageAt } from './validity.ts';

/** Children below this age get no signature certificate. */
const SIGNATURE_AGE = 15;

/** What a counter can see of one certificate. */
export type CertificateState = 'good' | 'expired' | 'revoked';

/** A holder as the counter sees them; a serial names the authentication certificate on the card. */
export interface Citizen extends HolderRecord {
  authenticationState: CertificateState;
  authenticationUntil: Date;
  /** Why the authentication certificate was revoked. */
  revokedFor: RevocationReason | undefined;
  signatureState: CertificateState | 'none';
  /** Old enough for a signature certificate. */
  maySign: boolean;
}

/** What a municipal counter does with cards that were issued (jpki-card.md §5, §6). */
export interface Counter {
  citizens(): Citizen[];
  /** Address or town change: the signature certificate alone is revoked (`affiliationChanged`). */
  move(serial: string, to: { municipality: string; address: string }): void;
  /** Another name: the signature certificate alone is revoked. */
  rename(serial: string, name: string): void;
  /** The card was lost: both certificates are revoked (`keyCompromise`). */
  reportLoss(serial: string): void;
  /** The holder has died: both certificates are revoked (`cessationOfOperation`). */
  reportDeath(serial: string): void;
  /**
   * New certificates, each with a new serial and a new common name, onto the same card; its surface key stays. Those
   * that were still good are revoked (`superseded`) and linked with their successors; a certificate that was revoked or
   * out of date has none. (The real service begins three months before the end, the mock does it at any time.)
   */
  renew(card: CardFile): Promise<IssuedCard>;
  /**
   * A new signature certificate onto a card; it is linked with the one before only if that was still good.
   * @throws RangeError for a child, or when the card's authentication certificate is not good
   */
  renewSignature(card: CardFile): Promise<CardFile>;
  /** A new card for a holder, whose old one counts as lost: nothing leads from the old to the new certificates. */
  replaceCard(serial: string): Promise<IssuedCard>;
}

/** Serial of the certificate that a card carries for authentication. @throws RangeError without one */
export function serialOf({ authentication }: Pick<CardFile, 'authentication'>): string {
  if (!authentication) throw new RangeError('the card has no authentication certificate');
  const { serialNumber } = new X509Certificate(Buffer.from(authentication.certificate, 'base64'));
  return serialNumber.toLowerCase().replace(/^0+/, '');
}

export interface CounterTools {
  hierarchyOf(organization: Organization): Promise<Hierarchy>;
  register: CertificateRegister;
  holders: HolderLedger;
  clock: Clock;
}

/** Issues a card and keeps whose it is. */
export async function issueTo(
  { hierarchyOf, register, holders }: Omit<CounterTools, 'clock'>,
  order: CardOrder,
): Promise<IssuedCard> {
  const card = await issueCard(order, await hierarchyOf(order.organization ?? 'JPKI'), register);
  const { issuedAt, withSignature, ...facts } = order;
  holders.add({
    ...facts,
    authentication: card.authentication.serial,
    signature: card.signature?.serial,
  });
  return card;
}

export function openCounter({ hierarchyOf, register, holders, clock }: CounterTools): Counter {
  const stateOf = (entry: IssuedCertificate | undefined): CertificateState | 'none' => {
    if (!entry) return 'none';
    if (entry.revoked) return 'revoked';
    return Date.parse(entry.notAfter) < clock().getTime() ? 'expired' : 'good';
  };
  const find = ({ authentication, signature }: HolderRecord) => ({
    authentication: register.find('authentication', authentication),
    signature: signature === undefined ? undefined : register.find('signature', signature),
  });
  const revokeSignature = ({ signature }: HolderRecord) => {
    if (signature !== undefined) register.revoke('signature', signature, 'affiliationChanged', clock());
  };
  const revokeBoth = (holder: HolderRecord, reason: 'keyCompromise' | 'cessationOfOperation') => {
    register.revoke('authentication', holder.authentication, reason, clock());
    if (holder.signature !== undefined) register.revoke('signature', holder.signature, reason, clock());
  };
  const maySign = ({ birthDate }: HolderRecord) => ageAt(clock(), birthDate) >= SIGNATURE_AGE;
  const orderFor = (holder: HolderRecord): CardOrder => {
    const { authentication, signature, ...facts } = holder;
    return { ...facts, issuedAt: clock(), withSignature: maySign(holder) };
  };
  const hierarchyFor = ({ organization = 'JPKI' }: HolderRecord) => hierarchyOf(organization);

  /** The old certificate ends; its successor is known to verifiers only if it was good until now. */
  const supersede = (old: IssuedCertificate | undefined, newer: string | undefined) => {
    if (!old || stateOf(old) !== 'good') return;
    register.revoke(old.authority, old.serial, 'superseded', clock());
    if (newer !== undefined) register.link(old.authority, old.serial, newer);
  };

  return {
    citizens: () =>
      holders.list().map((holder) => {
        const { authentication, signature } = find(holder);
        const state = stateOf(authentication);
        return {
          ...holder,
          authenticationState: state === 'none' ? 'revoked' : state,
          authenticationUntil: new Date(authentication?.notAfter ?? 0),
          revokedFor: authentication?.revoked?.reason,
          signatureState: stateOf(signature),
          maySign: maySign(holder),
        };
      }),
    move(serial, { municipality, address }) {
      revokeSignature(holders.of(serial));
      holders.change(serial, { municipality, address });
    },
    rename(serial, name) {
      revokeSignature(holders.of(serial));
      holders.change(serial, { name });
    },
    reportLoss: (serial) => revokeBoth(holders.of(serial), 'keyCompromise'),
    reportDeath: (serial) => revokeBoth(holders.of(serial), 'cessationOfOperation'),
    async renew(card) {
      const holder = holders.of(serialOf(card));
      const certificates = await certifyBoth(orderFor(holder), await hierarchyFor(holder), register);
      const { authentication, signature } = certificates;
      const old = find(holder);
      supersede(old.authentication, authentication.entry.serial);
      supersede(old.signature, signature?.entry.serial);
      holders.change(holder.authentication, {
        authentication: authentication.entry.serial,
        signature: signature?.entry.serial,
      });
      const surface = createPrivateKey({
        key: Buffer.from(card.surface?.privateKey ?? '', 'base64'),
        format: 'der',
        type: 'pkcs8',
      });
      const file = withCertificates(card, authentication, signature);
      return issuedCard(file, spki(surface).toString('base64'), certificates);
    },
    async renewSignature(card) {
      const holder = holders.of(serialOf(card));
      const order = orderFor(holder);
      if (!order.withSignature) throw new RangeError('too young for a signature certificate');
      if (stateOf(find(holder).authentication) !== 'good') throw new RangeError('the card is not good');
      const old = find(holder).signature;
      const signature = await certifySignature(
        order,
        holder.authentication,
        await hierarchyFor(holder),
        register,
      );
      supersede(old, signature.entry.serial);
      holders.change(holder.authentication, { signature: signature.entry.serial });
      return withCertificates(card, undefined, signature);
    },
    async replaceCard(serial) {
      const holder = holders.of(serial);
      revokeBoth(holder, 'keyCompromise');
      const card = await issueCard(orderFor(holder), await hierarchyFor(holder), register);
      holders.change(serial, {
        authentication: card.authentication.serial,
        signature: card.signature?.serial,
      });
      return card;
    },
  };
}
