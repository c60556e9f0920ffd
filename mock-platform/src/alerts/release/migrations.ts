import { type Migration, sql } from 'kysely';

/** Tables of the two-person release; part of the module's migrations. */
export const releaseMigrations: Record<string, Migration> = {
  '005-release': {
    async up(database) {
      const statements = [
        sql`create table alerts.release_policy (
          municipality text primary key,
          two_persons boolean not null
        )`,
        // The rule itself: whatever code runs, no live order is approved by who wrote it, nor in another version.
        sql`create table alerts.draft (
          id uuid primary key,
          municipality text not null,
          status text not null check (status in ('live', 'drill')),
          state text not null check (state in
            ('writing', 'waiting', 'approved', 'released', 'returned', 'withdrawn', 'expired')),
          version integer not null,
          body jsonb not null,
          updates uuid,
          scheduled_for timestamptz,
          writer text not null,
          writer_name text not null,
          waits_until timestamptz,
          changed_at timestamptz not null,
          approved_version integer,
          approved_by text,
          override_reason text,
          two_persons boolean,
          constraint approved_as_it_is check (state not in ('approved', 'released')
            or (approved_by is not null and approved_version = version and two_persons is not null)),
          constraint two_persons_release check (state not in ('approved', 'released') or status = 'drill'
            or not two_persons or approved_by <> writer or override_reason is not null),
          constraint status_in_body check (body ->> 'status' = status and body ->> 'id' = id::text)
        )`,
        sql`create index draft_of_town on alerts.draft (municipality, changed_at)`,
        sql`create index draft_due on alerts.draft (state) where state in ('waiting', 'approved')`,
        sql`create table alerts.draft_event (
          number bigint generated always as identity primary key,
          draft uuid not null,
          municipality text not null,
          at timestamptz not null,
          by_id text not null,
          by_name text not null,
          what text not null,
          version integer not null,
          reason text
        )`,
        sql`create index event_of_draft on alerts.draft_event (draft, number)`,
        sql`create function alerts.keep_draft_event() returns trigger language plpgsql as
          $$ begin raise exception 'alerts.draft_event is a record'; end $$`,
        sql`create trigger kept before update or delete on alerts.draft_event
          for each row execute function alerts.keep_draft_event()`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table alerts.draft_event, alerts.draft, alerts.release_policy`.execute(database);
      await sql`drop function alerts.keep_draft_event()`.execute(database);
    },
  },
};
