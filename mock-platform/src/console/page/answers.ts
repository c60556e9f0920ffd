import type { OrderBoard } from '../../protocol/console.ts';

type Resident = OrderBoard['boxes'][number]['residents'][number];
export interface ResidentRow extends Resident {
  householdName: string;
  districtName: string;
}

const urgency = ({ answer, supportNeeded }: Resident): number => {
  if (answer === 'help') return 0;
  if (answer === null) return supportNeeded ? 1 : 2;
  return 3;
};

/**
 * Everybody's answer in the order an official has to act on: who needs help, who has not answered (with need of
 * support first), then the others; inside each group the longest waiting first.
 */
export function residentRows(board: Pick<OrderBoard, 'boxes'>): ResidentRow[] {
  return board.boxes
    .flatMap(({ householdName, districtName, residents }) =>
      residents.map((resident) => ({ ...resident, householdName, districtName })),
    )
    .map((row, index) => ({ row, index }))
    .sort(
      (a, b) =>
        urgency(a.row) - urgency(b.row) ||
        (a.row.answeredAt ?? '').localeCompare(b.row.answeredAt ?? '') ||
        a.index - b.index,
    )
    .map(({ row }) => row);
}
