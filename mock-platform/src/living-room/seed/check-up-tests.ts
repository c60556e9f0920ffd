import { observationCodes } from '../../protocol/health.ts';

/** A test of the yearly check-up (特定健診, 後期高齢者健診) with its code (JLAC10) and its range for guidance. */
export interface CheckUpTest {
  name: string;
  code: string;
  category: 'laboratory' | 'exam';
  unit: string;
  decimals: number;
  low?: number;
  high?: number;
}

export const jlac10 = observationCodes.ldlCholesterol.system;

/** Ranges: 標準的な健診・保健指導プログラム (保健指導判定値), eGFR after 日本腎臓学会. */
export const checkUpTests = {
  height: { name: '身長', code: '9N001000000000001', category: 'exam', unit: 'cm', decimals: 1 },
  weight: { name: '体重', code: '9N006000000000001', category: 'exam', unit: 'kg', decimals: 1 },
  bmi: {
    name: 'BMI',
    code: '9N011000000000001',
    category: 'exam',
    unit: 'kg/m2',
    decimals: 1,
    low: 18.5,
    high: 24.9,
  },
  systolic: {
    name: '収縮期血圧',
    code: '9A751000000000001',
    category: 'exam',
    unit: 'mmHg',
    decimals: 0,
    high: 129,
  },
  diastolic: {
    name: '拡張期血圧',
    code: '9A761000000000001',
    category: 'exam',
    unit: 'mmHg',
    decimals: 0,
    high: 84,
  },
  triglycerides: {
    name: '中性脂肪',
    code: '3F015000002327101',
    category: 'laboratory',
    unit: 'mg/dL',
    decimals: 0,
    low: 30,
    high: 149,
  },
  hdl: {
    name: 'HDLコレステロール',
    code: '3F070000002327101',
    category: 'laboratory',
    unit: 'mg/dL',
    decimals: 0,
    low: 40,
  },
  ldl: {
    name: 'LDLコレステロール',
    code: observationCodes.ldlCholesterol.code,
    category: 'laboratory',
    unit: 'mg/dL',
    decimals: 0,
    low: 60,
    high: 119,
  },
  ast: { name: 'AST', code: '3B035000002327201', category: 'laboratory', unit: 'U/L', decimals: 0, high: 30 },
  alt: { name: 'ALT', code: '3B045000002327201', category: 'laboratory', unit: 'U/L', decimals: 0, high: 30 },
  gammaGt: {
    name: 'γ-GT',
    code: '3B090000002327101',
    category: 'laboratory',
    unit: 'U/L',
    decimals: 0,
    high: 50,
  },
  hba1c: {
    name: 'HbA1c',
    code: observationCodes.hba1c.code,
    category: 'laboratory',
    unit: '%',
    decimals: 1,
    low: 4.6,
    high: 5.5,
  },
  egfr: {
    name: 'eGFR',
    code: observationCodes.egfr.code,
    category: 'laboratory',
    unit: 'mL/min/1.73m2',
    decimals: 1,
    low: 60,
  },
} as const satisfies Record<string, CheckUpTest>;
export type CheckUpTestName = keyof typeof checkUpTests;
