/** A place in an environment file at which a name gets a value. Positions are those of the file's text. */
interface Assignment {
  readonly name: string;
  readonly value: string;
  /** Where it begins: at its name, or at `export`. */
  readonly start: number;
  /** The value with its quotes, without the space around it. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

// The grammar of dotenv 16.3.1, which Next.js has inside of @next/env, with its parts named:
// https://github.com/motdotla/dotenv/blob/v16.3.1/lib/main.js
const line =
  /^\s*(?<start>(?:export\s+)?(?<name>[\w.-]+)(?:\s*=\s*?|:\s+?)(?<value>\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?)$/dgm;

/** Every assignment of an environment file, in its order. */
function assignmentsOf(text: string): Assignment[] {
  const { unix, positions } = toUnix(text);
  const at = (index: number) => positions[index] ?? text.length;
  return [...unix.matchAll(line)].map((match) => {
    const groups = match.indices?.groups ?? {};
    const start = groups.start?.[0] ?? match.index;
    const name = match.groups?.name ?? "";
    const raw = match.groups?.value ?? "";
    // Without a value: right after the first `=` or `:`.
    const rawStart = groups.value?.[0] ?? start + unix.slice(start).search(/[=:]/) + 1;
    const valueStart = rawStart + raw.length - raw.trimStart().length;
    const valueEnd = valueStart + raw.trim().length;
    return {
      name,
      value: unquote(raw.trim()),
      start: at(start),
      valueStart: at(valueStart),
      valueEnd: at(valueEnd),
    };
  });
}

/** The text with `\n` at the end of each line, as dotenv reads it, and where each of its characters stood before. */
function toUnix(text: string): { unix: string; positions: number[] } {
  const positions: number[] = [];
  const unix = text.replace(/\r\n?|[^\r]/g, (found, index: number) => {
    positions.push(index);
    return found.startsWith("\r") ? "\n" : found;
  });
  return { unix, positions };
}

/** What stands in quotes, if the value has any. In double quotes `\n` and `\r` are line ends. */
function unquote(value: string): string {
  const plain = value.replace(/^(['"`])([\s\S]*)\1$/gm, "$2");
  return value.startsWith('"') ? plain.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : plain;
}

/** The value that a file gives `name`, with its escapes; undefined if the file has no such name. */
export function valueIn(text: string, name: string): string | undefined {
  return assignmentsOf(text).findLast((one) => one.name === name)?.value;
}

/**
 * The text with these values in it: in place of the last value that it gives the name, which is the one that counts, else
 * in a line at its end. All else stays as it is: comments, order, line ends, quotes, `export`, a byte-order mark.
 *
 * Throws if a value cannot be written so that Next.js reads it back, or only by changing what else the file says.
 */
export function setValues(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((before, [name, value]) => setValue(before, name, value), text);
}

const quotes = ["", '"', "'", "`"] as const;

function setValue(text: string, name: string, value: string): string {
  const last = assignmentsOf(text).findLast((one) => one.name === name);
  const old = last ? text.slice(last.valueStart, last.valueEnd) : "";
  const used = quotes.filter((quote) => quote !== "" && old.startsWith(quote));
  // A `$` begins the name of another variable unless a `\` stands before it.
  const escaped = value.replaceAll("$", "\\$");
  if (last?.value === escaped) return text;
  for (const quote of [...used, ...quotes]) {
    const written = quote + escaped + quote;
    const changed = last ? replaceValue(text, last, written) : addLine(text, `${name}=${written}`);
    if (saysOnly(changed, text, name, escaped)) return changed;
  }
  throw new Error(`${name} cannot be written into this environment file`);
}

function replaceValue(text: string, { valueStart, valueEnd }: Assignment, written: string): string {
  // Without the space a comment right after the value, as in `NAME=# why`, would become a part of it.
  const gap = text[valueEnd] === "#" ? " " : "";
  return text.slice(0, valueStart) + written + gap + text.slice(valueEnd);
}

function addLine(text: string, added: string): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = /(^|[\r\n]|^\uFEFF)$/.test(text) ? "" : lineEnd;
  return text + gap + added + lineEnd;
}

/** Whether a changed file gives `name` this value, and every other name what it gave before. */
function saysOnly(changed: string, before: string, name: string, value: string): boolean {
  const after = assignmentsOf(changed);
  const others = (all: readonly Assignment[]) =>
    JSON.stringify(all.filter((one) => one.name !== name).map((one) => [one.name, one.value]));
  return (
    after.findLast((one) => one.name === name)?.value === value &&
    others(after) === others(assignmentsOf(before))
  );
}

/** The text without the lines that give one of `names` a value. */
export function removeValues(text: string, names: readonly string[]): string {
  const gone = assignmentsOf(text).filter((one) => names.includes(one.name));
  return gone.reduceRight((before, { start, valueEnd }) => {
    const lineEnd = /\r\n?|\n|$/.exec(before.slice(valueEnd));
    const next = valueEnd + (lineEnd ? lineEnd.index + lineEnd[0].length : 0);
    return before.slice(0, before.slice(0, start).search(/[^\r\n\uFEFF]*$/)) + before.slice(next);
  }, text);
}
