const weights = [6, 5, 4, 3, 2];

/**
 * Check digit of a municipality's five digits (全国地方公共団体コード, 総務省): weights 6 to 2, eleven minus the rest of a
 * division by eleven, its last digit.
 */
export function checkDigitOf(five: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(five[index]), 0);
  return String((11 - (sum % 11)) % 10);
}

/** Whether it is a code of six digits with the right check digit. */
export const isMunicipalityCode = (code: string): boolean =>
  /^\d{6}$/.test(code) && checkDigitOf(code.slice(0, 5)) === code[5];

/** The five digits (as in a certificate's name) of a code of six; the check digit is not looked at. */
export const fiveDigitsOf = (six: string): string => six.slice(0, 5);

/** The code of the weather agency for a municipality: its five digits and 00. */
export const jmaCodeOf = (six: string): string => `${fiveDigitsOf(six)}00`;

/**
 * The municipality's code of six digits that a code means: of five digits, of six with a right check digit, of seven
 * (weather agency; parts of a municipality end otherwise than in 00). Undefined for anything else: the agency also writes
 * six digits for prefectures (320000) and parts of them (320010), whose check digit is not one.
 */
export function municipalityOf(code: string): string | undefined {
  if (isMunicipalityCode(code) && code.slice(2, 5) !== '000') return code;
  if (/^\d{5}$/.test(code) || /^\d{7}$/.test(code)) {
    const five = code.slice(0, 5);
    return five.slice(2) === '000' ? undefined : five + checkDigitOf(five);
  }
  return undefined;
}

/** The prefecture (two digits) that a code of the weather agency for a larger area means: 320000, 320010. */
export function prefectureOf(code: string): string | undefined {
  return /^\d{6}$/.test(code) && code.endsWith('0') && !isMunicipalityCode(code)
    ? code.slice(0, 2)
    : /^\d{2}0000$/.test(code)
      ? code.slice(0, 2)
      : undefined;
}
