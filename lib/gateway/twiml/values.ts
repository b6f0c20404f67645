import type { Element } from "@xmldom/xmldom";
import type { HttpMethod } from "../webhook/send-request";
import type { Target } from "../webhook/webhooks";
import { TwimlError } from "./verbs";

/** Gets what is skipped or read otherwise than it is written, in plain words. */
export type Warn = (message: string) => void;

/** What every reader needs besides its element. */
export interface Reading {
  /** The document's URL. Relative URLs are resolved against it. */
  base: string;
  warn: Warn;
}

/** An attribute's value, or undefined when it is missing or empty. */
export function nonEmpty(element: Element, name: string): string | undefined {
  return element.getAttribute(name)?.trim() || undefined;
}

/** The text of an element and all that is in it, without white space around it. */
export function text(element: Element): string {
  return (element.textContent ?? "").trim();
}

/** Warns that `counts` is used in place of what is written. The value itself may be personal, so it is not shown. */
export function warnOfValue(element: Element, name: string, counts: unknown, warn: Warn): void {
  const instead = counts === undefined || counts === "" ? "nothing" : String(counts);
  warn(`<${element.tagName}> ${name} has no valid value, ${instead} counts (Twilio's warning 12200)`);
}

/**
 * A whole number, clamped to its bounds. Anything but a number becomes the fallback, as on Twilio. Both, and what follows
 * the digits, give a warning.
 */
export function integer<F extends number | undefined>(
  element: Element,
  name: string,
  range: { fallback: F; min: number; max: number },
  warn: Warn,
): number | F {
  const written = nonEmpty(element, name);
  if (written === undefined) return range.fallback;
  const number = Number.parseInt(written, 10);
  const counts = Number.isNaN(number) ? range.fallback : Math.min(range.max, Math.max(range.min, number));
  if (counts !== number || !/^[+-]?\d+$/.test(written)) warnOfValue(element, name, counts, warn);
  return counts;
}

/** The meaning of one of Twilio's words. An unknown word gives a warning and the fallback, which is itself a word. */
export function word<T>(
  element: Element,
  name: string,
  meanings: ReadonlyMap<string, T>,
  fallback: string,
  warn: Warn,
): T {
  const written = nonEmpty(element, name) ?? fallback;
  if (!meanings.has(written)) warnOfValue(element, name, fallback, warn);
  // The fallback is always a word.
  return (meanings.has(written) ? meanings.get(written) : meanings.get(fallback)) as T;
}

/** A list of words, separated by white space. Unknown words are left out with a warning; when none is left, the fallback counts. */
export function words<T extends string>(
  element: Element,
  name: string,
  all: readonly T[],
  fallback: readonly T[],
  warn: Warn,
): ReadonlySet<T> {
  const written = nonEmpty(element, name)?.split(/\s+/);
  if (!written) return new Set(fallback);
  const known = all.filter((word) => written.includes(word));
  const counts = known.length === 0 ? fallback : known;
  if (written.some((word) => !(all as readonly string[]).includes(word)))
    warnOfValue(element, name, counts.join(" "), warn);
  return new Set(counts);
}

/** Whether an attribute is `true`, in capitals or not. */
export function flag(element: Element, name: string, fallback: boolean, warn: Warn): boolean {
  const written = nonEmpty(element, name)?.toLowerCase() ?? String(fallback);
  if (written !== "true" && written !== "false") {
    warnOfValue(element, name, fallback, warn);
    return fallback;
  }
  return written === "true";
}

/** The HTTP method an attribute names. POST unless it is GET. */
export function method(element: Element, name: string, warn: Warn): HttpMethod {
  const written = nonEmpty(element, name)?.toUpperCase() ?? "POST";
  if (written !== "GET" && written !== "POST") warnOfValue(element, name, "POST", warn);
  return written === "GET" ? "GET" : "POST";
}

/** Twilio's debugger: 11100 "Invalid URL format". */
const INVALID_URL = 11100;

/**
 * The target of a URL in a document, which may be relative to `base`.
 *
 * @throws TwimlError when `url` is not an HTTP URL
 */
export function target(url: string, method: HttpMethod, base: string): Target {
  const resolved = URL.canParse(url, base) ? new URL(url, base) : undefined;
  if (!resolved || !/^https?:$/.test(resolved.protocol))
    throw new TwimlError(INVALID_URL, `invalid URL: ${url}`);
  return { url: resolved.href, method };
}

/**
 * The target that two attributes name, a URL and its method. Undefined when there is no URL.
 *
 * @throws TwimlError when the URL is not an HTTP URL
 */
export function targetOf(
  element: Element,
  name: string,
  methodName: string,
  { base, warn }: Reading,
): Target | undefined {
  const url = nonEmpty(element, name);
  if (url !== undefined) return target(url, method(element, methodName, warn), base);
  if (element.hasAttribute(methodName))
    warn(`<${element.tagName}> ${methodName} has no effect without ${name}`);
  return undefined;
}

/**
 * The action of `<Gather>` or `<Record>`. A method without a URL is for the document's own URL.
 *
 * @throws TwimlError when the URL is not an HTTP URL
 */
export function actionOf(verb: Element, reading: Reading): Target | undefined {
  if (nonEmpty(verb, "action") || !verb.hasAttribute("method"))
    return targetOf(verb, "action", "method", reading);
  return target(reading.base, method(verb, "method", reading.warn), reading.base);
}

/** The child elements of an element. */
export function children(parent: Element): Element[] {
  return [...parent.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}
