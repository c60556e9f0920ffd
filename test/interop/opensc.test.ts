import { execFile } from 'node:child_process';
import { createHash, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';
import { publicKeyOf, testCard } from '../mock-platform/card/fixture.ts';
import { PrivatePcscd } from './pcscd.ts';
import { missing, titled } from './requirements.ts';
import { VirtualCards } from './virtual-card.ts';

const lacking = missing('pcscd', 'folder /run/pcscd', 'vsmartcard-vpcd', 'opensc', 'openssl');
const run = promisify(execFile);

/** Both halves of the card as OpenSC shows them: PKCS#15 identifier, token of PKCS#11, PIN. */
const halves = [
  ['authentication', '1', 'JPKI (User Authentication PIN)', '1234'],
  ['signature', '2', 'JPKI (Digital Signature PIN)', 'ABC123'],
] as const;

/** The tests are one story: the last ones spend the tries of the PINs. */
describe.skipIf(lacking.length > 0)(
  titled('OpenSC reads the simulated card', lacking),
  { timeout: 60_000 },
  () => {
    let pcscd: PrivatePcscd;
    let cards: VirtualCards;
    let file: CardFile;
    let next: CardFile;
    const message = 'watch over';

    beforeAll(async () => {
      file = await testCard();
      pcscd = await PrivatePcscd.open();
      await pcscd.start();
      next = await testCard({ name: 'minoru', generation: 'next' });
      cards = await VirtualCards.start(pcscd.port, file, next);
      await lay('hana');
      writeFileSync(inFolder('message'), message);
    }, 60_000);
    afterAll(async () => {
      await cards?.close();
      await pcscd?.close();
    });

    /** Standard output and error of a tool together; its exit status does not matter. */
    async function tool(program: string, ...args: string[]): Promise<string> {
      const options = { env: { ...pcscd.environment, LC_ALL: 'C' } };
      const result = await run(program, args, options).catch(
        (error) => error as { stdout: string; stderr: string },
      );
      return result.stdout + result.stderr;
    }

    const inFolder = (name: string) => join(pcscd.folder, name);
    const pkcs15 = (...args: string[]) => tool('pkcs15-tool', '-r0', ...args);
    const pkcs11 = (token: string, ...args: string[]) => tool('pkcs11-tool', '--token-label', token, ...args);

    async function lay(name: string): Promise<void> {
      await cards.lay(name);
      await vi.waitFor(
        async () => expect(await tool('opensc-tool', '--list-readers')).toMatch(/0\s+Yes/),
        10_000,
      );
    }

    async function certificate(id: number, ...args: string[]): Promise<string> {
      const output = inFolder(`certificate-${id}.pem`);
      await pkcs15('--read-certificate', `${id}`, '--output', output, ...args);
      const pem = readFileSync(output, 'utf8');
      return pem.replace(/-----[A-Z ]+-----|\s/g, '');
    }

    /** What openssl says of a signature over the message. */
    async function verdict(which: 'authentication' | 'signature', signature: string): Promise<string> {
      const pem = publicKeyOf(file[which]!.privateKey).export({ type: 'spki', format: 'pem' });
      writeFileSync(inFolder('key.pem'), pem);
      const with_ = ['-verify', inFolder('key.pem'), '-signature', signature, inFolder('message')];
      return tool('openssl', 'dgst', '-sha256', ...with_);
    }

    /** The tries left of both PINs, as `pkcs15-tool` shows them. */
    async function triesLeft(): Promise<number[]> {
      const listing = await pkcs15('--list-pins');
      return [...listing.matchAll(/Tries left\s*: (\d+)/g)].map(([, tries]) => Number(tries));
    }

    it('as the JPKI card it is', async () => {
      expect(await tool('opensc-tool', '-r0', '--name')).toContain('jpki');
      const listing = await pkcs15('--list-pins');
      expect(listing).toContain('User Authentication PIN');
      expect(listing).toContain('Digital Signature PIN');
      expect(await triesLeft()).toEqual([3, 5]);
    });

    it('all four certificates, byte for byte', async () => {
      expect(await certificate(1)).toBe(file.authentication?.certificate);
      expect(await certificate(2, '--verify-pin', '--auth-id', '2', '--pin', 'ABC123')).toBe(
        file.signature?.certificate,
      );
      expect(await certificate(3)).toBe(file.authentication?.issuer);
      expect(await certificate(4)).toBe(file.signature?.issuer);
    });

    it.each(halves)('the %s certificate by PKCS#11', async (which, id, token, pin) => {
      const output = inFolder('certificate.der');
      const read = ['--read-object', '--type', 'cert', '--id', `0${id}`, '--output-file', output];
      await pkcs11(token, '--login', '--pin', pin, ...read);
      expect(readFileSync(output).toString('base64')).toBe(file[which]?.certificate);
    });

    it.each(halves)('and signs with its %s key, as openssl verifies', async (which, key, token, pin) => {
      writeFileSync(inFolder('digest'), createHash('sha256').update(message).digest());
      const how = ['--sign', '-k', key, '--sha-256', '--pkcs1', '-R', '--pin', pin];
      const [first, second] = [inFolder(`${which}-15`), inFolder(`${which}-11`)];
      await tool('pkcs15-crypt', '-r0', ...how, '-i', inFolder('digest'), '-o', first);
      expect(await verdict(which, first)).toContain('Verified OK');
      const mechanism = ['--sign', '--id', `0${key}`, '--mechanism', 'SHA256-RSA-PKCS'];
      const files = ['--input-file', inFolder('message'), '--output-file', second];
      await pkcs11(token, '--login', '--pin', pin, ...mechanism, ...files);
      expect(await verdict(which, second)).toContain('Verified OK');
      writeFileSync(second, readFileSync(first).reverse());
      expect(await verdict(which, second)).not.toContain('Verified OK');
    });

    it.each(halves)(
      'and takes the right %s PIN, refuses a wrong one, and counts',
      async (which, id, token, pin) => {
        const at = which === 'authentication' ? 0 : 1;
        const [full] = [[3, 5][at]!];
        const attempt = (value: string) => pkcs15('--verify-pin', '--auth-id', id, '--pin', value);
        expect(await attempt(pin)).toBe('');
        const wrong = pin.replace(/\d/g, '9');
        expect(await attempt(wrong)).toContain('PIN code or key incorrect');
        expect((await triesLeft())[at]).toBe(full - 1);
        expect(await pkcs11(token, '--login', '--pin', wrong, '--list-objects')).toContain(
          'CKR_PIN_INCORRECT',
        );
        expect((await triesLeft())[at]).toBe(full - 2);
        expect(await attempt(pin)).toBe('');
        expect((await triesLeft())[at]).toBe(full);
      },
    );

    it('and is blocked after the third wrong authentication PIN, the signature PIN untouched', async () => {
      const attempt = (value: string) => pkcs15('--verify-pin', '--auth-id', '1', '--pin', value);
      for (const left of [2, 1, 0]) {
        expect(await attempt('9999')).toContain('PIN code or key incorrect');
        expect(await triesLeft()).toEqual([left, 5]);
      }
      expect(await attempt('1234')).toContain('Reference data not usable');
      expect(await pkcs11(halves[0][2], '--login', '--pin', '1234', '--list-objects')).toContain(
        'C_Login failed',
      );
      expect(await triesLeft()).toEqual([0, 5]);
      await cards.take();
      await lay('hana');
      expect(await triesLeft()).toEqual([0, 5]);
    });

    it('and passes bytes to a next-generation card, whose P-384 signature verifies', async () => {
      await cards.take();
      await lay('minoru');
      const digest = createHash('sha384').update(message).digest('hex');
      const commands = [
        '00A4040C0AD392F000260100000001',
        '00B08A0000',
        '002000980431323334',
        `802A009730${digest}00`,
      ];
      const output = await tool('opensc-tool', '-r0', ...commands.flatMap((command) => ['-s', command]));
      const [, read, pin, signature] = answersIn(output);
      expect(read!.toString('base64')).toBe(
        Buffer.from(next.authentication!.certificate, 'base64').subarray(0, 256).toString('base64'),
      );
      expect(pin).toHaveLength(0);
      const key = publicKeyOf(next.authentication!.privateKey);
      expect(verify('sha384', Buffer.from(message), { key, dsaEncoding: 'ieee-p1363' }, signature!)).toBe(
        true,
      );
    });
  },
);

/** The data of each answer in the output of `opensc-tool --send-apdu`, all with status 9000. */
function answersIn(output: string): Buffer[] {
  return output
    .split(/^Sending: /m)
    .slice(1)
    .map((part) => {
      expect(part).toContain('SW1=0x90, SW2=0x00');
      const rows = part.split('\n').slice(2);
      // Sixteen bytes a row, then the same as text.
      return Buffer.from(rows.map((row) => row.slice(0, 48).replace(/[^0-9A-F]/g, '')).join(''), 'hex');
    });
}
