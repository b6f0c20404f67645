import type { IncomingMessage } from "node:http";
import type { RequestMethod } from "../account/applications";
import type { Target } from "../webhook/webhooks";
import { invalid, Refusal, type RestErrorCode, restError } from "./rest-reply";

const MAX_BODY_LENGTH = 64 * 1024;

/** Twilio's limit for names (https://www.twilio.com/docs/usage/api/applications). */
const MAX_NAME_LENGTH = 64;

/** Long enough for any real URL, and short enough for a thousand applications. */
const MAX_URL_LENGTH = 2_048;

/**
 * The form in the body of a request. Of a repeated name the first counts.
 *
 * @throws Refusal when it is longer than 64 KiB
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  // The stream decodes, since a character may be split across two chunks.
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_BODY_LENGTH) throw new Refusal(invalid("the body is too long"));
  }
  return new URLSearchParams(text);
}

/** A field that names something. Undefined: it is not in the form. */
export function readName(form: URLSearchParams, field: string): string | undefined {
  const name = form.get(field);
  if (name === null) return undefined;
  if (name.length > MAX_NAME_LENGTH) {
    throw new Refusal(invalid(`${field} is longer than ${MAX_NAME_LENGTH} characters`));
  }
  return name;
}

/**
 * An absolute http or https URL, letter for letter; null when it is empty, which unsets it. Undefined: it is not in the form.
 *
 * @param code Twilio's code for this field when it is not valid
 */
export function readUrl(
  form: URLSearchParams,
  field: string,
  code: RestErrorCode = 21402,
): string | null | undefined {
  const url = form.get(field);
  if (url === null) return undefined;
  if (url === "") return null;
  if (url.length > MAX_URL_LENGTH || !isWebAddress(url)) {
    // Seen at Twilio: https://github.com/nash-md/twilio-contact-center/issues/6.
    throw new Refusal(restError(code, `${field} is not valid: ${url.slice(0, 200)}`));
  }
  return url;
}

/** `GET` or `POST`, in any case. Undefined: it is not in the form. */
export function readMethod(form: URLSearchParams, field: string): RequestMethod | undefined {
  const method = form.get(field)?.toUpperCase();
  if (method === undefined || method === "GET" || method === "POST") return method;
  throw new Refusal(restError(21403, `${field} is not valid: ${method.slice(0, 200)}`));
}

/**
 * Where a request goes whose URL and method have a field each. Undefined: there is no URL.
 *
 * @param otherwise the method that counts when the form has none (POST), and the code of an invalid URL
 */
export function readTarget(
  form: URLSearchParams,
  urlField: string,
  methodField: string,
  otherwise: { method?: RequestMethod; code?: RestErrorCode } = {},
): Target | undefined {
  const url = readUrl(form, urlField, otherwise.code);
  const method = readMethod(form, methodField) ?? otherwise.method ?? "POST";
  return url ? { url, method } : undefined;
}

/** A target whose fields are `{name}` and `{name}Method`. */
export function readCallback(form: URLSearchParams, name: string): Target | undefined {
  return readTarget(form, name, `${name}Method`);
}

/** A whole number from `least` to `most`. Undefined: it is not in the form. */
export function readNumber(
  form: URLSearchParams,
  field: string,
  { least, most, code = 20001 }: { least: number; most: number; code?: RestErrorCode },
): number | undefined {
  const text = form.get(field);
  if (text === null) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Refusal(restError(code, `${field} is a whole number from ${least} to ${most}`));
}

/** Refuses a form with a field that is not known here. */
export function refuseOthers(form: URLSearchParams, known: readonly string[]): void {
  const other = [...form.keys()].find((name) => !known.includes(name));
  if (other !== undefined)
    throw new Refusal(invalid(`this gateway does not know ${other.slice(0, 40)} here`));
}

/** `true` or `false`, in any case. Undefined: it is not in the form. */
export function readFlag(form: URLSearchParams, field: string): boolean | undefined {
  const flag = form.get(field)?.toLowerCase();
  if (flag === undefined) return undefined;
  if (flag !== "true" && flag !== "false") throw new Refusal(invalid(`${field} is true or false`));
  return flag === "true";
}

function isWebAddress(text: string): boolean {
  // The parser of URLs would also take spaces around the address, and backslashes in it.
  return /^https?:\/\/[^\s\\]+$/i.test(text) && URL.canParse(text);
}

/** The words of a list, which are separated by spaces, or each in a field of the same name. Unknown ones do not count. */
export function readWords<T extends string>(
  form: URLSearchParams,
  field: string,
  known: readonly T[],
  otherwise: readonly T[],
): ReadonlySet<T> {
  const words = form.getAll(field).flatMap((text) => text.split(/\s+/));
  if (words.every((word) => word === "")) return new Set(otherwise);
  return new Set(known.filter((word) => words.includes(word)));
}

/** One of several words. Undefined: it is not in the form. */
export function readChoice<T extends string>(
  form: URLSearchParams,
  field: string,
  choices: readonly T[],
): T | undefined {
  const text = form.get(field);
  if (text === null) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new Refusal(invalid(`${field} is ${choices.join(", ")}`));
  return choice;
}
