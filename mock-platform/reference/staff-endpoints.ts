import { enrolmentCodes, refusalCodes } from '../src/protocol/refusals.ts';
import type { Endpoint, EndpointGroup } from './endpoint.ts';

const applications = '/identity/staff/applications';
const member = '/identity/staff/households/:household/members/:person';

/** What happens to one member of a household; all answer alike. */
const change = (what: string, path: string, request: string, words: string): Endpoint => ({
  method: 'POST',
  path: `${member}/${path}`,
  caller: 'staff',
  what: words,
  request,
  answer: `204; ${what}`,
  refusals: ['staff.person-unknown'],
});

/** Enrolment at the box, and what the staff of a cable operator may do. */
export const staffEndpoints: readonly EndpointGroup[] = [
  {
    title: 'Enrolment',
    endpoints: [
      {
        method: 'GET',
        path: '/identity/applications/:id',
        caller: 'box-itself',
        what: 'An open application that staff opened for this very box; the card signs exactly the bytes of the answer.',
        answer: '200 `ApplicationForm`',
        refusals: ['box.unknown', 'box.blocked', 'enrolment.application-unknown'],
      },
      {
        method: 'POST',
        path: '/identity/enrolments',
        caller: 'box-itself',
        what: 'Decides one enrolment tap (challenge of service `identity`, tier `t3`) and binds certificates, surface key, person, household and services; a person who is known keeps the account.',
        request: '`EnrolmentRequest`: an `EnrolmentStatement`, signed',
        answer: '200 `EnrolmentVerdict`; 403, 404, 409, 429 or 503 `Problem`',
        refusals: [...enrolmentCodes, ...refusalCodes],
      },
    ],
  },
  {
    title: 'Staff of a cable operator: applications',
    endpoints: [
      {
        method: 'POST',
        path: applications,
        caller: 'staff',
        what: 'Opens an application for the household of one of the operator’s boxes; it lives a day.',
        request: '`ApplicationRequest`',
        answer: '201 `StaffApplication`',
        refusals: ['staff.box-unknown', 'staff.person-unknown'],
      },
      {
        method: 'GET',
        path: applications,
        caller: 'staff',
        what: 'The operator’s applications, newest first, at most 200.',
        request: 'query: `ApplicationQuery`',
        answer: '200 `StaffApplications`',
      },
      {
        method: 'POST',
        path: `${applications}/:application/cancel`,
        caller: 'staff',
        what: 'Takes an application back; one that has ended stays as it is.',
        request: 'no body',
        answer: '200 `StaffApplication`',
        refusals: ['staff.application-unknown'],
      },
    ],
  },
  {
    title: 'Staff of a cable operator: links',
    endpoints: [
      {
        method: 'GET',
        path: '/identity/staff/households/:household/members',
        caller: 'staff',
        what: 'Who is linked to a household now; protected persons are not shown.',
        answer: '200 `HouseholdMembers`',
        refusals: ['staff.household-unknown'],
      },
      {
        method: 'GET',
        path: '/identity/staff/links',
        caller: 'staff',
        what: 'Hand-over to the customer system: all links of the operator, ended ones too, in a steady order.',
        request: 'query: `LinkQuery`, `limit` 1–999 (100)',
        answer: '200 `LinkPage`',
      },
      {
        method: 'GET',
        path: '/identity/staff/links.csv',
        caller: 'staff',
        what: 'The same as CSV (RFC 4180, UTF-8); each hand-over is recorded.',
        answer: '200 `text/csv`',
      },
      change(
        'a certificate, a place or everything ends',
        'end',
        '`EndRequest`',
        'Ends links of a person, with the reason.',
      ),
      change(
        'services linked',
        'services',
        '`ServicesRequest`',
        'Sets the services that the person agrees to.',
      ),
      change(
        'flag set or lifted',
        'protection',
        '`ProtectionRequest`',
        'Hides a person, or shows them again.',
      ),
      {
        method: 'GET',
        path: `${member}/record`,
        caller: 'staff',
        what: 'Everything that `identity` keeps of the person, for the person; recorded.',
        answer: '200 JSON',
        refusals: ['staff.person-unknown'],
      },
      change(
        'nothing leads to the person any more',
        'erase',
        'no body',
        'Erases a person; the audit record stays under a pseudonym.',
      ),
    ],
  },
  {
    title: 'Staff of a cable operator: contracts',
    endpoints: [
      {
        method: 'POST',
        path: '/customers/contracts',
        caller: 'staff',
        what: 'Writes contracts of the operator; those of the same household are replaced.',
        request: '`Contracts`',
        answer: '204',
      },
      {
        method: 'GET',
        path: '/customers/contracts/:household',
        caller: 'staff',
        what: 'The operator’s contract of a household.',
        answer: '200 `Contract`',
        refusals: ['staff.household-unknown'],
      },
      {
        method: 'POST',
        path: '/customers/contracts/match',
        caller: 'staff',
        what: 'Contracts whose address (and name) says the same as what somebody wrote.',
        request: '`ContractMatch`',
        answer: '200 `Contracts`',
      },
    ],
  },
];
