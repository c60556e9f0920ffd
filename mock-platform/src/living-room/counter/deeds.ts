import { dayOf } from '../../booking/calendar.ts';
import type { Certification, Citizen } from '../../certification/index.ts';
import type { CardFile } from '../../protocol/card-reader.ts';
import { commonRecord } from '../seed/common-record.ts';
import { towns } from '../seed/world.ts';

/** A line that a deed asks for. */
export interface Field {
  name: string;
  label: string;
  value: string;
  /** Choose one of these instead of typing. */
  options?: readonly { value: string; label: string }[];
}

/** A deed that is to be done. */
export interface Ordered {
  counter: Certification['counter'];
  citizen: Citizen;
  /** What the fields say, by name. */
  given: Readonly<Record<string, string>>;
  /** The card as it is. */
  card: CardFile;
  now: Date;
}

/** Something that a municipal counter does for the holder of a card. */
export interface Deed {
  title: string;
  /** What the button says. */
  button: string;
  isPossible(citizen: Citizen): boolean;
  /** The card itself is needed at the counter: it is written. */
  writesCard: boolean;
  /** What happens by it, said before and after. */
  before: readonly string[];
  after: string;
  fields(citizen: Citizen): readonly Field[];
  /** @returns the card with its new content, where there is one */
  carryOut(ordered: Ordered): CardFile | undefined | Promise<CardFile | undefined>;
}

const isLost = ({ revokedFor }: Citizen) => revokedFor === 'keyCompromise';
const isLiving = ({ revokedFor }: Citizen) => revokedFor !== 'cessationOfOperation';
const isGood = ({ authenticationState }: Citizen) => authenticationState === 'good';
const noFields = () => [];

export const deeds = {
  move: {
    title: '引っ越し',
    button: '引っ越しを届け出る',
    isPossible: isGood,
    writesCard: false,
    before: [
      '署名用電子証明書は、あれば失効します(住所が変わるためです)。',
      '利用者証明用電子証明書は有効なままです。テレビのログインは、これまでどおりできます。',
      'カードの中身は変わりません。新しい署名用電子証明書は、あとで窓口で発行できます。',
    ],
    after: '引っ越しを受け付けました。署名用電子証明書の状態は表のとおりです。',
    fields: ({ municipality }) => [
      {
        name: 'municipality',
        label: '新しい町',
        value: towns.find((town) => town.municipality !== municipality)?.municipality ?? municipality,
        options: towns.map((town) => ({ value: town.municipality, label: town.name })),
      },
      { name: 'address', label: '新しい住所', value: '' },
    ],
    carryOut({ counter, citizen, given: { municipality = '', address = '' } }) {
      counter.move(citizen.authentication, { municipality, address });
      return undefined;
    },
  },
  rename: {
    title: '氏名の変更',
    button: '氏名の変更を届け出る',
    isPossible: isGood,
    writesCard: false,
    before: [
      '署名用電子証明書は、あれば失効します(氏名が変わるためです)。',
      '利用者証明用電子証明書は有効なままです。氏名が書かれていないためです。',
    ],
    after: '氏名の変更を受け付けました。署名用電子証明書の状態は表のとおりです。',
    fields: ({ name }) => [{ name: 'name', label: '新しい氏名', value: name }],
    carryOut({ counter, citizen, given: { name = '' } }) {
      counter.rename(citizen.authentication, name);
      return undefined;
    },
  },
  signature: {
    title: '署名用電子証明書の発行',
    button: '発行する',
    isPossible: (citizen) => isGood(citizen) && citizen.maySign && citizen.signatureState !== 'good',
    writesCard: true,
    before: [
      'いまの氏名と住所で、新しい署名用電子証明書をカードに書き込みます。',
      '利用者証明用電子証明書は変わりません。',
    ],
    after: '新しい署名用電子証明書をカードに書き込みました。',
    fields: noFields,
    carryOut: ({ counter, card }) => counter.renewSignature(card),
  },
  renew: {
    title: '電子証明書の更新',
    button: '更新する',
    isPossible: (citizen) => isLiving(citizen) && !isLost(citizen),
    writesCard: true,
    before: [
      '新しい電子証明書をカードに書き込みます。発行番号は新しくなります。',
      'これまでの電子証明書は失効します。有効だったものは、新しいものとのつながり(新旧紐付け)が残ります。',
      'すでに失効または期限切れのものには、つながりが残りません。テレビでは登録をやり直します。',
    ],
    after: '電子証明書を更新し、カードに書き込みました。',
    fields: noFields,
    carryOut: async ({ counter, card }) => (await counter.renew(card)).file,
  },
  lost: {
    title: 'カードの紛失',
    button: '紛失を届け出る',
    isPossible: (citizen) => citizen.authenticationState !== 'revoked',
    writesCard: false,
    before: [
      '2つの電子証明書は、どちらも失効します。',
      'このカードを拾った人がテレビに置いても、ログインできません。',
    ],
    after: '紛失を受け付けました。電子証明書は2つとも失効しました。',
    fields: noFields,
    carryOut({ counter, citizen }) {
      counter.reportLoss(citizen.authentication);
      return undefined;
    },
  },
  replace: {
    title: 'カードの再発行',
    button: '再発行する',
    isPossible: isLost,
    writesCard: true,
    before: [
      '新しいカードを発行します。かぎも電子証明書も、すべて新しくなります。',
      'なくしたカードとのつながりは残りません。テレビでは登録をやり直します。',
    ],
    after: '新しいカードを発行しました。',
    fields: noFields,
    async carryOut({ counter, citizen, now }) {
      const { file } = await counter.replaceCard(citizen.authentication);
      return { ...file, common: commonRecord(citizen.municipality, citizen.birthDate, dayOf(now)) };
    },
  },
} as const satisfies Record<string, Deed>;

export type DeedName = keyof typeof deeds;
export const deedNames = Object.keys(deeds) as DeedName[];
