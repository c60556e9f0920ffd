import type { Application } from './application.ts';

/** A payment application of no real scheme (an unregistered name), and the directory of contactless payment. */
const paymentAid = 'F0434841524745';
const directoryAid = Buffer.from('2PAY.SYS.DDF01', 'latin1').toString('hex').toUpperCase();

/** What a credit card answers: the payment system environment and its one application (EMV book B §3.3). */
export function paymentApplications(): Application[] {
  const entry = tlv('61', tlv('4F', hex(paymentAid)), tlv('87', Buffer.of(0x01)));
  const proprietary = tlv('A5', tlv('BF0C', entry));
  return [
    {
      aid: directoryAid,
      files: new Map(),
      controlInformation: tlv('6F', tlv('84', hex(directoryAid)), proprietary),
    },
    {
      aid: paymentAid,
      files: new Map(),
      controlInformation: tlv('6F', tlv('84', hex(paymentAid)), tlv('A5', tlv('50', Buffer.from('CREDIT')))),
    },
  ];
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** BER-TLV with a short length. */
function tlv(tag: string, ...values: Buffer[]): Buffer {
  const value = Buffer.concat(values);
  return Buffer.concat([hex(tag), Buffer.of(value.length), value]);
}
