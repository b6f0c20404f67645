import type { Call } from "./call";
import { lengthOf, tone } from "./call-list";
import { el, KeyedList, setShown, setText, type View } from "./dom";
import { bytes, counted, words } from "./format";
import type { Model } from "./model";
import { person } from "./person";
import { isError } from "./problem";
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
    const why = el("p", { class: "quiet" });
    const room = el("a");
    const inRoom = el("p", { class: "quiet" }, "Conference ", room);
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
        inRoom,
        why,
        legs,
      ),
      update: (call) => {
        const name = `call ${call.direction === "inbound" ? "of" : "to"} ${person(call)}`;
        setText(who, name);
        button.setAttribute("aria-label", `Hang up the ${name}`);
        setText(state, words(call.status || "unknown"));
        state.dataset.state = tone(call.status, call);
        setText(time, lengthOf(call, this.model.snapshot.now));
        const conference = this.model.conferenceOf(call);
        setShown(inRoom, conference !== undefined);
        if (conference) {
          room.setAttribute("href", `#${conference.sid}`);
          setText(room, conference.name || conference.sid);
        }
        setText(why, call.why ?? "");
        setShown(why, call.why !== undefined);
        why.className = isError(call.why) ? "problem" : "quiet";
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
  const sound = el("span", { class: "figures" });
  const received = el("span", { class: "figures" });
  const sent = el("span", { class: "figures" });
  return {
    element: el("li", {}, who, sound, received, sent),
    update: ([, leg]) => {
      const lost = leg.state === "detached" ? ", has lost its socket" : "";
      setText(who, `${leg.identity} at ${leg.edge}${lost}`);
      setText(sound, leg.sound ? SOUND_WORDS[leg.sound] : "");
      setText(received, `from it: ${figures(leg.received)}`);
      setText(sent, `to it: ${figures(leg.sent)}`);
    },
  };
}

/** Where the sound of a leg goes. */
const SOUND_WORDS = {
  relayed: "sound relayed to the other browser",
  ended: "sound ends at the gateway",
} as const;

function figures({ packets, bytes: size, lost, jitterMs }: Figures): string {
  const loss = `, ${lost.toLocaleString("en")} lost`;
  const jitter = jitterMs === undefined ? "" : `, jitter ${jitterMs.toFixed(1)} ms`;
  return `${counted(packets, "packet")}, ${bytes(size)}${packets > 0 ? loss + jitter : ""}`;
}
