import { inLanguage } from './language.ts';

/** A value as it is called, and the short medical name that the doctor uses. */
type Named = readonly [name: string, note: string];

/**
 * Plain words for the values of 特定健診, by the first five characters of their JLAC10 code (the analyte; the rest names
 * material and method). The order is the order on the screen.
 */
const analytes: readonly (readonly [analyte: string, ja: Named, plain: Named, en: Named])[] = [
  ['9A751', ['血圧の 上', ''], ['血圧の 上', ''], ['Upper pressure', '']],
  ['9A752', ['血圧の 上', '2回目'], ['血圧の 上', '2回目'], ['Upper pressure', '2nd reading']],
  ['9A755', ['血圧の 上', ''], ['血圧の 上', ''], ['Upper pressure', '']],
  ['9A761', ['血圧の 下', ''], ['血圧の 下', ''], ['Lower pressure', '']],
  ['9A762', ['血圧の 下', '2回目'], ['血圧の 下', '2回目'], ['Lower pressure', '2nd reading']],
  ['9A765', ['血圧の 下', ''], ['血圧の 下', ''], ['Lower pressure', '']],
  ['3D046', ['血糖の ようす', 'HbA1c'], ['血の 中の さとう', 'HbA1c'], ['Blood sugar', 'HbA1c']],
  ['3D045', ['血糖の ようす', 'HbA1c'], ['血の 中の さとう', 'HbA1c'], ['Blood sugar', 'HbA1c']],
  [
    '3D010',
    ['血糖', 'おなかが すいた とき'],
    ['血の 中の さとう', '食べる 前'],
    ['Blood sugar', 'before eating'],
  ],
  ['3F077', ['わるい コレステロール', 'LDL'], ['悪い 血の あぶら', 'LDL'], ['Bad cholesterol', 'LDL']],
  ['3F070', ['よい コレステロール', 'HDL'], ['良い 血の あぶら', 'HDL'], ['Good cholesterol', 'HDL']],
  ['3F015', ['血の あぶら', '中性脂肪'], ['血の あぶら', '中性脂肪'], ['Fat in the blood', 'triglycerides']],
  ['3F069', ['血の あぶら', 'non-HDL'], ['血の あぶら', 'non-HDL'], ['Fat in the blood', 'non-HDL']],
  ['8A065', ['じんぞうの はたらき', 'eGFR'], ['じんぞうの 力', 'eGFR'], ['Kidneys', 'eGFR']],
  [
    '3C015',
    ['じんぞうの はたらき', 'クレアチニン'],
    ['じんぞうの 力', 'クレアチニン'],
    ['Kidneys', 'creatinine'],
  ],
  ['3C020', ['尿酸', ''], ['尿酸（にょうさん）', ''], ['Uric acid', '']],
  ['3B035', ['かんぞうの はたらき', 'AST'], ['かんぞうの 力', 'AST'], ['Liver', 'AST']],
  ['3B045', ['かんぞうの はたらき', 'ALT'], ['かんぞうの 力', 'ALT'], ['Liver', 'ALT']],
  ['3B090', ['かんぞうの はたらき', 'γ-GT'], ['かんぞうの 力', 'γ-GT'], ['Liver', 'γ-GT']],
  ['2A030', ['血の こさ', 'ヘモグロビン'], ['血の こさ', 'ヘモグロビン'], ['Haemoglobin', '']],
  ['2A040', ['血の こさ', 'ヘマトクリット'], ['血の こさ', 'ヘマトクリット'], ['Haematocrit', '']],
  ['9N006', ['たいじゅう', ''], ['体の 重さ', ''], ['Weight', '']],
  ['9N011', ['体の 大きさ', 'BMI'], ['体の 大きさ', 'BMI'], ['Body mass', 'BMI']],
  ['9N016', ['おなか まわり', ''], ['おなかの 長さ', ''], ['Waist', '']],
  ['9N001', ['しんちょう', ''], ['体の 高さ', ''], ['Height', '']],
];

/** Name, short medical name and place in the list; an unknown analyte keeps the name it came with, at the end. */
export function checkUpName(code: string, display: string): { name: string; note: string; rank: number } {
  const rank = analytes.findIndex(([analyte]) => code.slice(0, 5) === analyte);
  const known = analytes[rank];
  if (!known) return { name: display, note: '', rank: analytes.length };
  const [, ja, plain, en] = known;
  const [name, note] = inLanguage({ ja, plain, en });
  return { name, note, rank };
}

/** Every value that has words. */
export const checkUpCodes: readonly string[] = analytes.map(([analyte]) => analyte);
