import type { CardFile } from '../../protocol/card-reader.ts';
import type { Application } from './application.ts';
import { commonApplication } from './common.ts';
import { jpkiApplication } from './jpki.ts';
import { paymentApplications } from './payment.ts';
import { residentApplication } from './resident.ts';
import { surfaceApplication } from './surface.ts';

/**
 * The applications on a card; none on a transit card, whose own language is not ISO/IEC 7816.
 * @param certificateBytes cuts the certificates off after so many bytes.
 */
export function applicationsOf(card: CardFile, certificateBytes?: number): Application[] {
  switch (card.kind) {
    case 'individual-number-card':
    case 'damaged-card':
    case 'phone': {
      if (card.kind === 'damaged-card' && card.authentication === undefined) return [];
      const all = [
        jpkiApplication(card, certificateBytes),
        surfaceApplication(card),
        commonApplication(card),
      ];
      return all.filter((application) => application !== undefined);
    }
    case 'resident-card':
      return [residentApplication()];
    case 'credit-card':
      return paymentApplications();
    case 'transit-card':
    case 'other':
      return [];
  }
}
