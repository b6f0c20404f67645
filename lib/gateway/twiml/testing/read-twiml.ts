import { parseTwiml } from "../parse";
import type { Verb } from "../verbs";

/** The URL of the documents that `readTwiml` reads. */
export const DOCUMENT_URL = "https://app.test/voice?x=1";

/** The verbs of a document, and the warnings that reading it gave. `inside`: what is in its `<Response>`. */
export function readTwiml(inside: string): { verbs: Verb[]; warnings: string[] } {
  return readDocument(`<Response>${inside}</Response>`);
}

/** The same of a whole document. */
export function readDocument(xml: string): { verbs: Verb[]; warnings: string[] } {
  const warnings: string[] = [];
  const verbs = parseTwiml(xml, DOCUMENT_URL, (warning) => warnings.push(warning));
  return { verbs, warnings };
}

/** The verb of a document that has one. Fails when the type is another. */
export function readVerb<T extends Verb["verb"]>(type: T, inside: string): Extract<Verb, { verb: T }> {
  const { verbs } = readTwiml(inside);
  const [verb] = verbs;
  if (verbs.length !== 1 || verb?.verb !== type)
    throw new Error(`no <${type}> alone: ${JSON.stringify(verbs)}`);
  return verb as Extract<Verb, { verb: T }>;
}
