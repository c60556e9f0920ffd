import { generateKeyPairSync } from 'node:crypto';

/** A key that a town might know. */
export const testKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
