import type { JournalEntry, VerbEvent } from "../../base/journal-events";
import type { Item } from "./call";
import { el, setText, type View } from "./dom";
import { took } from "./format";
import type { Model } from "./model";
import { isUsualEnd } from "./problem";

/** A verb as it stands in a document, with how long it has run or took, and how it ended. */
export function verbItem(entry: JournalEntry & VerbEvent & { event: "begins" }, model: Model): View<Item> {
  const attributes = entry.attributes.map(([name, value]) =>
    el("span", { class: "attribute" }, ` ${name}="${value}"`),
  );
  const tag = el("code", {}, el("b", {}, `<${entry.name}`), ...attributes, el("b", {}, ">"));
  const state = el("span", { class: "state" });
  const time = el("span", { class: "quiet time" });
  const element = el("div", {}, tag);
  if (entry.text) element.append(" ", el("q", {}, entry.text));
  element.append(" ", state, " ", time);
  return {
    element,
    update: ({ end }) => {
      const last = end?.kind === "verb" && end.event === "ends" ? end : undefined;
      setText(state, last?.how ?? "runs now");
      state.dataset.state = last ? (isUsualEnd(last.how) ? "over" : "bad") : "live";
      setText(time, took(Math.max(0, (last?.at ?? model.snapshot.now) - entry.at)));
    },
  };
}
