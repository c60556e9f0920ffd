import type { CapAlert, CapInfo } from '../message.ts';
import { isAbsoluteUri, isAnyUri } from '../schema/any-uri.ts';
import { millisecondsOf } from '../schema/date-time.ts';
import { areaProblems } from './areas.ts';
import { type CapProblem, isBlank } from './problem.ts';
import { resourceProblems } from './resources.ts';

const spoken = ['event', 'headline', 'description', 'instruction'] as const;

/** Kinds of one language (en-US, en-GB) may say the same in the same words. */
const languageOf = ({ language }: CapInfo): string =>
  (isBlank(language) ? 'en-US' : (language ?? '')).trim().toLowerCase().split('-')[0] ?? '';

/** The same text in two languages is in one of them wrongly. */
function* sameTexts(infos: readonly CapInfo[]): Generator<CapProblem> {
  for (const field of spoken) {
    const languages = new Map<string, string>();
    for (const [index, info] of infos.entries()) {
      const text = info[field]?.trim() ?? '';
      if (text === '') continue;
      const language = languageOf(info);
      const earlier = languages.get(text);
      if (earlier === undefined) languages.set(text, language);
      else if (earlier !== language)
        yield {
          code: 'cap.same-text',
          path: `/alert/info[${index + 1}]/${field}`,
          message: `The same text stands under ${earlier} and under ${language}.`,
        };
    }
  }
}

const setOf = (values: readonly string[]): string => [...new Set(values)].sort().join('\n');

/** Blocks of one message tell one event. */
function* differences(infos: readonly CapInfo[]): Generator<CapProblem> {
  const categories = infos.map((info) => setOf(info.categories));
  const codes = infos.map(({ eventCodes }) =>
    setOf(eventCodes.map(({ valueName, value }) => JSON.stringify([valueName, value]))),
  );
  for (const index of infos.keys()) {
    const path = `/alert/info[${index + 1}]`;
    if (categories[index] !== categories[0])
      yield {
        code: 'cap.category-differs',
        path: `${path}/category`,
        message: 'All blocks have the same categories.',
      };
    if (codes[index] !== codes[0])
      yield {
        code: 'cap.event-code-differs',
        path: `${path}/eventCode`,
        message: 'All blocks have the same event codes.',
      };
  }
}

function* timeProblems({ sent }: CapAlert, info: CapInfo, path: string): Generator<CapProblem> {
  const at = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : millisecondsOf(text);
  const expires = at(info.expires);
  if (expires === undefined) return;
  const begins = at(info.effective) ?? at(sent);
  if (begins !== undefined && begins > expires)
    yield { code: 'cap.time-order', path: `${path}/expires`, message: 'It expires before it takes effect.' };
  const onset = at(info.onset);
  if (onset !== undefined && onset > expires)
    yield { code: 'cap.time-order', path: `${path}/onset`, message: 'It expires before its event begins.' };
}

/** What the schema cannot say of the blocks of a message. */
export function* infoProblems(alert: CapAlert): Generator<CapProblem> {
  yield* sameTexts(alert.infos);
  yield* differences(alert.infos);
  for (const [index, info] of alert.infos.entries()) {
    const path = `/alert/info[${index + 1}]`;
    yield* timeProblems(alert, info, path);
    const { web } = info;
    if (
      web !== undefined &&
      !isBlank(web) &&
      !(isAbsoluteUri(web) && isAnyUri(web.trim()) && !/\s/.test(web.trim()))
    )
      yield { code: 'cap.web', path: `${path}/web`, message: 'An address begins with its scheme.' };
    for (const [number, resource] of info.resources.entries())
      yield* resourceProblems(resource, `${path}/resource[${number + 1}]`);
    for (const [number, area] of info.areas.entries())
      yield* areaProblems(area, `${path}/area[${number + 1}]`);
  }
}
