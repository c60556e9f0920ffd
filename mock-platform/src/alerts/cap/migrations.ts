import { type Migration, sql } from 'kysely';

/** Tables of the messages of others; part of the module's migrations. */
export const bulletinMigrations: Record<string, Migration> = {
  '003-bulletins': {
    async up(database) {
      const statements = [
        sql`create table alerts.bulletin (
          id uuid primary key,
          municipality text not null,
          source text not null check (source in ('cap', 'jma', 'l-alert')),
          sender text not null,
          key text not null,
          series text not null,
          revision bigint not null,
          action text not null check (action in ('issue', 'update', 'cancel')),
          status text not null check (status in ('live', 'drill', 'test')),
          title text not null,
          body text not null,
          level integer check (level between 1 and 5),
          ends jsonb not null,
          verified boolean not null,
          issued_at timestamptz not null,
          expires_at timestamptz,
          stored_at timestamptz not null
        )`,
        // Keys are long and come from outside: an index over their hashes has rows of one size.
        sql`create unique index bulletin_once on alerts.bulletin (municipality, source, status, md5(key), verified)`,
        sql`create index bulletin_of_town on alerts.bulletin (municipality, expires_at)`,
        sql`create table alerts.bulletin_feed (
          id uuid primary key,
          municipality text not null,
          url text not null,
          form text not null check (form in ('cap', 'jma', 'l-alert')),
          keys text not null,
          every_seconds integer not null check (every_seconds >= 10),
          etag text,
          last_modified text,
          next_at timestamptz not null,
          fault text,
          read_at timestamptz,
          unique (municipality, url)
        )`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table alerts.bulletin_feed, alerts.bulletin`.execute(database);
    },
  },
};
