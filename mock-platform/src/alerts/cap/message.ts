export type CapStatus = 'Actual' | 'Exercise' | 'System' | 'Test' | 'Draft';
export type CapMessageType = 'Alert' | 'Update' | 'Cancel' | 'Ack' | 'Error';
export type CapScope = 'Public' | 'Restricted' | 'Private';

/** `eventCode`, `parameter`, `geocode`. */
export interface CapPair {
  valueName: string;
  value: string;
}

export interface CapResource {
  resourceDesc: string;
  mimeType: string;
  size?: string;
  uri?: string;
  /** The content itself, base64. */
  derefUri?: string;
  /** SHA-1 of the content, hexadecimal. */
  digest?: string;
}

export interface CapArea {
  areaDesc: string;
  polygons: string[];
  circles: string[];
  geocodes: CapPair[];
  /** Feet above mean sea level. */
  altitude?: string;
  ceiling?: string;
}

export interface CapInfo {
  /** Missing means `en-US`. */
  language?: string;
  categories: string[];
  event: string;
  responseTypes: string[];
  urgency: string;
  severity: string;
  certainty: string;
  audience?: string;
  eventCodes: CapPair[];
  effective?: string;
  onset?: string;
  expires?: string;
  senderName?: string;
  headline?: string;
  description?: string;
  instruction?: string;
  web?: string;
  contact?: string;
  parameters: CapPair[];
  resources: CapResource[];
  areas: CapArea[];
}

/**
 * A CAP message as it is written: every value is the text of its element, whatever it says; an element that is there
 * but empty is an empty text, one that is missing is undefined.
 */
export interface CapAlert {
  identifier: string;
  sender: string;
  sent: string;
  status: string;
  msgType: string;
  source?: string;
  scope: string;
  restriction?: string;
  addresses?: string;
  codes: string[];
  note?: string;
  references?: string;
  incidents?: string;
  infos: CapInfo[];
}

export type CapVersion = '1.0' | '1.1' | '1.2';

const versions: Record<string, CapVersion> = {
  'http://www.incident.com/cap/1.0': '1.0',
  'urn:oasis:names:tc:emergency:cap:1.1': '1.1',
  'urn:oasis:names:tc:emergency:cap:1.2': '1.2',
};

/** The version of CAP that a namespace stands for; undefined when it is none. */
export const capVersionOf = (namespace: string): CapVersion | undefined =>
  Object.hasOwn(versions, namespace) ? versions[namespace] : undefined;
