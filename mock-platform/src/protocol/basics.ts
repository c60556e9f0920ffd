import * as z from 'zod/mini';

/** Instant as ISO 8601 with offset or `Z`, of a year that every database knows. */
export const Instant = z.iso.datetime({ offset: true }).check(z.maxLength(40), z.regex(/^[12]/));

/** Day in Japan, `YYYY-MM-DD`. */
export const Day = z.iso.date();

export const Uuid = z.uuid();

/** Binary data as unpadded base64url. */
export const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(16384));

/** Pairwise subject: what one service knows a person by (never the platform's own person id). */
export const Subject = z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/));

/** Six-digit code of a municipality (全国地方公共団体コード). */
export const MunicipalityCode = z.string().check(z.regex(/^\d{6}$/));

/** Code of a district, unique within its municipality. */
export const DistrictCode = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/));

/** Assurance tiers: T0 the box alone, T1 card without PIN, T2 authentication PIN, T3 signature PIN. */
export const Tier = z.enum(['t0', 't1', 't2', 't3']);
export type Tier = z.infer<typeof Tier>;

/** The relying parties a token can be meant for. */
export const ServiceName = z.enum(['health', 'booking', 'notices', 'town', 'alerts', 'boxes', 'identity']);
export type ServiceName = z.infer<typeof ServiceName>;

/**
 * Text with readings: `ひより{小学校|しょうがっこう}へ`. Braces and bars have no other meaning in it.
 */
export const MarkedText = z
  .string()
  .check(z.minLength(1), z.maxLength(120), z.regex(/^(?:[^{}|]|\{[^{}|]+\|[^{}|]+\})+$/));
