import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** A program that ended badly, with the end of what it printed. */
export class CommandFailed extends Error {
  constructor(command, exitCode, output) {
    super(`${command} failed (exit code ${exitCode}).\n${output.trim().split('\n').slice(-25).join('\n')}`);
    this.exitCode = exitCode;
  }
}

/** Runs a program to its end and gives back what it printed. @throws CommandFailed */
export function run(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    let output = '';
    const collect = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => reject(new CommandFailed(command, error.code, error.message)));
    child.on('close', (code, signal) => {
      process.removeListener('exit', endWithUs);
      if (code === 0) resolve(output);
      else reject(new CommandFailed(`${command} ${args.join(' ')}`, code ?? signal, output));
    });
  });
}

/** Runs a program whose output the person should see; resolves with its exit code. */
export function show(command, args, { env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
