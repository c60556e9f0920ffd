/** A command line that cannot be understood; the message says what to do. */
export class UsageError extends Error {}

/**
 * Reads `--name value`, `--name=value` and `--flag` by a table `{name: {value: 'N', default, parse}}`.
 * @throws UsageError naming the option.
 */
export function readOptions(argv, table) {
  const options = Object.fromEntries(Object.entries(table).map(([name, rule]) => [name, rule.default]));
  const rest = [...argv];
  while (rest.length > 0) {
    const [word, inline] = rest.shift().split(/=(.*)/s, 2);
    const name = word.startsWith('--') ? word.slice(2) : undefined;
    const rule = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
    if (!rule) throw new UsageError(`Unknown option ${word}. Try --help.`);
    if (!rule.value) {
      if (inline !== undefined) throw new UsageError(`--${name} takes no value.`);
      options[name] = true;
      continue;
    }
    const text = inline ?? rest.shift();
    if (text === undefined || (inline === undefined && text.startsWith('--')))
      throw new UsageError(`--${name} needs a value (${rule.value}).`);
    options[name] = rule.parse ? rule.parse(text, name) : text;
  }
  return options;
}

/** First of four neighbouring TCP ports. */
export function portNumber(text, name) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65532)
    throw new UsageError(`--${name} must be a number from 1 to 65532, not "${text}".`);
  return port;
}

/** A telephone number as it is printed. */
export function phoneNumber(text, name) {
  if (!/^[0-9+() -]{3,20}$/.test(text))
    throw new UsageError(`--${name} must be digits, spaces and hyphens, not "${text}".`);
  return text;
}

/** One of the given words. */
export const oneOf =
  (...words) =>
  (text, name) => {
    if (!words.includes(text))
      throw new UsageError(`--${name} must be ${words.join(' or ')}, not "${text}".`);
    return text;
  };
