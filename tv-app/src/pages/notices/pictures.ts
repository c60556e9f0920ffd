import type { PublicNotice } from '../../../../mock-platform/src/protocol/notices.ts';

const drawings: Readonly<Record<PublicNotice['picture'], string | undefined>> = {
  water: 'faucet-and-bowl',
  clinic: 'clinic',
  bus: 'bus',
  festival: 'festival',
  garbage: 'garbage',
  none: undefined,
};

/** Drawing in assets/pictures for a notice. */
export const noticePicture = (picture: PublicNotice['picture']): string | undefined => drawings[picture];
