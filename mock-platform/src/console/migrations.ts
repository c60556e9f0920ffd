import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-officials': {
    async up(database) {
      await sql`
        create table console.official (
          municipality text not null,
          id text not null,
          name text not null,
          role text not null,
          primary key (municipality, id)
        )`.execute(database);
      await sql`
        create table console.session (
          token_hash text primary key,
          municipality text not null,
          official text not null,
          expires_at timestamptz not null,
          foreign key (municipality, official) references console.official on delete cascade
        )`.execute(database);
    },
    async down(database) {
      await sql`drop table console.session, console.official`.execute(database);
    },
  },
  '002-login': {
    async up(database) {
      const account = sql`foreign key (realm, account) references console.account on delete cascade`;
      const statements = [
        sql`create table console.account (
          realm text not null,
          id text not null,
          name text not null,
          role text not null,
          primary key (realm, id)
        )`,
        sql`insert into console.account (realm, id, name, role)
          select 'town:' || municipality, id, name, case role when '承認' then 'approver' else 'writer' end
          from console.official`,
        sql`drop table console.session, console.official`,
        sql`create table console.session (
          token_hash text primary key,
          realm text not null,
          account text not null,
          expires_at timestamptz not null,
          seen_at timestamptz not null,
          ${account}
        )`,
        sql`create table console.passkey (
          credential text primary key,
          realm text not null,
          account text not null,
          public_key text not null,
          counter bigint not null,
          transports text not null,
          created_at timestamptz not null,
          ${account}
        )`,
        sql`create table console.password (
          realm text not null,
          account text not null,
          hash text not null,
          code_secret text not null,
          last_step bigint not null,
          primary key (realm, account),
          ${account}
        )`,
        sql`create table console.invitation (
          token_hash text primary key,
          realm text not null,
          account text not null,
          code_secret text not null,
          expires_at timestamptz not null,
          ${account}
        )`,
        sql`create table console.ceremony (
          challenge text primary key,
          realm text not null,
          purpose text not null,
          expires_at timestamptz not null
        )`,
        sql`create table console.failed_login (
          attempt uuid not null,
          name_hash text not null,
          at timestamptz not null,
          primary key (attempt, name_hash)
        )`,
        sql`create index failed_login_name on console.failed_login (name_hash, at)`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      const statements = [
        sql`drop table console.failed_login, console.ceremony, console.invitation, console.password,
          console.passkey, console.session`,
        sql`create table console.official (
          municipality text not null,
          id text not null,
          name text not null,
          role text not null,
          primary key (municipality, id)
        )`,
        sql`insert into console.official (municipality, id, name, role)
          select substr(realm, 6), id, name, case role when 'approver' then '承認' else '起案' end
          from console.account where realm like 'town:%'`,
        sql`drop table console.account`,
        sql`create table console.session (
          token_hash text primary key,
          municipality text not null,
          official text not null,
          expires_at timestamptz not null,
          foreign key (municipality, official) references console.official on delete cascade
        )`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
  },
};
