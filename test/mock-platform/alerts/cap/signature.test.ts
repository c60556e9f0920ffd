import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import {
  enveloped,
  exclusive,
  rsaSha256,
  sha256,
} from '../../../../mock-platform/src/alerts/cap/signature/algorithms.ts';
import { signAlert } from '../../../../mock-platform/src/alerts/cap/signature/sign.ts';
import { verifySignatures } from '../../../../mock-platform/src/alerts/cap/signature/verify.ts';
import { parseXmlText } from '../../../../mock-platform/src/alerts/cap/xml/parse.ts';
import { wholeAlert } from './build.ts';
import { otherKey, rsaKey, testKey } from './keys.ts';
import { haveSamples, readSample } from './samples.ts';
import { xmllintVerdicts } from './xmllint.ts';

const check = (xml: string, keys = [testKey.publicKey]) =>
  verifySignatures(parseXmlText(xml), keys).map(({ verifies, key }) => `${verifies} ${key}`);
const signatureIn = (xml: string): string => /<Signature[\s\S]*<\/Signature>/.exec(xml)?.[0] ?? '';
const signed = signAlert(wholeAlert, testKey.privateKey);

describe('A signature of a CAP message', () => {
  it.each([
    ['ECDSA', testKey],
    ['RSA', rsaKey],
  ])('by %s is made, verifies by its carried key, and is known where the key is', (_name, pair) => {
    const xml = signAlert(wholeAlert, pair.privateKey);
    expect(check(xml, [])).toEqual(['true carried']);
    expect(check(xml, [otherKey.publicKey, pair.publicKey])).toEqual(['true known']);
    expect(judgeDocument(Buffer.from(xml), []).valid).toBe(true);
  });

  it.skipIf(!haveSamples)('leaves the message valid against both schemas', async () => {
    expect(await xmllintVerdicts([Buffer.from(signed)], 'cap12_extended.xsd')).toEqual([true]);
  });

  it('verifies after the blanks of a line end changed as XML allows, not after any other change', () => {
    expect(check(signed.replaceAll('\n', '\r\n'))).toEqual(['true known']);
    for (const [piece, by] of [
      ['>Actual<', '>Test<'],
      ['避難指示 山手', '避難指示 川原'],
      ['<note>注</note>', '<note>注</note> '],
      ['<scope>', '<!-- no matter -->\n<scope>'],
      ['<category>Safety</category>', ''],
    ] as const) {
      expect(signed).toContain(piece);
      expect(check(signed.replace(piece, by))).toEqual(['false known']);
    }
    expect(check(signed.replace('<scope>', '<!-- no matter --><scope>'))).toEqual(['true known']);
  });

  it('stands beside others, each checked by itself, made one after the other or side by side', () => {
    const chain = signAlert(signed, rsaKey.privateKey);
    expect(check(chain, [])).toEqual(['true carried', 'true carried']);
    const own = signatureIn(signAlert(wholeAlert, rsaKey.privateKey));
    const beside = signed.replace('</alert>', `${own}</alert>`);
    expect(check(beside, [rsaKey.publicKey])).toEqual(['true carried', 'true known']);
    expect(check(beside.replace('>Actual<', '>Test<'), [])).toEqual(['false carried', 'false carried']);
  });

  it('does not cover what stands around it: an alert moved into another is not signed', () => {
    const forged = wholeAlert.replace('山手</headline>', '全域</headline>');
    const original = signed.replace(/^<\?xml[^>]*>\s*/, '');
    const signature = signatureIn(signed);
    const wrapped = [
      // The signed alert hidden in an Object of its own signature, another message outside.
      forged.replace(
        '</alert>',
        `${signature.replace('</Signature>', `<Object>${original.replace(signature, '')}</Object></Signature>`)}</alert>`,
      ),
      forged.replace('</alert>', `${signature}</alert>`),
      forged.replace('<note>', `<x>${original}</x><note>`),
      forged.replace('<info>', `<info>${signature}`),
      original.replace('<info>', `<info>${signature}`).replace(`${signature}</alert>`, '</alert>'),
    ];
    for (const xml of wrapped) expect(check(xml).some((verdict) => verdict.startsWith('true'))).toBe(false);
  });

  it.each<[string, (xml: string) => string]>([
    ['a reference to a part', (xml) => xml.replace('URI=""', 'URI="#a"').replace('<info>', '<info Id="a">')],
    ['a reference to another document', (xml) => xml.replace('URI=""', 'URI="http://127.0.0.1:9/a"')],
    ['no reference address', (xml) => xml.replace(' URI=""', '')],
    [
      'a transform by a program',
      (xml) =>
        xml.replace(
          /(<Transforms>[\s\S]*?)<\/Transforms>/,
          '$1<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></Transforms>',
        ),
    ],
    [
      'a transform that leaves parts out',
      (xml) =>
        xml.replace(
          /(<Transforms>)/,
          '$1<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/>',
        ),
    ],
    ['two references', (xml) => xml.replace(/(<Reference[\s\S]*<\/Reference>)/, '$1$1')],
    ['no transform', (xml) => xml.replace(/<Transforms>[\s\S]*?<\/Transforms>/, '')],
    [
      'two of one id',
      (xml) => xml.replace('<info>', '<info Id="a"><!-- -->').replace('<area>', '<area id="a">'),
    ],
    ['a DOCTYPE', (xml) => xml.replace('<alert', '<!DOCTYPE alert>\n<alert')],
    ['an unbound prefix', (xml) => xml.replace('<info>', '<info y:a="1">')],
  ])('with %s is not accepted', (_what, change) => {
    const xml = change(signed);
    expect(xml).not.toBe(signed);
    expect(check(xml)[0]).toMatch(/^false/);
  });

  it('of a known key over a part of the message is not accepted, though it is right for that part', () => {
    const own = new SignedXml({
      privateKey: rsaKey.privateKey as never,
      signatureAlgorithm: rsaSha256,
      canonicalizationAlgorithm: exclusive,
    });
    own.addReference({ xpath: '//*[@Id="a"]', transforms: [enveloped, exclusive], digestAlgorithm: sha256 });
    own.computeSignature(wholeAlert.replace('<info>', '<info Id="a">'), {
      location: { reference: '/*', action: 'append' },
    });
    const xml = own.getSignedXml();
    expect(xml).toContain('URI="#a"');
    expect(check(xml, [rsaKey.publicKey])).toEqual(['false unknown']);
  });

  it('by HMAC with the public key as its secret is not accepted', () => {
    const hmac = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
    const info = /<SignedInfo[\s\S]*<\/SignedInfo>/.exec(signed)?.[0] ?? '';
    const secret = testKey.publicKey.export({ type: 'spki', format: 'pem' });
    const forgedInfo = info.replace('http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', hmac);
    const value = createHmac('sha1', secret).update(forgedInfo).digest('base64');
    const xml = signed.replace(info, forgedInfo).replace(/<SignatureValue>[^<]*/, `<SignatureValue>${value}`);
    expect(xml).toContain(hmac);
    expect(check(xml)).toEqual(['false known']);
  });

  it.skipIf(!haveSamples)('of an agency that rests on SHA-1 verifies, and is called weak', () => {
    const xml = readSample('earthquake_signed.cap').toString('latin1');
    expect(verifySignatures(parseXmlText(xml), [])).toEqual([{ verifies: true, key: 'carried', weak: true }]);
    expect(check(xml.replace(/<KeyInfo>[\s\S]*<\/KeyInfo>/, ''), [])).toEqual(['false unknown']);
  });

  it('inside a feed covers the alert as a document of its own', () => {
    const own = signed.replace(/^<\?xml[^>]*>\s*/, '');
    const feed = `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:b="urn:b"><a:entry><a:content type="text/xml">${own}</a:content></a:entry></a:feed>`;
    const verdict = judgeDocument(Buffer.from(feed), [testKey.publicKey]);
    expect(verdict.signatures).toEqual([{ verifies: true, key: 'known' }]);
    expect(judgeDocument(Buffer.from(feed.replace('>Actual<', '>Test<')), []).signatures).toEqual([
      { verifies: false, key: 'carried' },
    ]);
  });
});
