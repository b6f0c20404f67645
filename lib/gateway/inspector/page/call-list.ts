import type { Call } from "./call";
import { el, KeyedList, setText, type View } from "./dom";
import { duration, party, words } from "./format";
import type { Model } from "./model";

/** The list of calls, of which one is chosen. */
export class CallList {
  readonly #list: KeyedList<Call>;
  #chosen = "";

  /** @param choose called with the sid of the call that was clicked */
  constructor(
    list: HTMLElement,
    readonly model: Model,
    choose: (sid: string) => void,
  ) {
    this.#list = new KeyedList(
      list,
      ({ sid }) => sid,
      (call) => this.#row(call, choose),
    );
  }

  /** @param chosen the sid of the chosen call */
  show(calls: readonly Call[], chosen: string): void {
    this.#chosen = chosen;
    this.#list.show(calls);
  }

  #row({ sid }: Call, choose: (sid: string) => void): View<Call> {
    const who = el("span", { class: "who" });
    const state = el("span", { class: "state" });
    const time = el("span", { class: "quiet time" });
    const button = el(
      "button",
      { type: "button", class: "row" },
      who,
      el("span", { class: "line" }, state, time),
    );
    button.addEventListener("click", () => choose(sid));
    return {
      element: el("li", {}, button),
      update: (call) => {
        const status = statusOf(this.model, call);
        setText(who, headline(this.model, call));
        setText(state, words(status));
        state.dataset.state = tone(status, call);
        setText(time, lengthOf(call, this.model.snapshot.now));
        if (call.sid === this.#chosen) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      },
    };
  }
}

/** `alice → bob`. A call without a destination of its own names those that its TwiML has called. */
export function headline(model: Model, call: Call): string {
  const called = model.family(call).filter((other) => other !== call);
  const to = call.to || called.map(({ to }) => party(to)).join(", ") || "the application";
  return `${caller(call)} → ${party(to)}`;
}

/** Who calls. The page knows no name if the beginning of the call has been forgotten. */
export function caller({ from }: Call): string {
  return party(from) || "somebody";
}

/** The status of a call that made others: until it is answered, "ringing" says more than "queued". */
function statusOf(model: Model, call: Call): string {
  const rings = call.endedAt === null && model.family(call).some(({ status }) => status === "ringing");
  return call.status === "queued" && rings ? "ringing" : call.status || "unknown";
}

/** How long a call has lasted, since the answer if there was one. */
export function lengthOf({ begunAt, answeredAt, endedAt }: Call, now: number): string {
  return duration((endedAt ?? Math.max(now, begunAt)) - (answeredAt ?? begunAt));
}

/** What a status means for its colour. */
export function tone(status: string, { endedAt }: Call): "live" | "waiting" | "over" | "bad" {
  if (endedAt === null) return status === "in-progress" ? "live" : "waiting";
  return status === "failed" ? "bad" : "over";
}
