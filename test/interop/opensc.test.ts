import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
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

describe.skipIf(lacking.length > 0)(
  titled('OpenSC reads the simulated card', lacking),
  { timeout: 60_000 },
  () => {
    let pcscd: PrivatePcscd;
    let cards: VirtualCards;
    let file: CardFile;

    beforeAll(async () => {
      file = await testCard();
      pcscd = await PrivatePcscd.open();
      await pcscd.start();
      cards = await VirtualCards.start(pcscd.port, file);
      await cards.lay('hana');
      await vi.waitFor(
        async () => expect(await tool('opensc-tool', '--list-readers')).toMatch(/0\s+Yes/),
        10_000,
      );
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

    async function certificate(id: number, ...args: string[]): Promise<string> {
      const output = inFolder(`certificate-${id}.pem`);
      await tool('pkcs15-tool', '-r0', '--read-certificate', `${id}`, '--output', output, ...args);
      const pem = readFileSync(output, 'utf8');
      return pem.replace(/-----[A-Z ]+-----|\s/g, '');
    }

    it('as the JPKI card it is', async () => {
      expect(await tool('opensc-tool', '-r0', '--name')).toContain('jpki');
      const listing = await tool('pkcs15-tool', '-r0', '--list-pins');
      expect(listing).toContain('User Authentication PIN');
      expect(listing).toContain('Digital Signature PIN');
      expect(listing).toMatch(/Tries left\s*: 3/);
      expect(listing).toMatch(/Tries left\s*: 5/);
    });

    it('all four certificates, byte for byte', async () => {
      expect(await certificate(1)).toBe(file.authentication?.certificate);
      expect(await certificate(2, '--verify-pin', '--auth-id', '2', '--pin', 'ABC123')).toBe(
        file.signature?.certificate,
      );
      expect(await certificate(3)).toBe(file.authentication?.issuer);
      expect(await certificate(4)).toBe(file.signature?.issuer);
    });

    it.each([
      ['authentication', '1', '1234'],
      ['signature', '2', 'ABC123'],
    ] as const)('and signs with its %s key, as openssl verifies', async (which, key, pin) => {
      writeFileSync(inFolder('message'), 'watch over');
      writeFileSync(inFolder('digest'), createHash('sha256').update('watch over').digest());
      const pem = publicKeyOf(file[which]!.privateKey).export({ type: 'spki', format: 'pem' });
      writeFileSync(inFolder('key.pem'), pem);
      const how = ['--sign', '-k', key, '--sha-256', '--pkcs1', '-R', '--pin', pin];
      await tool('pkcs15-crypt', '-r0', ...how, '-i', inFolder('digest'), '-o', inFolder('signature'));
      const verification = [
        '-verify',
        inFolder('key.pem'),
        '-signature',
        inFolder('signature'),
        inFolder('message'),
      ];
      expect(await tool('openssl', 'dgst', '-sha256', ...verification)).toContain('Verified OK');
    });

    it('and hears that a PIN is wrong, and how many tries are left', async () => {
      writeFileSync(inFolder('digest'), createHash('sha256').update('x').digest());
      const how = ['--sign', '-k', '1', '--sha-256', '--pkcs1', '-R', '--pin', '9999'];
      const output = await tool(
        'pkcs15-crypt',
        '-r0',
        ...how,
        '-i',
        inFolder('digest'),
        '-o',
        inFolder('wrong'),
      );
      expect(output).toContain('PIN code or key incorrect');
      expect(await tool('pkcs15-tool', '-r0', '--list-pins')).toMatch(/Tries left\s*: 2/);
    });
  },
);
