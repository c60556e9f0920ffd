import type * as z from 'zod/mini';
import type { ServiceName } from '../../protocol/basics.ts';
import { ApplicationForm } from '../../protocol/identity.ts';
import type { RelyingPartyEntry } from '../../protocol/relying-parties.ts';
import { factWords } from '../consent/sentence.ts';

export type Form = z.infer<typeof ApplicationForm>;

const serviceWords: Record<ServiceName, string> = {
  health: 'けんこう',
  booking: 'よやく',
  notices: 'おしらせ',
  town: 'まち',
  alerts: 'ひなん',
  boxes: 'テレビ',
  identity: 'ログイン',
};

/** The register of a municipality that hears of an enrolment, and what it is told. */
export interface HandOver {
  /** As viewers know the municipality. */
  name: string;
  contract: NonNullable<Form['handOver']>;
}

const handedOver = ['name', 'address', 'birthdate', 'gender'] as const;

/** What a contract with a municipality lets be handed over; undefined without the facts that a register goes by. */
export function handOverBy(contract: RelyingPartyEntry | undefined): HandOver | undefined {
  const scopes = handedOver.filter((scope) => contract?.scopes.includes(scope));
  if (!contract || scopes.length < handedOver.length) return undefined;
  return { name: contract.name, contract: { to: contract.id, scopes } };
}

/** The sentences that a person agrees to at the television. */
export function consentSentence(services: readonly ServiceName[], handOver?: HandOver): string {
  const use = `このテレビで ${services.map((service) => serviceWords[service]).join('・')}を つかいます。`;
  if (!handOver) return use;
  return `${use}\n${factWords(handOver.contract.scopes).join('、')}を ${handOver.name}に つたえます。`;
}

/** The bytes of a form: they are stored, sent and signed exactly like this. */
export const writeForm = (form: Form): string => JSON.stringify(form);

export const readForm = (form: string): Form => ApplicationForm.parse(JSON.parse(form));
