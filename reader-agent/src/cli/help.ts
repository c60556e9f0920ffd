import { program } from '../program.ts';
import type { Command } from './commands.ts';

const readerOptions = `--reader KIND       pcsc (default) or simulated               CHANOMA_READER
--reader-name NAME  which reader; required for simulated      CHANOMA_READER_NAME
--card-socket PATH  socket of the simulated cards             CHANOMA_CARD_SOCKET`;
const agentOptions = `--data DIR          the agent's data directory                CHANOMA_DATA
--control PATH      its control socket (default DIR/control.sock)  CHANOMA_CONTROL`;
const ending = `--json              one JSON object on standard output
--help              this text

Exit status: 0 done; 1 the answer is no; 2 the command line cannot be used; 3 no agent is running.
`;

/** What \`COMMAND --help\` prints. */
export const helpTexts: Record<Command, string> = {
  readers: `Lists the IC readers, what lies on them and which one the agent would use.

  ${program} readers [options]

${readerOptions}
${agentOptions}
${ending}
With --data or --control and a running agent the list is the agent's own. Exit status 1: no reader can be used.

JSON: from ("agent" or "command"), state ("ready" or the code of what is missing),
      readers: [{name, card ("present", "absent", "mute", "in-use"), chosen,
                 passedOver ("security-module", "other-name", "fixed-card"; absent when it is not)}]
`,
  probe: `Says what lies on the reader. Reads nothing that needs a PIN, never sends one, and prints nothing that
tells who the holder is.

  ${program} probe [options]

${readerOptions}
${ending}
Exit status 1: no card, or none that can log in.

JSON: usable, kind ("individual-number-card", "resident-card", "phone", "other", "unreadable", "none"), code (of what is
      wrong, or null), generation ("current", "next" or null),
      certificate: {notBefore, notAfter, valid, issuer, authority: {notBefore, notAfter, issued}} or null,
      signatureCertificate (true, false or null: the card does not say),
      triesLeft: {authentication, signature} (null: the card does not say)
`,
  login: `Logs in with the card through the running agent, as the television would. A PIN (t2, t3) is asked for at the
terminal, without echo; it is never an option.

  ${program} login --data DIR [--tier t1] [--service health] [options]

--tier TIER         t1 no PIN, t2 authentication PIN, t3 signature PIN
                    (default: the least that the service asks for)
--service NAME      health (default), booking, notices or town
${agentOptions}
${ending}
Exit status 1: refused or cancelled.

JSON: service, tier, verdict ("done", "refused", "cancelled"), code (or null; beside those of the television
      "agent.none": none answers, "agent.gone": it ended meanwhile), phases: [{phase, code (absent when there is none)}]
`,
  enrol: `Registers a card for an application that staff have opened for this box. The holder lays the card and types both
PINs at the television, which shows each step.

  ${program} enrol --application ID --data DIR [options]

--application ID    the application
${agentOptions}
${ending}
Exit status 1: refused or cancelled.

JSON: application, verdict ("done", "refused", "cancelled"), code (or null; see login),
      phases: [{phase, code (absent when there is none)}]
`,
  register: `Registers the box, through the running agent, with the one-time code that staff gave out. Once: a box that
goes to another household gets a new data directory.

  ${program} register --code CODE --data DIR [options]

--code CODE         the code as it was read out
${agentOptions}
${ending}
Exit status 1: the code is not good, or the platform does not answer.

JSON: registered, box (its number, or null), code (of what is wrong, or null)
`,
  pair: `Prints the address with which the box's browser opens the television application: good for one browser, within
30 seconds. The start script of the browser calls it.

  ${program} pair --data DIR [options]

--port N            port of the running agent (default 8081)  CHANOMA_PORT
${agentOptions}
${ending}

JSON: url, code (of what is wrong, or null)
`,
  doctor: `Says layer by layer what this box is missing, and how to mend it.

  ${program} doctor [options]

${readerOptions}
${agentOptions}
--platform URL      base URL of the platform                  CHANOMA_PLATFORM
--port N            port for the television (default 8081)    CHANOMA_PORT
--page DIR          built television application              CHANOMA_PAGE
${ending}
Exit status 1: something is missing.

JSON: ok, agent ("running" or "stopped"),
      checks: [{layer, state ("ok", "missing", "skipped"), detail, remedy (absent when there is none)}]
`,
};
