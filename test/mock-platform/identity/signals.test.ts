import { describe, expect, it } from 'vitest';
import { checkLinkedCertificates } from '../../../mock-platform/src/identity/changes/detector.ts';
import type { SampleRelyingParty } from './sample-relying-party.ts';
import {
  agree,
  ask,
  box,
  caep,
  deliver,
  eventsOf,
  open,
  pushed,
  recheck,
  resident,
  risc,
  rounds,
  scene,
  staff,
  television,
  useSignals,
  verification,
  verified,
} from './signals-scene.ts';
import { Staff } from './staff.ts';
import { enrolAt, loginWith } from './tap.ts';

useSignals();

describe('A stream of change notices', () => {
  it('is announced as Shared Signals 1.0', async () => {
    const { party } = await open();
    const response = await fetch(`${scene.platform.url}/.well-known/ssf-configuration/oidc`);
    expect(await response.json()).toMatchObject({
      spec_version: '1_0',
      issuer: party.config.serverMetadata().issuer,
      delivery_methods_supported: ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'],
      configuration_endpoint: `${scene.platform.url}/identity/signals/streams`,
    });
  });

  it('is one per service provider, pushes to the address of the contract alone, and is nobody else’s', async () => {
    const { party, stream } = await open();
    const other = await open(false);
    const path = '/identity/signals/streams';
    expect(stream).toMatchObject({
      aud: party.id,
      delivery: { endpoint_url: party.contract.signalsEndpoint },
    });
    expect(JSON.stringify(stream)).not.toContain('of-the-clinic');
    expect(await ask(party, 'POST', path, {})).toMatchObject({
      status: 409,
      body: { code: 'signals.stream-known' },
    });
    const away = { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://evil.example/' };
    const changed = { stream_id: stream.stream_id, delivery: away };
    expect(await ask(party, 'PATCH', path, changed)).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/delivery/endpoint_url' }] },
    });
    for (const [method, address, body] of [
      ['GET', `${path}?stream_id=${stream.stream_id}`, undefined],
      ['DELETE', `${path}?stream_id=${stream.stream_id}`, undefined],
      ['PATCH', path, { stream_id: stream.stream_id, events_requested: [] }],
      ['POST', '/identity/signals/status', { stream_id: stream.stream_id, status: 'disabled' }],
      ['POST', '/identity/signals/verify', { stream_id: stream.stream_id }],
    ] as const) {
      expect(await ask(other.party, method, address, body)).toMatchObject({
        status: 404,
        body: { code: 'signals.stream-unknown' },
      });
    }
    const narrowed = {
      stream_id: stream.stream_id,
      events_requested: [`${caep}/session-revoked`, 'urn:other'],
    };
    expect((await ask(party, 'PATCH', path, narrowed)).body).toMatchObject({
      events_delivered: [`${caep}/session-revoked`],
    });
    expect((await ask(party, 'GET', `${path}?stream_id=${stream.stream_id}`)).body.stream_id).toBe(
      stream.stream_id,
    );
    expect((await ask(party, 'GET', path)).body).toHaveLength(1);
    expect((await ask(party, 'DELETE', path)).status).toBe(204);
    expect((await ask(party, 'GET', path)).body).toEqual([]);
  });

  it('is for service providers alone: no box, no stranger, no contract that has ended', async () => {
    const { party } = await open(false);
    const path = '/identity/signals/streams';
    expect(await ask(party, 'GET', path, undefined, await box.ownToken('identity'))).toMatchObject({
      status: 401,
      body: { code: 'token.invalid' },
    });
    expect(await ask(party, 'GET', path, undefined, 'invented')).toMatchObject({ status: 401 });
    const token = await party.signalsToken();
    await staff.post(`/identity/staff/relying-parties/${party.id}/end`);
    expect(await ask(party, 'GET', path, undefined, token)).toMatchObject({
      status: 403,
      body: { code: 'contract.ended' },
    });
  });

  it('proves that it works by a verification event, not more often than every ten seconds', async () => {
    const { party, stream } = await open();
    const asked = { stream_id: stream.stream_id, state: 'abc' };
    expect((await ask(party, 'POST', '/identity/signals/verify', asked)).status).toBe(204);
    expect(await ask(party, 'POST', '/identity/signals/verify', asked)).toMatchObject({ status: 429 });
    await deliver();
    const [set] = await pushed(party);
    expect(set).toMatchObject({
      sub_id: { format: 'opaque', id: stream.stream_id },
      events: { [verification]: { state: 'abc' } },
    });
    expect(set!.sub).toBeUndefined();
    expect(set!.exp).toBeUndefined();
  });
});

describe('A service provider hears', () => {
  it('that a card was lost, that a holder is gone, and each only once', async () => {
    const { party } = await open();
    const [lost, gone] = [await resident({ cardName: 'lost' }), await resident({ cardName: 'gone' })];
    const sub = (await agree(party, lost.card)).sub;
    await agree(party, gone.card);
    await recheck();
    expect(await pushed(party)).toEqual([]);
    scene.certification.counter.reportLoss(lost.card.authentication.serial);
    await recheck();
    const [set, ...more] = await pushed(party);
    expect(more).toEqual([]);
    expect(set).toMatchObject({
      sub_id: { format: 'iss_sub', iss: party.config.serverMetadata().issuer, sub },
      events: { [`${risc}/credential-compromise`]: { credential_type: 'x509' } },
    });
    scene.certification.counter.reportDeath(gone.card.authentication.serial);
    await recheck();
    await recheck();
    expect(eventsOf(await pushed(party))).toEqual([{ [`${risc}/account-disabled`]: expect.anything() }]);
  });

  it('that a card was renewed: the subject stays, and the new card is known before it is ever laid', async () => {
    const { party } = await open();
    const { card, person } = await resident({ cardName: 'renewed' });
    const { sub } = await agree(party, card);
    const fresh = await scene.certification.counter.renew(card.file);
    await recheck();
    const [set] = await pushed(party);
    expect(set).toMatchObject({
      sub_id: { sub },
      events: { [`${caep}/credential-change`]: { credential_type: 'x509', change_type: 'update' } },
    });
    const known = await loginWith(box, fresh, 'authentication-key');
    expect(scene.platform.context.pairwise('town', person)).toBe(known.body.resident);
  });

  it('that name or address changed: that, not what; and what, once it is known and the person tells it', async () => {
    const [told, untold] = [await open(), await open()];
    const { card } = await resident({ cardName: 'moving' });
    await agree(told.party, card);
    await agree(untold.party, card, 'openid changes');
    const address = 'ひより町川原二丁目';
    scene.certification.counter.move(card.authentication.serial, { municipality: '990019', address });
    const { body } = await loginWith(box, card, 'surface-authentication');
    expect(body.notices).toEqual(['signature-certificate.revoked']);
    await recheck();
    for (const { party } of [told, untold]) {
      expect(eventsOf(await pushed(party))).toEqual([
        { 'urn:chanoma:event:facts-changed': expect.anything() },
      ]);
    }
    const anew = await scene.certification.counter.renewSignature(card.file);
    const application = await staff.open(box.id, { kind: 'new' });
    expect((await enrolAt(box, { ...card, file: anew }, application)).status).toBe(200);
    await deliver();
    expect(eventsOf(await pushed(told.party))).toEqual([
      {
        [`${caep}/token-claims-change`]: {
          event_timestamp: expect.any(Number),
          claims: { address: { formatted: address } },
        },
      },
    ]);
    expect(eventsOf(await pushed(untold.party))).toEqual([
      { 'urn:chanoma:event:facts-changed': expect.anything() },
    ]);
  });

  it('that a visit ended; about changes nothing without consent, or after it was taken back', async () => {
    const [silent, former] = [await open(), await open()];
    const { card, person } = await resident({ cardName: 'silent' });
    const { sub } = await agree(silent.party, card, 'openid name');
    await agree(former.party, card);
    await television.cardTaken();
    await deliver();
    const [ended] = await pushed(silent.party);
    expect(ended).toMatchObject({
      sub_id: { sub },
      events: { [`${caep}/session-revoked`]: { initiating_entity: 'user' } },
    });
    await pushed(former.party);
    scene.certification.counter.reportLoss(card.authentication.serial);
    // Between the event and its delivery the person takes the consent back.
    former.party.answers.push({ status: 503 });
    await recheck();
    expect(await pushed(former.party)).toHaveLength(1);
    await scene.tables
      .updateTable('identity.consent')
      .set({ to_at: new Date() })
      .where('person', '=', person)
      .execute();
    await deliver((rounds + 1) * 61_000);
    expect(await pushed(former.party)).toEqual([]);
    expect(await pushed(silent.party)).toEqual([]);
  });
});

describe('The regular check', () => {
  it('asks again after an hour where nobody answered, and once a day otherwise', async () => {
    await resident({ cardName: 'regular' });
    await recheck();
    const { context } = scene.platform;
    const silent = { context, anchors: () => [], sources: [], successorOf: async () => undefined };
    const checkAt = async (hours: number) => {
      scene.offsetMs = rounds * 61_000 + hours * 3_600_000;
      const { checked, unanswered } = await checkLinkedCertificates(silent);
      scene.offsetMs = 0;
      return [checked, unanswered > 0];
    };
    expect(await checkAt(23)).toEqual([0, false]);
    expect(await checkAt(25)).toEqual([0, true]);
    expect(await checkAt(25.9)).toEqual([0, false]);
    expect(await checkAt(26.1)).toEqual([0, true]);
  });
});

describe('The television', () => {
  it('hears that a card should be renewed within three months', async () => {
    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(5, 10).replace('02-29', '02-28');
    const issuedAt = new Date(Date.now() - 1650 * 86_400_000);
    const { card } = await resident({
      cardName: 'old',
      generation: 'current',
      birthDate: `1944-${soon}`,
      issuedAt,
    });
    const { body } = await loginWith(box, card, 'surface-authentication');
    expect(body.notices).toEqual(['certificate.renew-soon']);
    const { card: fresh } = await resident({ cardName: 'fresh' });
    expect((await loginWith(box, fresh, 'surface-authentication')).body.notices).toBeUndefined();
  });
});

describe('Delivery', () => {
  const verify = async (party: SampleRelyingParty, stream: { stream_id: string }) => {
    await scene.tables
      .deleteFrom('identity.delivery')
      .where('relying_party', '=', party.id)
      .where('state', '!=', 'waiting')
      .execute();
    await ask(party, 'POST', '/identity/signals/verify', { stream_id: stream.stream_id });
  };

  it('is tried again with growing patience, and ends as a dead letter that staff can send again', async () => {
    const { party, stream } = await open();
    party.answers.push({ status: 503 }, { status: 500 });
    await verify(party, stream);
    for (const [offset, seen] of [
      [0, 1],
      [4_000, 1],
      [6_000, 2],
      [14_000, 2],
      [17_000, 3],
    ] as const) {
      await deliver(offset);
      expect(party.received).toHaveLength(seen);
    }
    const ids = new Set((await pushed(party)).map(({ jti }) => jti));
    expect(ids.size).toBe(1);

    party.answers.push({ status: 400, body: { err: 'invalid_key', description: 'no' } });
    await verify(party, stream);
    await deliver();
    await deliver(3_600_000);
    expect(await pushed(party)).toHaveLength(1);
    const letters = `/identity/staff/relying-parties/${party.id}/dead-letters`;
    const dead = (await staff.get(letters)).body.deadLetters;
    expect(dead).toMatchObject([{ event: verification, attempts: 1, error: 'invalid_key' }]);
    const foreign = await Staff.of(scene.platform, 'miharashi-tv');
    expect(await foreign.get(letters)).toMatchObject({ status: 404, body: { code: 'contract.unknown' } });
    expect((await staff.post(`${letters}/retry`)).status).toBe(204);
    await deliver();
    expect((await pushed(party)).map(({ jti }) => jti)).toEqual([dead[0].id]);
    expect((await staff.get(letters)).body.deadLetters).toEqual([]);
  });

  it('by polling hands over each notice until it is acknowledged', async () => {
    const { party, stream } = await open(false);
    const { card } = await resident({ cardName: 'polled' });
    await agree(party, card);
    await television.cardTaken();
    await verify(party, stream);
    const poll = (body: Record<string, unknown>) =>
      ask(party, 'POST', '/identity/signals/poll', { returnImmediately: true, ...body });
    const first = await poll({ maxEvents: 1 });
    expect(first.body.moreAvailable).toBe(true);
    const [ended] = Object.keys(first.body.sets);
    expect((await verified(party, first.body.sets[ended!])).events).toHaveProperty([
      `${caep}/session-revoked`,
    ]);
    expect(Object.keys((await poll({ maxEvents: 1 })).body.sets)).toEqual([ended]);
    const second = await poll({ ack: [ended] });
    const [other, ...none] = Object.keys(second.body.sets);
    expect(none).toEqual([]);
    expect((await poll({ setErrs: { [other!]: { err: 'jws' } } })).body).toEqual({ sets: {} });
    await agree(party, card);
    const waiting = poll({ returnImmediately: false });
    await television.cardTaken();
    const [set] = Object.values((await waiting).body.sets as Record<string, string>);
    expect((await verified(party, set!)).events).toHaveProperty([`${caep}/session-revoked`]);
    const { body } = await staff.get(`/identity/staff/relying-parties/${party.id}/dead-letters`);
    expect(body.deadLetters).toMatchObject([{ id: other, error: 'jws' }]);
  });

  it('waits while a stream is paused, and drops what comes for one that is disabled', async () => {
    const { party, stream } = await open();
    const { card } = await resident({ cardName: 'paused' });
    const status = (name: string) =>
      ask(party, 'POST', '/identity/signals/status', { stream_id: stream.stream_id, status: name });
    const visit = async () => {
      await agree(party, card);
      await television.cardTaken();
      await deliver();
      return eventsOf(await pushed(party)).length;
    };
    await status('paused');
    expect(await visit()).toBe(0);
    await status('enabled');
    await deliver();
    expect(await pushed(party)).toHaveLength(1);
    await status('disabled');
    expect(await visit()).toBe(0);
    expect((await ask(party, 'GET', '/identity/signals/status')).body.status).toBe('disabled');
    await status('enabled');
    await deliver();
    expect(await pushed(party)).toEqual([]);
  });
});
