import { afterAll, beforeAll } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import type { TestBox } from './box.ts';
import { type Page, Phone } from './phone.ts';
import { SampleRelyingParty } from './sample-relying-party.ts';
import { Scene } from './scene.ts';
import { Television } from './television.ts';

export const facts = {
  name: '若葉 はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  gender: '2',
} as const;

export let scene: Scene;
export let box: TestBox;
export let hana: IssuedCard;
export let isamu: IssuedCard;
export let hanaPerson: string;
export let clinic: SampleRelyingParty;
export let phone: Phone;
export let television: Television;
export const opened: SampleRelyingParty[] = [];

export const open = async (change: Parameters<typeof SampleRelyingParty.open>[1] = {}) => {
  const party = await SampleRelyingParty.open(scene, change);
  opened.push(party);
  return party;
};

export const reachTelevision = (page: Page) => television.reach(page, phone);
export const logIn = (party = clinic, card = hana, on = phone) =>
  television.logIn(party, card, { phone: on });

/** Opens the scene before the tests of a file and closes it after them. */
export function useFederation(): void {
  beforeAll(async () => {
    scene = await Scene.open();
    [box, hana, isamu] = await Promise.all([
      scene.box('hana'),
      scene.issue({ generation: 'next' }),
      scene.issue({ cardName: 'isamu', generation: 'next' }),
    ]);
    television = new Television(box);
    hanaPerson = await scene.enrol(hana, 'hana', { facts });
    await scene.enrol(isamu, 'hana', { facts: { ...facts, name: '若葉 いさむ' } });
    clinic = await open();
    phone = new Phone(scene.platform.url);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(opened.map((party) => party.close()));
    await scene?.close();
  });
}
