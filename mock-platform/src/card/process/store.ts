import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CardFile } from '../../protocol/card-reader.ts';
import { Refused } from './refused.ts';

const nameForm = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Card files of one folder, read anew each time: a card that is written later is there at once. */
export class CardStore {
  constructor(private readonly directory: string) {}

  /** Every readable card, by name. Files that are no cards are passed over. */
  list(): CardFile[] {
    return this.names().flatMap((name) => {
      try {
        return [this.load(name)];
      } catch {
        return [];
      }
    });
  }

  /** @throws Refused `card.unknown` or `card.damaged`. */
  load(name: string): CardFile {
    if (!nameForm.test(name) || !this.names().includes(name)) {
      throw new Refused('card.unknown', `there is no card "${name.slice(0, 64)}"`);
    }
    const card = loadCardFile(this.path(name));
    if (card.name !== name) throw notACard(`${name}.json`);
    return card;
  }

  save(card: CardFile): void {
    saveCardFile(this.path(card.name), card);
  }

  private names(): string[] {
    try {
      const files = readdirSync(this.directory).filter((file) => file.endsWith('.json'));
      return files.map((file) => file.slice(0, -'.json'.length)).sort();
    } catch {
      // The folder may be made later, together with its first card.
      return [];
    }
  }

  private path(name: string): string {
    return join(this.directory, `${name}.json`);
  }
}

/** @throws Refused `card.damaged` when there is no card in the file. */
export function loadCardFile(path: string): CardFile {
  const parsed = CardFile.safeParse(readJson(path));
  if (!parsed.success) throw notACard(basename(path));
  return parsed.data;
}

/** Durable when it returns: a PIN try must count even if the machine stops right after it. */
export function saveCardFile(path: string, card: CardFile): void {
  const temporary = `${path}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(card, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, path);
}

function notACard(file: string): Refused {
  return new Refused('card.damaged', `the file ${file} is not a card`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
