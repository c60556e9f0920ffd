import type { StatusFault } from '../protocol/card-reader.ts';
import type { Command } from './apdu.ts';

const select = 0xa4;
const readBinary = 0xb0;
const readRecord = 0xb2;

/** The file that a command means: named by it, by short identifier or by name, or the one selected before. */
export function fileMeant({ ins, p1, p2, data }: Command, current: number | undefined): number | undefined {
  if (ins === select) return p1 === 0x02 && data.length === 2 ? (data[0]! << 8) | data[1]! : undefined;
  if (ins === readBinary) return p1 & 0x80 ? p1 & 0x1f : current;
  if (ins === readRecord) return p2 >> 3 || current;
  return p2 & 0x1f || current;
}

/** Picks the status word, if any, that a card gives instead of carrying a command out. */
export class StatusFaults {
  private readonly spent = new Set<StatusFault>();

  constructor(private readonly faults: readonly StatusFault[]) {}

  /**
   * @param count the how-manieth command this is, from 1.
   * @param command absent when the bytes are no command.
   */
  pick(count: number, command: Command | undefined, current: number | undefined): number | undefined {
    const fault = this.faults.find(
      (candidate) => !this.spent.has(candidate) && fits(candidate, count, command, current),
    );
    if (fault === undefined) return undefined;
    if (!fault.always) this.spent.add(fault);
    return Number.parseInt(fault.status, 16);
  }
}

function fits(
  { apdu, instruction, file }: StatusFault,
  count: number,
  command: Command | undefined,
  current: number | undefined,
): boolean {
  if (apdu !== undefined && apdu !== count) return false;
  if (instruction === undefined && file === undefined) return true;
  if (command === undefined) return false;
  if (instruction !== undefined && Number.parseInt(instruction, 16) !== command.ins) return false;
  return file === undefined || Number.parseInt(file, 16) === fileMeant(command, current);
}
