"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { showLevel } from "@/components/phone/devices/level-meter";
import { readNotificationAccess } from "@/components/phone/notifications/notification-access";
import type { Health } from "@/lib/contracts";
import { getDiagnosticsDeps } from "@/lib/phone/browser";
import type { PreflightSample } from "@/lib/phone/model/types";
import { createChecks } from "./checks";
import { askSetup, type Setup } from "./setup";
import { notRun, runSteps, type Steps } from "./steps";

/** One run of the checks at a time; leaving the page ends it. */
export function useDiagnostics(meter: RefObject<HTMLDivElement | null>) {
  const [steps, setSteps] = useState<Steps>(notRun);
  const [samples, setSamples] = useState<readonly PreflightSample[]>([]);
  const [health, setHealth] = useState<Health | null>(null);
  const [sdkVersion, setSdkVersion] = useState<string | null>(null);
  const [setup, setSetup] = useState<Setup>("not asked");
  const [progress, setProgress] = useState<"idle" | "running" | "done">("idle");
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function run() {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    setSamples([]);
    setHealth(null);
    setSetup("asking");
    setProgress("running");
    const checks = createChecks({
      deps: getDiagnosticsDeps(),
      notifications: readNotificationAccess,
      onHealth: setHealth,
      onVersion: setSdkVersion,
      onLevel: (level) => showLevel(meter.current, level),
      onSample: (sample) => setSamples((before) => [...before, sample]),
      signal: controller.signal,
    });
    const asked = askSetup(controller.signal).then((answer) => {
      if (!controller.signal.aborted) setSetup(answer);
    });
    await runSteps(checks, setSteps, controller.signal);
    // The report has both.
    await asked;
    if (!controller.signal.aborted) setProgress("done");
  }

  return { steps, samples, health, setup, sdkVersion, progress, run };
}
