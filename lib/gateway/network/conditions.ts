import { z } from "zod";

/** The quality of the network between one browser and the gateway, in each direction. */
export interface NetworkConditions {
  /** Delay of every packet and message, in milliseconds. */
  delayMs: number;
  /** A further delay, at random between 0 and this, in milliseconds. */
  jitterMs: number;
  /** Share of media packets dropped, in percent. Signalling runs over TCP and loses nothing. */
  lossPercent: number;
}

/** No delay and no loss. */
export const PERFECT: NetworkConditions = Object.freeze({ delayMs: 0, jitterMs: 0, lossPercent: 0 });

/** Conditions as the control API takes them; what is left out is perfect. */
export const networkConditions = z.strictObject({
  delayMs: z.number().min(0).max(5_000).default(0),
  jitterMs: z.number().min(0).max(5_000).default(0),
  lossPercent: z.number().min(0).max(100).default(0),
});

/** Conditions by edge name. `*` applies to every edge without conditions of its own. */
export type NetworkPlan = ReadonlyMap<string, NetworkConditions>;

/** The network conditions in force. They may change during calls. */
export class Network {
  readonly #plan: Map<string, NetworkConditions>;

  constructor(plan: NetworkPlan = new Map()) {
    this.#plan = new Map(plan);
  }

  /** @param edge an edge's name, or `*` for all edges without conditions of their own */
  set(edge: string, conditions: NetworkConditions): void {
    // Edges are never removed one by one, so their number is limited; Twilio has far fewer.
    if (this.#plan.size >= 64 && !this.#plan.has(edge)) throw new Error("too many edges in the network plan");
    this.#plan.set(edge, conditions);
  }

  /** Makes the network perfect for every edge. */
  reset(): void {
    this.#plan.clear();
  }

  /** The conditions that were set, by edge. */
  get plan(): NetworkPlan {
    return this.#plan;
  }

  /** The conditions of an edge. */
  of(edge: string): NetworkConditions {
    return this.#plan.get(edge) ?? this.#plan.get("*") ?? PERFECT;
  }
}

const KEYS: Record<string, keyof NetworkConditions> = {
  delay: "delayMs",
  jitter: "jitterMs",
  loss: "lossPercent",
};

/**
 * Reads `VOICE_GATEWAY_NETWORK`: `delay=80,jitter=20,loss=1` for all edges, or by edge, separated by semicolons:
 * `tokyo:delay=120;*:delay=10`. Delay and jitter are in milliseconds, loss in percent.
 *
 * @throws Error that quotes the part it cannot read
 */
export function parseNetworkPlan(text: string): NetworkPlan {
  const plan = new Map<string, NetworkConditions>();
  for (const part of text.split(";").filter((p) => p.trim() !== "")) {
    const [edge, settings] = part.includes(":") ? part.split(":", 2) : ["*", part];
    const values = (settings ?? "").split(",").map((setting) => {
      const [name = "", value = ""] = setting.split("=", 2);
      return [KEYS[name.trim()] ?? name, value.trim() === "" ? Number.NaN : Number(value)] as const;
    });
    const parsed = networkConditions.safeParse(Object.fromEntries(values));
    if (!parsed.success)
      throw new Error(`cannot read "${part.trim()}"; write e.g. delay=80,jitter=20,loss=1`);
    plan.set((edge ?? "*").trim(), parsed.data);
  }
  return plan;
}
