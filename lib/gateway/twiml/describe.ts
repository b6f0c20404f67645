import type { PromptVerb, Verb } from "./verbs";

/** A verb in words, for those who watch a call: its name, its attributes as far as they are plain, and its text. */
export interface DescribedVerb {
  name: string;
  attributes: readonly (readonly [name: string, value: string])[];
  text: string | undefined;
}

/** What is no attribute in TwiML, or is told by the name or the text. */
const NO_ATTRIBUTES = new Set(["verb", "text", "name", "digits", "target"]);

/** A verb in words. */
export function describeVerb(verb: Verb): DescribedVerb {
  const attributes = Object.entries(verb).flatMap(([name, value]) => {
    if (NO_ATTRIBUTES.has(name)) return [];
    const plain = plainValue(value);
    return plain === undefined
      ? []
      : [[name === "callback" ? "recordingStatusCallback" : name, plain] as const];
  });
  return { name: nameOf(verb), attributes, text: textOf(verb) };
}

/** The name of the element that a document has for it. */
function nameOf(verb: Verb): string {
  if (verb.verb === "Unsupported") return verb.name;
  return verb.verb === "StartRecording" ? "Start" : verb.verb === "StopRecording" ? "Stop" : verb.verb;
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
    case "Play":
      return promptText(verb);
    case "Gather":
      return verb.prompts.map(promptText).filter(Boolean).join(" ") || undefined;
    case "Redirect":
      return verb.target.url;
    case "Dial":
      return verb.conference
        ? `conference ${verb.conference.name}`
        : [...verb.clients.map(({ identity }) => identity), ...verb.unreachable].join(", ");
    case "StartRecording":
    case "StopRecording":
      return "recording";
    default:
      return undefined;
  }
}

function promptText(verb: PromptVerb): string | undefined {
  if (verb.verb === "Say") return verb.text;
  if (verb.verb === "Pause") return undefined;
  return verb.what.kind === "file" ? verb.what.target.url : `keys ${verb.what.digits}`;
}
