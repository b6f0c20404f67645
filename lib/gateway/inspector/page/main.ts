import { CallList, type Choice, headline, isConference } from "./call-list";
import { act, connect } from "./connection";
import { Controls } from "./controls";
import { byId, setShown, setText } from "./dom";
import { Model } from "./model";
import { Participants } from "./participants";
import { Parts } from "./parts";
import { Timeline } from "./timeline";

/** In place of a sid: what concerns no call. */
const ELSEWHERE = "elsewhere";

const model = new Model();
const said = byId("said", HTMLElement);
const connection = byId("connection", HTMLElement);
const elsewhere = byId("elsewhere", HTMLElement);
const section = byId("chosen", HTMLElement);
const controls = new Controls(perform);
const list = new CallList(byId("calls", HTMLElement), model, choose);
const parts = new Parts(byId("parts", HTMLElement), model, ({ sid }) => {
  void perform("hang-up", { callSid: sid }, "The call has been ended.");
});
const participants = new Participants(byId("participants", HTMLElement), model);
const timeline = new Timeline(byId("timeline", HTMLElement), model);

/** What somebody has chosen; empty: the newest call is shown. It stands in the address, so that it survives a reload. */
let chosen = location.hash.slice(1);
let isDue = false;

// It scrolls, and may have nothing in it that takes the focus.
section.tabIndex = 0;
elsewhere.addEventListener("click", () => choose(ELSEWHERE));
// The links between a conference and the calls in it.
addEventListener("hashchange", () => choose(location.hash.slice(1)));
connect({
  begun(isMore) {
    if (!isMore) model.clear();
    showConnection("connected");
    showSoon();
  },
  entry(entry) {
    model.take(entry);
    showSoon();
  },
  snapshot(snapshot) {
    model.takeSnapshot(snapshot);
    showSoon();
  },
  cleared() {
    model.clear();
    showSoon();
  },
  lost: () => showConnection("not connected"),
});

function choose(sid: string): void {
  chosen = sid;
  if (location.hash !== `#${sid}`) history.replaceState(null, "", `#${sid}`);
  show();
  section.scrollTop = 0;
}

async function perform(name: string, settings: object, done: string): Promise<void> {
  const problem = await act(name, settings);
  said.className = problem === undefined ? "" : "problem";
  said.textContent = problem ?? done;
}

function showConnection(state: "connected" | "not connected"): void {
  setText(connection, state);
  connection.dataset.state = state === "connected" ? "live" : "bad";
}

/** Many entries can come at once: they are shown together, in the next frame. */
function showSoon(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    show();
  });
}

function show(): void {
  const choices = inOrder();
  const choice = chosen === ELSEWHERE ? undefined : (chosenOf(choices) ?? choices[0]);
  controls.show(model.snapshot);
  list.show(choices, choice?.sid ?? "");
  setShown(byId("no-calls", HTMLElement), choices.length === 0);
  if (choice) elsewhere.removeAttribute("aria-current");
  else elsewhere.setAttribute("aria-current", "true");
  showChosen(choice);
}

/** Calls and conferences: those under way first, among them the conferences first; then the newest first. */
function inOrder(): Choice[] {
  const underWay: Choice[] = [];
  const over: Choice[] = [];
  for (const one of model.conferences) (one.endedAt === null ? underWay : over).push(one);
  for (const one of model.roots) (model.isUnderWay(one) ? underWay : over).push(one);
  return [...underWay, ...over.sort((a, b) => b.begunAt - a.begunAt)];
}

/** What the chosen sid names. A call that another one made is shown with that one. */
function chosenOf(choices: readonly Choice[]): Choice | undefined {
  const call = model.call(chosen);
  const sid = call ? model.rootOf(call).sid : chosen;
  return choices.find((choice) => choice.sid === sid);
}

function showChosen(choice: Choice | undefined): void {
  const isAtEnd = section.scrollHeight - section.scrollTop - section.clientHeight < 40;
  const conference = choice && isConference(choice) ? choice : undefined;
  const call = choice && !isConference(choice) ? choice : undefined;
  const items = conference ? conference.items : call ? model.timeline(call) : model.elsewhere;
  setText(byId("title", HTMLElement), choice ? headline(model, choice) : "Everything else");
  parts.show(call ? model.family(call) : []);
  participants.show(conference);
  timeline.show(items, choice?.sid ?? ELSEWHERE);
  setShown(byId("no-items", HTMLElement), items.length === 0);
  // Who reads the end sees what comes next, as in a log.
  if (isAtEnd && section.scrollTop > 0) section.scrollTop = section.scrollHeight;
}
