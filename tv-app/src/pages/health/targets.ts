/**
 * Ranges to aim at where the observation itself carries none. Blood pressure at home: below 135/85 (日本高血圧学会
 * ガイドライン 2019, 家庭血圧の基準); the lower edges mark what is usual, they are no limit of the guideline.
 */
export const homeBloodPressure = {
  systolic: { low: 105, high: 135, below: true },
  diastolic: { low: 65, high: 85, below: true },
} as const;
