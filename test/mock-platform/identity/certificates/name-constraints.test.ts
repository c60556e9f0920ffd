import { describe, expect, it } from 'vitest';
import { verdict } from './judging.ts';
import { authority, dn, extensions, leaf, names, root } from './making.ts';

const anchor = root();
const { directory, mail, dns, uri, ip, other } = names;
const refused = 'path.name-constraints';
const good = 'good';

interface Trees {
  permitted?: Buffer[];
  excluded?: Buffer[];
}

function judge(
  { permitted = [], excluded = [] }: Trees,
  alternatives: Buffer[],
  subject = 'O=Test, CN=Somebody',
) {
  const sub = authority(anchor, 'O=Test, CN=Sub', [extensions.nameConstraints(permitted, excluded)]);
  const more = alternatives.length > 0 ? [extensions.alternativeNames(...alternatives)] : [];
  return verdict({ anchors: [anchor], others: [sub], target: leaf(sub, more, { subject: dn(subject) }) });
}

const permit = (...permitted: Buffer[]) => ({ permitted });
const exclude = (...excluded: Buffer[]) => ({ excluded });

describe('Directory names', () => {
  it.each([
    [permit(directory('O=Test')), 'O=Test, CN=A', good],
    [permit(directory('O=test')), 'O=TEST, CN=A', good],
    [permit(directory('O=Test')), 'O=Other, CN=A', refused],
    [permit(directory('O=Test, OU=U')), 'O=Test', refused],
    [permit(directory('O=Test, OU=U')), 'O=Test, OU=V, CN=A', refused],
    [permit(directory('O=X'), directory('O=Test')), 'O=Test, CN=A', good],
    [exclude(directory('O=Test, OU=U')), 'O=Test, OU=U, CN=A', refused],
    [exclude(directory('O=Test, OU=U')), 'O=Test, OU=V, CN=A', good],
    [
      { ...permit(directory('O=Test')), ...exclude(directory('O=Test, OU=U')) },
      'O=Test, OU=u, CN=A',
      refused,
    ],
    [exclude(directory('')), 'CN=A', refused],
    [permit(directory('O=Test')), '', good],
  ])('%# in the subject', (trees, subject, expected) => {
    const alternatives = subject === '' ? [dns('a.example')] : [];
    expect(judge(trees, alternatives, subject)).toBe(expected);
  });

  it('among the alternative names count too', () => {
    expect(judge(permit(directory('O=Test')), [directory('O=Test, CN=B')])).toBe(good);
    expect(judge(permit(directory('O=Test')), [directory('O=Other')])).toBe(refused);
    expect(judge(exclude(directory('O=Other')), [directory('O=Other, CN=B')])).toBe(refused);
  });
});

describe('Names of machines and mailboxes', () => {
  it.each([
    ['host', permit(dns('example.org')), [dns('example.org')], good],
    ['host below', permit(dns('example.org')), [dns('a.B.Example.ORG')], good],
    ['host beside', permit(dns('example.org')), [dns('badexample.org')], refused],
    ['host excluded', exclude(dns('example.org')), [dns('a.example.org')], refused],
    ['host not excluded', exclude(dns('example.org')), [dns('example.com')], good],
    [
      'wildcard reaching into what is excluded',
      exclude(dns('a.example.org')),
      [dns('*.example.org')],
      refused,
    ],
    ['one of two hosts', permit(dns('example.org')), [dns('example.org'), dns('b.example')], refused],
    ['every host excluded', exclude(dns('')), [dns('a.example')], refused],
    ['no host at all', permit(dns('example.org')), [mail('a@b.example')], good],
    ['mailbox', permit(mail('a@example.org')), [mail('a@EXAMPLE.org')], good],
    ['mailbox with other case', permit(mail('a@example.org')), [mail('A@example.org')], refused],
    ['mailboxes of a host', permit(mail('example.org')), [mail('a@example.org')], good],
    ['mailboxes of a host below', permit(mail('example.org')), [mail('a@b.example.org')], refused],
    ['mailboxes of a domain', permit(mail('.example.org')), [mail('a@b.example.org')], good],
    ['mailboxes of the domain’s own host', permit(mail('.example.org')), [mail('a@example.org')], refused],
    ['mailbox excluded', exclude(mail('.example.org')), [mail('a@b.example.org')], refused],
    ['mail address without host', permit(mail('example.org')), [mail('nobody')], refused],
    ['address', permit(uri('example.org')), [uri('https://example.org:8443/x?y')], good],
    ['address below', permit(uri('example.org')), [uri('https://a.example.org/')], refused],
    ['address of a domain', permit(uri('.example.org')), [uri('ldap://u@A.example.org/x')], good],
    ['address excluded', exclude(uri('.example.org')), [uri('http://a.example.org')], refused],
    [
      'address with a host in the path',
      permit(uri('example.org')),
      [uri('http://evil.example/@example.org')],
      refused,
    ],
    ['address without host', permit(uri('example.org')), [uri('urn:x:y')], refused],
    ['address without host, excluded', exclude(uri('example.org')), [uri('urn:x:y')], refused],
    ['address of a number', exclude(uri('example.org')), [uri('http://10.0.0.1/')], refused],
    ['network', permit(ip(10, 1, 0, 0, 255, 255, 0, 0)), [ip(10, 1, 2, 3)], good],
    ['network beside', permit(ip(10, 1, 0, 0, 255, 255, 0, 0)), [ip(10, 2, 2, 3)], refused],
    [
      'network of the other family',
      permit(ip(10, 1, 0, 0, 255, 255, 0, 0)),
      [ip(...Array(16).fill(1))],
      refused,
    ],
    ['network excluded', exclude(ip(10, 0, 0, 0, 255, 0, 0, 0)), [ip(10, 2, 2, 3)], refused],
    ['form that is not processed', permit(other('1.2.3', 'x')), [other('1.2.3', 'x')], refused],
    ['form that is not processed and not there', permit(other('1.2.3', 'x')), [dns('a.example')], good],
  ])('%s', (_what, trees, alternatives, expected) => {
    expect(judge(trees, alternatives)).toBe(expected);
  });

  it('a mail address in the subject counts', () => {
    const trees = permit(mail('example.org'));
    expect(judge(trees, [], 'O=Test, emailAddress=a@example.org')).toBe(good);
    expect(judge(trees, [], 'O=Test, emailAddress=a@other.example')).toBe(refused);
    expect(judge(trees, [mail('a@example.org')], 'O=Test, emailAddress=a@other.example')).toBe(refused);
  });

  it('a host as common name counts where there is no other host', () => {
    expect(judge(permit(dns('example.org')), [], 'CN=evil.example')).toBe(refused);
    expect(judge(permit(dns('example.org')), [dns('a.example.org')], 'CN=evil.example')).toBe(good);
    expect(judge(permit(dns('example.org')), [], 'CN=Test person')).toBe(good);
  });
});

describe('Constraints of several authorities', () => {
  const trees = (permitted: Buffer[], excluded: Buffer[] = []) => [
    extensions.nameConstraints(permitted, excluded),
  ];

  it('hold together, for authorities too', () => {
    const first = authority(anchor, 'O=Test, CN=A', trees([directory('O=Test')]));
    const wider = authority(first, 'O=Test, CN=B', trees([directory('O=Other'), directory('O=Test, OU=U')]));
    const judgeBelow = (subject: string) =>
      verdict({ anchors: [anchor], others: [first, wider], target: leaf(wider, [], { subject }) });
    expect(judgeBelow('O=Test, OU=U, CN=P')).toBe(good);
    expect(judgeBelow('O=Other, CN=P')).toBe(refused);
    expect(judgeBelow('O=Test, CN=P')).toBe(refused);
    const stray = authority(first, 'O=Other, CN=C');
    const target = leaf(stray, [], { subject: 'O=Test, CN=P' });
    expect(verdict({ anchors: [anchor], others: [first, stray], target })).toBe(refused);
  });

  it('do not bind self-issued authorities, but a self-issued target', () => {
    const first = authority(anchor, 'O=Elsewhere, CN=A', trees([directory('O=Test')]));
    const again = authority(first, 'O=Elsewhere, CN=A');
    expect(verdict({ anchors: [anchor], others: [first, again], target: leaf(again) })).toBe(good);
    expect(verdict({ anchors: [anchor], others: [first], target: again })).toBe(refused);
  });

  it('of the anchor count', () => {
    const narrow = root('O=Narrow, CN=Root', undefined, trees([directory('O=Narrow')]));
    expect(verdict({ anchors: [narrow], target: leaf(narrow, [], { subject: 'O=Narrow, CN=P' }) })).toBe(
      good,
    );
    expect(verdict({ anchors: [narrow], target: leaf(narrow) })).toBe(refused);
  });
});
