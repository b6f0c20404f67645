import "server-only";
import { stripVTControlCharacters } from "node:util";

/** The longest text (characters) in the log. */
const longest = 4_000;

const masks: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token, or the encrypted form that our session cookie has.
  [/\beyJ[\w-]+(?:\.[\w-]*)+/g, "[token]"],
  // The user name and password in a URL.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/]+@/gi, "$1[masked]@"],
  // The query of a URL or a path.
  [/(\/[^\s?"'<>]*)\?[^\s"'<>)]+/g, "$1?[masked]"],
  // The address of a guest link, and of what its page asks for.
  [/(\/guest\/)[\w-]{16,}/g, "$1[link]"],
  // What drizzle adds to the text of a query.
  [/\bparams: .*/g, "params: [masked]"],
  // The id of a session or a call.
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "[id]"],
  // The credentials of a header whose name is not beside them.
  [/\b(Bearer|Basic) [\w+/=.~-]{8,}/g, "$1 [masked]"],
  // The values of our own cookies.
  [/\b(browser-phone[\w-]*\.\w+=)[^\s;,"']+/g, "$1[masked]"],
  // A header or a field that holds a secret, in any of the usual notations. The word may be part of a longer name.
  [
    /((?:cookie|authorization|passw(?:or)?d|secret|token|api_?key|signature|csrf)[\w-]{0,40})(\\*["']?\s*(?:[:=]|%3a|%3d)\s*)(?:\\+"(?:[^"\\]|\\+[^"\\])*\\*"?|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|(?:Bearer |Basic )?[^\s,;}]+(?:;\s?[^\s,;}=]+=[^\s,;}]+)*)/gi,
    "$1$2[masked]",
  ],
];

/** A text without what may be secret in it. */
export function maskText(text: string): string {
  const plain = stripVTControlCharacters(text).slice(0, longest);
  return masks.reduce((masked, [pattern, instead]) => masked.replace(pattern, instead), plain);
}

const secretName =
  /pass|secret|token|api_?key|cookie|authorization|signature|session|csrf|hash|params|query|headers|^(body|sid)$/i;

/** The fields of a log line, without the value of any whose name says that it is secret. */
export function maskDetails(details: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      // `ended_sessions: 3` is a number of them.
      secretName.test(name) && typeof value !== "number" ? "[masked]" : maskValue(value, depth),
    ]),
  );
}

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return maskText(value);
  if (value instanceof Error) return describeError(value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (depth > 3) return "[deep]";
  return Array.isArray(value) ? value.map((one) => maskValue(one, depth + 1)) : maskDetails(value, depth + 1);
}

/** What is logged of an error: its text with the texts of its causes, its code, and where it was thrown. */
export function describeError(error: unknown): { message: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { message: maskText(String(error)) };
  const messages: string[] = [];
  let code: string | undefined;
  let one: unknown = error;
  // An error may be its own cause.
  for (let depth = 0; one instanceof Error && depth < 5; depth++, one = one.cause) {
    const message = textOf(one);
    // The text of an error often ends with that of its cause.
    if (!messages.some((earlier) => earlier.endsWith(message))) messages.push(message);
    if ("code" in one && one.code !== undefined) code ??= String(one.code);
  }
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    message: maskText(messages.join(", because ")),
    ...(code === undefined ? {} : { code }),
    ...(frames.length > 0 ? { stack: maskText(frames.map((frame) => frame.trim()).join("\n")) } : {}),
  };
}

/** An error's text; of drizzle's error for a query only that there is one, since its text has the parameters. */
function textOf(error: Error): string {
  return "params" in error ? "A query failed" : error.message;
}
