import type { JournalEntry } from "../../base/journal-events";
import type { Item } from "./call";
import { el, KeyedList, type View } from "./dom";
import { party, timeOfDay } from "./format";
import { itemText } from "./item-text";
import type { Model } from "./model";
import { personOf } from "./person";
import { verbItem } from "./verb-item";
import { webhookItem } from "./webhook-item";

/** What happened, in order. */
export class Timeline {
  #list: KeyedList<Item> | undefined;
  #about = "";

  constructor(
    readonly list: HTMLElement,
    readonly model: Model,
  ) {}

  /** @param about what the timeline is of; that of something else begins with all closed */
  show(items: readonly Item[], about: string): void {
    if (about !== this.#about) this.list.replaceChildren();
    if (about !== this.#about || !this.#list) {
      this.#list = new KeyedList(
        this.list,
        ({ entry }) => String(entry.id),
        (item) => this.#row(item),
      );
    }
    this.#about = about;
    this.#list.show(items);
  }

  #row({ entry }: Item): View<Item> {
    const view = this.#viewOf(entry);
    const time = el("time", { datetime: new Date(entry.at).toISOString() }, timeOfDay(entry.at));
    const kind = el("span", { class: "kind" }, entry.kind);
    const element = el(
      "li",
      { "data-kind": entry.kind },
      time,
      kind,
      el("div", { class: "what" }, view.element),
    );
    const child = this.#childOf(entry);
    if (child !== undefined) element.append(el("span", { class: "quiet child" }, child));
    return { element, update: view.update };
  }

  #viewOf(entry: JournalEntry): View<Item> {
    if (entry.kind === "webhook") return webhookItem(entry);
    if (entry.kind === "verb" && entry.event === "begins") return verbItem(entry, this.model);
    const { text, tail, isProblem = false } = itemText(entry, (sid) => personOf(this.model, sid));
    const element = el("div", isProblem ? { class: "problem" } : {}, text);
    const isKnown = entry.kind === "conference" && entry.conferenceSid === this.#about;
    if (tail && !isKnown) element.append(" ", el("span", { class: "quiet" }, tail));
    if (entry.kind === "recording" && entry.state === "completed")
      element.append(...player(entry.recordingSid));
    return { element, update: () => {} };
  }

  /** Of an entry about a call that another one made: to whom. */
  #childOf(entry: JournalEntry): string | undefined {
    const call = "callSid" in entry && entry.callSid ? this.model.call(entry.callSid) : undefined;
    if (!call || call.parentSid === null || (entry.kind === "call" && entry.event === "begun"))
      return undefined;
    return `call to ${party(call.to)}`;
  }
}

/** The sound of a recording. Its sid becomes part of an address, so only one in Twilio's form is taken. */
function player(sid: string): Node[] {
  if (!/^RE[0-9a-f]{32}$/.test(sid)) return [];
  const src = `/inspector/recordings/${sid}.wav`;
  return [el("audio", { controls: "", preload: "none", src, "aria-label": `Recording ${sid}` })];
}
