import type { JournalEntry, WebhookEvent } from "../../base/journal-events";
import type { Item } from "./call";
import { el, setText, type View } from "./dom";
import { counted, words } from "./format";
import { isGood } from "./problem";
import { prettyTwiml } from "./twiml";

type Webhook = JournalEntry & WebhookEvent;

/** A webhook: a line that opens to what was sent and what was answered. */
export function webhookItem(first: Webhook): View<Item> {
  const result = el("span", { class: "state" });
  const time = el("span", { class: "quiet" });
  const answer = el("div");
  const body = el(
    "details",
    { class: "webhook" },
    el(
      "summary",
      {},
      ...request(first),
      " ",
      result,
      " ",
      time,
      " ",
      el("span", { class: "quiet" }, topic(first)),
    ),
  );
  body.append(...sent(first), answer);
  let isAnswered = false;
  return {
    element: body,
    update: ({ entry, end }) => {
      const last = (end ?? entry) as Webhook;
      if (isAnswered) return;
      isAnswered = last.event !== "sent";
      const [text, tone] = outcome(last);
      setText(result, text);
      result.dataset.state = tone;
      setText(time, last.event === "sent" ? "" : `${last.ms} ms`);
      answer.replaceChildren(...answered(last));
    },
  };
}

function request(webhook: Webhook): (Node | string)[] {
  const attempt = webhook.event === "sent" && webhook.attempt > 1 ? ` (attempt ${webhook.attempt})` : "";
  const { pathname, search } = URL.canParse(webhook.url)
    ? new URL(webhook.url)
    : { pathname: webhook.url, search: "" };
  return [el("code", {}, `${webhook.method} ${pathname}${search}`), attempt];
}

/** The parameters that say most of what a webhook is about, the best first. */
const TOPICS = ["StatusCallbackEvent", "RecordingStatus", "DialCallStatus", "Digits", "CallStatus"];

/** What it is about: the value of the first such parameter that it has. */
function topic(webhook: Webhook): string {
  if (webhook.event !== "sent") return "";
  const parameters = new Map(webhook.parameters);
  const name = TOPICS.find((one) => parameters.has(one));
  if (name === undefined) return "";
  return name === "Digits" ? `Digits ${parameters.get(name)}` : words(parameters.get(name) ?? "");
}

function outcome(webhook: Webhook): [text: string, tone: string] {
  if (webhook.event === "sent") return ["waiting", "waiting"];
  if (webhook.event === "failed") return ["failed", "bad"];
  return [String(webhook.status), isGood(webhook.status) ? "live" : "bad"];
}

function sent(webhook: Webhook): Node[] {
  const to = el("p", {}, el("span", { class: "quiet" }, "To "), el("code", {}, webhook.url));
  if (webhook.event !== "sent") return [to];
  const rows = webhook.parameters.map(([name, value]) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value)),
  );
  const caption = el("caption", {}, counted(rows.length, "parameter"));
  return [
    to,
    el("p", {}, el("span", { class: "quiet" }, "X-Twilio-Signature "), el("code", {}, webhook.signature)),
    el("table", {}, caption, el("tbody", {}, ...rows)),
  ];
}

function answered(webhook: Webhook): Node[] {
  if (webhook.event === "sent") return [];
  if (webhook.event === "failed") return [el("p", { class: "problem" }, webhook.why)];
  if (webhook.body.trim() === "") return [el("p", { class: "quiet" }, "The answer is empty.")];
  return [el("p", { class: "quiet" }, "Answer"), el("pre", {}, prettyTwiml(webhook.body))];
}
