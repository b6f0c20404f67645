import { byId, el, KeyedList, setShown, setText } from "./dom";
import type { EdgeConditions, LiveDevice, Snapshot } from "./snapshot";

/** Does something at the gateway, and says what it did when that has succeeded. */
export type Perform = (name: string, settings: object, done: string) => Promise<void>;

/** The edges that Twilio has; the SDK takes others, too. */
const EDGES = ["ashburn", "dublin", "frankfurt", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla"];

const MEDIA_OFF_MS = 5_000;

/** What stands above the calls: devices, network conditions, what the gateway uses, and the buttons for faults. */
export class Controls {
  readonly #process = byId("process", HTMLElement);
  readonly #noDevices = byId("no-devices", HTMLElement);
  readonly #perfect = byId("perfect", HTMLElement);
  readonly #devices = new KeyedList<LiveDevice>(byId("devices", HTMLElement), ({ name }) => name, device);
  readonly #network = new KeyedList<EdgeConditions>(
    byId("network", HTMLElement),
    ({ edge }) => edge,
    conditions,
  );
  #before: Snapshot | undefined;

  constructor(perform: Perform) {
    byId("edges", HTMLElement).append(...["*", ...EDGES].map((edge) => el("option", { value: edge })));
    const form = byId("conditions", HTMLFormElement);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = new FormData(form);
      const edge = String(values.get("edge"));
      const numbers = ["delayMs", "jitterMs", "lossPercent"].map((name) => [name, Number(values.get(name))]);
      void perform(
        "network",
        { edge, ...Object.fromEntries(numbers) },
        `Conditions of ${edgeName(edge)} set.`,
      );
    });
    const onClick = (id: string, settings: object, done: string) =>
      byId(id, HTMLElement).addEventListener("click", () => void perform(id, settings, done));
    onClick("stop-media", { ms: MEDIA_OFF_MS }, "All media is dropped for 5 s.");
    onClick("cut", {}, "All sockets were cut. The SDKs come back by themselves.");
    onClick("reset", {}, "The network is perfect again, and no faults are set.");
    onClick("clear", {}, "The history is empty.");
  }

  show(snapshot: Snapshot): void {
    this.#devices.show(snapshot.devices);
    setShown(this.#noDevices, snapshot.devices.length === 0);
    this.#network.show(snapshot.network);
    setShown(this.#perfect, snapshot.network.length === 0);
    const { now = 0, cpuMs = 0 } = this.#before ?? {};
    const passed = snapshot.now - now;
    if (passed <= 0) return;
    const busy = this.#before ? `, processor ${Math.round(((snapshot.cpuMs - cpuMs) / passed) * 100)}%` : "";
    setText(this.#process, `memory ${snapshot.rssMb} MiB${busy}`);
    this.#before = snapshot;
  }
}

function device() {
  const who = el("b");
  const where = el("span", { class: "quiet" });
  return {
    element: el("li", {}, who, " ", where),
    update: ({ identity, edge, isRegistered }: LiveDevice) => {
      setText(who, identity);
      who.title = identity;
      setText(where, isRegistered ? edge : `${edge}, not registered`);
    },
  };
}

function conditions() {
  const element = el("li");
  return {
    element,
    update: ({ edge, delayMs, jitterMs, lossPercent }: EdgeConditions) =>
      setText(element, `${edgeName(edge)}: ${delayMs} ms, jitter ${jitterMs} ms, loss ${lossPercent}%`),
  };
}

function edgeName(edge: string): string {
  return edge === "*" ? "every edge" : edge;
}
