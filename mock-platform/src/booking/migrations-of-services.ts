import { type Kysely, type Migration, sql } from 'kysely';

const holding = sql`('offered', 'requested', 'unpaid', 'booked')`;

/**
 * What holds a room or a thing stands in one table, whether a booking, a closure or a coming lottery: its exclusion constraint
 * makes double use impossible. A combined room holds each of its parts.
 */
const occupiedTable = sql`
  create table booking.occupied (
    holder uuid not null,
    kind text not null check (kind in ('booking', 'closure', 'lottery')),
    resource text not null,
    during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
    released boolean not null default false,
    constraint no_double_use exclude using gist (resource with =, during with &&) where (not released)
  )`;

const tables = [
  sql`
    create table booking.closed_day (
      building text not null references booking.building (id),
      day text not null,
      reason text not null,
      primary key (building, day)
    )`,
  sql`
    create table booking.club (
      id uuid primary key,
      municipality text not null,
      name text not null,
      reduction_percent integer not null check (reduction_percent between 0 and 100),
      code text not null unique,
      created_at timestamptz not null
    )`,
  sql`
    create table booking.club_member (
      club uuid not null references booking.club (id),
      subject text not null,
      primary key (club, subject)
    )`,
  sql`
    create table booking.waiting (
      id uuid primary key,
      place bigint generated always as identity,
      room text not null references booking.room (id),
      day text not null,
      period text not null,
      subject text not null,
      status text not null default 'waiting' check (status in ('waiting', 'offered', 'left', 'over')),
      booking uuid references booking.booking (id),
      created_at timestamptz not null
    )`,
  sql`create unique index waiting_once on booking.waiting (subject, room, day, period) where (status in ('waiting', 'offered'))`,
  sql`create index waiting_for_slot on booking.waiting (room, day, period, place) where (status = 'waiting')`,
  sql`
    create table booking.lottery (
      id uuid primary key,
      municipality text not null,
      name text not null,
      slots jsonb not null,
      wins_per_group integer not null check (wins_per_group > 0),
      confirm_hours integer not null check (confirm_hours > 0),
      closes_at timestamptz not null,
      seed text not null,
      seed_commitment text not null,
      status text not null default 'open' check (status in ('open', 'drawing', 'drawn')),
      progress integer not null default 0,
      record jsonb,
      drawn_at timestamptz,
      created_at timestamptz not null
    )`,
  sql`
    create table booking.lottery_entry (
      receipt text primary key,
      lottery uuid not null references booking.lottery (id),
      subject text not null,
      club uuid references booking.club (id),
      pseudonym text not null,
      choices jsonb not null,
      outcome text not null default 'entered'
        check (outcome in ('entered', 'won', 'alternate', 'confirmed', 'given-back')),
      win jsonb,
      created_at timestamptz not null,
      unique (lottery, subject)
    )`,
  sql`
    create table booking.event (
      id uuid primary key,
      municipality text not null,
      title text not null,
      note text not null,
      place text not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null check (ends_at > starts_at),
      fee integer not null check (fee >= 0),
      capacity integer not null check (capacity > 0),
      apply_until timestamptz not null
    )`,
  sql`
    create table booking.application (
      event uuid not null references booking.event (id),
      subject text not null,
      place bigint generated always as identity,
      status text not null check (status in ('applied', 'waiting', 'withdrawn')),
      primary key (event, subject)
    )`,
  sql`
    create table booking.link (
      secret_hash text primary key,
      kind text not null check (kind in ('calendar', 'permit')),
      subject text not null,
      booking uuid references booking.booking (id),
      created_at timestamptz not null
    )`,
];

/** Holds, waiting lists, lotteries, events, groups and secret links. */
export const servicesMigration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`alter table booking.building add column hours jsonb`.execute(database);
    await sql`alter table booking.room
      add column rules jsonb not null default '{}', add column equipment jsonb not null default '[]'`.execute(
      database,
    );
    await occupiedTable.execute(database);
    await sql`insert into booking.occupied (holder, kind, resource, during, released)
      select id, 'booking', room, during, status = 'cancelled' from booking.booking`.execute(database);
    await sql`create index occupied_by on booking.occupied (holder)`.execute(database);
    await sql`alter table booking.booking
      drop constraint no_double_booking,
      drop constraint booking_status_check,
      drop constraint booking_check,
      add column club uuid,
      add column fee integer not null default 0 check (fee >= 0),
      add column equipment jsonb not null default '[]',
      add column origin text not null default 'person' check (origin in ('person', 'waiting-list', 'lottery')),
      add column bundle text,
      add column expires_at timestamptz,
      add column reason text,
      add column sequence integer not null default 0,
      add column changed_at timestamptz,
      add constraint known_status check (status in
        ('offered', 'requested', 'unpaid', 'booked', 'cancelled', 'expired', 'refused', 'displaced'))`.execute(
      database,
    );
    await sql`create index booking_expiring on booking.booking (expires_at)
      where (status in ('offered', 'unpaid'))`.execute(database);
    await sql`create index booking_of_room on booking.booking (room, lower(during))`.execute(database);
    for (const table of tables) await table.execute(database);
  },
  async down(database: Kysely<unknown>): Promise<void> {
    await sql`drop table booking.link, booking.application, booking.event, booking.lottery_entry, booking.lottery,
      booking.waiting, booking.club_member, booking.club, booking.closed_day, booking.occupied`.execute(
      database,
    );
    await sql`delete from booking.booking where status in ('offered', 'requested', 'unpaid')`.execute(
      database,
    );
    await sql`update booking.booking set cancelled_at = coalesce(cancelled_at, changed_at, created_at),
      status = 'cancelled' where status not in ${holding}`.execute(database);
    await sql`drop index booking.booking_of_room`.execute(database);
    await sql`alter table booking.booking
      drop constraint known_status,
      drop column club, drop column fee, drop column equipment, drop column origin, drop column bundle,
      drop column expires_at, drop column reason, drop column sequence, drop column changed_at,
      add constraint booking_status_check check (status in ('booked', 'cancelled')),
      add constraint booking_check check ((status = 'cancelled') = (cancelled_at is not null)),
      add constraint no_double_booking
        exclude using gist (room with =, during with &&) where (status <> 'cancelled')`.execute(database);
    await sql`alter table booking.room drop column rules, drop column equipment`.execute(database);
    await sql`alter table booking.building drop column hours`.execute(database);
  },
};
