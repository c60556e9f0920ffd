import { createPublicKey, randomUUID, verify, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { enrolmentMessage } from '../../../mock-platform/src/protocol/identity.ts';
import { publicKeyOf } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { hana } from '../fake-platform.ts';
import { digestOf, holderCard } from './holder-card.ts';
import { signed, Viewer } from './viewer.ts';

let box: TestBox;
let viewer: Viewer;
let card: CardFile;

beforeAll(async () => {
  box = await TestBox.start();
});
afterAll(() => box.stop());
beforeEach(async () => {
  viewer = await Viewer.sit(box);
  card = await holderCard();
});
afterEach(() => viewer.leave());

describe('an enrolment', () => {
  const application = randomUUID();
  const form = JSON.stringify({
    form: 'chanoma-application-v1',
    application,
    kind: 'new',
    operatorName: 'ひよりケーブル',
    municipality: '990019',
    services: ['health', 'booking'],
    consent: 'テレビで つかうことに どういします。',
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  });

  /** Through both PINs. */
  async function through(): Promise<void> {
    const refused = (): boolean => viewer.last?.phase === 'refused';
    const { login } = await viewer.page.call('enrolment.start', { application });
    await until(() => viewer.last?.pin?.kind === 'signature' || refused());
    if (refused()) return;
    await viewer.enter(login, 'ABC123');
    await until(() => viewer.last?.pin?.kind === 'authentication' || refused());
    if (refused()) return;
    await viewer.enter(login, '1234');
  }

  it('binds all three keys of the card to the application, and afterwards the card logs in without PIN', async () => {
    box.platform.applications.set(application, form);
    const own = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64'));
    const serial = own.serialNumber.toLowerCase();
    box.platform.enrol = () => ({
      resident: hana,
      certificate: { issuerKey: 'ab'.repeat(32), serial },
      services: ['health'],
    });
    box.reader.lay(card);
    await through();
    await viewer.reached('done');
    expect(viewer.page.phases()).toEqual([
      'reading',
      'waiting-for-pin',
      'proving',
      'waiting-for-pin',
      'proving',
      'checking',
      'done',
    ]);
    expect(viewer.last).toMatchObject({ service: 'identity', tier: 't3' });
    const statement = box.platform.enrolments[0]!;
    expect(Buffer.from(statement.application, 'base64url').toString()).toBe(form);
    const message = enrolmentMessage({ ...statement, applicationDigest: digestOf(form) });
    for (const part of [statement.authentication, statement.signature]) {
      expect(signed(part.certificate, message, part.signature)).toBe(true);
    }
    const surface = Buffer.from(statement.surface.signature, 'base64url');
    const surfaceKey = createPublicKey(
      publicKeyOf(card.surface!.privateKey).export({ type: 'spki', format: 'pem' }),
    );
    expect(verify('sha256', message, surfaceKey, surface)).toBe(true);
    expect(Buffer.from(statement.surface.record, 'base64url').toString('base64')).toBe(card.surface!.record);
    expect(viewer.page.of('session.changed')).toEqual([]);

    await viewer.page.call('login.start', { service: 'booking' });
    await until(() => box.platform.statements.length === 1);
    expect(box.platform.statements[0]!.proof?.kind).toBe('surface-authentication');
    await until(() => viewer.page.of('session.changed').length > 0);
  });

  it('goes on after the first PIN when the card is taken between the two', async () => {
    box.reader.lay(card);
    const { login } = await viewer.page.call('enrolment.start', { application });
    await until(() => viewer.last?.pin?.kind === 'signature');
    await viewer.enter(login, 'ABC123');
    await until(() => viewer.last?.pin?.kind === 'authentication');
    box.reader.take();
    await viewer.reached('waiting-for-card card.removed');
    box.reader.lay(card);
    await until(() => viewer.last?.pin?.kind === 'authentication');
    await viewer.enter(login, '1234');
    await viewer.reached('done');
    expect(viewer.verifies.filter((command) => command.includes('414243313233'))).toHaveLength(1);
  });

  it('begins only with an application that the platform knows', async () => {
    box.reader.lay(card);
    await viewer.page.call('enrolment.start', { application: randomUUID() });
    await viewer.reached('refused application.unknown');
    expect(viewer.verifies).toEqual([]);
  });

  it.each(['', '9', '319440231', '119440403', '31944040X'])(
    'guesses no birth date from “%s”',
    async (birth) => {
      card = await holderCard(birth);
      box.reader.lay(card);
      await through();
      await viewer.reached('refused card.birth-date-unknown');
    },
  );
});
