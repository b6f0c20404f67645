import type { CallStage } from "@/lib/contracts";
import { createScope } from "../util/scope";
import type { Leg } from "./leg";
import type { CallSlots } from "./slots";

/** Without a stream: when the server is asked first, and how often from then on (ms). */
const firstMs = 1_500;
const againMs = 2_000;
/** How long (ms) an answer may take. */
const answerLimitMs = 5_000;

/** The watch over what the server says of an outgoing call. */
interface StageWatch {
  /** The call was answered: by voicemail, perhaps. */
  answered(): void;
}

/**
 * Follows what the server says of an outgoing call until the call is over, and shows it. The stream of changes tells it. Where
 * there is none, the server is asked until somebody answers, and once more then. `heard` is called with each stage.
 */
export function watchStage(slots: CallSlots, leg: Leg, heard: (stage: CallStage) => void): StageWatch {
  const { store } = slots;
  const { api, clock, live } = store.deps;
  const { ref } = leg.info;
  const asking = createScope();

  function show(stage: CallStage): void {
    if (!leg.scope.active) return;
    store.dispatch({ type: "stage", ref, stage });
    heard(stage);
  }

  async function ask(): Promise<void> {
    const record = await api.record(ref, { wait: false, timeoutMs: answerLimitMs });
    if (record?.stage) show(record.stage);
  }

  function askWithoutStream(): void {
    if (live.stream() === null) void ask();
  }

  asking.add(
    clock.after(firstMs, () => {
      askWithoutStream();
      asking.add(clock.every(againMs, askWithoutStream));
    }),
  );
  leg.scope.add(
    asking.end,
    live.onChange((change) => {
      if (change.kind === "stage" && change.ref === ref) show(change.stage);
    }),
    // What was told before this stream was open was not heard.
    live.onStream(() => {
      if (live.stream() !== null) void ask();
    }),
  );
  return {
    answered() {
      asking.end();
      askWithoutStream();
    },
  };
}
