import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that only its owner may enter; files in it are replaced as a whole. */
export class Vault {
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
  }

  read(name: string): Buffer | undefined {
    try {
      return readFileSync(join(this.directory, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(name: string, content: Buffer | string): void {
    const path = join(this.directory, name);
    writeFileSync(`${path}.new`, content, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }

  readJson<T>(name: string): T | undefined {
    const content = this.read(name);
    return content && (JSON.parse(content.toString('utf8')) as T);
  }

  writeJson(name: string, value: unknown): void {
    this.write(name, `${JSON.stringify(value, null, 1)}\n`);
  }
}
