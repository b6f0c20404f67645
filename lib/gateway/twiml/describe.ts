import type { Verb } from "./verbs";

/** A verb in words, for those who watch a call: its name, its attributes as far as they are plain, and its text. */
export interface DescribedVerb {
  name: string;
  attributes: readonly (readonly [name: string, value: string])[];
  text: string | undefined;
}

/** A verb in words. */
export function describeVerb(verb: Verb): DescribedVerb {
  const attributes = Object.entries(verb).flatMap(([name, value]) => {
    if (name === "verb" || name === "text") return [];
    const plain = plainValue(value);
    return plain === undefined ? [] : [[name, plain] as const];
  });
  return { name: verb.verb, attributes, text: textOf(verb) };
}

function plainValue(value: unknown): string | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  // A target, such as an action.
  if (typeof value === "object" && value !== null && "url" in value) return String(value.url);
  return undefined;
}

function textOf(verb: Verb): string | undefined {
  switch (verb.verb) {
    case "Say":
      return verb.text;
    case "Play":
      return verb.what.kind === "file" ? verb.what.target.url : `${verb.what.digits.length} keys`;
    case "Redirect":
      return verb.target.url;
    case "Dial":
      return verb.conference
        ? `conference ${verb.conference.name}`
        : verb.clients.map(({ identity }) => identity).join(", ");
    default:
      return undefined;
  }
}
