import type { Line, Scenery } from '../../town/tables.ts';

interface TownPlan {
  /** Closed lines by district, kilometres east and north of the town hall. */
  outlines: Record<string, Line>;
  scenery: Scenery[];
}

/** The invented towns as maps. */
export const townPlans: Record<string, TownPlan> = {
  '990019': {
    outlines: {
      yamate: [
        [-3.74, 2.98],
        [-1.8, 3.78],
        [-1.96, 1.52],
        [-3.96, 0.86],
      ],
      kitadani: [
        [-1.8, 3.78],
        [0.09, 3.46],
        [1.85, 3.86],
        [1.54, 1.68],
        [-0.11, 1.12],
        [-1.96, 1.52],
      ],
      kawahara: [
        [1.85, 3.86],
        [3.3, 2.66],
        [3.48, 0.62],
        [1.54, 1.68],
      ],
      tanaka: [
        [-3.96, 0.86],
        [-1.96, 1.52],
        [-1.8, -1.04],
        [-3.67, -1.34],
      ],
      honmachi: [
        [-1.96, 1.52],
        [-0.11, 1.12],
        [1.54, 1.68],
        [1.69, -0.86],
        [-0.02, -1.34],
        [-1.8, -1.04],
      ],
      shinmachi: [
        [1.54, 1.68],
        [3.48, 0.62],
        [3.31, -1.44],
        [1.69, -0.86],
      ],
      minami: [
        [-3.67, -1.34],
        [-1.8, -1.04],
        [-0.02, -1.34],
        [-0.56, -3.08],
        [-2.78, -2.92],
      ],
      hama: [
        [-0.02, -1.34],
        [1.69, -0.86],
        [3.31, -1.44],
        [1.48, -2.76],
        [-0.56, -3.08],
      ],
    },
    scenery: [
      {
        kind: 'sea',
        points: [
          [-0.56, -3.08],
          [1.48, -2.76],
          [3.31, -1.44],
          [4.04, -0.26],
          [4.04, -4.06],
          [-0.04, -4.06],
        ],
      },
      {
        kind: 'river',
        points: [
          [2.22, 4.26],
          [2.09, 3.34],
          [1.78, 2.54],
          [1.54, 1.68],
          [1.63, 0.34],
          [1.69, -0.86],
          [1.44, -2.16],
          [1.02, -3.46],
        ],
      },
    ],
  },
  '990027': {
    outlines: {
      oka: [
        [-2.6, 0.4],
        [-2.2, 2],
        [-0.2, 2.2],
        [0.4, 0.9],
        [-1.2, 0.3],
      ],
      eki: [
        [-1.2, 0.3],
        [0.4, 0.9],
        [1.8, 0.4],
        [1.2, -0.9],
        [-0.6, -1.1],
      ],
      umibe: [
        [1.8, 0.4],
        [3.2, -0.6],
        [2.8, -2.6],
        [0.4, -2.4],
        [1.2, -0.9],
      ],
    },
    scenery: [
      {
        kind: 'sea',
        points: [
          [3.2, -0.6],
          [3.8, -0.6],
          [3.8, -3.2],
          [0.2, -3.2],
          [0.4, -2.4],
          [2.8, -2.6],
        ],
      },
    ],
  },
};

/** Shelters as televisions set to English name them, and where they stand. */
export const shelterPlaces: Record<string, { english: string; address: string }> = {
  'hiyori-school': { english: 'Hiyori Elementary School', address: '本町1-1' },
  'kitadani-hall': { english: 'Kitadani Hall', address: '北谷12' },
  'hama-hall': { english: 'Hama Community Hall', address: 'はま3-4' },
  'miharashi-school': { english: 'Miharashi Junior High School', address: '丘2-8' },
};
