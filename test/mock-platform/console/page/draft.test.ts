import { describe, expect, it } from 'vitest';
import { draftOf, type Entries, faultsOf } from '../../../../mock-platform/src/console/page/draft.ts';

const desk = {
  shelters: [
    {
      id: 's1',
      name: 'ひより小学校',
      marked: 'ひより{小学校|しょうがっこう}',
      english: 'Hiyori School',
      district: 'honmachi',
      capacity: 240,
    },
  ],
};
const entries: Entries = {
  id: '5f1f1a52-9c3e-4a0e-9d3b-0d8c5f6a7b11',
  status: 'live',
  hazard: 'landslide',
  level: 4,
  shelter: 's1',
  extra: 'がけの ちかくを とおらないで ください。',
  extraPlain: '',
  extraEn: 'Stay away from slopes.',
  agencyMessage: '',
  districts: ['yamate'],
  minutes: 720,
};

describe('an order that is filled in', () => {
  it('becomes the draft that the platform expects', () => {
    expect(draftOf(entries, desk)).toEqual({
      draft: {
        id: entries.id,
        status: 'live',
        hazard: 'landslide',
        level: 4,
        districts: ['yamate'],
        sentences: [
          'ひより{小学校|しょうがっこう}へ いってください。',
          'がけの ちかくを とおらないで ください。',
        ],
        // Without its second sentence plain Japanese stays away: half an order is none.
        translations: { en: ['Go to Hiyori School.', 'Stay away from slopes.'] },
        minutes: 720,
      },
    });
  });

  it('is meant for whom it says, and then for no district as a whole', () => {
    const audience = { kind: 'group' as const, group: 'support-needed' };
    expect(draftOf({ ...entries, audience, districts: ['yamate'] }, desk)).toMatchObject({
      draft: { audience, districts: [] },
    });
    const nobody = { kind: 'persons' as const, subjects: [] };
    expect(draftOf({ ...entries, audience: nobody }, desk)).toHaveProperty('faults.audience');
  });

  it('needs no shelter at level 5', () => {
    expect(draftOf({ ...entries, level: 5, shelter: '' }, desk)).toHaveProperty('draft');
  });
});

describe('an order that is not', () => {
  it('names every field that is missing', () => {
    const wrong = { districts: [], shelter: '', extra: 'あ'.repeat(30), agencyMessage: 'あ'.repeat(41) };
    const checked = draftOf({ ...entries, ...wrong }, desk);
    expect('faults' in checked && Object.keys(checked.faults).sort()).toEqual([
      'agencyMessage',
      'districts',
      'extra',
      'shelter',
    ]);
  });
});

describe('the errors of a refused request', () => {
  it('go to their fields', () => {
    const faults = faultsOf([
      { path: '/sentences/1', message: 'too long' },
      { path: '/draft/districts/0', message: 'unknown' },
      { path: '/level', message: 'wrong' },
      { path: '/surprise', message: 'unrecognised' },
    ]);
    expect(Object.keys(faults).sort()).toEqual(['districts', 'extra', 'form', 'level']);
    expect(faults.districts).toContain('unknown');
  });
});
