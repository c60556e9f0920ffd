import { refusalCodes } from '../src/protocol/refusals.ts';
import type { EndpointGroup } from './endpoint.ts';
import { federationEndpoints } from './federation-endpoints.ts';
import { staffEndpoints } from './staff-endpoints.ts';

/** What boxes and persons ask of the platform. */
export const serviceEndpoints: readonly EndpointGroup[] = [
  {
    title: 'Registration and stream of a box',
    endpoints: [
      {
        method: 'POST',
        path: '/boxes/registrations',
        caller: 'anybody',
        what: 'Registers a box with the one-time code that staff gave (8 digits, once, within an hour).',
        request: '`BoxRegistrationRequest`',
        answer: '201 `BoxRegistration`',
        refusals: ['registration.code', 'registration.key-known', 'registration.too-many-attempts'],
      },
      {
        method: 'WebSocket',
        path: '/boxes/stream',
        caller: 'box-itself',
        what: 'Orders, receipts and answers; token and proof stand in the upgrade request.',
        answer: '101, then `FromBox` and `ToBox`',
        refusals: ['box.unknown', 'box.blocked'],
      },
    ],
  },
  {
    title: 'Login',
    endpoints: [
      {
        method: 'GET',
        path: '/identity/policy',
        caller: 'anybody',
        what: 'Which tier opens which service.',
        answer: '200 `PolicyTable`',
      },
      {
        method: 'POST',
        path: '/identity/challenges',
        caller: 'box-itself',
        what: 'A challenge for one login; lives five minutes, counts once.',
        request: '`ChallengeRequest`',
        answer: '201 `Challenge`; 429 `Problem`',
        refusals: ['box.unknown', 'box.blocked', 'login.too-many'],
      },
      {
        method: 'POST',
        path: '/identity/logins',
        caller: 'box-itself',
        what: 'Decides a login from the box’s signed statement; uses the challenge up whatever the outcome.',
        request: '`LoginRequest`: a `LoginStatement`, signed',
        answer: '200 `LoginVerdict`; 403, 429 or 503 `LoginProblem`',
        refusals: refusalCodes,
      },
    ],
  },
  ...staffEndpoints,
  ...federationEndpoints,
  {
    title: 'OpenID provider',
    endpoints: [
      {
        method: 'GET',
        path: '/oidc/.well-known/openid-configuration',
        caller: 'anybody',
        what: 'Discovery (OpenID Connect Discovery 1.0).',
        answer: '200 provider metadata',
      },
      {
        method: 'GET',
        path: '/oidc/jwks',
        caller: 'anybody',
        what: 'Keys that sign access tokens.',
        answer: '200 JWK set (RFC 7517)',
      },
      {
        method: 'POST',
        path: '/oidc/token',
        caller: 'client',
        what: 'Access tokens; see “Access tokens”.',
        request: 'form',
        answer: '200 token (RFC 6749 §5.1); 400 or 401 OAuth error (RFC 6749 §5.2), not a problem document',
      },
    ],
  },
  {
    title: 'Town and notices',
    endpoints: [
      {
        method: 'GET',
        path: '/town/residents',
        caller: 'box',
        what: 'Who lives in the box’s household, from the town’s register.',
        answer: '200 `BoxResidents`',
      },
      {
        method: 'GET',
        path: '/town/shelters',
        caller: 'box',
        what: 'Evacuation places of the box’s town, nearest district first.',
        answer: '200 `Shelters`',
      },
      {
        method: 'GET',
        path: '/notices/public',
        caller: 'box',
        what: 'News of the box’s town, newest first.',
        answer: '200 `PublicNotices`',
      },
    ],
  },
  {
    title: 'Health',
    endpoints: [
      {
        method: 'GET',
        path: '/health/fhir/Observation',
        caller: 'person',
        what: 'The person’s own observations (FHIR R4 search); no parameter can name somebody else.',
        request:
          'query, each once: `category` and `code` (comma-separated, `code` as `system|code`), `_count` 1–500 (100), `_sort` `date` or `-date` (`-date`)',
        answer: '200 `ObservationBundle` as `application/fhir+json`',
      },
    ],
  },
  {
    title: 'Rooms and bookings',
    endpoints: [
      {
        method: 'GET',
        path: '/booking/facilities',
        caller: 'box',
        what: 'Rooms of the box’s town.',
        answer: '200 `Facilities`',
      },
      {
        method: 'GET',
        path: '/booking/facilities/:facility/days',
        caller: 'box',
        what: 'The days that can be booked, each with its free periods.',
        answer: '200 `BookingDays`',
        refusals: ['booking.facility-unknown'],
      },
      {
        method: 'GET',
        path: '/booking/facilities/:facility/days/:day/slots',
        caller: 'box',
        what: 'The periods of one day.',
        answer: '200 `Slots`',
        refusals: ['booking.facility-unknown', 'booking.day-closed', 'booking.outside-window'],
      },
      {
        method: 'GET',
        path: '/booking/bookings',
        caller: 'person',
        what: 'Own bookings from today on, soonest first.',
        answer: '200 `Bookings`',
      },
      {
        method: 'POST',
        path: '/booking/bookings',
        caller: 'person',
        what: 'Books one slot; the same `requestId` books once.',
        request: '`BookingRequest`',
        answer: '201 `Booking`; 409 `BookingTaken` inside the problem document',
        refusals: [
          'booking.taken',
          'booking.facility-unknown',
          'booking.day-closed',
          'booking.outside-window',
          'booking.limit',
        ],
      },
      {
        method: 'POST',
        path: '/booking/bookings/:booking/cancel',
        caller: 'person',
        what: 'Gives a slot back; twice answers the same.',
        request: 'no body',
        answer: '200 `Booking`',
        refusals: ['booking.unknown', 'booking.too-late-to-cancel'],
      },
    ],
  },
];
