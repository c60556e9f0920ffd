export const usage = `npm run -s health -- import FILE… --token-file FILE [--platform URL] [--patient NUMBER] [--json]
npm run -s health -- provider --provider ID --name NAME
npm run -s health -- link --provider ID --patient NUMBER --person UUID
npm run -s health -- proxy --person UUID --by UUID --name NAME --until DAY [--scope SCOPES]

import     hands in FHIR Bundles (JSON) and お薬手帳 files (JAHIS, UTF-8 or Shift_JIS) to a running platform, one after the
           other: each all or nothing, as often as you like. Says what was left out of every entry; with --json one report a line
provider   registers an institution that hands in records, and prints its token once; again: a new token
link       says whom an institution means by a patient number. Do it with the resident's card before you
proxy      lets a person (--by) read another's records until the end of a day, at most a year. Do it with both before you

  --token-file FILE  what "provider" printed
  --platform URL     http://localhost:8080
  --patient NUMBER   the institution's number of the patient; a bundle's Patient may say it instead
  --person UUID      a person, as the staff console shows her
  --name NAME        of the institution, or of the proxy as the owner of the records calls her: むすめの ゆい
  --scope SCOPES     patient/*.rs
  --data DIR         of provider, link and proxy: data directory (CHANOMA_DATA, otherwise "data"); the platform that uses its
                     embedded database must not run. DATABASE_URL takes a PostgreSQL server instead

Exit status: 0 done; 1 a file was refused, the others were taken; 2 wrong options.`;
