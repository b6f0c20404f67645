import type { Conference, Member } from "./conference";
import { el, KeyedList, setText, type View } from "./dom";
import type { Model } from "./model";
import { personOf } from "./person";

/** Who is in the chosen conference, or has been: each with a link to the call. */
export class Participants {
  readonly #list: KeyedList<Member>;

  constructor(
    list: HTMLElement,
    readonly model: Model,
  ) {
    this.#list = new KeyedList(
      list,
      ({ callSid }) => callSid,
      ({ callSid }) => this.#card(callSid),
    );
  }

  /** @param conference undefined: none is chosen */
  show(conference: Conference | undefined): void {
    this.#list.show(conference ? [...conference.members.values()] : []);
  }

  #card(callSid: string): View<Member> {
    const who = el("a", { href: `#${callSid}` });
    const state = el("span", { class: "state" });
    const label = el("span", { class: "quiet" });
    return {
      element: el(
        "li",
        { class: "part" },
        el("div", { class: "line" }, el("strong", {}, who), state, label),
        el("code", { class: "sid" }, callSid),
      ),
      update: (member) => {
        setText(who, personOf(this.model, callSid));
        setText(state, stateOf(member));
        state.dataset.state = member.isHere ? (isHeard(member) ? "live" : "waiting") : "over";
        setText(label, this.#aside(member));
      },
    };
  }

  #aside({ label, coach }: Member): string {
    const parts = [label === undefined ? "" : `label ${label}`];
    if (coach) parts.push(`heard by ${personOf(this.model, coach)} only`);
    return parts.filter(Boolean).join(", ");
  }
}

function isHeard({ status, muted, hold }: Member): boolean {
  return status === "connected" && !muted && !hold;
}

function stateOf(member: Member): string {
  if (!member.isHere) return "left";
  if (member.status !== "connected") return member.status === "ringing" ? "ringing" : "is being called";
  const words = [member.muted ? "muted" : "", member.hold ? "on hold" : ""].filter(Boolean);
  return words.join(", ") || "in the conference";
}
