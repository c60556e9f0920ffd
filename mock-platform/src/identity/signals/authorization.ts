import type { KeyFolder } from '../../server/key-folder.ts';
import { randomSecret } from '../../server/key-folder.ts';
import { seal, unseal } from '../facts/seal.ts';

const keyOf = (keys: KeyFolder): Uint8Array => keys.readOrCreate('signals-authorization', randomSecret);
const placeOf = (stream: string): string => `signal-stream\n${stream}`;

/** Encrypts the `Authorization` header that a receiver wants with what is pushed to it. */
export const sealAuthorization = (keys: KeyFolder, stream: string, header: string): string =>
  seal(keyOf(keys), placeOf(stream), Buffer.from(header));

/** @throws SealBroken */
export const openAuthorization = (
  keys: KeyFolder,
  { id, authorization_sealed }: { id: string; authorization_sealed: string | null },
): string | undefined =>
  authorization_sealed === null
    ? undefined
    : unseal(keyOf(keys), placeOf(id), authorization_sealed).toString('utf8');
