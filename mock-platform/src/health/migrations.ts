import { type Kysely, type Migration, sql } from 'kysely';

/** Schema `health`: FHIR resources by the person's pairwise subject. The store holds no name, address or number. */
export const healthMigrations: Record<string, Migration> = {
  '0001-resources': {
    async up(database: Kysely<unknown>): Promise<void> {
      await sql`
        create table health.resource (
          subject text not null,
          type text not null,
          id text not null,
          categories text[] not null,
          codes text[] not null,
          effective timestamptz not null,
          resource jsonb not null,
          primary key (subject, type, id)
        )`.execute(database);
      await sql`
        create index resource_by_time on health.resource (subject, type, effective desc)
      `.execute(database);
    },
    async down(database: Kysely<unknown>): Promise<void> {
      await sql`drop table health.resource`.execute(database);
    },
  },
  '0002-sources-and-accesses': {
    async up(database: Kysely<unknown>): Promise<void> {
      await sql`
        create table health.provider (
          id text primary key,
          name text not null,
          token_hash text not null unique
        )`.execute(database);
      await sql`
        create table health.patient_link (
          provider text not null references health.provider,
          patient text not null,
          subject text not null,
          primary key (provider, patient)
        )`.execute(database);
      await sql`
        create table health.import (
          id uuid primary key,
          provider text not null references health.provider,
          subject text not null,
          at timestamptz not null,
          report jsonb not null
        )`.execute(database);
      await sql`
        create table health.access (
          id bigint generated always as identity primary key,
          subject text not null,
          at timestamptz not null,
          actor text not null,
          action text not null,
          kind text not null
        )`.execute(database);
      await sql`create index access_of_subject on health.access (subject, id desc)`.execute(database);
      await sql`
        create table health.letter (
          subject text not null,
          id text not null,
          kind text not null,
          day date not null,
          body jsonb not null,
          primary key (subject, id)
        )`.execute(database);
      await sql`
        create table health.proxy (
          id uuid primary key,
          subject text not null,
          proxy text not null,
          name text not null,
          scope text not null,
          from_at timestamptz not null,
          until_at timestamptz not null,
          revoked_at timestamptz
        )`.execute(database);
      await sql`create index proxy_of_subject on health.proxy (subject)`.execute(database);
    },
    async down(database: Kysely<unknown>): Promise<void> {
      for (const table of ['proxy', 'letter', 'access', 'import', 'patient_link', 'provider'])
        await sql`drop table ${sql.table(`health.${table}`)}`.execute(database);
    },
  },
};
