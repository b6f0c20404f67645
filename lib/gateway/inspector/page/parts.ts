import type { Call } from "./call";
import { caller, lengthOf, tone } from "./call-list";
import { el, KeyedList, setShown, setText, type View } from "./dom";
import { bytes, counted, party, words } from "./format";
import type { Model } from "./model";
import type { Figures, LiveLeg } from "./snapshot";

/** The chosen call and those that it made, each with its legs, their figures and a button to hang up. */
export class Parts {
  readonly #list: KeyedList<Call>;

  constructor(
    list: HTMLElement,
    readonly model: Model,
    hangUp: (call: Call) => void,
  ) {
    this.#list = new KeyedList(
      list,
      ({ sid }) => sid,
      (call) => this.#part(call, hangUp),
    );
  }

  show(calls: readonly Call[]): void {
    this.#list.show(calls);
  }

  #part(first: Call, hangUp: (call: Call) => void): View<Call> {
    const who = el("strong");
    const state = el("span", { class: "state" });
    const time = el("span", { class: "quiet" });
    const why = el("p", { class: "quiet why" });
    const legs = el("ul", { class: "legs" });
    const button = el("button", { type: "button", class: "danger" }, "Hang up");
    button.addEventListener("click", () => hangUp(first));
    const shown = new KeyedList<Place>(legs, ([place]) => String(place), legView);
    return {
      element: el(
        "li",
        { class: "part" },
        el("div", { class: "line" }, who, state, time, button),
        el("code", { class: "sid" }, first.sid),
        why,
        legs,
      ),
      update: (call) => {
        const name = call.parentSid === null ? `call of ${caller(call)}` : `call to ${party(call.to)}`;
        setText(who, name);
        button.setAttribute("aria-label", `Hang up the ${name}`);
        setText(state, words(call.status || "unknown"));
        state.dataset.state = tone(call.status, call);
        setText(time, lengthOf(call, this.model.snapshot.now));
        setText(why, call.why ?? "");
        setShown(why, call.why !== undefined);
        setShown(button, call.endedAt === null);
        shown.show([...call.legs.entries()]);
      },
    };
  }
}

/** A leg and its place among those of its call. Two devices of one person at one edge differ in nothing else. */
type Place = readonly [place: number, leg: LiveLeg];

function legView(): View<Place> {
  const who = el("span");
  const received = el("span", { class: "figures" });
  const sent = el("span", { class: "figures" });
  return {
    element: el("li", {}, who, received, sent),
    update: ([, leg]) => {
      setText(
        who,
        `${leg.identity} at ${leg.edge}${leg.state === "detached" ? ", has lost its socket" : ""}`,
      );
      setText(received, `from it: ${figures(leg.received)}`);
      setText(sent, `to it: ${figures(leg.sent)}`);
    },
  };
}

function figures({ packets, bytes: size, lost }: Figures): string {
  const loss = lost > 0 ? `, ${lost.toLocaleString("en")} lost` : "";
  return `${counted(packets, "packet")}, ${bytes(size)}${loss}`;
}
