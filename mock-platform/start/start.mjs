import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { staleBundles } from './build.mjs';
import { takeDataDirectory } from './data-directory.mjs';
import { buildReaderBinding, checkNode, install, isInstalled } from './install.mjs';
import { hostAddress, localNetworkOf, publicAddress } from './local-network.mjs';
import { oneOf, phoneNumber, portNumber, readOptions, UsageError } from './options.mjs';
import { root } from './paths.mjs';
import { addressOf, fictionalPhone, planProcesses, portsOf } from './plan.mjs';
import { checkPorts } from './ports.mjs';
import { Processes } from './processes.mjs';
import { step } from './progress.mjs';
import { readerBindingWorks } from './requirements.mjs';

const help = `Chanoma: the living room with its television, the box's agents and the cable platform.

  npm start                     then open http://localhost:8080/
  npm start -- [options]

  --port N                 platform and pages on N, the boxes of the two households on N+1 and N+2 (8080)
  --data DIR               where database, keys and simulated cards are kept (.chanoma)
  --reset                  forget everything in that folder and make the world anew
  --reader simulated|pcsc  pcsc: the first household's reader is a real one (or a virtual one) behind pcscd
  --profile trial|statute  which logins ask for the PIN (trial): trial, nobody at home; statute, health and messages
  --host ADDRESS           opens consoles and phone pages, by TLS on port N+3 of this IP address of this machine, to the
                           local network; living room, televisions and cards stay on this machine
  --public-url URL         with --host: how phones name that address, https://NAME:PORT (https://ADDRESS:N+3)
  --help-phone NUMBER      telephone for questions, shown in the televisions' settings (${fictionalPhone}, nobody's)
  --no-install             never install packages
  --help                   this page

DATABASE_URL takes a PostgreSQL server instead of the embedded database. CHANOMA_LOG=1 shows what the parts print.
Ctrl-C stops everything.`;

/** What a profile means, in one line. */
const profiles = {
  trial: 'trial: health, booking and messages open without a PIN, at home',
  statute: 'statute: health and messages ask for the PIN, booking opens without',
};

async function prepare(options) {
  if (!isInstalled()) {
    if (options['no-install'])
      throw new Error(
        'Packages are missing or not those of the lock file. Run npm ci, or leave --no-install away.',
      );
    await step('Installing packages (once)', install);
  }
  if (options.reader === 'pcsc' && !options['no-install'] && !readerBindingWorks(root))
    await step('Building the PC/SC binding', bindingOrAdvice);
  for (const bundle of staleBundles()) await step(`Building the ${bundle.name}`, bundle.build);
}

async function bindingOrAdvice() {
  if (await buildReaderBinding()) return 'done';
  return 'not possible (needs g++, make, python3 and libpcsclite-dev); the agent will say so';
}

/** What the real reader still waits for, as the platform's health says it; nothing when all is well. */
async function readerAdvice(address) {
  const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2000) });
  const { codes = [] } = await answer.json();
  if (codes.length === 0) return '';
  return `\n  Reader        not there yet: ${codes.join(', ')} (see ${address}/healthz)`;
}

/** What other machines may open, from the platform's own line `ready HERE [THERE FINGERPRINT]`. */
function onLocalNetwork(ready) {
  const [, , address, fingerprint] = ready.split(' ');
  if (fingerprint === undefined) return '';
  return `

  Phones and tablets on the local network
    Town pages    ${address}/console/towns/990019  (ひより町)
                  ${address}/console/towns/990027  (みはらし町)
    Devices       ${address}/oidc/device
    Certificate   made by this machine: browsers warn. Compare its SHA-256 before you go on:
                  ${fingerprint}`;
}

async function main() {
  const options = readOptions(process.argv.slice(2), {
    port: { value: 'N', default: 8080, parse: portNumber },
    data: { value: 'DIR', default: join(root, '.chanoma'), parse: (text) => resolve(text) },
    reset: { default: false },
    reader: { value: 'simulated|pcsc', default: 'simulated', parse: oneOf('simulated', 'pcsc') },
    profile: { value: 'trial|statute', default: 'trial', parse: oneOf('trial', 'statute') },
    host: { value: 'ADDRESS', parse: hostAddress },
    'public-url': { value: 'URL', parse: publicAddress },
    'help-phone': { value: 'NUMBER', default: fictionalPhone, parse: phoneNumber },
    'no-install': { default: false },
    help: { default: false },
  });
  if (options.help) return console.info(help);
  const localNetwork = localNetworkOf(options);

  checkNode();
  const directory = takeDataDirectory(options.data, {
    reset: options.reset,
    address: `${addressOf(options.port)}/`,
  });
  const sockets = mkdtempSync(join(tmpdir(), 'chanoma-'));
  let processes;
  let ending = false;
  const end = async (code) => {
    if (ending) return;
    ending = true;
    await processes?.stop();
    rmSync(sockets, { recursive: true, force: true });
    directory.release();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  try {
    await checkPorts(portsOf(options.port), localNetwork);
    await prepare(options);
    processes = new Processes((sentence) => {
      console.error(`\n${sentence}\nStopping the rest.`);
      void end(1);
    });
    if (ending) return;
    const { card, agents, platform } = planProcesses(
      { ...options, localNetwork, helpPhone: options['help-phone'] },
      sockets,
    );
    const [ready] = await Promise.all([platform, card, ...agents].map((planned) => processes.start(planned)));
    const address = addressOf(options.port);
    const advice = options.reader === 'pcsc' ? await readerAdvice(address).catch(() => '') : '';
    if (ending) return;
    console.info(`ready

  Living room   ${address}/
  Town pages    ${address}/console/towns/990019  (ひより町)
                ${address}/console/towns/990027  (みはらし町)
  Televisions   ${address.replace(/\d+$/, String(options.port + 1))}/ and …:${options.port + 2}/ (opened from the living room)
  Login policy  ${profiles[options.profile]}${advice}${onLocalNetwork(ready)}

  Ctrl-C stops everything.`);
  } catch (error) {
    if (!ending) console.error(`\n${error.message}`);
    await end(1);
  }
}

main().catch((error) => {
  console.error(error instanceof UsageError ? error.message : `${error.message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
