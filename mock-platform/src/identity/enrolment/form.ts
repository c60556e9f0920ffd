import type * as z from 'zod/mini';
import type { ServiceName } from '../../protocol/basics.ts';
import { ApplicationForm } from '../../protocol/identity.ts';

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

/** The sentence that a person agrees to at the television. */
export const consentSentence = (services: readonly ServiceName[]): string =>
  `このテレビで ${services.map((service) => serviceWords[service]).join('・')}を つかいます。`;

/** The bytes of a form: they are stored, sent and signed exactly like this. */
export const writeForm = (form: Form): string => JSON.stringify(form);

export const readForm = (form: string): Form => ApplicationForm.parse(JSON.parse(form));
