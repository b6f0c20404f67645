import type { Journal } from "../base/journal";
import type { CallRecords } from "../call/call-records";
import type { Commands } from "../http/commands";
import { failure, type JsonReply } from "../http/json";

/** What the actions act on. */
export interface ActionsOptions {
  commands: Commands;
  records: CallRecords;
  journal: Journal;
}

/** The commands of the control API that the page offers. */
const OFFERED = new Set(["network", "reset", "stop-media", "cut"]);

/** Carries out an action of the page. Its name and its JSON body come from the browser. */
export function act({ commands, records, journal }: ActionsOptions, name: string, body: unknown): JsonReply {
  if (name === "hang-up") return hangUp(records, journal, body);
  if (name === "clear") {
    journal.clear();
    return { status: 200, body: { status: "ok" } };
  }
  const reply = OFFERED.has(name) ? commands.run(name, body) : undefined;
  return reply ?? failure(404, "not_found", `There is no action "${name}".`);
}

function hangUp(records: CallRecords, journal: Journal, body: unknown): JsonReply {
  const sid = typeof body === "object" && body !== null && "callSid" in body ? body.callSid : undefined;
  if (typeof sid !== "string") return failure(400, "malformed", "callSid is missing.");
  const call = records.underWay(sid);
  if (!call) return failure(404, "not_found", "The call has ended already.");
  journal.add({ kind: "control", command: "hang-up", detail: JSON.stringify({ callSid: sid }) });
  call.hangUp("ended in the inspector");
  return { status: 200, body: { status: "ok" } };
}
