import type { Element } from "@xmldom/xmldom";
import { checkForm, warnOfChild, warnOfText } from "./schema";
import { children, type Reading, targetOf, text, words } from "./values";
import { type ClientNoun, PROGRESS_EVENTS } from "./verbs";

/** Reads `<Client>`, either with the identity as its text or with `<Identity>` and `<Parameter>`s. */
export function readClient(client: Element, reading: Reading): ClientNoun {
  const inner = children(client);
  for (const element of [client, ...inner]) checkForm(element, reading.warn);
  const identity = inner.find((element) => element.tagName === "Identity");
  if (identity) warnOfText(client, reading.warn);
  for (const child of inner) {
    if (child !== identity && child.tagName !== "Parameter") warnOfChild(client, child, false, reading.warn);
  }
  const parameters = inner.filter((element) => element.tagName === "Parameter");
  return {
    identity: text(identity ?? client),
    parameters: parameters.map((p) => [p.getAttribute("name") ?? "", p.getAttribute("value") ?? ""] as const),
    url: targetOf(client, "url", "method", reading),
    statusCallback: targetOf(client, "statusCallback", "statusCallbackMethod", reading),
    // Without the attribute Twilio reports `completed` alone.
    statusCallbackEvents: words(client, "statusCallbackEvent", PROGRESS_EVENTS, ["completed"], reading.warn),
  };
}
