import { z } from "zod";

/** What the line between one browser and the gateway is like, each way. */
export interface NetworkConditions {
  /** Added to every packet and message, in milliseconds. */
  delayMs: number;
  /** Added on top, at random between 0 and this, in milliseconds. */
  jitterMs: number;
  /** Media packets dropped, in percent. Signalling runs over TCP and loses nothing. */
  lossPercent: number;
}

export const PERFECT: NetworkConditions = Object.freeze({ delayMs: 0, jitterMs: 0, lossPercent: 0 });

export const networkConditions = z.strictObject({
  delayMs: z.number().min(0).max(5_000).default(0),
  jitterMs: z.number().min(0).max(5_000).default(0),
  lossPercent: z.number().min(0).max(100).default(0),
});

/** Conditions by edge name; `*` stands for every edge that has none of its own. */
export type NetworkPlan = ReadonlyMap<string, NetworkConditions>;

/** The conditions now in force; may change while calls go on. */
export class Network {
  readonly #plan: Map<string, NetworkConditions>;

  constructor(plan: NetworkPlan = new Map()) {
    this.#plan = new Map(plan);
  }

  /** @param edge an edge's name, or `*` for all that have no conditions of their own */
  set(edge: string, conditions: NetworkConditions): void {
    // Every edge a test names stays in the plan; nobody needs more than Twilio has edges.
    if (this.#plan.size >= 64 && !this.#plan.has(edge)) throw new Error("too many edges in the network plan");
    this.#plan.set(edge, conditions);
  }

  /** Back to a perfect line everywhere. */
  reset(): void {
    this.#plan.clear();
  }

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
 * Reads `VOICE_GATEWAY_NETWORK`: `delay=80,jitter=20,loss=1` for all, or by edge, separated by semicolons:
 * `tokyo:delay=120;*:delay=10`. Milliseconds, milliseconds, percent.
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
