import type { Call } from "./call";
import type { Conference } from "./conference";
import { el, KeyedList, setShown, setText, type View } from "./dom";
import { counted, duration, party, timeOfDay, words } from "./format";
import type { Model } from "./model";
import { person } from "./person";

/** What can be chosen in the list. */
export type Choice = Call | Conference;

/** Whether it is a conference and no call. */
export function isConference(choice: Choice): choice is Conference {
  return "members" in choice;
}

/** The list of calls and conferences, of which one is chosen. */
export class CallList {
  readonly #list: KeyedList<Choice>;
  #chosen = "";

  /** @param choose called with the sid of the call or conference that was clicked */
  constructor(
    list: HTMLElement,
    readonly model: Model,
    choose: (sid: string) => void,
  ) {
    this.#list = new KeyedList(
      list,
      ({ sid }) => sid,
      (choice) => this.#row(choice, choose),
    );
  }

  /** @param chosen the sid of the chosen one */
  show(choices: readonly Choice[], chosen: string): void {
    this.#chosen = chosen;
    this.#list.show(choices);
  }

  #row({ sid }: Choice, choose: (sid: string) => void): View<Choice> {
    const who = el("span", { class: "who" });
    const state = el("span", { class: "state" });
    const problems = el("span", { class: "state problem" });
    const begun = el("span", { class: "quiet time" });
    const time = el("span", { class: "quiet time" });
    const button = el(
      "button",
      { type: "button", class: "row" },
      who,
      el("span", { class: "line" }, state, problems, el("span", { class: "times" }, begun, " ", time)),
    );
    button.addEventListener("click", () => choose(sid));
    return {
      element: el("li", {}, button),
      update: (choice) => {
        const [status, colour] = statusOf(this.model, choice);
        setText(who, headline(this.model, choice));
        const count = problemsOf(this.model, choice);
        setText(problems, count > 0 ? counted(count, "problem") : "");
        setShown(problems, count > 0);
        setText(state, status);
        if (state.dataset.state !== colour) state.dataset.state = colour;
        // Without the milliseconds: it tells calls of the same two people apart.
        setText(begun, timeOfDay(choice.begunAt).slice(0, 8));
        setText(time, lengthOf(choice, this.model.snapshot.now));
        if (choice.sid === this.#chosen) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      },
    };
  }
}

/** `alice → bob`. A call without a destination of its own names those that its TwiML has called, or its conference. */
export function headline(model: Model, choice: Choice): string {
  if (isConference(choice)) return `Conference ${choice.name || choice.sid}`;
  const called = model.family(choice).filter((other) => other !== choice);
  const to = choice.to || called.map(({ to }) => party(to)).join(", ") || conferenceName(model, choice);
  if (choice.direction !== "inbound") return `the application → ${person(choice)}`;
  return `${person(choice)} → ${party(to) || "the application"}`;
}

/** Of a call and those that it made. */
function problemsOf(model: Model, choice: Choice): number {
  if (isConference(choice)) return 0;
  return model.family(choice).reduce((sum, { problems }) => sum + problems, 0);
}

function conferenceName(model: Model, call: Call): string {
  const conference = model.conferenceOf(call);
  return conference ? `conference ${conference.name}` : "";
}

/** What a call that has ended has only if nothing told of its end. */
const UNDER_WAY = new Set(["queued", "ringing", "in-progress"]);

function statusOf(model: Model, choice: Choice): [status: string, colour: Colour] {
  if (isConference(choice)) {
    const here = [...choice.members.values()].filter(({ isHere }) => isHere).length;
    return choice.endedAt === null ? [counted(here, "participant"), "live"] : ["ended", "over"];
  }
  // Until a call is answered that made others, "ringing" says more than "queued".
  const rings = choice.endedAt === null && model.family(choice).some(({ status }) => status === "ringing");
  if (choice.endedAt !== null && UNDER_WAY.has(choice.status)) return ["ended", "over"];
  const status = choice.status === "queued" && rings ? "ringing" : choice.status || "unknown";
  return [words(status), tone(status, choice)];
}

/** How long it has lasted; a call since the answer, if there was one. */
export function lengthOf(choice: Choice, now: number): string {
  const { begunAt, endedAt } = choice;
  const answeredAt = isConference(choice) ? null : choice.answeredAt;
  return duration((endedAt ?? Math.max(now, begunAt)) - (answeredAt ?? begunAt));
}

/** The colours of a state. */
type Colour = "live" | "waiting" | "over" | "bad";

/** What a status means for its colour. */
export function tone(status: string, { endedAt }: Call): Colour {
  if (endedAt === null) return status === "in-progress" ? "live" : "waiting";
  return status === "failed" ? "bad" : "over";
}
