/** The part of `driver.js` that tests use through `page.evaluate`. */
declare const driver: {
  events: { who: string; event: string; detail: unknown; at: number }[];
  newDevice(token: string, options: Record<string, unknown>): number;
  connect(device: number, options: Record<string, unknown>): Promise<number>;
  preflight(token: string): Promise<{ outcome: string; events: string[] }>;
  last(event: "sample" | "volume", call: number): Record<string, unknown> | undefined;
  restartIce(call: number): Promise<{ ufragChanged: boolean }>;
  iceState(call: number): string;
  invoke(kind: "devices" | "calls", index: number, method: string, args: unknown[]): Promise<unknown>;
  read(kind: "devices" | "calls", index: number, path: string): unknown;
  levels(call: number, frequencies: number[], ms: number): Promise<number[]>;
  loudness(call: number, ms: number, enough: number): Promise<number>;
};
