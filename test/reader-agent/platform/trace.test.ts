import { createHash, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TraceEvent } from '../../../mock-platform/src/protocol/living-room.ts';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { anOrder, hana } from '../fake-platform.ts';

let box: TestBox;
let hub: Server;
let lines: string[];

beforeEach(async () => {
  box = await TestBox.start();
  lines = [];
  hub = createServer((socket) => createInterface({ input: socket }).on('line', (line) => lines.push(line)));
  await new Promise<void>((resolve) => hub.listen(join(box.folder, 'trace.sock'), resolve));
  box.trace = join(box.folder, 'trace.sock');
  await box.restart();
});
afterEach(async () => {
  await box.stop();
  hub.close();
});

describe('the trace of the demo', () => {
  it('shows the way of a login, of a request and of an order, and nothing personal', async () => {
    const card = await testCard();
    const certificate = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64'));
    const serial = certificate.serialNumber.toLowerCase();
    await box.control('residents.enrol', { subject: hana, issuerKey: 'aa', serial, birthDate: '190403' });
    await until(() => box.platform.connectedBoxes === 1);
    const page = await box.open();
    box.reader.lay(card);
    await page.call('login.start', { service: 'health' });
    await until(() => page.phases().includes('done'));
    const headers = box.pageHeaders;
    await fetch(`${box.origin}/services/health/fhir/Observation/abc123?code=85354-9`, { headers });
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => page.of('orders.changed').length > 0);
    await page.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
    await until(() => lines.some((line) => line.includes('displayed')));

    const events = lines.map((line) => TraceEvent.parse(JSON.parse(line)));
    const of = (flow: string) =>
      events.filter((event) => event.flow === flow).map(({ station, verdict }) => verdict ?? station);
    expect(of(box.platform.statements[0]!.challenge)).toEqual(['reader', 'card', 'agent', 'allowed']);
    expect(new Set(events.map(({ household }) => household))).toEqual(new Set(['hana']));
    expect(of(order.id)).toEqual(['agent', 'displayed']);
    expect(events.map(({ what }) => what)).toContain('GET /health/fhir/Observation/…');
    const text = lines.join('\n');
    for (const secret of [
      'はな',
      serial,
      hana,
      '190403',
      '85354',
      createHash('sha256').update(serial).digest('hex'),
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});
