import type { NotificationAccess } from "@/components/phone/notifications/notification-access";
import type { Health } from "@/lib/contracts";
import {
  checkBrowser,
  checkMicrophone,
  checkSignalling,
  checkSound,
  type DiagnosticsDeps,
} from "@/lib/phone/diagnostics/checks";
import { type PreflightReport, runPreflight } from "@/lib/phone/diagnostics/preflight";
import type { PreflightSample } from "@/lib/phone/model/types";
import { checkWholeServer } from "./check-server";
import { formatFraction, formatMeasured } from "./format-measured";
import { type CheckId, notWell, type Step, stepOf } from "./steps";

interface CheckOptions {
  deps: DiagnosticsDeps;
  notifications: () => NotificationAccess;
  onHealth: (health: Health) => void;
  onLevel: (level: number) => void;
  onSample: (sample: PreflightSample) => void;
  /** The version of the SDK, once it is loaded. */
  onVersion: (version: string) => void;
  signal: AbortSignal;
}

/** Below this mean opinion score people notice that the sound is bad. */
const fairMos = 3.5;

/** The checks of everything that a call needs. */
export function createChecks(options: CheckOptions): Record<CheckId, () => Promise<Step>> {
  const { notifications, onLevel, onSample, onVersion, signal } = options;
  const deps: DiagnosticsDeps = {
    ...options.deps,
    async loadVoice(signaling) {
      const voice = await options.deps.loadVoice(signaling);
      onVersion(voice.version);
      return voice;
    },
  };
  return {
    browser: async () => stepOf(await checkBrowser(deps)),
    server: () => checkWholeServer(options),
    microphone: async () => stepOf(await checkMicrophone(deps, onLevel)),
    sound: async () => stepOf(await checkSound(deps)),
    notifications: async () => notificationStep(notifications()),
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

function numbersOf({ mos, rttMs, jitterMs, lossFraction }: PreflightReport): string {
  return [
    `MOS ${formatMeasured(mos, 2, "")}`,
    `RTT ${formatMeasured(rttMs, 0, " ms")}`,
    `jitter ${formatMeasured(jitterMs, 1, " ms")}`,
    `loss ${formatFraction(lossFraction)}`,
  ].join(", ");
}

/** Never a failure: calls work without notifications. But a call that rings in a hidden page is easily missed. */
function notificationStep(access: NotificationAccess): Step {
  switch (access) {
    case "granted":
      return { status: "passed", detail: access };
    case "denied":
      return notWell("notify_blocked");
    case "default":
      return notWell("notify_unasked");
    case "unsupported":
      return notWell("notify_unsupported");
  }
}
