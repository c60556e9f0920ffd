import { type Migration, sql } from 'kysely';

/** Orders to single persons, updates, and what the board follows. */
export const audiencesAndUpdates: Migration = {
  async up(database) {
    const statements = [
      sql`alter table alerts."order"
        drop constraint order_action_check,
        drop constraint order_check,
        add column updates uuid unique references alerts."order",
        add column accompanies uuid references alerts."order",
        add column audience text not null default 'districts' check (audience in ('districts', 'persons')),
        add constraint order_action_check check (action in ('issue', 'update', 'cancel')),
        add constraint order_cancels_check
          check ((action = 'cancel') = (cancels is not null or accompanies is not null)),
        add constraint order_updates_check check ((action = 'update') = (updates is not null))`,
      sql`create table alerts.addressee (
        "order" uuid not null references alerts."order",
        household text not null,
        subjects jsonb not null,
        primary key ("order", household)
      )`,
      sql`create table alerts.recipient_group (
        municipality text not null,
        id text not null,
        name text not null,
        subjects jsonb not null,
        primary key (municipality, id)
      )`,
      // Only compared with what it was a moment ago: nobody waits for the disk.
      sql`create unlogged table alerts.progress (
        "order" uuid not null,
        writer uuid not null,
        version bigint not null,
        primary key ("order", writer)
      )`,
      sql`create table alerts.sheltered (
        municipality text not null,
        subject text not null,
        since timestamptz not null,
        until timestamptz,
        primary key (municipality, subject)
      )`,
      // One index instead of two: in a fan-out every receipt pays for each.
      sql`drop index alerts.receipt_of_order`,
      sql`alter table alerts.receipt
        drop constraint receipt_event_check,
        add constraint receipt_event_check check (event in ('received', 'woken', 'displayed', 'refused')),
        drop constraint receipt_pkey,
        add constraint receipt_pkey primary key ("order", box, id)`,
    ];
    for (const statement of statements) await statement.execute(database);
  },
  async down(database) {
    const statements = [
      sql`delete from alerts.receipt where event = 'woken'`,
      sql`delete from alerts.receipt as one using alerts.receipt as other
        where one.box = other.box and one.id = other.id and one."order" > other."order"`,
      sql`alter table alerts.receipt
        drop constraint receipt_event_check,
        add constraint receipt_event_check check (event in ('received', 'displayed', 'refused')),
        drop constraint receipt_pkey,
        add constraint receipt_pkey primary key (box, id)`,
      sql`create index receipt_of_order on alerts.receipt ("order", event)`,
      sql`drop table alerts.sheltered, alerts.progress, alerts.recipient_group, alerts.addressee`,
      // What the older form cannot say: updates, and orders to persons, with all that belongs to them.
      sql`create temporary table unsaid on commit drop as
        with recursive gone as (
          select id from alerts."order" where action = 'update' or audience = 'persons' or accompanies is not null
          union
          select later.id from alerts."order" as later
            join gone on gone.id in (later.cancels, later.updates, later.accompanies)
        )
        select id from gone`,
      sql`delete from alerts.answer where "order" in (select id from unsaid)`,
      sql`delete from alerts."order" where id in (select id from unsaid)`,
      sql`alter table alerts."order"
        drop constraint order_action_check,
        drop constraint order_cancels_check,
        drop column updates,
        drop column accompanies,
        drop column audience,
        add constraint order_action_check check (action in ('issue', 'cancel')),
        add constraint order_check check ((action = 'cancel') = (cancels is not null))`,
    ];
    for (const statement of statements) await statement.execute(database);
  },
};
