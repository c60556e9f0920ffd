import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCertification } from '../../../mock-platform/src/certification/index.ts';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { ControlClient } from '../../../reader-agent/src/cli/control-client.ts';
import { cardOrder } from '../../mock-platform/identity/scene.ts';
import { Page, redeem, until } from '../../reader-agent/box.ts';
import { type FakePlatform, hana, registrationCode } from '../../reader-agent/fake-platform.ts';
import type { AgentProcess } from './agent-process.ts';

/** A card with certificates of the full profile, as the demo's certification service issues them. */
export async function fullCard(): Promise<CardFile> {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-authority-'));
  try {
    const certification = await openCertification(folder, () => new Date());
    return (await certification.issueCard(cardOrder())).file;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const certificateBytes = (card: CardFile): number =>
  Buffer.from(card.authentication?.certificate ?? '', 'base64').length;

/** Registers the box, enrols はな with her card, and opens the television's page. */
export async function moveIn(agent: AgentProcess, platform: FakePlatform, card: CardFile): Promise<Page> {
  const control = await ControlClient.open(agent.controlPath);
  if (control === undefined) throw new Error('the agent has no control socket');
  try {
    await control.call('box.register', { code: registrationCode });
    await until(() => platform.connectedBoxes > 0);
    const { authentication, surface } = card;
    const certificate = new X509Certificate(Buffer.from(authentication?.certificate ?? '', 'base64'));
    const issuer = new X509Certificate(Buffer.from(authentication?.issuer ?? '', 'base64'));
    const spki = issuer.publicKey.export({ type: 'spki', format: 'der' });
    await control.call('residents.enrol', {
      subject: hana,
      issuerKey: createHash('sha256').update(spki).digest('hex'),
      serial: certificate.serialNumber.toLowerCase(),
      birthDate: surface?.birthDate ?? '',
    });
    const { code } = await control.call('pairing.code', {});
    const page = await Page.open(agent.port, await redeem(`http://localhost:${agent.port}`, code));
    await page.hello();
    return page;
  } finally {
    control.close();
  }
}
