/** What a phone's calendar is told of a booking: when and where, and nothing else. */
export interface CalendarEvent {
  uid: string;
  /** Grows with every change (RFC 5545 §3.8.7.4). */
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  changedAt: Date;
  summary: string;
  location: string;
  cancelled: boolean;
}

const encoder = new TextEncoder();

/** TEXT (RFC 5545 §3.3.11): backslash, semicolon, comma and line breaks are escaped, other control characters left out. */
function text(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/([;,])/g, '\\$1')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '');
}

/** A content line of at most 75 octets, folded between characters, never inside one (RFC 5545 §3.1). */
export function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 75) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return `${[...parts, part].join('\r\n')}\r\n`;
}

/** UTC form of DATE-TIME. */
const moment = (instant: Date): string => `${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

function lines(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${text(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${moment(event.changedAt)}`,
    `LAST-MODIFIED:${moment(event.changedAt)}`,
    `DTSTART:${moment(event.startsAt)}`,
    `DTEND:${moment(event.endsAt)}`,
    `SUMMARY:${text(event.summary)}`,
    `LOCATION:${text(event.location)}`,
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'CLASS:PRIVATE',
    'END:VEVENT',
  ];
}

/**
 * An iCalendar object (RFC 5545; method by RFC 5546): PUBLISH says what stands and what has changed, CANCEL takes back. The
 * organizer is a name that no mail reaches.
 */
export function calendarOf(
  events: readonly CalendarEvent[],
  method: 'PUBLISH' | 'CANCEL' = 'PUBLISH',
): string {
  const withOrganizer = (event: CalendarEvent) => {
    const [begin = '', ...rest] = lines(event);
    return [begin, 'ORGANIZER:invalid:town', ...rest];
  };
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Chanoma//Booking//JA',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...events.flatMap(withOrganizer),
    'END:VCALENDAR',
  ]
    .map(fold)
    .join('');
}
