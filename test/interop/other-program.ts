import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const program = `const { NFC } = require('nfc-pcsc'); const nfc = new NFC(); nfc.on('error', () => {});
nfc.on('reader', (reader) => { reader.autoProcessing = false; reader.on('error', () => {}); reader.on('card', async () => {
  const answers = [];
  for (const apdu of process.argv.slice(1)) answers.push((await reader.transmit(Buffer.from(apdu, 'hex'), 258)).toString('hex'));
  process.stdout.write(answers.join(' ')); process.exit(0); }); });`;

/** What the card that lies there answers to another program's commands; all in hexadecimal. */
export async function askAsOtherProgram(
  environment: NodeJS.ProcessEnv,
  ...apdus: string[]
): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program, ...apdus], {
    env: environment,
    timeout: 20_000,
  });
  return stdout.split(' ');
}

/** Commands after which a card would sign if a PIN was still verified: JPKI application, authentication key, signature. */
export const signWithoutPin = ['00A4040C0AD392F000260100000001', '00A4020C020017', '802A008001AA00'];
