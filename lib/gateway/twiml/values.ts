import type { Element } from "@xmldom/xmldom";
import type { HttpMethod } from "../webhook/send-request";
import type { Target } from "../webhook/webhooks";
import { TwimlError } from "./verbs";

/** An attribute's value, or undefined when it is missing or empty. */
export function nonEmpty(element: Element, name: string): string | undefined {
  return element.getAttribute(name)?.trim() || undefined;
}

/** A whole number, clamped to its bounds. Anything but a number becomes the fallback, as on Twilio. */
export function integer(element: Element, name: string, fallback: number, min: number, max: number): number {
  const value = Number.parseInt(nonEmpty(element, name) ?? "", 10);
  return Number.isNaN(value) ? fallback : Math.min(max, Math.max(min, value));
}

/** Whether an attribute is `true`. */
export function flag(element: Element, name: string): boolean {
  return nonEmpty(element, name)?.toLowerCase() === "true";
}

/** The HTTP method an attribute names. POST unless it is GET. */
export function method(element: Element, name: string): HttpMethod {
  return nonEmpty(element, name)?.toUpperCase() === "GET" ? "GET" : "POST";
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

/** The child elements of an element. */
export function children(parent: Element): Element[] {
  return [...parent.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}
