import type { Exhibit } from '../exhibit.ts';
import { lineChart } from './charts.ts';
import { button, dialog, list, paperCard, tile } from './controls.ts';
import { legend, levelBand, pageFrame, status, toast, tokens } from './notes.ts';
import { cardGuide, datePicker, keyboard, pinPad, qrCode, slotPicker, stepHeader } from './pickers.ts';

/** Every component of the television, in the order of the gallery's list. */
export const exhibits: readonly Exhibit[] = [
  tokens,
  pageFrame,
  button,
  tile,
  paperCard,
  list,
  dialog,
  stepHeader,
  legend,
  status,
  toast,
  cardGuide,
  pinPad,
  keyboard,
  datePicker,
  slotPicker,
  lineChart,
  levelBand,
  qrCode,
];
