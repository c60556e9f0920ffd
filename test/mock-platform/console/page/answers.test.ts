import { expect, it } from 'vitest';
import { residentRows } from '../../../../mock-platform/src/console/page/answers.ts';
import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';

const resident = (
  name: string,
  answer: Answer | null,
  supportNeeded = false,
  answeredAt: string | null = null,
) => ({
  subject: `subject-of-${name}-0000`,
  name,
  supportNeeded,
  answer,
  tier: answer === null ? null : ('t0' as const),
  answeredAt,
});
const box = (
  householdName: string,
  residents: ReturnType<typeof resident>[],
  displayedAt: string | null,
) => ({
  box: '5f1f1a52-9c3e-4a0e-9d3b-0d8c5f6a7b11',
  householdName,
  districtName: '山手',
  online: true,
  receivedAt: '2026-11-20T09:42:01Z',
  displayedAt,
  residents,
});
const board = {
  boxes: [
    box(
      'はなさんの家',
      [
        resident('いさむ', 'evacuating', true, '2026-11-20T09:43:00Z'),
        resident('ゆい', null),
        resident('はな', 'help', true, '2026-11-20T09:44:00Z'),
      ],
      '2026-11-20T09:42:02Z',
    ),
    box(
      'けんじさんの家',
      [resident('よしこ', null, true), resident('けんじ', 'help', false, '2026-11-20T09:43:30Z')],
      null,
    ),
  ],
};

it('who needs help stands first, then the silent ones who need support, then the others', () => {
  expect(residentRows(board).map(({ name }) => name)).toEqual(['けんじ', 'はな', 'よしこ', 'ゆい', 'いさむ']);
});
