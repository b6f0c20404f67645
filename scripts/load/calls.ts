import { randomUUID } from "node:crypto";
import { browserSdp } from "../../lib/gateway/testing/sdp";
import type { LoadPerson } from "./person";

/** What happens in a call, and so its outcome. */
export type Course = "completed" | "declined" | "canceled" | "no_answer" | "offline";

/** Ten calls in a row: most are answered, as among people. */
const courses: readonly Course[] = [
  "completed",
  "completed",
  "declined",
  "completed",
  "offline",
  "completed",
  "canceled",
  "completed",
  "no_answer",
  "completed",
];

/** How a call went, as the two phones saw it. */
export interface Played {
  readonly ref: string;
  readonly course: Course;
  readonly caller: LoadPerson;
  readonly callee: LoadPerson;
  /** The callee's phone rang. */
  rang: boolean;
  /** Both were connected. */
  talked: boolean;
  /** Why the course was not followed to its end; undefined: it was. */
  broke: string | undefined;
}

/** The course of the `n`th call. */
export function courseOf(n: number): Course {
  return courses[n % courses.length] ?? "completed";
}

/** Plays a call over the signalling socket, as two SDKs would. Resolves when both sides are done with it. */
export async function play(course: Course, caller: LoadPerson, callee: LoadPerson): Promise<Played> {
  const played: Played = {
    ref: randomUUID(),
    course,
    caller,
    callee,
    rang: false,
    talked: false,
    broke: undefined,
  };
  try {
    await follow(played);
  } catch (error) {
    played.broke = error instanceof Error ? error.message : String(error);
  }
  await Promise.all([caller.leave(played.ref), callee.leave(played.ref)]);
  if (course === "offline") await callee.beat().catch(() => undefined);
  return played;
}

async function follow(played: Played): Promise<void> {
  const { ref, course, caller, callee } = played;
  const [from, to] = [caller.device, callee.device];
  if (course === "offline") await callee.beat("gone");
  const params = new URLSearchParams({ To: callee.username, ref, anonymous: "0" });
  const over = from.next("hangup");
  // A call that breaks elsewhere first leaves this unread.
  over.catch(() => undefined);
  const offered = to.next("invite");
  offered.catch(() => undefined);
  caller.ref = ref;
  const temporary = `TJ${ref}`;
  from.send("invite", {
    callsid: temporary,
    sdp: browserSdp("actpass", caller.username),
    twilio: { params: String(params) },
  });
  if (course === "offline") {
    await within(over, "hangup at the caller");
    return;
  }
  const invite = await within(Promise.race([offered, over.then(() => undefined)]), "invite at the callee");
  if (!invite) throw new Error("the network ended the call before it rang");
  played.rang = true;
  callee.ref = ref;
  const { callsid } = invite;
  if (course === "declined") {
    to.send("reject", { callsid });
    await within(over, "hangup at the caller");
  } else if (course === "canceled") {
    const canceled = to.next("cancel");
    await pause(2_000);
    from.send("hangup", { callsid: temporary });
    await within(canceled, "cancel at the callee");
  } else if (course === "no_answer") {
    await within(over, "hangup at the caller", 60_000);
  } else {
    const answered = from.next("answer");
    to.send("answer", { callsid, sdp: browserSdp("active", callee.username) });
    await within(Promise.race([answered, over]), "answer at the caller");
    played.talked = true;
    await pause(3_000 + Math.random() * 7_000);
    const ended = to.next("hangup");
    from.send("hangup", { callsid: temporary });
    await within(ended, "hangup at the callee");
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function within<T>(work: Promise<T>, what: string, ms = 25_000): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${what} within ${ms / 1_000} s`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
