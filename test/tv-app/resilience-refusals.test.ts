import { describe, expect, test } from 'vitest';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { gateCodes } from '../../reader-agent/src/protocol/problem-codes.ts';
import { AgentError } from '../../tv-app/src/clients/agent.ts';
import { ServiceError } from '../../tv-app/src/clients/services.ts';
import { Control } from '../../tv-app/src/components/control/Control.ts';
import { failureMessage } from '../../tv-app/src/messages/failures.ts';
import { HomePage } from '../../tv-app/src/pages/home/HomePage.ts';
import { shownOrder } from './canned.ts';
import { loginId, television } from './evening.ts';
import { type AtHanas, atHanas } from './pages/hana.ts';
import type { TestTelevision } from './stage.ts';

const codes = [
  ...new Set([...Object.keys(failures), ...Object.keys(gateCodes), ...refusalCodes, ...enrolmentCodes]),
];

/** Says what happened and what to do, has something under the focus, and 戻る leads away. */
async function checkScreen(tested: TestTelevision, code: string): Promise<void> {
  await tested.settle();
  const said = tested.words().join('').replace(/\s/g, '');
  const { sentence, next } = failureMessage(code);
  expect(said).toContain(sentence.replace(/\s/g, ''));
  expect(said).toContain(next.replace(/\s/g, ''));
  expect(said).not.toContain(code);
  expect(tested.app.focusedControl).toBeInstanceOf(Control);
  expect(tested.focusName()).not.toBe('');
  tested.press('Back');
  await tested.settle();
  expect(tested.app.page).toBeInstanceOf(HomePage);
}

describe.each(codes)('%s', (code) => {
  test('as the end of a login', async () => {
    const tested = await television();
    tested.press('Right', 'Enter');
    await tested.settle();
    const params = { login: loginId, service: 'health', tier: 't1', phase: 'refused', code } as const;
    tested.box.dispatch({ type: 'login.changed', params });
    await checkScreen(tested, code);
  });

  test('as a fault that laying the card again mends', async () => {
    const tested = await television();
    tested.press('Right', 'Enter');
    await tested.settle();
    const params = {
      login: loginId,
      service: 'health',
      tier: 't1',
      phase: 'waiting-for-card',
      code,
    } as const;
    tested.box.dispatch({ type: 'login.changed', params });
    await checkScreen(tested, code);
  });

  test('as an answer of a service', async () => {
    const tested: AtHanas = await atHanas();
    (tested.tv.services as { get: unknown }).get = async () => {
      throw new ServiceError(code, 502);
    };
    await tested.go('Right', 'Enter');
    await checkScreen(tested, code);
  });
});

describe.each(codes.filter((code) => /^(reader|login|box|platform|storage|request)\./.test(code)))(
  '%s',
  (code) => {
    test('instead of a login', async () => {
      const tested = await television();
      const call = tested.tv.agent.call.bind(tested.tv.agent);
      (tested.tv.agent as { call: unknown }).call = (method: string, params: never) =>
        method === 'login.start' ? Promise.reject(new AgentError(code)) : call(method as never, params);
      tested.press('Right', 'Enter');
      await tested.settle();
      await checkScreen(tested, code);
    });
  },
);

test.each(['order.unknown', 'order.answer', 'storage.full', 'platform.unreachable', 'request.rate'])(
  'an answer to an order that is refused with %s can be given again',
  async (code) => {
    const { box, settle, press, clock, tv, words, app } = await television();
    (tv.agent as { call: unknown }).call = (method: string) =>
      method === 'orders.answer' ? Promise.reject(new AgentError(code)) : Promise.resolve({});
    box.dispatch({ type: 'orders.changed', params: { orders: [shownOrder(4)] } });
    await settle();
    clock.pass(3000);
    press('Enter');
    await settle();
    await settle();
    expect(words().join()).toContain('こたえを おくれませんでした。');
    expect(app.focusedControl).toBeInstanceOf(Control);
    clock.pass(1000);
    press('Enter');
    await settle();
    expect(words().length).toBeGreaterThan(0);
    expect(app.focusedControl).toBeInstanceOf(Control);
  },
);
