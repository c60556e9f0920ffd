import { verify, X509Certificate } from 'node:crypto';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import type { CardTier } from '../../../mock-platform/src/protocol/identity.ts';
import type { LoginProgress } from '../../../reader-agent/src/protocol/local.ts';
import { type Page, type TestBox, until } from '../box.ts';

/** Somebody before the television with a card and its PIN. */
export class Viewer {
  private constructor(
    private readonly box: TestBox,
    readonly page: Page,
  ) {}

  static async sit(box: TestBox): Promise<Viewer> {
    box.platform.statements.length = 0;
    box.platform.enrolments.length = 0;
    box.reader.commands.length = 0;
    box.reader.buffers.length = 0;
    return new Viewer(box, await box.open());
  }

  /** The page goes, the card is taken. */
  async leave(): Promise<void> {
    this.page.socket.close();
    this.box.reader.between = undefined;
    this.box.reader.take();
    await until(() => this.page.closed !== undefined);
  }

  /** What the screen was told last. */
  get last(): LoginProgress | undefined {
    return this.page.of('login.changed').at(-1) as LoginProgress | undefined;
  }

  /** Waits for a phase with its code, as the last one told. */
  async reached(phase: string): Promise<void> {
    await until(() => this.page.phases().at(-1) === phase);
  }

  /** The VERIFY commands with a value that reached a card. */
  get verifies(): string[] {
    return this.box.reader.commands.filter((one) => one.startsWith('00200080') && one.length > 8);
  }

  async type(login: string, keys: string): Promise<void> {
    for (const key of keys) await this.page.call('pin.type', { login, key });
  }

  async enter(login: string, keys: string): Promise<void> {
    await this.type(login, keys);
    await this.page.call('pin.submit', { login });
  }

  /** A login that has come to its PIN, or was refused before. */
  async asked(card: CardFile, tier: CardTier = 't2'): Promise<string> {
    this.box.reader.lay(card);
    const { login } = await this.page.call('login.start', { service: 'health', tier });
    await until(() => this.last?.pin !== undefined || this.last?.phase === 'refused');
    return login;
  }
}

/** Whether a signature is made with the key of this certificate, over this message. */
export function signed(certificate: string, message: Uint8Array, signature: string): boolean {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64url'));
  const bytes = Buffer.from(signature, 'base64url');
  return publicKey.asymmetricKeyType === 'rsa'
    ? verify('sha256', message, publicKey, bytes)
    : verify('sha384', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes);
}
