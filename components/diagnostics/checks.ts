import { type Health, healthSchema } from "@/lib/contracts";
import {
  checkBrowser,
  checkMicrophone,
  checkServer,
  checkSignalling,
  checkSound,
  type DiagnosticsDeps,
} from "@/lib/phone/diagnostics";
import { type PreflightReport, runPreflight } from "@/lib/phone/preflight";
import type { PreflightSample } from "@/lib/phone/types";
import { type CheckId, notWell, type Step, stepOf } from "./steps";

export interface CheckOptions {
  deps: DiagnosticsDeps;
  onHealth: (health: Health) => void;
  onLevel: (level: number) => void;
  onSample: (sample: PreflightSample) => void;
  signal: AbortSignal;
}

/** A mean opinion score below this is heard as bad. */
const fairMos = 3.5;

/** Everything a call needs, each as a function that looks at it. */
export function createChecks(options: CheckOptions): Record<CheckId, () => Promise<Step>> {
  const { deps, onLevel, onSample, signal } = options;
  return {
    browser: async () => stepOf(await checkBrowser(deps)),
    server: () => server(options),
    microphone: async () => stepOf(await checkMicrophone(deps, onLevel)),
    sound: async () => stepOf(await checkSound(deps)),
    signalling: async () => stepOf(await checkSignalling(deps)),
    async media() {
      const result = await runPreflight(deps, { onSample, signal });
      if (!result.ok) return notWell(result.problem.code, result.problem.sdkCode);
      const { mos } = result.report;
      const detail = numbersOf(result.report);
      return mos !== null && mos < fairMos
        ? notWell("media_poor", null, detail)
        : { status: "passed", detail };
    },
  };
}

/** The server says of itself which part fails; then whether it gives this person a token. */
async function server({ deps, onHealth, signal }: CheckOptions): Promise<Step> {
  const response = await fetch("/api/health", { cache: "no-store", signal }).catch(() => null);
  const health = healthSchema.safeParse(await response?.json().catch(() => null));
  if (!health.success) return notWell("server_unreachable");
  onHealth(health.data);
  const broken = (["database", "voice"] as const).find((part) => health.data[part] === "failing");
  return broken ? notWell("server_part", null, broken) : stepOf(await checkServer(deps));
}

function numbersOf({ mos, rttMs, jitterMs, lossFraction }: PreflightReport): string {
  const said = (value: number | null, digits: number, unit: string) =>
    value === null ? "–" : `${value.toFixed(digits)}${unit}`;
  const loss = lossFraction === null ? null : lossFraction * 100;
  return `MOS ${said(mos, 2, "")}, RTT ${said(rttMs, 0, " ms")}, jitter ${said(jitterMs, 1, " ms")}, loss ${said(loss, 1, " %")}`;
}
