import { X509Certificate } from 'node:crypto';
import { AgentFailure } from '../failure.ts';

/**
 * Serial number of a certificate as enrolments name it: lower-case hex without leading zeros.
 * Which CA issued it is not looked up here: reading it from the card (EF 000B) would cost about eight more commands, and
 * the serial only chooses which resident's birth date may open the proof; the platform decides who it is.
 * @throws AgentFailure `card.unreadable` when these bytes are no certificate
 */
export function serialOf(certificate: Uint8Array): string {
  try {
    const serial = new X509Certificate(certificate).serialNumber.toLowerCase().replace(/^0+/, '');
    return serial === '' ? '0' : serial;
  } catch {
    throw new AgentFailure('card.unreadable', 'the certificate cannot be read');
  }
}
