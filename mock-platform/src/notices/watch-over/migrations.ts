import { type Migration, sql } from 'kysely';

export const watchOverMigrations: Record<string, Migration> = {
  '002-watch-over': {
    async up(database) {
      const statements = [
        sql`create table notices.watch (
          resident text primary key,
          municipality text not null,
          household text not null,
          recipients jsonb not null,
          agreed_at timestamptz not null,
          tier text not null check (tier in ('t1', 't2', 't3'))
        )`,
        sql`create index watch_of_town on notices.watch (municipality)`,
        sql`create table notices.watch_absence (
          id uuid primary key,
          resident text not null references notices.watch on delete cascade,
          first_day text not null,
          last_day text not null
        )`,
        sql`create index absence_of_resident on notices.watch_absence (resident)`,
        sql`create table notices.watch_question (
          id uuid primary key,
          resident text not null,
          municipality text not null,
          household text not null,
          day text not null,
          body jsonb not null,
          asked_at timestamptz not null,
          expires_at timestamptz not null,
          unique (resident, day)
        )`,
        sql`create index question_of_household on notices.watch_question (household, expires_at)`,
        sql`create table notices.watch_answer (
          box uuid not null,
          id uuid not null,
          question uuid not null references notices.watch_question on delete cascade,
          resident text not null,
          choice text not null check (choice in ('fine', 'so-so', 'unwell', 'call', 'understood')),
          tier text not null check (tier in ('t0', 't1', 't2', 't3')),
          at timestamptz not null,
          stored_at timestamptz not null,
          statement text not null,
          primary key (box, id)
        )`,
        sql`create index answer_of_question on notices.watch_answer (question)`,
        sql`create index answer_of_resident on notices.watch_answer (resident, at)`,
        sql`create table notices.watch_report (
          id uuid primary key,
          resident text not null,
          municipality text not null,
          kind text not null check (kind in ('answer', 'silence')),
          choice text,
          hours integer check (hours in (24, 48, 72)),
          connected boolean,
          recipients jsonb not null,
          about text not null unique,
          at timestamptz not null,
          outcome text check (outcome in ('answered', 'well', 'help')),
          closed_at timestamptz,
          closed_by text
        )`,
        sql`create index report_of_resident on notices.watch_report (resident, at)`,
        sql`create index report_of_town on notices.watch_report (municipality, at)`,
        sql`create table notices.welfare_officer (
          municipality text not null,
          official text not null,
          name text not null,
          primary key (municipality, official)
        )`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table notices.welfare_officer, notices.watch_report, notices.watch_answer,
        notices.watch_question, notices.watch_absence, notices.watch`.execute(database);
    },
  },
};
