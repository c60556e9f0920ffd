/**
 * Plain words for the values of 特定健診, by the first five characters of their JLAC10 code (the analyte; the rest names
 * material and method). The order is the order on the screen.
 */
const names: readonly (readonly [analyte: string, name: string, note: string])[] = [
  ['9A751', '血圧の 上', ''],
  ['9A752', '血圧の 上', '2回目'],
  ['9A755', '血圧の 上', ''],
  ['9A761', '血圧の 下', ''],
  ['9A762', '血圧の 下', '2回目'],
  ['9A765', '血圧の 下', ''],
  ['3D046', '血糖の ようす', 'HbA1c'],
  ['3D045', '血糖の ようす', 'HbA1c'],
  ['3D010', '血糖', 'おなかが すいた とき'],
  ['3F077', 'わるい コレステロール', 'LDL'],
  ['3F070', 'よい コレステロール', 'HDL'],
  ['3F015', '血の あぶら', '中性脂肪'],
  ['3F069', '血の あぶら', 'non-HDL'],
  ['8A065', 'じんぞうの はたらき', 'eGFR'],
  ['3C015', 'じんぞうの はたらき', 'クレアチニン'],
  ['3C020', '尿酸', ''],
  ['3B035', 'かんぞうの はたらき', 'AST'],
  ['3B045', 'かんぞうの はたらき', 'ALT'],
  ['3B090', 'かんぞうの はたらき', 'γ-GT'],
  ['2A030', '血の こさ', 'ヘモグロビン'],
  ['2A040', '血の こさ', 'ヘマトクリット'],
  ['9N006', 'たいじゅう', ''],
  ['9N011', '体の 大きさ', 'BMI'],
  ['9N016', 'おなか まわり', ''],
  ['9N001', 'しんちょう', ''],
];

/** Name, short medical name and place in the list; an unknown analyte keeps the name it came with, at the end. */
export function checkUpName(code: string, display: string): { name: string; note: string; rank: number } {
  const rank = names.findIndex(([analyte]) => code.slice(0, 5) === analyte);
  const known = names[rank];
  if (known) return { name: known[1], note: known[2], rank };
  return { name: display, note: '', rank: names.length };
}
