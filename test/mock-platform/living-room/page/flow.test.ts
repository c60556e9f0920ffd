import { describe, expect, it } from 'vitest';
import { durationOf, FlowMemory, flowOf } from '../../../../mock-platform/src/living-room/page/flow.ts';
import type { Station, TraceEvent } from '../../../../mock-platform/src/protocol/living-room.ts';

const start = Date.parse('2026-11-20T09:30:04.000Z');
const step = (station: Station, after: number, what: string, verdict?: string): TraceEvent => ({
  flow: 'f1',
  station,
  what,
  at: new Date(start + after).toISOString(),
  ...(verdict === undefined ? {} : { verdict }),
});

describe('the way of a message', () => {
  it('names the stations that it passed, with times counted from the first', () => {
    const flow = flowOf([
      step('reader', 3, 'card.present'),
      step('agent', 20, 'login.start'),
      step('platform', 44, 'POST /identity/logins', 'allowed'),
    ]);
    expect(flow?.stops.map(({ station, after }) => [station, after])).toEqual([
      ['reader', 0],
      ['agent', 17],
      ['platform', 41],
    ]);
    expect(flow).toMatchObject({ what: 'POST /identity/logins', verdict: 'allowed', refused: false });
  });

  it('puts late messengers into the order of their times', () => {
    const flow = flowOf([step('television', 90, 'order.displayed'), step('town', 0, 'order live')]);
    expect(flow?.stops.map(({ station }) => station)).toEqual(['town', 'television']);
  });

  it('counts neighbouring steps at one station as one stop', () => {
    const flow = flowOf([step('agent', 0, 'a'), step('agent', 5, 'b'), step('platform', 9, 'c')]);
    expect(flow?.stops).toHaveLength(2);
  });

  it('keeps a long way short and still shows its end', () => {
    const there = [
      'card',
      'reader',
      'agent',
      'platform',
      'certification',
      'platform',
      'agent',
      'platform',
      'agent',
    ];
    const flow = flowOf(there.map((station, index) => step(station as Station, index, 'login')));
    expect(flow?.stops.length).toBeLessThanOrEqual(6);
    expect(flow?.stops.at(-1)).toMatchObject({ station: 'agent', after: 8 });
  });

  it('says that a refused message stopped, with the code', () => {
    const flow = flowOf([
      step('agent', 0, 'login.start'),
      step('platform', 9, 'login', 'certificate.revoked'),
    ]);
    expect(flow).toMatchObject({
      refused: true,
      verdict: 'certificate.revoked',
      sentence: 'ここで 止まりました',
    });
  });

  it('is nothing without steps', () => {
    expect(flowOf([])).toBeUndefined();
  });
});

describe('the memory of messages', () => {
  it('collects the steps of one message although others come between', () => {
    const memory = new FlowMemory();
    memory.add(step('agent', 0, 'login.start'));
    memory.add({ ...step('town', 1, 'order live'), flow: 'f2' });
    expect(memory.add(step('platform', 9, 'login'))?.stops).toHaveLength(2);
  });

  it('forgets the oldest messages', () => {
    const memory = new FlowMemory();
    memory.add(step('agent', 0, 'login.start'));
    for (let other = 0; other < 60; other += 1)
      memory.add({ ...step('town', 1, 'order'), flow: `other-${other}` });
    expect(memory.add(step('platform', 9, 'login'))).toBeUndefined();
  });

  it('says nothing of a message that has not left its first station', () => {
    expect(new FlowMemory().add(step('platform', 0, 'POST /booking/bookings', 'booked'))).toBeUndefined();
  });

  it('puts the certification service into the login in whose course the platform asked it', () => {
    const memory = new FlowMemory();
    memory.add(step('agent', 0, 'login.start'));
    memory.add(step('platform', 5, 'POST /identity/logins'));
    memory.add({ ...step('certification', 8, 'OCSP'), flow: 'revocation' });
    const flow = memory.add(step('platform', 12, 'POST /identity/logins', 'allowed'));
    expect(flow?.stops.map(({ station }) => station)).toEqual([
      'agent',
      'platform',
      'certification',
      'platform',
    ]);
  });

  it('puts it into no other message', () => {
    const memory = new FlowMemory();
    memory.add({ ...step('certification', 2, 'OCSP'), flow: 'revocation' });
    memory.add(step('agent', 4, 'login.start'));
    memory.add(step('platform', 5, 'POST /identity/logins'));
    const flow = memory.add(step('platform', 12, 'POST /identity/logins', 'allowed'));
    expect(flow?.stops.map(({ station }) => station)).toEqual(['agent', 'platform']);
  });
});

describe('times', () => {
  it('are written as people of the trade write them', () => {
    expect(durationOf(38.4)).toBe('38 ms');
    expect(durationOf(1240)).toBe('1.2 s');
  });
});

it.each(['allowed', 'displayed', 'help', 'evacuating', 'done'])('%s is no refusal', (verdict) => {
  expect(flowOf([step('agent', 0, 'answer'), step('town', 9, 'answer', verdict)])?.refused).toBe(false);
});
